"""Capacity outside China: products are compared by share, one is told in tonnes."""

from __future__ import annotations

from typing import Any

import pytest
from small import facts_of, table

from analysis.facts.fact import Fact
from analysis.facts.topics import pipeline
from analysis.transforms.progress_shape import SQUARES

NBSP = "\N{NO-BREAK SPACE}"
MAGNETS = {"material": "rare_earths", "stage": "magnet", "product": "ndfeb_magnets"}
OXIDE = {"material": "rare_earths", "stage": "separation", "product": "ndpr_oxide"}
GALLIUM = {"material": "gallium", "stage": "refining", "product": "gallium_metal"}
OUTLOOK = {
    **MAGNETS,
    "year": 2030,
    **dict.fromkeys(("live_t_per_year", "promised_t_per_year", "started_t_per_year"), 0),
    "expected_t_per_year": 0,
    "n_projects": 2,
}
NEED = {
    **MAGNETS,
    "year": 2030,
    "measure": "consumption",
    "basis": "projection",
    "n_unknown": 0,
    "n_running_unknown": 0,
    "reason": "the same form",
    "jurisdiction": "USA|EU",
    "place": "North America and Europe",
}
CHANCE = {"phase": "building", "project_years": 10}


def step(product: dict[str, str], measure: str, tonnes: float) -> dict[str, Any]:
    return {**product, "measure": measure, "t_per_year": tonnes, "raw_keys": f"projects:{measure}"}


STEPS = (
    step(MAGNETS, "operating", 1000),
    step(MAGNETS, "operating_old_figure", 500),
    step(MAGNETS, "building", 4500),
    step(OXIDE, "operating", 300),
    step(OXIDE, "planned", 300),
    step(GALLIUM, "planned", 50),
    step({**GALLIUM, "product": "gallium_scrap"}, "planned", 50),
)


def facts(*steps: dict[str, Any], **rows: tuple[dict[str, Any], ...]) -> dict[str, Fact]:
    """The facts on these steps, with rows of the other tables that the topic reads."""
    common = {"expected_capacity": OUTLOOK, "capacity_need": NEED, "start_chances": CHANCE}
    tables = {name: table(name, *rows.get(name, ()), **common[name]) for name in common}
    steps_table = table("pipeline_steps", *steps, n_projects=1)
    return facts_of(pipeline.facts, pipeline_steps=steps_table, **tables)


def test_magnets_are_told_with_old_figures_in_what_is_known_and_what_operates() -> None:
    found = facts(*STEPS)
    told = {name: fact.text for name, fact in found.items() if name.startswith("ndfeb")}
    assert told == {
        "ndfeb-magnets-known": f"6,000{NBSP}t",
        "ndfeb-magnets-old": f"500{NBSP}t",
        "ndfeb-magnets-operating": f"1,500{NBSP}t",
        "ndfeb-magnets-operating-share": "25%",
    }
    assert found["ndfeb-magnets-operating"].rows["measure"].tolist() == [
        "operating",
        "operating_old_figure",
    ]
    assert not any(name.startswith(("ndpr", "gallium")) for name in found)


def test_where_nothing_operates_all_that_is_known_was_searched() -> None:
    found = facts(step(MAGNETS, "building", 10), step(MAGNETS, "planned", 10))
    assert found["ndfeb-magnets-operating"].value == 0
    assert len(found["ndfeb-magnets-operating"].rows) == 2
    assert "ndfeb-magnets-old" not in found


def test_the_likely_range_is_the_widest_of_both_readings() -> None:
    found = facts(
        *STEPS,
        expected_capacity=(
            {"followed_to": "as_of", "low_t_per_year": 1200, "high_t_per_year": 3000},
            {"followed_to": "last_seen", "low_t_per_year": 1500, "high_t_per_year": 4004},
            {"followed_to": "as_of", "low_t_per_year": 1, "high_t_per_year": 9e6, "year": 2027},
        ),
        start_chances=({"followed_to": "as_of", "n_projects": 0, "n_starts": 0},),
    )
    assert found["likely-year"].text == "2030"
    assert found["ndfeb-magnets-range-low"].text == f"1,200{NBSP}t"
    assert found["ndfeb-magnets-range-high"].text == f"4,000{NBSP}t"
    assert len(found["ndfeb-magnets-range-low"].rows) == 3  # two readings, and the chances


