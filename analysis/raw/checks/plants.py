"""Plants: what contains what, and how their status is known."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.cells import listed, problem_at, problems_at
from analysis.raw.checks.chronology import days, newest_reading
from analysis.raw.tables import TABLES

Tables = Mapping[str, pd.DataFrame]

PROJECTS = TABLES["projects"]
HISTORY = TABLES["project_history"]
FINAL = ("cancelled",)


def containment(tables: Tables) -> list[Problem]:
    """No project contains itself, and none is larger than the one that contains it."""
    projects = tables["projects"]
    known = projects.drop_duplicates("project_id").set_index("project_id")
    outer = known["contained_in"].dropna().to_dict()
    circular = projects["project_id"].map(lambda project: _in_circle(project, outer)).astype(bool)
    problems = problems_at(
        PROJECTS,
        projects,
        circular,
        "contained_in",
        "containment",
        "leads in a circle back to this project",
        "empty contained_in in the widest of them",
    )
    holder = projects["contained_in"]
    same_unit = holder.map(known["unit"]) == projects["unit"]
    most = holder.map(known["capacity"]).astype("float64")  # text, where no row tells otherwise
    return problems + problems_at(
        PROJECTS,
        projects,
        same_unit & (projects["capacity"] > most),
        "capacity",
        "containment",
        "is more than the capacity of the project that contains it",
        "mend one of the two capacities, or contained_in",
    )


def _in_circle(project: str, outer: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    step = outer.get(project)
    while step is not None and step not in seen:
        if step == project:
            return True
        seen.add(step)
        step = outer.get(step)
    return False


def status_agrees(tables: Tables) -> list[Problem]:
    """A project's status is the last of its history, and dated no earlier."""
    projects, history = tables["projects"], tables["project_history"]
    order = history.assign(day=days(history["status_on"], True)).sort_values(["day", "source_row"])
    last = order.groupby("project_id").last()
    status = projects["project_id"].map(last["status"])
    since = projects["project_id"].map(last["status_on"])
    newer = days(projects["status_on"]) > days(since)
    differs = (status != projects["status"]) & status.notna() & ~newer
    behind = (status == projects["status"]) & (days(projects["status_on"], True) < days(since))
    problems = []
    for at in projects.index[differs.fillna(False).astype(bool)]:
        message = f"differs from the last status in {HISTORY.file} ({status[at]}, {since[at]})"
        problems.append(_out_of_step(projects, at, "status", message, "bring the two together"))
    for at in projects.index[behind.fillna(False).astype(bool)]:
        message = f"is before the last row of {HISTORY.file} ({since[at]})"
        repair = "take over date and source of that row"
        problems.append(_out_of_step(projects, at, "status_on", message, repair))
    return problems


def _out_of_step(
    projects: pd.DataFrame, at: object, column: str, message: str, repair: str
) -> Problem:
    return problem_at(PROJECTS, projects, at, column, "status-history", message, repair, "warning")


def status_fresh(tables: Tables) -> list[Problem]:
    """Projects whose status was last seen more than a year before the newest reading."""
    projects = tables["projects"]
    limit = newest_reading(tables) - pd.DateOffset(years=1)
    old = (days(projects["status_on"], True) < limit) & ~projects["status"].isin(FINAL)
    undated = projects["status_on"].isna()
    problems = []
    for wrong, what in (
        (old, f"was last seen before {limit.date()}"),
        (undated, "has no date"),
    ):
        if wrong.any():
            problems.append(
                Problem(
                    file=PROJECTS.file,
                    column="status_on",
                    rule="old-status",
                    message=f"the status of {int(wrong.sum())} projects {what}: "
                    f"{listed(projects.loc[wrong, 'project_id'])}",
                    repair="look for a newer report",
                    severity="warning",
                    count=int(wrong.sum()),
                )
            )
    return problems


def lead_times(tables: Tables) -> list[Problem]:
    """The shortest time is not longer than the typical one, nor that than the longest."""
    times = tables["lead_times"]
    problems = []
    for less, more in (
        ("years_low", "years_typical"),
        ("years_typical", "years_high"),
        ("years_low", "years_high"),
    ):
        problems += problems_at(
            TABLES["lead_times"],
            times,
            times[less] > times[more],
            less,
            "order-of-years",
            f"is more than {more}",
            "mend one of the two",
        )
    return problems
