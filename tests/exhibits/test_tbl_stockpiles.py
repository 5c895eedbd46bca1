"""The stockpile programmes: counts and words follow what is on record of each."""

from __future__ import annotations

from typing import Any

from small import processed, table

from analysis.exhibits import tbl_stockpiles as exhibit
from analysis.exhibits.table import html, typst
from analysis.facts.processed import Processed
from analysis.facts.topics import stockpiles

SPACE = "\N{NO-BREAK SPACE}"


def money(programme: str, stage: str, usd: float | None, **changes: Any) -> dict[str, Any]:
    """One programme's public money at one stage."""
    return {
        "programme_id": programme,
        "programme": programme.capitalize(),
        "jurisdiction": "USA",
        "purpose": "stockpile",
        "kind": "public",
        "stage": stage,
        "reached_usd": usd,
        "reached_evidence": None if usd is None else "primary",
        "source_ids": f"{programme}-money",
        **changes,
    }


def stock(programme: str, content: str, basis: str, **changes: Any) -> dict[str, Any]:
    """One material of one programme."""
    return {
        "content_id": f"{programme}-{content}",
        "programme_id": programme,
        "programme": programme.capitalize(),
        "jurisdiction": "USA",
        "mineral": "antimony",
        "basis": basis,
        "evidence": "reputable",
        "source_ids": f"{programme}-stock",
        **changes,
    }


def tables(funding: list[dict[str, Any]], *stocks: dict[str, Any]) -> Processed:
    return processed(funding=table("funding", *funding), stocks=table("stocks", *stocks))


def cells(given: Processed) -> dict[str, str]:
    """The printed row of the only programme."""
    [row] = exhibit.table(exhibit.data(given)).cells().to_dict("records")
    return {name: cell.replace(SPACE, " ") for name, cell in row.items()}


def test_the_title_counts_aims_money_and_material() -> None:
    funding = [
        money("vault", "announced", 10e9),
        money("reserve", "announced", None),
        money("talks", "announced", None, purpose="cooperation"),
    ]
    given = tables(
        funding,
        stock("vault", "a", "target", quantity=60, unit="days of supply", cover_days=60),
        stock("reserve", "b", "target"),
        stock("reserve", "c", "held", quantity=126, unit="t", quantity_t=126),
    )
    assert exhibit.title(exhibit.data(given)) == (
        "Of three programmes and agreements to stockpile, two name a material, one has public "
        "money on record and one material in store"
    )


def test_programmes_that_hold_no_material_are_left_out() -> None:
    given = tables([money("fund", "announced", 1e9, purpose="investment")])
    assert exhibit.data(given).empty


def test_money_is_named_at_the_last_stage_that_it_reached_in_full() -> None:
    funding = [
        money("vault", "announced", 2e9),
        money("vault", "approved", 2e9),
        money("vault", "committed", 1.06e9, reached_evidence="weak"),
        money("vault", "purchased", 2.6e6),
    ]
    assert cells(tables(funding))["money"] == (
        "2 billion approved, 1.1 billion committed (weak), 2.6 million spent on material"
    )


def test_private_money_and_ceilings_are_no_public_money() -> None:
    funding = [money("vault", "announced", None), money("vault", "announced", 9e9, kind="ceiling")]
    assert cells(tables(funding))["money"] == "\N{EN DASH}"


def test_a_quantity_outlives_a_newer_row_without_one() -> None:
    given = tables(
        [money("vault", "announced", None)],
        stock("vault", "a", "contract", as_of="2025-09", quantity=3, unit="t", quantity_t=3),
        stock("vault", "b", "contract", as_of="2026-06"),
    )
    assert cells(given)["ordered"] == "Antimony, 3 t"


def test_the_newer_of_two_quantities_stands() -> None:
    given = tables(
        [money("vault", "announced", None)],
        stock("vault", "a", "held", as_of="2023", quantity=6, unit="days", cover_days=6),
        stock("vault", "b", "held", as_of="2024-08", quantity=30, unit="days", cover_days=30),
    )
    assert cells(given)["held"] == "Antimony, 30 days"


def test_material_known_from_weak_sources_alone_is_marked() -> None:
    weak = stock("vault", "a", "held", evidence="weak")
    funding = [money("vault", "announced", None)]
    assert cells(tables(funding, weak))["held"] == "Antimony (weak)"
    strong = stock("vault", "b", "held", mineral="tin")
    assert cells(tables(funding, weak, strong))["held"] == "Antimony; tin"


def test_an_estimate_of_an_analyst_is_no_aim() -> None:
    estimate = stock("vault", "a", "target", quantity=45, unit="days of demand", cover_days=45)
    given = tables([money("vault", "announced", None)], estimate)
    assert exhibit.aiming(exhibit.data(given)).empty


def test_a_row_rests_on_the_sources_of_money_and_material() -> None:
    given = tables([money("vault", "announced", 1e9)], stock("vault", "a", "held"))
    assert exhibit.data(given)["source_ids"].tolist() == ["vault-money|vault-stock"]


def test_nothing_on_record_is_told_in_both_forms() -> None:
    rows = exhibit.data(processed())
    assert exhibit.title(rows) == "No stockpile programme is on record"
    for written in (html(exhibit.table(rows), "tbl-stockpiles"), typst(exhibit.table(rows))):
        assert "Nothing on record" in written
    assert list(stockpiles.facts(processed())) == []


def test_text_from_data_is_no_markup() -> None:
    given = tables([{**money("vault", "announced", None), "programme": "<b>Vault</b>"}])
    assert "&lt;b&gt;Vault" in html(exhibit.table(exhibit.data(given)), "tbl-stockpiles")
