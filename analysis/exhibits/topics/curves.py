"""What was signed and what was started: facts on the two curves."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_two_curves, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.fig_two_curves import BEGUN, BEGUN_AT_MOST, MONEY, RUNNING, SIGNED
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either, sourced

TABLE = "two_curves"

SERIES = {
    SIGNED: (
        "instruments-signed",
        "instruments that partner governments signed or put in force",
        "acts",
        "count of acts of the partners from their first event on rung 1 or 2",
    ),
    MONEY: (
        "money-acts",
        "acts of partner governments that bind money or a contract",
        "acts",
        "count of acts of the partners from their first event on rung 3 or above",
    ),
    BEGUN: (
        "plants-begun",
        "plants outside China that were seen to begin construction",
        "plants",
        "count of plants after the mine whose history shows that construction began",
    ),
    BEGUN_AT_MOST: (
        "plants-begun-at-most",
        "plants outside China that began construction, with those first seen under construction",
        "plants",
        "the same, and plants that were being built when first seen: an upper bound",
    ),
    RUNNING: (
        "plants-opened",
        "plants outside China that began to operate",
        "plants",
        "count of plants after the mine whose history shows that operation began",
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
    yield from sourced(
        Fact(
            "curves-since",
            "first month of the two curves",
            first,
            None,
            first,
            "the month from which announcements were researched",
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
    yield from counted(
        "signed-in-busiest-month", label, count, "acts", "largest monthly count", TABLE, peak
    )
    yield Fact(
        "busiest-month",
        "month in which most instruments were signed",
        month,
        None,
        text.day(month),
        "month with the largest count; the first of equals",
        TABLE,
        peak,
    )
    for series in (SIGNED, BEGUN_AT_MOST, RUNNING):
        name, label, noun, _ = SERIES[series]
        rows = curves[curves["series"] == series]
        later = rows[rows["month"] > month]
        yield from counted(
            f"{name}-since-busiest-month",
            f"{label}, after {text.day(month)}",
            int(later["new_count"].sum()),
            noun,
            "sum of the monthly counts after the month in which most was signed",
            TABLE,
            either(later, rows),
        )
