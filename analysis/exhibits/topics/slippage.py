"""How late plants are: facts on first promised starts."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_slippage, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.fig_slippage import IN_TIME, LATE, OVERDUE, STOPPED
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either, sourced
from analysis.exhibits.topics.rules import WILSON, either_of
from analysis.transforms.promises import wilson_interval
from analysis.transforms.slippage import DEMONSTRATION
from analysis.transforms.slippage import STOPPED as GIVEN_UP
from analysis.transforms.starts import DAYS_PER_YEAR
from analysis.transforms.starts import OUTCOMES as READINGS

TABLE = "slippage"
TABLE_FILE = f"processed/{TABLE}.csv"
LATER = (
    " with restated_months above 0: the middle of the date said last (current_promise) is after "
    "that of the date said first (first_promise)"
)
PROMISED = (
    "processed/slippage.csv has one row for each project of raw/projects.csv that was given a "
    "start date before it operated: promised_start of raw/project_history.csv, and expected_start "
    "of raw/projects.csv as said on status_on if its middle lay after the middle of status_on (a "
    "date that did not lie ahead was no promise, and a project with no other drops out); projects "
    "with the mark other_promise in raw/project_marks.csv are left out"
)
OUTCOMES = (
    "outcome, from the last day of first_promise, the date said first: in_time if the project was "
    "first seen operating (started_on) by that day, late if after it; else stopped if its last "
    f"status is {either_of(GIVEN_UP)}, overdue if that day is before the vintage, not_due if not; "
    f"{DEMONSTRATION} for a project with that mark in raw/project_marks.csv"
)
MONTHS_AFTER = 12
STARTED_UP = READINGS["started_up"]
CURVE = (
    f"of the plants that do not operate, in per cent, at {MONTHS_AFTER} months, over the rows of "
    f"{TABLE_FILE} with started_on or waited_months and no outcome {DEMONSTRATION}: the time runs "
    "from the last day of first_promise to the middle of started_on, never below 0, or, for a "
    "plant that does not operate, stopped ones too, to the vintage (waited_months, censored "
    f"there), in months of {DAYS_PER_YEAR} / 12 days"
)
GROUPS = {"magnet": ("stage", "magnet"), "usa": ("country", "USA")}
WHICH = {
    "judged": f"an outcome other than not_due and {DEMONSTRATION}",
    "in-time": f"outcome {IN_TIME}",
    "up": f"an outcome other than not_due and {DEMONSTRATION}, and up_in_time True (seen with "
    f"status {either_of(STARTED_UP)} by the last day of first_promise)",
    "late": f"outcome {LATE}",
    "overdue": f"outcome {OVERDUE}",
    "stopped": f"outcome {STOPPED}",
    "unseen": f"outcome {OVERDUE} and, in the row of processed/projects.csv with the same "
    f"project_id, status_age_months above {fig_slippage.STALE_MONTHS} (from the middle of the "
    "interval in which its last status was seen to the vintage)",
}


def _count(group: str, which: str) -> str:
    return (
        f"count of the rows of processed/slippage.csv with {group}{which}. {OUTCOMES}. {PROMISED}"
    )


def facts(processed: Processed) -> Iterator[Fact]:
    """Counts by outcome, shares in time, restated dates, and what still waits a year later."""
    judged = fig_slippage.data(processed)
    yield from _counts(judged, "", "projects due or stopped", "")
    for group, (column, value) in GROUPS.items():
        rows, where = judged[judged[column] == value], f"{column} {value}"
        what = f"projects due or stopped, {where}"
        yield from _counts(rows, f"-{group}", what, f"{where} and ")
    if len(judged):
        yield from _shares(judged)
    promised = processed["slippage"]
    restated = promised[promised["restated_months"] > 0]
    for name, label, rows, which in (
        ("slippage-promised", "projects that were given a start date", promised, ""),
        ("slippage-restated", "projects whose last promised date is later", restated, LATER),
    ):
        formula = f"count of the rows of {TABLE_FILE}{which}. {PROMISED}"
        chosen = either(rows, promised)
        yield from counted(name, label, len(rows), "projects", formula, TABLE, chosen)
    yield from _demonstrations(promised)
    yield from _a_year_later(processed["delay_curve"])


def _demonstrations(promised: pd.DataFrame) -> Iterator[Fact]:
    """How many demonstration plants are judged apart, and the share in time with them."""
    judged = promised[~promised["outcome_as_plant"].isin(["not_due"])]
    apart = judged[judged["outcome"] == DEMONSTRATION]
    marked = f"mark {DEMONSTRATION} in raw/project_marks.csv (outcome {DEMONSTRATION})"
    yield from counted(
        "slippage-demonstrations",
        "demonstration plants due or stopped, judged apart",
        len(apart),
        "projects",
        f"count of the rows of {TABLE_FILE} with {marked} and outcome_as_plant other than not_due",
        TABLE,
        either(apart, promised),
    )
    if len(judged):
        share = 100 * float((judged["outcome_as_plant"] == IN_TIME).mean())
        yield from sourced(
            Fact(
                "slippage-in-time-share-with-demonstrations",
                "share of projects due or stopped, in time, demonstration plants included",
                share,
                "%",
                text.percent(share),
                f"100 x count of the rows of {TABLE_FILE} with outcome_as_plant {IN_TIME} divided "
                f"by the count of those with outcome_as_plant other than not_due; {OUTCOMES}, "
                "whatever its marks",
                TABLE,
                judged,
            )
        )


def _counts(judged: pd.DataFrame, suffix: str, what: str, where: str) -> Iterator[Fact]:
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
            _count(where, WHICH[name]),
            TABLE,
            either(rows, judged),
        )


def _shares(judged: pd.DataFrame) -> Iterator[Fact]:
    """The share in time with its interval, and the generous share."""
    found = fig_slippage.counts(judged)
    low, high = wilson_interval(found[IN_TIME], found["judged"])
    of = f"of the {WILSON}, in per cent, for facts/slippage-in-time out of facts/slippage-judged"
    shares = {
        "in-time-share": (
            "in time",
            found[IN_TIME] / found["judged"],
            "100 x facts/slippage-in-time divided by facts/slippage-judged",
        ),
        "in-time-low": ("in time, lower bound", low, f"lowest share {of}"),
        "in-time-high": ("in time, upper bound", high, f"highest share {of}"),
        "up-share": (
            "at least starting up in time",
            found["up"] / found["judged"],
            "100 x facts/slippage-up divided by facts/slippage-judged",
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
    columns = {
        "not_operating_pct": ("", "value of the Kaplan-Meier curve"),
        "low_pct": ("-low", "lowest value of the interval (95 %, Greenwood, log-log)"),
        "high_pct": ("-high", "highest value of the interval (95 %, Greenwood, log-log)"),
    }
    for column, (suffix, operation) in columns.items():
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
                f"{operation} {CURVE}",
                "delay_curve",
                row,
            )
        )
