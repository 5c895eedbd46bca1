"""Plants by progress, and those whose status is older than a year."""

from __future__ import annotations

from small import facts_of, table

from analysis.facts.fact import Fact
from analysis.facts.topics import projects

PLANT = {
    "name": "Plant",
    "company": "Company",
    "country": "USA",
    "mineral": "rare_earths",
    "stage": "magnet",
    "capacity_class": "unknown",
}


def facts(*statuses: tuple[str, float | None]) -> dict[str, Fact]:
    """The facts on plants with these statuses, each so many months old."""
    rows = [
        {"project_id": f"p{at}", "status": status, "status_age_months": age}
        for at, (status, age) in enumerate(statuses)
    ]
    return facts_of(projects.facts, projects=table("projects", *rows, **PLANT))


def test_each_plant_counts_in_all_and_in_one_kind_of_progress() -> None:
    found = facts(
        ("operating", 1),
        ("commissioning", 2),
        ("under_construction", 12),
        ("announced", 13),
        ("cancelled", 24),
        ("feasibility", None),
    )
    assert {name: fact.value for name, fact in found.items()} == {
        "projects": 6,
        "projects-operating": 1,
        "projects-building": 2,
        "projects-planned": 2,
        "projects-stopped": 1,
        "projects-unseen": 2,  # A year is no more than a year; an age unknown is none.
    }
    assert found["projects-unseen"].rows["project_id"].tolist() == ["p3", "p4"]


def test_a_kind_that_no_plant_is_of_rests_on_all_plants() -> None:
    found = facts(("announced", 1), ("permitted", 1))
    assert found["projects-operating"].text == "none"
    assert len(found["projects-operating"].rows) == 2


def test_without_plants_nothing_is_told() -> None:
    assert facts() == {}
