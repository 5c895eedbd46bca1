"""The price floor: the newest month of reference prices stands, and payments in force count."""

from __future__ import annotations

from typing import Any

from small import facts_of, table

from analysis.facts.fact import Fact
from analysis.facts.topics import floor

NBSP = "\N{NO-BREAK SPACE}"
PRICE = {
    "market": "china_domestic",
    "form": "oxide",
    "floor_usd_per_kg": 110,
    "gap_usd_per_kg": 0,
    "gap_taxed_usd_per_kg": 0,
    "in_force": True,
    "reference": True,
}
PAYMENT = {
    "in_force": True,
    "floor_usd_per_kg": 110,
    "prices": 2,
    "output_t": 700,
    "output_basis": "reported",
    "reason": "as reported",
}


def price(on: str, taxed: float, untaxed: float, **changes: Any) -> dict[str, Any]:
    prices = {"price_usd_per_kg": taxed, "price_untaxed_usd_per_kg": untaxed}
    return {"priced_on": on, **prices, **changes}


def facts(*prices: dict[str, Any], payments: tuple[dict[str, Any], ...] = ()) -> dict[str, Fact]:
    return facts_of(
        floor.facts,
        floor_prices=table("floor_prices", *prices, **PRICE),
        floor_payments=table("floor_payments", *payments, **PAYMENT),
    )


PRICES = (
    price("2026-01", 99, 88),
    price("2026-02-03", 80, 70.8),
    price("2026-02", 123.4, 109, market="export_china"),
    price("2026", 10, 9),
    price("2026-03", 200, 190, market="europe", reference=False),
)


def test_the_market_is_that_of_the_newest_month_whose_prices_serve_as_reference() -> None:
    found = facts(*PRICES)
    told = {name: fact.text.replace(NBSP, " ") for name, fact in found.items()}
    assert told == {
        "floor-usd-per-kg": "USD 110",
        "floor-market-month": "February 2026",
        "floor-market-low": "USD 71",
        "floor-market-high": "USD 123",
    }
    assert found["floor-market-low"].value == 70.8
    assert found["floor-market-high"].value == 123.4
    assert len(found["floor-market-high"].rows) == 2


def test_a_price_of_a_hundred_dollars_is_told_to_the_dollar() -> None:
    found = facts(price("2026-02", 100, 99.6))
    assert found["floor-market-low"].text == f"USD{NBSP}100"
    assert facts(price("2026-02", 105, 104))["floor-market-low"].text == f"USD{NBSP}104"


def test_where_no_price_serves_as_reference_the_floor_stands_alone() -> None:
    assert list(facts(PRICES[3], PRICES[4])) == ["floor-usd-per-kg"]


def test_payments_count_where_the_floor_ran_and_one_is_reported() -> None:
    payments = (
        {"period": "2025-Q4", "reported_usd": 51.25e6, "implied_high_usd": 40e6},
        {"period": "2026-Q1", "reported_usd": 10e6, "implied_high_usd": 10e6},
        {"period": "2026-Q2", "reported_usd": 9e6},
        {"period": "2026-Q3", "implied_high_usd": 9e6},
        {"period": "2025-Q3", "reported_usd": 7e6, "implied_high_usd": 1e6, "in_force": False},
    )
    found = facts(*PRICES, payments=payments)
    assert found["floor-paid-usd"].value == 70.25e6
    assert found["floor-paid-usd"].text == f"USD{NBSP}70.2{NBSP}million"
    counts = [found[f"floor-{name}"].value for name in ("quarters", "checked", "exceeding")]
    assert counts == [3, 2, 1]
    assert found["floor-exceeding"].rows["period"].tolist() == ["2025-Q4"]


def test_without_a_floor_there_is_no_fact() -> None:
    assert facts() == {}
