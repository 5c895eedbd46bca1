"""Public money to projects: each stage stands alone, and what is weak or owed back is told."""

from __future__ import annotations

from typing import Any

import pytest
from small import processed, table

from analysis.facts.processed import Processed
from analysis.facts.topics import support


def total(instrument: str, stage: str, usd: float | None, **changes: Any) -> dict[str, Any]:
    """The support of all jurisdictions by one instrument at one stage."""
    return {
        "jurisdiction": "all",
        "instrument": instrument,
        "stage": stage,
        "supports": 3,
        "projects": 2,
        "without_amount": 0,
        "amount_usd": usd,
        "mixed_usd": 0,
        "weak_usd": 0,
        **changes,
    }


def tables(*totals: dict[str, Any]) -> Processed:
    return processed(support_totals=table("support_totals", *totals))


def values(*totals: dict[str, Any]) -> dict[str, Any]:
    return {fact.id: fact.value for fact in support.facts(tables(*totals))}


def test_the_weak_part_is_of_its_stage() -> None:
    found = values(
        total("all_money", "announced", 6e9),
        total("all_money", "committed", 3e9, weak_usd=1.5e9),
        total("all_money", "disbursed", 1e9),
    )
    assert found["support-committed-weak-share"] == pytest.approx(50)


def test_loans_are_held_against_all_that_is_committed() -> None:
    found = values(total("all_money", "committed", 8e9), total("loan", "committed", 6e9))
    assert found["support-committed-loan-share"] == pytest.approx(75)


def test_one_jurisdiction_is_not_the_sum() -> None:
    assert values(total("all_money", "committed", 8e9, jurisdiction="USA")) == {}


def test_a_stage_without_an_amount_gives_no_sum() -> None:
    found = values(total("all_money", "announced", None), total("all_money", "committed", 1e9))
    assert "support-announced-usd" not in found
    assert found["support-committed-usd"] == 1e9


def test_floors_and_purchases_are_counted_and_not_added() -> None:
    found = values(total("price_floor", "committed", None), total("offtake", "announced", None))
    assert found == {"support-floors": 2}


def test_nothing_on_record_gives_no_fact() -> None:
    assert values() == {}
