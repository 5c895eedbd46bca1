"""How late plants are: facts on first promised starts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted, sourced
from analysis.facts.topics.rules import WILSON, either_of
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.slippage import DEMONSTRATION, judged, share_in_time, silent, with_news
from analysis.transforms.starts import OUTCOMES as READINGS
from analysis.transforms.statuses import STALE_MONTHS
from analysis.transforms.statuses import STOPPED as GIVEN_UP

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
    "in-time": "outcome in_time",
    "up": f"an outcome other than not_due and {DEMONSTRATION}, and up_in_time True (seen with "
    f"status {either_of(STARTED_UP)} by the last day of first_promise)",
    "late": "outcome late",
    "overdue": "outcome overdue",
    "stopped": "outcome stopped",
    "unseen": "outcome overdue and, in the row of processed/projects.csv with the same "
    f"project_id, status_age_months above {STALE_MONTHS} (from the middle of the "
    "interval in which its last status was seen to the vintage)",
}
projects = partial(counted, unit="projects", table=TABLE)
share = partial(Fact, unit="%", table=TABLE)


def _count(group: str, which: str) -> str:
    return (
        f"count of the rows of processed/slippage.csv with {group}{which}. {OUTCOMES}. {PROMISED}"
    )


def facts(processed: Processed) -> Iterator[Fact]:
    """Counts by outcome, shares in time, restated dates, and what still waits a year later."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    promised = processed["slippage"]
    rows = with_news(judged(promised), processed["projects"])
    yield from _counts(rows, "", "projects due or stopped", "")
    for group, (column, value) in GROUPS.items():
        where = f"{column} {value}"
        what = f"projects due or stopped, {where}"
        yield from _counts(rows[rows[column] == value], f"-{group}", what, f"{where} and ")
    if len(rows):
        yield from _shares(rows)
    restated = promised[promised["restated_months"] > 0]
    for name, label, chosen, which in (
        ("slippage-promised", "projects that were given a start date", promised, ""),
        ("slippage-restated", "projects whose last promised date is later", restated, LATER),
    ):
        formula = f"count of the rows of {TABLE_FILE}{which}. {PROMISED}"
        yield projects(chosen, promised, id=name, label=label, formula=formula)
    yield from _demonstrations(promised)
    yield from _a_year_later(processed["delay_curve"])


def _demonstrations(promised: pd.DataFrame) -> Iterator[Fact]:
    """How many demonstration plants are judged apart, and the share in time with them."""
    as_plants = judged(promised.assign(outcome=promised["outcome_as_plant"]))
    apart = as_plants[promised.loc[as_plants.index, "outcome"] == DEMONSTRATION]
    yield projects(
        apart,
        promised,
        id="slippage-demonstrations",
        label="demonstration plants due or stopped, judged apart",
        formula=f"count of the rows of {TABLE_FILE} with mark {DEMONSTRATION} in "
        f"raw/project_marks.csv (outcome {DEMONSTRATION}) and outcome_as_plant other than not_due",
    )
    if len(as_plants):
        yield share(
            id="slippage-in-time-share-with-demonstrations",
            label="share of projects due or stopped, in time, demonstration plants included",
            value=share_in_time(as_plants).share,
            formula=f"100 x count of the rows of {TABLE_FILE} with outcome_as_plant in_time "
            f"divided by the count of those with outcome_as_plant other than not_due; {OUTCOMES}, "
            "whatever its marks",
            rows=as_plants,
        )


def _counts(rows: pd.DataFrame, suffix: str, what: str, where: str) -> Iterator[Fact]:
    """How many projects kept their first date, and what became of the others."""
    outcome = rows["outcome"]
    parts = {
        "judged": ("", rows),
        "in-time": (": operating by the date first promised", rows[outcome == "in_time"]),
        "up": (
            ": at least starting up by the date first promised",
            rows[rows["up_in_time"].astype(bool)],
        ),
        "late": (": operating later", rows[outcome == "late"]),
        "overdue": (": not known to operate", rows[outcome == "overdue"]),
        "stopped": (": stopped", rows[outcome == "stopped"]),
        "unseen": (": not known to operate, without news for over a year", silent(rows)),
    }
    for name, (words, chosen) in parts.items():
        yield projects(
            chosen,
            rows,
            id=f"slippage{suffix}-{name}",
            label=f"{what}{words}",
            formula=_count(where, WHICH[name]),
        )


def _shares(rows: pd.DataFrame) -> Iterator[Fact]:
    """The share in time with its interval, and the generous share."""
    found = share_in_time(rows)
    of = f"of the {WILSON}, in per cent, for facts/slippage-in-time out of facts/slippage-judged"
    by_count = "100 x facts/slippage-{} divided by facts/slippage-judged"
    for name, label, value, formula in (
        ("in-time-share", "in time", found.share, by_count.format("in-time")),
        ("in-time-low", "in time, lower bound", found.low, f"lowest share {of}"),
        ("in-time-high", "in time, upper bound", found.high, f"highest share {of}"),
        ("up-share", "at least starting up in time", found.up, by_count.format("up")),
    ):
        yield share(
            id=f"slippage-{name}",
            label=f"share of projects due or stopped, {label}",
            value=value,
            formula=formula,
            rows=rows,
        )


def _a_year_later(curve: pd.DataFrame) -> Iterator[Fact]:
    """The share that does not operate a year after the promise, with its interval."""
    row = curve[(curve["grouping"] == "all") & (curve["months"] == MONTHS_AFTER)]
    of_interval = "value of the interval (95 %, Greenwood, log-log)"
    for column, end, operation in (
        ("not_operating_pct", "", "value of the Kaplan-Meier curve"),
        ("low_pct", "low", f"lowest {of_interval}"),
        ("high_pct", "high", f"highest {of_interval}"),
    ):
        for value in row[column].dropna():
            yield Fact(
                id=f"delay-year-share{end and f'-{end}'}",
                label=f"share not operating a year after the promise{end and f', {end}'}",
                value=float(value),
                unit="%",
                formula=f"{operation} {CURVE}",
                table="delay_curve",
                rows=row,
            )
