"""What was signed and what was started: facts on the two curves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts import text
from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import either, sourced
from analysis.facts.topics.rules import either_of
from analysis.transforms.curves import (
    BEGUN,
    BEGUN_AT_MOST,
    CHINA,
    FIRST_MONTH,
    FIRST_SIGNED,
    RUNNING,
    SIGNED,
    totals,
)
from analysis.transforms.ladder import FIRST_CAPACITY
from analysis.transforms.statuses import BUILDING, MINING, OPERATING

TABLE = "two_curves"
fact = partial(Fact, table=TABLE)

ACTS = (
    "partners' acts are those with counted True in processed/ladder.csv, and the rung of an event "
    "is found as there; an event counts by itself, whatever became of the act later"
)
PLANTS = (
    f"plants of raw/projects.csv with a country other than {CHINA} and a stage other than "
    f"{MINING}; rows of raw/project_history.csv in order of the last day of status_on; a plant "
    "whose contained_in is itself counted is left out, and a project with the mark demonstration "
    "in raw/project_marks.csv counts in demonstrations_count and not in new_count"
)
FIRST_STEP = "their first row with status {statuses}, if {shown}"
BEGUN_ROW = FIRST_STEP.format(
    statuses=either_of(BUILDING + OPERATING),
    shown="an earlier row stands before it, or its event is construction_start",
)
OPENED_ROW = FIRST_STEP.format(
    statuses=either_of(OPERATING),
    shown="an earlier row stands before it, or its event is first_production",
)


def _new(series: str, rule: str) -> str:
    """The formula of a series: what its monthly counts are, and their sum."""
    return (
        f"sum of new_count in processed/two_curves.csv with series {series}: {rule}. A month or a "
        "year counts at its last day, at the latest at the vintage, and nothing before "
        f"{FIRST_MONTH} counts"
    )


SERIES = {
    SIGNED: (
        "instruments-signed",
        "instruments that partner governments signed or put in force",
        "acts",
        _new(
            SIGNED,
            f"count of the partners' acts by the month of their first event on rung {FIRST_SIGNED} "
            f"to {FIRST_CAPACITY - 1}; {ACTS}",
        ),
    ),
    BEGUN: (
        "plants-begun",
        "plants outside China that were seen to begin construction",
        "plants",
        _new(BEGUN, f"count of the plants by the month of {BEGUN_ROW}; {PLANTS}"),
    ),
    BEGUN_AT_MOST: (
        "plants-begun-at-most",
        "plants outside China that began construction, with those first seen under construction",
        "plants",
        _new(
            BEGUN_AT_MOST,
            f"count of the plants by the month of {BEGUN_ROW}, or if its status is "
            f"{either_of(BUILDING)}: perhaps begun earlier, so an upper bound; {PLANTS}",
        ),
    ),
    RUNNING: (
        "plants-opened",
        "plants outside China that began to operate",
        "plants",
        _new(RUNNING, f"count of the plants by the month of {OPENED_ROW}; {PLANTS}"),
    ),
}


def facts(processed: Processed) -> Iterator[Fact]:
    """Counts since the first month, the busiest month of signing, and counts after it."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    curves = processed[TABLE]
    first, found = text.day(FIRST_MONTH), totals(curves)
    for series, (name, label, noun, formula) in SERIES.items():
        rows = either(curves[curves["series"] == series], curves)
        yield fact(
            id=name,
            label=f"{label}, since {first}",
            value=found[series],
            unit=noun,
            formula=formula,
            rows=rows,
        )
    apart = curves[(curves["series"] == RUNNING) & (curves["demonstrations_count"] > 0)]
    yield fact(
        id="plants-opened-demonstrations",
        label="demonstration plants outside China that began to operate, counted apart, since "
        f"{first}",
        value=int(apart["demonstrations_count"].sum()),
        unit="plants",
        formula="sum of demonstrations_count in processed/two_curves.csv with series "
        f"{RUNNING}; {PLANTS}",
        rows=either(apart, curves),
    )
    yield fact(
        id="curves-since",
        label="first month of the two curves",
        value=first,
        unit=None,
        formula="first month in processed/two_curves.csv, chosen because announcements were "
        "researched from it on",
        rows=curves,
    )
    yield from _busiest(curves)


def _busiest(curves: pd.DataFrame) -> Iterator[Fact]:
    """The month in which most was signed, and what was signed and begun since."""
    signed = curves[(curves["series"] == SIGNED) & (curves["new_count"] > 0)]
    if signed.empty:
        return
    peak = signed.loc[[signed["new_count"].idxmax()]]
    count, month = int(peak["new_count"].iloc[0]), str(peak["month"].iloc[0])
    formula = f"highest new_count in processed/two_curves.csv with series {SIGNED}"
    yield fact(
        id="signed-in-busiest-month",
        label="instruments signed in the month with most",
        value=count,
        unit="acts",
        formula=formula,
        rows=peak,
    )
    yield fact(
        id="busiest-month",
        label="month in which most instruments were signed",
        value=month,
        unit=None,
        said=text.day(month),
        formula=f"first month with the {formula}",
        rows=peak,
    )
    later = curves[curves["month"] > month]
    found = totals(later)
    for series in (SIGNED, BEGUN_AT_MOST, RUNNING):
        name, label, noun, rule = SERIES[series]
        rows = curves[curves["series"] == series]
        yield fact(
            id=f"{name}-since-busiest-month",
            label=f"{label}, after {text.day(month)}",
            value=found[series],
            unit=noun,
            formula=f"{rule}. Only months after facts/busiest-month",
            rows=either(later[later["series"] == series], rows),
        )
