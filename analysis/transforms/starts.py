"""When plants start: the dated statuses of each project, and the starts it was promised."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.transforms.spans import spans

OUTCOMES = {"operating": ("operating",), "started_up": ("commissioning", "operating")}
"""Two readings of "it started": in production, or at least being started up."""


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
