"""The money of stockpiles: every stage is a sum, its weak part is told, its base is announced."""

from __future__ import annotations

from typing import Any

from small import processed, table

from analysis.facts.fact import Fact
from analysis.facts.topics import funding
from analysis.transforms.funding import stockpile_totals

COMMON = {"jurisdiction": "USA", "purpose": "stockpile", "kind": "public"}


def cell(programme: str, stage: str, usd: float, evidence: str = "primary") -> dict[str, Any]:
    """What a programme's money reached at a stage."""
    return {
        "programme_id": programme,
        "programme": programme,
        "stage": stage,
        "reached_usd": usd,
        "reached_evidence": evidence,
        "source_ids": f"source-{programme}",
        "raw_keys": f"stockpile_funding:{programme}",
    }


def facts(*cells: dict[str, Any]) -> dict[str, Fact]:
    money = table("funding", *cells, **COMMON)
    totals = stockpile_totals(money)
    return {
        fact.id: fact for fact in funding.facts(processed(funding=money, stockpile_totals=totals))
    }


VAULT_AND_RESERVE = (
    cell("vault", "announced", 12e9),
    cell("reserve", "announced", 1e9, "weak"),
    cell("vault", "committed", 2e9),
    cell("reserve", "committed", 0.6e9, "weak"),
)


def test_a_stage_is_the_sum_over_programmes_and_its_weak_part_stands_beside_it() -> None:
    found = facts(*VAULT_AND_RESERVE)
    assert found["stockpile-announced-usd"].value == 13e9
    assert found["stockpile-announced-usd"].text.split() == ["USD", "13", "billion"]
    assert found["stockpile-committed-usd"].value == 2.6e9
    assert found["stockpile-committed-weak-usd"].value == 0.6e9


def test_each_part_names_the_rows_that_it_was_added_from() -> None:
    rows = facts(*VAULT_AND_RESERVE)["stockpile-committed-weak-usd"].rows
    assert rows["raw_keys"].tolist() == ["stockpile_funding:reserve"]
    assert rows["source_ids"].tolist() == ["source-reserve"]


def test_a_stage_that_nothing_reached_gives_no_sum() -> None:
    assert "stockpile-purchased-strong-usd" not in facts(*VAULT_AND_RESERVE)


def test_what_another_programme_contains_is_not_counted() -> None:
    assert facts({**cell("fund", "announced", 1e9), "contained_in": "other"}) == {}
