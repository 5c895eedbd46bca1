"""What to watch: the days that governments and companies named, ahead and behind.

A deadline, the end of a suspension of export controls, the start that a plant last promised. Each
stands here once, with what became of it as far as it is known. Nothing here reads a clock: what is
ahead lies on or after the vintage.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import last_days
from analysis.transforms.model import Evidenced
from analysis.transforms.promises import UNSETTLED
from analysis.transforms.provenance import SEPARATOR, join_columns, join_unique, joined_by
from analysis.transforms.starts import first_reached, promised_starts, status_at, timeline

KINDS = ("suspension", "promise", "start")
"""In the order in which those of one day are listed."""

STATES = ("ahead", "past", "settled")
"""ahead: the day is to come, and the next look may tell; past: it is over; settled: it is to come,
but what became of it is known already."""

WAITING = ("open", *UNSETTLED)
"""Outcomes of a promise that the next look may change."""

OVER = ("operating", "cancelled")
"""Statuses of a plant that promises no start any more."""

START = "start, as last promised"

# What an item has before its days are counted.
FOUND = (
    *("kind", "due_on", "name", "awaited", "minerals", "parties", "outcome", "seen_on"),
    *("waiting", "joins", "said_in", "subject", "source_ids", "raw_keys"),
)


class Watch(Evidenced):
    """A day that somebody named, and what became of it."""

    kind: str = column("deadline, end of a suspension of export controls, or start", isin=KINDS)
    due_on: str = column("when, as an interval")
    due_by: str = column("last day of that interval")
    days: int = column("from the vintage to that last day; negative is past", "d")
    state: str = column("whether it lies ahead, is past, or was settled before", isin=STATES)
    name: str = column("title of the act, or name of the plant")
    awaited: str = column("what is awaited")
    minerals: str = column("minerals, joined by |", nullable=True)
    parties: str = column("parties, or country of the plant, joined by |", nullable=True)
    outcome: str = column("outcome of the promise, or status of the plant as last seen")
    seen_on: str = column("when it was fulfilled, or the status last seen", nullable=True)
    searches: int = column("searches for it that reach past its day", "searches", ge=0)
    waiting: bool = column("whether the next look may change what is known of it")
    joins: str = column("test of the verdict that will count it once it is over", nullable=True)
    tests: str = column("tests of the verdict that it bears on, joined by |", nullable=True)
    said_in: str = column("source that names the day")
    table: str = column("raw table of the row")
    key: str = column("key of that row")


def watch(
    promises: pd.DataFrame,
    announcements: pd.DataFrame,
    projects: pd.DataFrame,
    history: pd.DataFrame,
    marks: pd.DataFrame,
    searches: pd.DataFrame,
    slippage: pd.DataFrame,
    results: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """Every day that was named, by date.

    Parameters: `PromiseOutcomes`; the raw tables announcements, projects, project_history,
    project_marks and searches; `Slippage`; `VerdictTestResults`; the vintage.
    Returns `Watch`: those of one last day by kind, then by name.
    Method: of a plant the newest promise counts. An item bears on a test if its own row is behind
    the measure; a promise that counts and a plant whose first day is not over will be.
    """
    found = pd.concat(
        [
            deadlines(promises, announcements),
            starts(projects, history, marks, slippage, as_of),
        ],
        ignore_index=True,
    )
    found = found.assign(tests=_tests(found, results))
    by = last_days(found["due_on"])
    past = by < pd.Timestamp(as_of)
    looked = _searches_past(searches, found["subject"], by)
    name = found["subject"].str.split(":", n=1)
    found = found.assign(
        due_by=by.dt.strftime("%Y-%m-%d"),
        days=(by - pd.Timestamp(as_of)).dt.days,
        state=np.select([past, found["waiting"]], ["past", "ahead"], "settled"),
        searches=looked.map(len).astype("int64"),
        table=name.str[0],
        key=name.str[1],
        looked=looked.map(join_unique),
        rank=found["kind"].map({kind: place for place, kind in enumerate(KINDS)}),
    )
    found = found.assign(raw_keys=join_columns(found, ["raw_keys", "looked"]))
    ordered = found.sort_values(["due_by", "rank", "name", "key"], kind="stable")
    return Watch.validate(ordered[list(Watch.to_schema().columns)].reset_index(drop=True))


def deadlines(promises: pd.DataFrame, announcements: pd.DataFrame) -> pd.DataFrame:
    """The deadlines of governments and the ends of suspensions, as the columns `FOUND`.

    Parameters: as for `watch`. A promise on which a row of the verdict's test will rest counts.
    """
    act = announcements[["announcement_id", "suspends_controls", "minerals", "source_id"]]
    rows = promises.merge(act, on="announcement_id")
    suspends = rows["suspends_controls"].astype("boolean").fillna(False).astype(bool)
    counted = rows["counted"].astype(bool)
    return pd.DataFrame(
        {
            "kind": suspends.map({True: "suspension", False: "promise"}).astype("str"),
            "due_on": rows["deadline_on"],
            "name": rows["title"],
            "awaited": rows["promise"],
            "minerals": rows["minerals"],
            "parties": rows["parties"],
            "outcome": rows["outcome"],
            "seen_on": rows["fulfilled_on"],
            "waiting": rows["outcome"].isin(WAITING),
            "joins": counted.map({True: "promises", False: None}).astype("str"),
            "said_in": rows["source_id"],
            "subject": "promises:" + rows["announcement_id"],
            "source_ids": rows["source_ids"],
            "raw_keys": rows["raw_keys"],
        },
        columns=list(FOUND),
    )


def starts(
    projects: pd.DataFrame,
    history: pd.DataFrame,
    marks: pd.DataFrame,
    slippage: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """The newest promised start of each plant, as the columns `FOUND`.

    Parameters: as for `watch`. A plant whose first promise is not over will join the test of the
    plants that start in time; one that operates or was given up promises no start any more.
    """
    seen = timeline(projects, history, as_of)
    newest = promised_starts(projects, history, marks, as_of).drop_duplicates(
        "project_id", keep="last"
    )
    said = newest.rename(columns={"row_key": "said"})[
        ["project_id", "promised", "source_id", "said"]
    ]
    plant = projects[["project_id", "name", "mineral", "country", "status", "row_key"]]
    rows = said.merge(plant, on="project_id")
    last = status_at(seen).reindex(rows["project_id"]).reset_index()
    not_due = slippage.loc[slippage["outcome"] == "not_due", "project_id"]
    over = {
        *projects.loc[projects["status"].isin(OVER), "project_id"],
        *seen.loc[seen["status"] == "cancelled", "project_id"],
        *first_reached(seen, ("operating",)).index,
    }
    evidence = rows.assign(last_source=last["source_id"], last_row=last["row_key"])
    return pd.DataFrame(
        {
            "kind": "start",
            "due_on": rows["promised"],
            "name": rows["name"],
            "awaited": START,
            "minerals": rows["mineral"],
            "parties": rows["country"],
            "outcome": last["status"].fillna(rows["status"]),
            "seen_on": last["status_on"],
            "waiting": ~rows["project_id"].isin(over),
            "joins": rows["project_id"]
            .isin(not_due)
            .map({True: "starts", False: None})
            .astype("str"),
            "said_in": rows["source_id"],
            "subject": "projects:" + rows["project_id"],
            "source_ids": join_columns(evidence, ["source_id", "last_source"]),
            "raw_keys": join_columns(evidence, ["said", "row_key", "last_row"]),
        },
        columns=list(FOUND),
    )


def _tests(found: pd.DataFrame, results: pd.DataFrame) -> pd.Series:
    """The tests that an item will join, and those whose measure rests on its own row."""
    behind = results.assign(subject=results["raw_keys"].str.split(SEPARATOR)).explode("subject")
    by_subject = joined_by(behind, "subject", "test_id")
    now = found["subject"].map(by_subject).astype("str")
    joined = join_columns(found.assign(now=now), ["joins", "now"])
    return joined.mask(joined == "")


def _searches_past(searches: pd.DataFrame, subjects: pd.Series, by: pd.Series) -> pd.Series:
    """The rows of the searches for each subject that can tell of days after its own, as lists."""
    subject = searches["subject_table"] + ":" + searches["subject_id"]
    rows = pd.DataFrame(
        {"subject": subject, "to": last_days(searches["reads_to"]), "row_key": searches["row_key"]}
    )
    pairs = pd.DataFrame({"subject": subjects, "by": by, "item": subjects.index}).merge(
        rows, on="subject"
    )
    keys = pairs[pairs["to"] > pairs["by"]].groupby("item")["row_key"].agg(list)
    return pd.Series([keys.get(item, []) for item in subjects.index], subjects.index, dtype=object)
