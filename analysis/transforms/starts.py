"""When plants start: the dated statuses of each project, and the chance that a status leads on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_unique
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.spans import spans

PHASES = {
    "announced": "early",
    "feasibility": "early",
    "permitted": "early",
    "financed": "building",
    "under_construction": "building",
    "commissioning": "commissioning",
}
"""Statuses that are counted together, because each alone has too few recorded starts: plans
without committed money; money committed or works begun; start-up."""

OUTCOMES = {"operating": ("operating",), "started_up": ("commissioning", "operating")}
"""Two readings of "it started": in production, or at least being started up."""

FOLLOW_UPS = ("last_seen", "as_of")
"""Until when a project that has not started is known not to have: until a source last saw it, or
until the day of the report because a start would have been news. The truth lies between."""

CENTRAL_PCT = (5.0, 95.0)
"""Ends of the interval that is shown for a chance: nine tenths of what is plausible."""


class StartChances(Evidenced):
    """How often projects of one phase went on to start, per year of observation."""

    phase: str = column("phase of the project", isin=sorted(set(PHASES.values())))
    outcome: str = column("what counts as a start", isin=list(OUTCOMES))
    followed_to: str = column("end of observation if not started", isin=FOLLOW_UPS)
    n_projects: int = column("projects seen in the phase", "projects", ge=0)
    n_starts: int = column("of these, seen to start later", "projects", ge=0)
    project_years: float = column("years of observation together", "years", ge=0)
    chance_year_pct: float = column(
        "chance to start within a year", "%", nullable=True, ge=0, le=100
    )
    chance_year_low_pct: float = column(
        "5th percentile of that chance", "%", nullable=True, ge=0, le=100
    )
    chance_year_high_pct: float = column(
        "95th percentile of that chance", "%", nullable=True, ge=0, le=100
    )
    source_ids: str = column("sources of the histories, sorted, |-separated")


def timeline(projects: pd.DataFrame, history: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Every dated status of every project known on a day, oldest first.

    Parameters:
        projects: project_id, status, status_on, first_announced_on, status_source_id, source_id,
            row_key.
        history: project_id, status, status_on, source_id, row_key.

    Returns project_id, status, on (middle of the dated interval, datetime64), source_id, row_key.
    The day on which a project was made public counts as a status `announced`, unless it had
    another status before.
    """
    columns = ["project_id", "status", "status_on", "source_id", "row_key"]
    current = projects.assign(source_id=projects["status_source_id"])[columns]
    public = projects.assign(status="announced", status_on=projects["first_announced_on"])[columns]
    seen = dated(pd.concat([history[columns], current], ignore_index=True), "status_on", as_of)
    first = seen.groupby("project_id")["on"].min()
    public = dated(public, "status_on", as_of)
    public = public[~(_looked_up(first, public["project_id"]) < public["on"])]
    rows = pd.concat([public, seen], ignore_index=True)
    return rows.sort_values(["project_id", "on"], kind="stable").reset_index(drop=True)


def dated(rows: pd.DataFrame, column_name: str, as_of: dt.date) -> pd.DataFrame:
    """The rows whose interval had begun on a day, with its middle as `on` (datetime64).

    Rows without a date are left out.
    """
    rows = rows[rows[column_name].notna()]
    dated = spans(rows[column_name])
    return rows.assign(on=dated["middle"])[dated["begin"] <= pd.Timestamp(as_of)]


def promised_starts(
    projects: pd.DataFrame, history: pd.DataFrame, marks: pd.DataFrame, as_of: dt.date
) -> pd.DataFrame:
    """Every start date that a project was given before it started, oldest promise first.

    Parameters:
        projects: also expected_start, which counts as said when the status was last seen, unless
            it did not lie ahead then.
        history: also promised_start.
        marks: project_id, mark; projects marked `other_promise` are left out, because their dates
            promise something else than a start.

    Returns project_id, promised (interval text), on (when it was said), source_id, row_key.
    """
    columns = ["project_id", "status_on", "promised", "source_id", "row_key"]
    now = projects.rename(columns={"expected_start": "promised"})
    said = history.rename(columns={"promised_start": "promised"})
    ahead = spans(now["promised"])["middle"] > spans(now["status_on"])["middle"]
    rows = pd.concat([now.loc[ahead, columns], said[columns]], ignore_index=True)
    other = marks.loc[marks["mark"] == "other_promise", "project_id"]
    rows = rows[rows["promised"].notna() & ~rows["project_id"].isin(other)]
    rows = dated(rows, "status_on", as_of)
    started = first_reached(timeline(projects, history, as_of), OUTCOMES["operating"])
    rows = rows[~(_looked_up(started, rows["project_id"]) <= rows["on"])]
    return rows.sort_values(["project_id", "on"], kind="stable").reset_index(drop=True)