def test_the_need_is_the_largest_and_stands_beside_the_capacity_there() -> None:
    here = {"operating_t_per_year": 900, "raw_keys": "demand:a"}
    found = facts(
        *STEPS,
        capacity_need=(
            {"place": "Japan", "demand_t": 4000, **here},
            {"place": "North America and Europe", "demand_t": 20_500, **here, "year": 2035},
        ),
    )
    assert found["ndfeb-magnets-need-place"].text == "North America and Europe"
    assert found["ndfeb-magnets-need-year"].value == 2035
    assert found["ndfeb-magnets-need"].text == f"20,000{NBSP}t"
    assert found["ndfeb-magnets-operating-there"].value == 900
    assert found["ndfeb-magnets-need"].label == (
        "need: NdFeB magnets, North America and Europe, 2035"
    )


def test_starts_are_counted_by_the_longer_watch_and_their_chance_is_the_widest() -> None:
    def chance(watched: str, low: float, high: float, **changes: Any) -> dict[str, Any]:
        ends = {"chance_year_low_pct": low, "chance_year_high_pct": high, "chance_year_pct": 20}
        return {"followed_to": watched, **ends, **changes}

    found = facts(
        *STEPS,
        start_chances=(
            chance("last_seen", 12, 31, n_projects=8, n_starts=3),
            chance("as_of", 9, 25, n_projects=11, n_starts=4),
            chance("as_of", 1, 99, n_projects=90, n_starts=1, phase="early"),
        ),
    )
    values = {name: fact.value for name, fact in found.items() if name.startswith("building")}
    assert values == {
        "building-seen": 11,
        "building-started": 4,
        "building-chance-low": pytest.approx(9),
        "building-chance-high": pytest.approx(31),
    }


def test_a_chance_that_is_not_known_is_not_told() -> None:
    unknown = {"followed_to": "as_of", "n_projects": 2, "n_starts": 0}
    assert not any(name.startswith("building") for name in facts(start_chances=(unknown,)))


def test_without_capacity_there_is_no_fact() -> None:
    assert facts() == {}


def test_each_shape_is_told_with_the_widest_ends_of_both_readings() -> None:
    def shape(watched: str, value: float, low: float, high: float) -> dict[str, Any]:
        ends = {"shape": value, "shape_low": low, "shape_high": high}
        return {"followed_to": watched, "move": "start_up_begun", **ends}

    rows = table(
        "progress_shape",
        shape("last_seen", 0.818, 0.52, 1.29),
        shape("as_of", 0.9, 0.54, 1.51),
        n_moves=14,
        **dict.fromkeys(("log_rate", "log_shape", *SQUARES), 0),
    )
    found = facts_of(pipeline.facts, progress_shape=rows)
    assert found["shape-start-up-begun"].text == "0.82 (0.52\N{EN DASH}1.51)"
    assert found["shape-start-up-begun"].value == 0.818


def test_magnets_made_beyond_china_stand_beside_what_plants_could_make() -> None:
    made = table(
        "made_beyond",
        {"stage": "magnet", "beyond_t_per_year": 20_700, "share_year": 2024, "world_year": 2025},
        {"stage": "mining", "beyond_t_per_year": 29_000, "share_year": 2024, "world_year": 2024},
        mineral="rare_earth_magnets",
        china_share_pct=94,
        world_basis="estimate",
        world_t_per_year=345_000,
    )
    steps = table("pipeline_steps", *STEPS, n_projects=1)
    found = facts_of(pipeline.facts, pipeline_steps=steps, made_beyond=made)
    assert found["magnets-made-beyond"].text == f"21,000{NBSP}t"
    assert "estimate of the world's output of 2025" in found["magnets-made-beyond"].label
