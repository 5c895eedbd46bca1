"""What acts led to: each act counts by stated links, and once more with those inferred."""

from __future__ import annotations

from typing import Any

from small import facts_of, table

from analysis.facts.fact import Fact
from analysis.facts.topics import conversion

ACT = {
    "title": "An act",
    "parties": "USA",
    "instrument": "mou",
    "reading": "stated",
    "group": "joint",
    "signed_on": "2025-01-31",
    "first_rung": 1,
    "own_rung": 1,
    "rung": 1,
    "age_months": 6,
}


def facts(*acts: dict[str, Any]) -> dict[str, Fact]:
    rows = [{"announcement_id": f"act-{at}", **act} for at, act in enumerate(acts)]
    return facts_of(
        conversion.facts,
        act_paths=table("act_paths", *rows, **ACT),
    )


ACTS = (
    {"money_months": 3, "own_rung": 3, "age_months": 12},
    {"money_months": 3, "own_rung": 2, "age_months": 13, "group": "national"},
    {"ground_months": 5, "money_months": 5, "operation_months": 6},
    {"ground_months": 5, "money_months": 5, "own_rung": 5},
    {"withdrawn_months": 2, "age_months": 30},
    {"money_months": 3, "age_months": 30, "reading": "inferred"},
)


def test_acts_are_counted_by_what_they_led_to_by_stated_links() -> None:
    names = ("acts", "ground", "operating")
    counts = {name: facts(*ACTS)[f"conversion-{name}"].value for name in names}
    assert counts == {"acts": 5, "ground": 2, "operating": 1}


def test_acts_a_year_old_are_counted_by_group_and_by_whether_money_followed() -> None:
    found = facts(*ACTS)
    counts = {
        name.removeprefix("conversion-"): fact.value
        for name, fact in found.items()
        if "mature" in name
    }
    assert counts == {
        "mature": 3,
        "mature-reached": 2,
        "joint-mature": 2,
        "joint-mature-reached": 1,
        "national-mature": 1,
        "national-mature-reached": 1,
        "mature-reached-inferred": 1,
    }
    assert found["conversion-national-mature"].rows["announcement_id"].tolist() == ["act-1"]


def test_without_acts_there_is_no_fact() -> None:
    assert facts() == {}
