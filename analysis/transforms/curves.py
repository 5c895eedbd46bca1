"""The two curves of the question: what was signed, and what was started, month by month."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import last_days
from analysis.transforms.ladder import FIRST_CAPACITY, counting
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_unique
from analysis.transforms.statuses import BUILDING, DEMONSTRATION, MINING, OPERATING

FIRST_SIGNED = 1

# The announcements were researched from this month on. Plants started before it are known, acts
# signed before it are not, and curves that start earlier would compare something with nothing.
SINCE = dt.date(2025, 1, 1)

FIRST_MONTH = f"{SINCE:%Y-%m}"

# The newest months are incomplete: nine of ten events are published within two days, but a research
# misses part of what is new. Of the events of its newest three months the first research held 36 of
# the 57 that are on record now, of earlier ones 531 of 602 (benchmarks/completeness.py).
INCOMPLETE_MONTHS = 3

SIGNED, MONEY = "instruments_signed", "money_committed"
BEGUN, BEGUN_AT_MOST = "construction_started", "construction_first_seen"
RUNNING = "operation_started"
SERIES = {
    SIGNED: "coordination",
    MONEY: "capacity",
    BEGUN: "capacity",
    BEGUN_AT_MOST: "capacity",
    RUNNING: "capacity",
}

# Mines are left out: the question is about what comes after them.
CHINA = "CHN"


class TwoCurves(Evidenced):
    """New and cumulative numbers of acts signed and of plants started, by month."""

    month: str = column("month, YYYY-MM")
    series: str = column("what is counted", isin=list(SERIES))
    side: str = column("coordination or capacity", isin=("coordination", "capacity"))
    new_count: int = column("new in the month", "acts or plants", ge=0)
    cumulative_count: int = column("since the first month", "acts or plants", ge=0)
    demonstrations_count: int = column(
        "demonstration plants of the month, not counted in new_count", "plants", ge=0
    )
    source_ids: str = column("sources of what is new, joined by |", nullable=True)
    raw_keys: str = column("raw rows of what is new, joined by |", nullable=True)


def two_curves(
    events: pd.DataFrame,
    announcements: pd.DataFrame,
    allies: pd.DataFrame,
    history: pd.DataFrame,
    projects: pd.DataFrame,
    project_marks: pd.DataFrame,
    as_of: dt.date,
    since: dt.date = SINCE,
) -> pd.DataFrame:
    """Each series by month from `since` to `as_of`, months without anything new included.

    Parameters: events as `ladder.rated_events` returns them; the raw tables announcements, allies,
    project_history, projects and project_marks, as known at the vintage; the vintage; the first
    month.
    Returns `TwoCurves`, sorted by series (in the order of `SERIES`) and month.
    Method: instruments_signed counts acts of the partners from their first event on rung 1 or 2,
    money_committed from their first on rung 3 or above. Plants outside China after the mine:
    construction_started and operation_started count a plant when its history shows the step, that
    is an event that names it or an earlier, lower status. construction_first_seen adds plants that
    were being built when first seen: an upper bound. A plant inside another that counts is left
    out; demonstration plants are counted apart. A month or year stands for its last day, at the
    latest the vintage.
    """
    partners = counting(announcements["parties"], set(allies["country"]))["counted"]
    acts = events[events["announcement_id"].isin(announcements["announcement_id"][partners])]
    acts = acts.rename(columns={"event_source": "source_id", "event_row": "row_key"})
    signed = acts[acts["rung"].between(FIRST_SIGNED, FIRST_CAPACITY - 1)]
    steps = {
        SIGNED: _first(signed, "announcement_id"),
        MONEY: _first(acts[acts["rung"] >= FIRST_CAPACITY], "announcement_id"),
        **_plant_steps(history, projects),
    }
    marked = set(project_marks.loc[project_marks["mark"] == DEMONSTRATION, "project_id"])
    months = pd.period_range(since, as_of, freq="M")
    today = pd.Timestamp(as_of)
    curves = [_curve(steps[name], name, months, today, marked) for name in SERIES]
    return TwoCurves.validate(pd.concat(curves, ignore_index=True))


def _first(events: pd.DataFrame, key: str) -> pd.DataFrame:
    return events.sort_values("day", kind="stable").drop_duplicates(key)


def _plant_steps(history: pd.DataFrame, projects: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """For each series of plants the row of history that dates the step, one per plant."""
    about = projects[["project_id", "country", "stage", "contained_in"]]
    outside = about[(about["stage"] != MINING) & (about["country"] != CHINA)]
    rows = history.assign(day=last_days(history["status_on"])).merge(outside, on="project_id")
    rows = rows.sort_values(["project_id", "day", "source_row"])
    rows = rows.assign(before=rows.groupby("project_id")["status"].shift())
    begun = _first(rows[rows["status"].isin(BUILDING + OPERATING)], "project_id")
    building = begun["status"].isin(BUILDING)
    shown = begun["before"].notna() | (begun["event"] == "construction_start")
    running = _first(rows[rows["status"].isin(OPERATING)], "project_id")
    starts = running["before"].notna() | (running["event"] == "first_production")
    return {
        BEGUN: _outermost(begun[shown]),
        BEGUN_AT_MOST: _outermost(begun[shown | building]),
        RUNNING: _outermost(running[starts]),
    }


def _outermost(plants: pd.DataFrame) -> pd.DataFrame:
    """Plants whose container is not among them."""
    return plants[~plants["contained_in"].isin(plants["project_id"])]


def _curve(
    steps: pd.DataFrame,
    series: str,
    months: pd.PeriodIndex,
    as_of: pd.Timestamp,
    demonstrations: set[str],
) -> pd.DataFrame:
    dated = steps.assign(month=steps["day"].clip(upper=as_of).dt.to_period("M"))
    apart = dated.get("project_id", pd.Series(index=dated.index, dtype="str")).isin(demonstrations)
    set_apart = dated[apart].groupby("month").size().reindex(months)
    new = (
        dated[~apart]
        .groupby("month")
        .agg(
            new_count=("row_key", "size"),
            source_ids=("source_id", join_unique),
            raw_keys=("row_key", join_unique),
        )
    )
    curve = new.reindex(months).rename_axis("month").reset_index()
    count = curve["new_count"].fillna(0).astype(np.int64)
    return curve.assign(
        month=curve["month"].astype("str"),
        series=series,
        side=SERIES[series],
        new_count=count,
        cumulative_count=count.cumsum(),
        demonstrations_count=set_apart.fillna(0).astype(np.int64).to_numpy(),
    )[list(TwoCurves.to_schema().columns)]


def totals(curves: pd.DataFrame) -> dict[str, int]:
    """The count of each series so far.

    Parameters: curves as `two_curves` returns them, or the months up to one of them.
    """
    found = curves.groupby("series", sort=False)["new_count"].sum()
    counts: dict[str, int] = found.reindex(list(SERIES), fill_value=0).astype(int).to_dict()
    return counts
