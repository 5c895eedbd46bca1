"""Amounts and prices against their values in US dollars."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.core.problems import Problem
from analysis.raw.checks import money

MakeTable = Callable[..., pd.DataFrame]
Sentences = Callable[[list[Problem]], list[str]]


@pytest.fixture
def rates(table: MakeTable) -> pd.DataFrame:
    return table(
        "exchange_rates",
        {"currency": "EUR", "year": "2025", "usd_per_unit": "1.13"},
        {"currency": "CNY", "year": "2026", "usd_per_unit": "0.14"},
    )


def test_dollars_stay_dollars(table: MakeTable, rates: pd.DataFrame, sentences: Sentences) -> None:
    support = table("project_support", {"amount": "5", "currency": "USD", "amount_usd": "6"})
    tables = {"project_support": support, "exchange_rates": rates}
    assert sentences(money.dollars(tables)) == [
        'project_support.csv row 2, amount_usd: "6" differs from the amount, which is in US '
        "dollars too; write the same number in both"
    ]


def test_other_money_is_converted_near_the_rate_of_its_year(
    table: MakeTable, rates: pd.DataFrame, sentences: Sentences
) -> None:
    euro = {"currency": "EUR", "amount": "100", "stage_on": "2025-06"}
    funding = table(
        "stockpile_funding",
        euro | {"amount_usd": "113"},
        euro | {"amount_usd": "1130"},
        euro | {"amount_usd": "1", "stage_on": "1999"},
        euro | {"amount": "0", "amount_usd": "0"},
    )
    tables = {"stockpile_funding": funding, "exchange_rates": rates}
    assert sentences(money.dollars(tables)) == [
        'stockpile_funding.csv row 3, amount_usd: "1130" implies 11.3 USD per EUR, against an '
        "average of 1.13 in 2025; mend the amount, the currency or the conversion"
    ]


def test_a_price_per_kilogram_follows_from_price_and_unit(
    table: MakeTable, rates: pd.DataFrame, sentences: Sentences
) -> None:
    dollars = {"currency": "USD", "priced_on": "2025"}
    yuan = {"currency": "CNY", "unit": "t", "priced_on": "2026-02-02", "price": "1330000"}
    prices = table(
        "prices",
        dollars | {"unit": "lb", "price": "24.21", "price_usd_per_kg": "53.37"},
        dollars | {"unit": "mtu WO3", "price": "1000", "price_usd_per_kg": "1000"},
        yuan | {"price_usd_per_kg": "190.46"},
        yuan | {"price_usd_per_kg": "1330"},
    )
    kilograms = table(
        "unit_conversions",
        *(
            {"from_unit": unit, "to_unit": "kg", "factor": factor}
            for unit, factor in (("lb", "0.45359237"), ("t", "1000"), ("mtu WO3", "10"))
        ),
    )
    tables = {"prices": prices, "exchange_rates": rates, "unit_conversions": kilograms}
    # 24.21 / 0.45359 = 53.37; 1000 / 10 = 100; 1330 CNY/kg at 0.143 = 190.46.
    assert sentences(money.prices(tables)) == [
        'prices.csv row 3, price_usd_per_kg: "1000" does not follow from price and unit; '
        "divide the price by the kilograms of its unit",
        'prices.csv row 5, price_usd_per_kg: "1330" implies 1 USD per CNY, against an average of '
        "0.14 in 2026; mend the amount, the currency or the conversion",
    ]
