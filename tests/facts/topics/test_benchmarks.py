"""The European benchmarks: one is missed only where more than half of its materials miss it."""

from __future__ import annotations

from typing import Any

import pytest
from small import facts_of, table

from analysis.facts.topics import benchmarks

PROCESSING = {
    "stage": "refining",
    "target_pct": 40,
    "n_materials": 4,
    "n_meet": 1,
    "n_fall_short": 3,
    "n_positions": 5,
    "n_weak": 2,
}
EXTRACTION = {
    "stage": "mining",
    "target_pct": 10,
    "n_materials": 2,
    "n_meet": 0,
    "n_fall_short": 1,
    "n_positions": 3,
    "n_weak": 0,
}


def values(*rows: dict[str, Any]) -> dict[str, Any]:
    summary = table("benchmark_summary", *rows, kind="target", n_not_known=1)
    found = facts_of(benchmarks.facts, benchmark_summary=summary)
    return {name: fact.value for name, fact in found.items()}


def test_each_benchmark_counts_its_materials_and_those_certain_to_meet_it() -> None:
    assert values(PROCESSING, EXTRACTION) == {
        "eu-refining-materials": 4,
        "eu-refining-meet": 1,
        "eu-mining-materials": 2,
        "eu-mining-meet": 0,
        "eu-benchmarks": 2,
        "eu-benchmarks-missed": 1,  # Three of four are more than half, one of two is not.
        "eu-benchmarks-weak-share": pytest.approx(25),  # 2 of 5 + 3 positions
    }


def test_each_count_names_its_own_benchmark_in_label_and_rows() -> None:
    rows = [PROCESSING | {"raw_keys": "benchmarks:a"}, EXTRACTION | {"raw_keys": "benchmarks:b"}]
    summary = table("benchmark_summary", *rows, kind="target", n_not_known=1)
    found = facts_of(benchmarks.facts, benchmark_summary=summary)
    assert found["eu-mining-meet"].label == "materials that are certain to meet it, extraction"
    assert found["eu-mining-meet"].rows["raw_keys"].tolist() == ["benchmarks:b"]
    assert "stage mining and" in found["eu-mining-materials"].formula
    assert "position meets" in found["eu-mining-meet"].formula
    assert "position meets" not in found["eu-mining-materials"].formula


def test_a_stage_without_a_benchmark_of_the_act_is_left_out() -> None:
    assert values(PROCESSING | {"stage": "battery"}) == {}
