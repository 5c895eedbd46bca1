"""What was signed and what was started: facts on the two curves."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_two_curves, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.fig_two_curves import BEGUN, BEGUN_AT_MOST, MONEY, RUNNING, SIGNED
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either, sourced
from analysis.exhibits.topics.rules import either_of
from analysis.transforms.curves import BUILDING, CHINA, FIRST_SIGNED, MINING, OPERATING
from analysis.transforms.ladder import FIRST_CAPACITY

TABLE = "two_curves"

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
        f"{fig_two_curves.FIRST_MONTH} counts"
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
    MONEY: (
        "money-acts",
        "acts of partner governments that bind money or a contract",
        "acts",
        _new(
            MONEY,
            "count of the partners' acts by the month of their first event on rung "
            f"{FIRST_CAPACITY} or above; {ACTS}",
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
    curves = processed[TABLE]
    first = text.day(fig_two_curves.FIRST_MONTH)
    totals = fig_two_curves.totals(curves)
    for series, (name, label, noun, formula) in SERIES.items():
        rows = either(curves[curves["series"] == series], curves)
        label = f"{label}, since {first}"
        yield from counted(name, label, totals[series], noun, formula, TABLE, rows)
    apart = curves[(curves["series"] == RUNNING) & (curves["demonstrations_count"] > 0)]
    yield from counted(
        "plants-opened-demonstrations",
        f"demonstration plants outside China that began to operate, counted apart, since {first}",
        int(apart["demonstrations_count"].sum()),
        "plants",
        f"sum of demonstrations_count in processed/two_curves.csv with series {RUNNING}; {PLANTS}",
        TABLE,
        either(apart, curves),
    )
    yield from sourced(
        Fact(
            "curves-since",
            "first month of the two curves",
            first,
            None,
            first,
            "first month in processed/two_curves.csv, chosen because announcements were researched "
            "from it on",
            TABLE,
            curves,
        )
    )
    yield from _busiest(curves)


def _busiest(curves: pd.DataFrame) -> Iterator[Fact]:
    """The month in which most was signed, and what was signed and begun since."""
    signed = curves[(curves["series"] == SIGNED) & (curves["new_count"] > 0)]
    if signed.empty:
        return
    peak = signed.loc[[signed["new_count"].idxmax()]]
    count, month = int(peak["new_count"].iloc[0]), str(peak["month"].iloc[0])
    label = "instruments signed in the month with most"
    formula = f"highest new_count in processed/two_curves.csv with series {SIGNED}"
    yield from counted("signed-in-busiest-month", label, count, "acts", formula, TABLE, peak)
    yield Fact(
        "busiest-month",
        "month in which most instruments were signed",
        month,
        None,
        text.day(month),
        f"first month with the {formula}",
        TABLE,
        peak,
    )
    for series in (SIGNED, BEGUN_AT_MOST, RUNNING):
        name, label, noun, rule = SERIES[series]
        rows = curves[curves["series"] == series]
        later = rows[rows["month"] > month]
        yield from counted(
            f"{name}-since-busiest-month",
            f"{label}, after {text.day(month)}",
            int(later["new_count"].sum()),
            noun,
            f"{rule}. Only months after facts/busiest-month",
            TABLE,
            either(later, rows),
        )
