"""The price floor: where the market stands, and whether the payments fit, follow the data."""

from __future__ import annotations

from typing import Any

import pytest
from small import processed, table

from analysis.exhibits import fig_floor as figure
from analysis.exhibits import svg
from analysis.exhibits.theme import NARROW, WIDE
from analysis.facts.processed import Processed
from analysis.facts.topics import floor
from analysis.transforms.floor import checked

SPACE = "\N{NO-BREAK SPACE}"


def price(on: str, usd: float, untaxed: float | None = None, **changes: Any) -> dict[str, Any]:
    """One market price beside a floor of 110 USD/kg."""
    low = usd if untaxed is None else untaxed
    return {
        "priced_on": on,
        "market": "china_domestic",
        "form": "NdPr oxide",
        "price_usd_per_kg": usd,
        "price_untaxed_usd_per_kg": low,
        "floor_usd_per_kg": 110,
        "gap_usd_per_kg": max(0, 110 - low),
        "gap_taxed_usd_per_kg": max(0, 110 - usd),
        "in_force": True,
        "reference": True,
        **changes,
    }


def payment(
    period: str, reported: float | None, low: float | None, high: float | None, **changes: Any
) -> dict[str, Any]:
    """One quarter in million US dollars: reported, and implied from low to high."""
    implied = {"implied_low_usd": low, "implied_high_usd": high, "reported_usd": reported}
    return {
        "period": period,
        "in_force": True,
        "floor_usd_per_kg": 110,
        "prices": 0 if low is None else 1,
        "output_t": 900,
        "output_basis": "reported",
        "reason": "output of the quarter",
        **{name: None if value is None else value * 1e6 for name, value in implied.items()},
        **changes,
    }


def tables(prices: list[dict[str, Any]], *payments: dict[str, Any]) -> Processed:
    return processed(
        floor_prices=table("floor_prices", *prices),
        floor_payments=table("floor_payments", *payments),
    )


def title(prices: list[dict[str, Any]], *payments: dict[str, Any]) -> str:
    return figure.title(figure.data(tables(prices, *payments))).replace(SPACE, " ")


@pytest.mark.parametrize(
    ("newest", "said"),
    [
        (price("2026-02-02", 100, 88), "In February 2026 the market stood below the floor"),
        (price("2026-02", 110, 95), "By February 2026 the market had come up to the floor"),
        (price("2026-02", 130, 115), "In February 2026 the market stood at or above the floor"),
    ],
)
def test_the_newest_month_decides_where_the_market_stands(
    newest: dict[str, Any], said: str
) -> None:
    older = price("2025-04-10", 60, 53)
    assert title([older, newest]) == f"{said} of USD 110 per kg of NdPr"


def test_averages_of_years_and_other_markets_are_not_the_newest_price() -> None:
    prices = [
        price("2025-12-31", 87, 77),
        price("2026", 150),
        price("2026-03-01", 150, reference=False),
    ]
    assert title(prices).startswith("In December 2025 the market stood below")
    assert title([price("2025", 69)]).startswith("No monthly market price is on record")


def test_a_payment_without_a_price_is_shown_and_not_judged() -> None:
    rows = figure.data(tables([price("2025-12-31", 87, 77)], payment("2026-Q2", 18, None, None)))
    assert len(figure.payments(rows)) == 1
    assert checked(figure.payments(rows)).empty
    assert "payments" not in figure.title(rows)
    assert f"Q2{SPACE}2026 18 reported, no price on record" in figure.description(rows)


def test_a_period_before_the_floor_is_no_payment() -> None:
    before = payment("2024", None, 71, 76, in_force=False)
    assert figure.payments(figure.data(tables([price("2024", 55)], before))).empty


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_prices_without_payments_are_drawn(width: int) -> None:
    rows = figure.data(tables([price("2024", 55), price("2026-02-02", 107, 95)]))
    picture = svg.draw(svg.specification(figure.chart(rows, width)))
    assert abs(picture.width - width) <= 2
    assert "Floor 110" in picture.svg


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_on_record_is_drawn_as_words(width: int) -> None:
    rows = figure.data(processed())
    assert figure.title(rows) == "No market price is on record against a price floor for NdPr"
    assert "Nothing on record" in figure.chart(rows, width).to_json()


def test_the_facts_can_be_recomputed_by_hand() -> None:
    newest = [price("2026-02", 110, 110), price("2026-02-02", 107, 95)]
    given = tables(newest, payment("2025-Q4", 51, 17, 26), payment("2026-Q1", 42, None, None))
    found = {fact.id: fact for fact in floor.facts(given)}
    assert found["floor-paid-usd"].value == 93e6
    assert (found["floor-quarters"].value, found["floor-checked"].value) == (2, 1)
    assert found["floor-exceeding"].value == 1
    assert (found["floor-market-low"].value, found["floor-market-high"].value) == (95, 110)


def test_nothing_on_record_gives_no_fact() -> None:
    assert list(floor.facts(processed())) == []
