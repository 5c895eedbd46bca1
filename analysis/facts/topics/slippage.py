"""How late plants are: facts on first promised starts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted, sourced
from analysis.facts.topics.rules import WILSON, either_of
from analysis.transforms.slippage import APART, JUDGED, judged, share_in_time
from analysis.transforms.starts import OUTCOMES as READINGS
from analysis.transforms.statuses import MINING
from analysis.transforms.statuses import STOPPED as GIVEN_UP

TABLE = "slippage"
TABLE_FILE = f"processed/{TABLE}.csv"
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
    f"status is {either_of(GIVEN_UP)}, overdue if it was last seen (middle of last_seen_on) after "
    "that day, unseen if before it and that day is before the vintage, not_due if it is not; apart "
    "for a mine and for a project with a mark out of "
    f"{', '.join(mark for mark in APART if mark != MINING)} in raw/project_marks.csv"
)
STARTED_UP = READINGS["started_up"]
JUDGED_OUTCOME = f"outcome {either_of(JUDGED)}"
WHICH = {
    "judged": JUDGED_OUTCOME,
    "in-time": "outcome in_time",
    "up": f"{JUDGED_OUTCOME}, and up_in_time True (seen with "
    f"status {either_of(STARTED_UP)} by the last day of first_promise)",
    "unseen": "outcome unseen",
}
projects = partial(counted, unit="projects", table=TABLE)
share = partial(Fact, unit="%", table=TABLE)


def _count(which: str) -> str:
    return f"count of the rows of processed/slippage.csv with {which}. {OUTCOMES}. {PROMISED}"


def facts(processed: Processed) -> Iterator[Fact]:
    """Counts of projects, and the shares in time."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    promised = processed["slippage"]
    rows = judged(promised)
    yield from _counts(rows)
    if len(rows):
        yield from _shares(rows)
    yield from _apart(promised)


def _apart(promised: pd.DataFrame) -> Iterator[Fact]:
    """The share in time with those that are judged apart."""
    whole = judged(promised.assign(outcome=promised["outcome_as_plant"]))
    if len(whole):
        yield share(
            id="slippage-in-time-share-with-apart",
            label="share of projects seen after their date or stopped, in time, with those apart",
            value=share_in_time(whole).share,
            formula=f"100 x count of the rows of {TABLE_FILE} with outcome_as_plant in_time "
            "divided by the count of those with outcome_as_plant other than not_due and unseen; "
            f"{OUTCOMES}; outcome_as_plant is the same with nothing apart",
            rows=whole,
        )


def _counts(rows: pd.DataFrame) -> Iterator[Fact]:
    """How many projects kept their first date, and what became of the others."""
    outcome = rows["outcome"]
    parts = {
        "judged": ("", rows),
        "in-time": (": operating by the date first promised", rows[outcome == "in_time"]),
        "up": (
            ": at least starting up by the date first promised",
            rows[rows["up_in_time"].astype(bool)],
        ),
        "unseen": (": not seen after their date", rows[outcome == "unseen"]),
    }
    for name, (words, chosen) in parts.items():
        yield projects(
            chosen,
            rows,
            id=f"slippage-{name}",
            label=f"projects due or stopped{words}",
            formula=_count(WHICH[name]),
        )


def _shares(rows: pd.DataFrame) -> Iterator[Fact]:
    """The share in time of those of which it can be said, and the bounds, in both readings."""
    for reading, prefix, words in (
        ("operating", "in-time", "in time"),
        ("started_up", "up", "at least starting up in time"),
    ):
        found = share_in_time(rows, reading)
        count = f"facts/slippage-{prefix}"
        of = f"of the {WILSON}, in per cent, out of facts/slippage-judged, of {count}"
        for name, label, value, formula in (
            (
                "share",
                "of those seen after it",
                found.share,
                f"100 x {count} divided by facts/slippage-judged less the count of those with "
                f"outcome unseen that are not in {count}",
            ),
            ("low", "lower bound", found.low, f"lowest share {of}"),
            (
                "high",
                "upper bound",
                found.high,
                f"highest share {of} and of those with outcome unseen",
            ),
        ):
            if pd.isna(value) or (prefix, name) == ("up", "share"):
                continue
            yield share(
                id=f"slippage-{prefix}-{name}",
                label=f"share of projects due or stopped, {words}, {label}",
                value=value,
                formula=formula,
                rows=rows,
            )
