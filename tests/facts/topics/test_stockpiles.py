"""Programmes that stockpile: money, orders, material and aims are counted each on their own."""

from __future__ import annotations

from typing import Any

from small import facts_of, table

from analysis.facts.fact import Fact
from analysis.facts.topics import stockpiles

MONEY = {"jurisdiction": "USA", "purpose": "stockpile", "kind": "public", "stage": "announced"}
MATERIAL = {"jurisdiction": "USA", "mineral": "tin", "unit": "t", "evidence": "primary"}


def money(programme: str, usd: float | None = None, **changes: Any) -> dict[str, Any]:
    return {"programme_id": programme, "programme": programme, "reached_usd": usd, **changes}


def material(programme: str, basis: str, **changes: Any) -> dict[str, Any]:
    names = {"content_id": f"{programme}-{basis}", "programme_id": programme}
    return {**names, "programme": programme, "basis": basis, **changes}


def facts(
    funding: tuple[dict[str, Any], ...], stocks: tuple[dict[str, Any], ...] = ()
) -> dict[str, Fact]:
    return facts_of(
        stockpiles.facts,
        funding=table("funding", *funding, **MONEY),
        stocks=table("stocks", *stocks, **MATERIAL),
    )


def test_each_programme_counts_by_what_is_on_record_of_it() -> None:
    found = facts(
        (
            money("vault", 12e9),
            money("vault", stage="committed"),
            money("reserve"),
            money("talks", purpose="cooperation"),
            money("fund", 5e9, purpose="investment"),
            money("bank", 2e9, kind="private"),
        ),
        (
            material("vault", "target"),
            material("reserve", "held"),
            material("reserve", "contract"),
            material("talks", "target", unit="days of demand"),
            material("fund", "held"),
        ),
    )
    assert {name: fact.value for name, fact in found.items()} == {
        "programmes-all": 3,
        "programmes-funded": 1,
        "programmes-ordering": 1,
        "programmes-holding": 1,
    }
    assert found["programmes-holding"].rows["programme_id"].tolist() == ["reserve"]


def test_what_no_programme_has_rests_on_all_programmes() -> None:
    found = facts((money("vault", 12e9), money("reserve")))
    assert found["programmes-holding"].text == "none"
    assert len(found["programmes-holding"].rows) == 2


def test_without_programmes_there_is_no_fact() -> None:
    assert facts(()) == {}
