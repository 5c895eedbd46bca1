"""The way of a number down to the raw rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.facts.lineage import lineage
from analysis.transforms.graph import needed

FACT = {
    "id": "delay-year-share",
    "label": "share not operating a year after the promise",
    "text": "77%",
    "formula": "value of the curve",
    "processed_table": "delay_curve",
    "inputs": [
        {"table": "corrections", "keys": ["projects/a/status"]},
        {"table": "projects", "keys": list("abcdef")},
    ],
}


def test_a_number_is_followed_from_its_table_to_the_raw_rows() -> None:
    assert list(lineage(FACT)) == [
        "delay-year-share: 77% (share not operating a year after the promise)",
        "  value of the curve",
        "  processed/delay_curve",
        "    processed/slippage",
        "      raw/projects: a, b, c, d and 2 more",
        "      raw/project_history",
        "      raw/project_marks",
        "  raw/corrections: projects/a/status",
    ]


def test_a_table_that_comes_again_is_not_opened_again() -> None:
    lines = list(lineage(FACT | {"processed_table": "buffer_basket", "inputs": []}))
    assert lines.count("      processed/funding") + lines.count("    processed/funding") == 1
    assert "    processed/funding: as above" in lines


def test_every_number_names_the_raw_tables_that_it_rests_on(
    facts: Mapping[str, Mapping[str, Any]],
) -> None:
    for fact in facts.values():
        told = {line.strip().partition(":")[0] for line in lineage(fact)}
        rests = needed(fact["processed_table"])["raw"] | {each["table"] for each in fact["inputs"]}
        assert {f"raw/{name}" for name in rests} <= told
