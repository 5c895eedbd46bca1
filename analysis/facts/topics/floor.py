"""The price floor: facts on the floor, the market and the payments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts import text
from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted
from analysis.facts.topics.rules import either_of
from analysis.transforms.floor import (
    ANNOUNCEMENT,
    CHINA_VAT_PCT,
    CONTRACT_MARKET,
    LAGS_DAYS,
    MINERAL,
    REFERENCE_MARKETS,
    TAXED_MARKET,
    checked,
    exceeding,
    newest_month,
    reported,
)
from analysis.transforms.quantities import KG_PER_TONNE

PAYMENTS = "floor_payments"

CONTRACT = (
    f"price_usd_per_kg of the first row of raw/prices.csv (by priced_on) with mineral {MINERAL} "
    f"and market {CONTRACT_MARKET}"
)
UNTAXED = (
    f"without Chinese value added tax: divided by {1 + CHINA_VAT_PCT / 100:.2f} where market is "
    f"{TAXED_MARKET}"
)
REFERENCE = (
    "market prices that may serve as reference are the rows of processed/floor_prices.csv with "
    f"reference True, those of the markets {either_of(REFERENCE_MARKETS)} in raw/prices.csv"
)
MEANS = (
    "means of the days of the period, from from_on to to_on of raw/floor_payments.csv, and of the "
    f"same days {text.enumeration([str(lag) for lag in LAGS_DAYS if lag])} days earlier, with a "
    "straight line between the market prices that are dated by a month (its middle) or a day, "
    f"where at least half of the days lie between two of these; {REFERENCE}"
)
IN_FORCE = (
    "rows of processed/floor_payments.csv with in_force True (the period began when the floor ran: "
    f"status in_force of {ANNOUNCEMENT} in raw/milestones.csv) and a reported_usd"
)
IMPLIED_HIGH = (
    f"the highest of output_t and sales_t x {KG_PER_TONNE} x (facts/floor-usd-per-kg less the "
    f"lowest), never below 0, of the {MEANS}; the lowest is taken {UNTAXED}. Shown with two "
    "significant digits"
)
COUNTS = {
    "quarters": f"count of the {IN_FORCE}",
    "checked": f"count of the {IN_FORCE}, for which market_low_usd_per_kg is known: {MEANS}",
    "exceeding": f"count of the {IN_FORCE} above implied_high_usd, which is {IMPLIED_HIGH}",
}


def facts(processed: Processed) -> Iterator[Fact]:
    """The floor, the newest market price, payments reported and implied."""
    prices, payments = processed["floor_prices"], processed["floor_payments"]
    if prices.empty:
        return
    yield Fact(
        id="floor-usd-per-kg",
        label="price floor for neodymium-praseodymium oxide",
        value=float(prices["floor_usd_per_kg"].max()),
        unit="USD/kg",
        formula=f"value of {CONTRACT}: the price that the contract names",
        table="floor_prices",
        rows=prices,
    )
    yield from _market(newest_month(prices))
    yield from _payments(reported(payments))


def _market(newest: pd.DataFrame) -> Iterator[Fact]:
    """The range of the newest month's prices."""
    if newest.empty:
        return
    month = newest["priced_on"].str[:7].iloc[0]
    fact = partial(Fact, table="floor_prices", rows=newest)
    yield fact(
        id="floor-market-month",
        label="newest month with a market price on record",
        value=month,
        unit=None,
        said=text.day(month),
        formula="latest month of priced_on among market prices that are not dated by the year "
        f"alone; {REFERENCE}",
    )
    for end, words, price, formula in (
        (
            "low",
            "lowest, without Chinese tax",
            newest["price_untaxed_usd_per_kg"].min(),
            f"lowest price_untaxed_usd_per_kg of facts/floor-market-month: {UNTAXED}",
        ),
        (
            "high",
            "highest, as printed",
            newest["price_usd_per_kg"].max(),
            "highest price_usd_per_kg of facts/floor-market-month",
        ),
    ):
        yield fact(
            id=f"floor-market-{end}",
            label=f"market price of neodymium-praseodymium oxide, {text.day(month)}, {words}",
            value=float(price),
            unit="USD/kg",
            said=text.usd(price, 2 if price < 100 else 3),
            formula=f"{formula}; {REFERENCE}",
        )


def _payments(payments: pd.DataFrame) -> Iterator[Fact]:
    """The sum of the payments, and how many exceed what is implied."""
    if payments.empty:
        return
    total = float(payments["reported_usd"].sum())
    yield Fact(
        id="floor-paid-usd",
        label="payments under the floor that the company reported",
        value=total,
        unit="USD",
        said=text.usd(total, 3),
        formula=f"sum of reported_usd over the {IN_FORCE}. Shown with three significant digits",
        table=PAYMENTS,
        rows=payments,
    )
    for name, label, rows in (
        ("quarters", "quarters with a reported payment", payments),
        ("checked", "of these, quarters with a market price", checked(payments)),
        ("exceeding", "of these, payments above what is implied", exceeding(payments)),
    ):
        yield counted(
            rows,
            payments,
            id=f"floor-{name}",
            label=label,
            unit="quarters",
            formula=COUNTS[name],
            table=PAYMENTS,
        )
