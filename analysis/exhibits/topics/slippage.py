"""How late plants are: facts on first promised starts."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_slippage, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.fig_slippage import IN_TIME, LATE, OVERDUE, STOPPED
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either, sourced
from analysis.transforms.promises import wilson_interval

TABLE = "slippage"
COUNT_FORMULA = (
    "count of projects whose first promised date is over, or that started or stopped before it"
)
MONTHS_AFTER = 12
GROUPS = {"magnet": ("stage", "magnet"), "usa": ("country", "USA")}


def facts(processed: Processed) -> Iterator[Fact]:
    """Counts by outcome, shares in time, restated dates, and what still waits a year later."""
    judged = fig_slippage.data(processed)
    yield from _counts(judged, "", "projects due or stopped")
    for group, (column, value) in GROUPS.items():
        rows = judged[judged[column] == value]
        yield from _counts(rows, f"-{group}", f"projects due or stopped, {column} {value}")
    if len(judged):
        yield from _shares(judged)
    promised = processed["slippage"]
    restated = promised[promised["restated_months"] > 0]
    for name, label, rows in (
        ("slippage-promised", "projects that were given a start date", promised),
        ("slippage-restated", "projects whose last promised date is later", restated),
    ):
        formula = "count of projects with a promised start on record"
        chosen = either(rows, promised)
        yield from counted(name, label, len(rows), "projects", formula, TABLE, chosen)
    yield from _a_year_later(processed["delay_curve"])


def _counts(judged: pd.DataFrame, suffix: str, what: str) -> Iterator[Fact]:
    """How many projects kept their first date, and what became of the others."""
    waiting = judged[judged["outcome"] == OVERDUE]
    parts = {
        "judged": (what, judged),
        "in-time": (
            f"{what}: operating by the date first promised",
            judged[judged["outcome"] == IN_TIME],
        ),
        "up": (
            f"{what}: at least starting up by the date first promised",
            judged[judged["up_in_time"].astype(bool)],
        ),
        "late": (f"{what}: operating later", judged[judged["outcome"] == LATE]),
        "overdue": (f"{what}: not known to operate", waiting),
        "stopped": (f"{what}: stopped", judged[judged["outcome"] == STOPPED]),
        "unseen": (
            f"{what}: not known to operate, without news for over a year",
            waiting[waiting["news_age_months"] > fig_slippage.STALE_MONTHS],
        ),
    }
    for name, (label, rows) in parts.items():
        yield from counted(
            f"slippage{suffix}-{name}",
            label,
            len(rows),
            "projects",
            COUNT_FORMULA,
            TABLE,
            either(rows, judged),
        )


def _shares(judged: pd.DataFrame) -> Iterator[Fact]:
    """The share in time with its interval, and the generous share."""
    found = fig_slippage.counts(judged)
    low, high = wilson_interval(found[IN_TIME], found["judged"])
    shares = {
        "in-time-share": ("in time", found[IN_TIME] / found["judged"], "in time over all judged"),
        "in-time-low": ("in time, lower bound", low, "lower end of the Wilson 95 % interval"),
        "in-time-high": ("in time, upper bound", high, "upper end of the Wilson 95 % interval"),
        "up-share": (
            "at least starting up in time",
            found["up"] / found["judged"],
            "at least starting up by the date first promised, over all judged",
        ),
    }
    for name, (label, share, formula) in shares.items():
        yield from sourced(
            Fact(
                f"slippage-{name}",
                f"share of projects due or stopped, {label}",
                100 * share,
                "%",
                text.percent(100 * share),
                formula,
                TABLE,
                judged,
            )
        )


def _a_year_later(curve: pd.DataFrame) -> Iterator[Fact]:
    """The share that does not operate a year after the promise, with its interval."""
    row = curve[(curve["grouping"] == "all") & (curve["months"] == MONTHS_AFTER)]
    if row.empty:
        return
    columns = {"not_operating_pct": "", "low_pct": "-low", "high_pct": "-high"}
    for column, suffix in columns.items():
        value = row[column].iloc[0]
        if pd.isna(value):
            continue
        yield from sourced(
            Fact(
                f"delay-year-share{suffix}",
                f"share not operating a year after the promise{suffix.replace('-', ', ')}",
                float(value),
                "%",
                text.percent(float(value)),
                "Kaplan-Meier estimate from the end of the first promised date; interval of 95 % "
                "after Greenwood, log-log",
                "delay_curve",
                row,
            )
        )
