"""The answer: a test without data has no measure, and a lead is robust from 95 % on."""

from __future__ import annotations

from typing import Any

from small import processed, table

from analysis.facts.fact import Fact
from analysis.facts.topics import verdict

TEST = {
    "question": "Is money committed?",
    "measure": "money committed",
    "direction": "at_least",
    "threshold": 50,
    "unit": "%",
    "reason": "half is more than a beginning",
    "weak_only": False,
}
ANSWER = {"tests": 2, "met": 0, "not_met": 1, "undecided": 0, "unknown": 1, "baseline": 0}


def facts(**tables: Any) -> dict[str, Fact]:
    answer = table("verdict", {"level": "not", "low": "not", "high": "not", **ANSWER})
    return {fact.id: fact for fact in verdict.facts(processed(verdict=answer, **tables))}


def test_the_answer_is_a_word_with_its_counts() -> None:
    found = facts()
    assert found["verdict-level"].text == "not"
    assert (found["verdict-tests"].text, found["verdict-not-met"].text) == ("two", "one")


def test_a_measure_is_told_as_an_interval() -> None:
    money = {"test_id": "money", "value": 21, "low": 9, "high": 21, "result": "not_met"}
    found = facts(verdict_results=table("verdict_results", money, **TEST))
    assert found["test-money"].text == "9\N{EN DASH}21%"
    assert found["test-money-result"].text == "not met"
    assert found["test-money-threshold"].text == "50%"


def test_a_test_without_data_rests_on_the_sources_of_all_tests() -> None:
    silent = {"test_id": "money", "result": "unknown", "source_ids": ""}
    known = {"test_id": "starts", "value": 5, "low": 5, "high": 5, "result": "not_met"}
    found = facts(verdict_results=table("verdict_results", silent, known, **TEST))
    assert "test-money" not in found
    assert len(found["test-money-threshold"].rows) == 2
    assert len(found["test-starts-threshold"].rows) == 1


def test_a_lead_is_robust_if_it_holds_in_most_weightings() -> None:
    scores = [
        {"actor": actor, "lead": lead, "lead_kept_pct": kept}
        for actor, lead, kept in (
            ("EU", "coordination", 96),
            ("USA", "coordination", 80),
            ("CHN", "capacity", 99),
        )
    ]
    sides = ("coordination", "capacity")
    ends = {f"{side}{end}": 50 for side in sides for end in ("", "_low", "_high")}
    found = facts(scorecard=table("scorecard", *scores, **ends))
    counts = [found[f"actors{name}"].value for name in ("", "-coordination", "-robust")]
    assert counts == [3, 2, 1]