def _looked_up(days: pd.Series, project_ids: pd.Series) -> pd.Series:
    """The day of each project, missing where there is none, on the index of the projects."""
    return days.reindex(project_ids).set_axis(project_ids.index)


def status_at(statuses: pd.DataFrame) -> pd.DataFrame:
    """The newest status of each project of a `timeline`, with `on`, `source_id`, `row_key`."""
    return statuses.drop_duplicates("project_id", keep="last").set_index("project_id")


def first_reached(statuses: pd.DataFrame, wanted: tuple[str, ...]) -> pd.Series:
    """The first day on which each project was seen in one of the statuses, by project_id."""
    return statuses[statuses["status"].isin(wanted)].groupby("project_id")["on"].min()


def start_chances(projects: pd.DataFrame, history: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The chance per year that a project of each phase starts, from the recorded histories.

    Parameters: as for `timeline`.
    Returns a `StartChances` frame, ordered by phase, outcome and followed_to.

    Method: an exponential survival model. A project is observed from the day it is first seen in
    the phase until it starts, or until `followed_to`. With k starts in T years of observation and
    the Jeffreys prior, the yearly rate has a gamma distribution with shape k + 1/2 and rate T; the
    chance within a year is 1 - exp(-rate), and its mean is 1 - (T / (T + 1)) ** (k + 1/2).
    Projects first seen when already operating say nothing about a phase and are left out; the
    chances are the lower for it. Without any observation the chances are missing.
    """
    statuses = timeline(projects, history, as_of)
    rows = [
        _chance(statuses, phase, outcome, followed_to, as_of)
        for phase in sorted(set(PHASES.values()))
        for outcome in OUTCOMES
        for followed_to in FOLLOW_UPS
        if phase not in OUTCOMES[outcome]
    ]
    return StartChances.validate(pd.DataFrame(rows)[list(StartChances.to_schema().columns)])


def observations(
    statuses: pd.DataFrame, phase: str, outcome: str, followed_to: str, as_of: dt.date
) -> pd.DataFrame:
    """One row per project seen in a phase: project_id, years observed, started (bool)."""
    entered = statuses[statuses["status"].map(PHASES) == phase].drop_duplicates("project_id")
    seen = entered.set_index("project_id")["on"]
    started = first_reached(statuses, OUTCOMES[outcome]).reindex(seen.index)
    last = status_at(statuses).reindex(seen.index)
    today = pd.Timestamp(as_of)
    end = last["on"].clip(upper=today)
    if followed_to == "as_of":
        end = pd.Series(today, index=seen.index)
    end = end.where(last["status"] != "cancelled", today)
    begun = started.notna()
    years = (started.where(begun, end) - seen).dt.days / DAYS_PER_YEAR
    frame = pd.DataFrame({"years": years.clip(lower=0), "started": begun})
    return frame[~(started < seen)].reset_index()


def start_rate(starts: int, years: float) -> Any:
    """What is known of a yearly rate after `starts` starts in `years` years: a gamma distribution.

    Method: Poisson process with the Jeffreys prior, shape 1/2 and rate 0.
    """
    # Slow to import, and exhibits, which import this module too, have no need of it.
    from scipy import stats

    return stats.gamma(starts + 0.5, scale=1 / years if years > 0 else np.nan)


def _chance(
    statuses: pd.DataFrame, phase: str, outcome: str, followed_to: str, as_of: dt.date
) -> dict[str, object]:
    """One row of `StartChances`."""
    seen = observations(statuses, phase, outcome, followed_to, as_of)
    starts, years = int(seen["started"].sum()), float(seen["years"].sum())
    chance = start_rate(starts, years)
    low, high = (-100 * np.expm1(-chance.ppf(end / 100)) for end in CENTRAL_PCT)
    mean = 100 * (1 - (years / (years + 1)) ** (starts + 0.5)) if years > 0 else np.nan
    evidence = statuses[statuses["project_id"].isin(seen["project_id"])]
    return {
        "phase": phase,
        "outcome": outcome,
        "followed_to": followed_to,
        "n_projects": len(seen),
        "n_starts": starts,
        "project_years": years,
        "chance_year_pct": mean,
        "chance_year_low_pct": low,
        "chance_year_high_pct": high,
        "source_ids": join_unique(evidence["source_id"]),
        "raw_keys": join_unique(evidence["row_key"]),
    }
