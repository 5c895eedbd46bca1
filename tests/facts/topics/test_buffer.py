"""Time bought and needed: what is not known gives no fact, and one row decides each answer."""

from __future__ import annotations

from typing import Any

import pytest
from small import facts_of, table

from analysis.facts.fact import Fact
from analysis.facts.topics import buffer

NBSP = "\N{NO-BREAK SPACE}"
BASKET = {
    "target_days": 60,
    "minerals_listed": 5,
    "minerals_priced": 2,
    "budget_low_usd": 10e9,
    "budget_usd": 12e9,
    "cost_usd": 1e9,
    "cost_high_usd": 2e9,
    "days_bought": 720,
    "days_bought_low": 300,
}
LEAD = {"kind": "observed", "n_rows": 3, "n_typical": 1, "n_sources": 3, "evidence_tier": "primary"}


def facts(*times: dict[str, Any], **changes: Any) -> dict[str, Fact]:
    """The facts of one basket, with the observed times and the minerals given."""
    return facts_of(
        buffer.facts,
        buffer_basket=table("buffer_basket", {**BASKET, **changes}),
        lead_times=table("lead_times", *times, **LEAD),
    )


def test_the_basket_is_told_in_days_dollars_and_counts_as_far_as_it_is_known() -> None:
    told = {name: fact.text.replace(NBSP, " ") for name, fact in facts().items()}
    assert told == {
        "buffer-aim": "60 days",
        "buffer-bought-low": "10 months",  # 300 / 30.4375 = 9.86
        "buffer-budget-usd": "USD 12 billion",
        "buffer-cost-usd": "USD 1 billion",
        "buffer-cost-high-usd": "USD 2 billion",
        "buffer-minerals": "five",
        "buffer-priced": "two",
    }


def test_the_time_needed_is_told_from_the_shortest_to_the_longest() -> None:
    found = facts(
        {"stage": "mine", "years_low": 4, "years_typical": 10, "years_high": 20},
        {"stage": "separation", "years_low": 1, "years_high": 4},
        {"stage": "refinery", "kind": "planned", "years_low": 1, "years_high": 2},
        {"stage": "qualification", "years_low": 1, "years_high": 3},
    )
    times = {name: fact.value for name, fact in found.items() if name.startswith("needed")}
    assert times == {
        "needed-separation-low": 1,
        "needed-separation-high": 4,
        "needed-mine-low": 4,
        "needed-mine-high": 20,
    }
    assert found["needed-separation-high"].text == f"4{NBSP}years"
    assert found["needed-mine-low"].label == "time that a mine took, shortest on record"


def test_the_aim_is_held_against_the_shortest_time_of_the_first_plant_on_solid_record() -> None:
    found = facts(
        {"stage": "magnet_plant", "years_low": 0.5, "years_high": 1, "evidence_tier": "weak"},
        {"stage": "separation", "years_low": 1, "years_high": 2},
        {"stage": "refinery", "years_low": 2, "years_high": 4},
    )
    assert found["buffer-plant"].value == "refinery"
    assert found["buffer-plant-low"].value == 730.5
    assert found["buffer-plant-high"].value == 1461
    assert found["buffer-aim-share"].value == pytest.approx(8.2136, abs=1e-4)  # 60 of 730.5 days
    assert found["buffer-aim-share"].rows["raw_keys"].tolist() == ["projects:a", "projects:a"]
    assert (
        "stage refinery and kind observed, times 365.25 days" in found["buffer-plant-low"].formula
    )


def test_without_a_plant_on_solid_record_nothing_is_held_against_one() -> None:
    found = facts({"stage": "mine", "years_low": 4, "years_high": 9, "evidence_tier": "weak"})
    assert "needed-mine-low" in found
    assert not any(name.startswith(("buffer-plant", "buffer-aim-share")) for name in found)


def test_without_a_basket_the_times_stand_alone() -> None:
    times = table("lead_times", {"stage": "mine", "years_low": 4, "years_high": 9}, **LEAD)
    found = facts_of(buffer.facts, lead_times=times)
    assert list(found) == ["needed-mine-low", "needed-mine-high"]
