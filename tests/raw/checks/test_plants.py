"""Plants: containment, status and lead times."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.checks import plants

MakeTable = Callable[..., pd.DataFrame]
Sentences = Callable[[list[Problem]], list[str]]


def test_containment_does_not_run_in_a_circle(table: MakeTable, sentences: Sentences) -> None:
    projects = table(
        "projects",
        {"project_id": "a", "contained_in": "b"},
        {"project_id": "b", "contained_in": "a"},
        {"project_id": "c", "contained_in": "a"},
        {"project_id": "d", "contained_in": "d"},
    )
    found = plants.containment({"projects": projects})
    assert [problem.row for problem in found] == [2, 3, 5]
    assert sentences(found)[0] == (
        'projects.csv row 2, contained_in: "b" leads in a circle back to this project; '
        "empty contained_in in the widest of them"
    )


def test_a_part_is_not_larger_than_the_whole(table: MakeTable, sentences: Sentences) -> None:
    size = {"unit": "t/yr", "capacity_basis": "nameplate"}
    projects = table(
        "projects",
        size | {"project_id": "a", "capacity": "100"},
        size | {"project_id": "b", "capacity": "101", "contained_in": "a"},
        size | {"project_id": "c", "capacity": "999", "unit": "GWh/yr", "contained_in": "a"},
    )
    assert sentences(plants.containment({"projects": projects})) == [
        'projects.csv row 3, capacity: "101" is more than the capacity of the project that '
        "contains it; mend one of the two capacities, or contained_in"
    ]


def test_a_status_agrees_with_the_end_of_its_history(
    table: MakeTable, sentences: Sentences
) -> None:
    tables = {
        "projects": table(
            "projects",
            {"project_id": "a", "status": "operating", "status_on": "2026-01-01"},
            {"project_id": "b", "status": "operating", "status_on": "2026-01-01"},
            {"project_id": "c", "status": "operating", "status_on": "2026-09-01"},
        ),
        "project_history": table(
            "project_history",
            {"project_id": "a", "status": "commissioning", "status_on": "2026-05"},
            {"project_id": "a", "status": "operating", "status_on": "2025"},
            {"project_id": "b", "status": "operating", "status_on": "2026-05"},
            {"project_id": "c", "status": "commissioning", "status_on": "2026-05"},
        ),
    }
    assert sentences(plants.status_agrees(tables)) == [
        'projects.csv row 2, status: "operating" differs from the last status in '
        "project_history.csv (commissioning, 2026-05); bring the two together",
        'projects.csv row 3, status_on: "2026-01-01" is before the last row of '
        "project_history.csv (2026-05); take over date and source of that row",
    ]


def test_old_and_undated_statuses_are_counted(table: MakeTable, sentences: Sentences) -> None:
    tables = {
        "sources": table("sources", {"accessed_on": "2026-11-22"}),
        "projects": table(
            "projects",
            {"project_id": "a", "status_on": "2025-11"},
            {"project_id": "b", "status_on": "2025-10"},
            {"project_id": "c", "status_on": "2020", "status": "cancelled"},
            {"project_id": "d"},
        ),
    }
    assert sentences(plants.status_fresh(tables)) == [
        "projects.csv, status_on: the status of 1 projects was last seen before 2025-11-22: b; "
        "look for a newer report",
        "projects.csv, status_on: the status of 1 projects has no date: d; look for a newer report",
    ]


def test_lead_times_grow_from_low_to_high(table: MakeTable, sentences: Sentences) -> None:
    times = table(
        "lead_times",
        {"years_low": "2", "years_typical": "1.5", "years_high": "3"},
        {"years_low": "4", "years_high": "3"},
        {"years_low": "1", "years_typical": "1", "years_high": "1"},
    )
    assert sentences(plants.lead_times({"lead_times": times})) == [
        'lead_times.csv row 2, years_low: "2" is more than years_typical; mend one of the two',
        'lead_times.csv row 3, years_low: "4" is more than years_high; mend one of the two',
    ]
