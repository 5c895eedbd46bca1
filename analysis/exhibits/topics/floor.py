"""The price floor: facts on the floor, the market and the payments."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_floor, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.rules import either_of
from analysis.transforms.floor import (
    ANNOUNCEMENT,
    CHINA_VAT_PCT,
    CONTRACT_MARKET,
    KG_PER_TONNE,
    MINERAL,
    REFERENCE_MARKETS,
    TAXED_MARKET,
)

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
INSIDE = (
    f"dated wholly inside the period, from from_on to to_on of raw/floor_payments.csv; {REFERENCE}"
)
IN_FORCE = (
    "rows of processed/floor_payments.csv with in_force True (the period began when the floor ran: "
    f"status in_force of {ANNOUNCEMENT} in raw/milestones.csv) and a reported_usd"
)
IMPLIED_LOW = (
    f"output_t x {KG_PER_TONNE} x (facts/floor-usd-per-kg less the highest price, as printed), "
    f"never below 0, of the prices {INSIDE}. Shown with two significant digits"
)
IMPLIED_HIGH = (
    f"output_t x {KG_PER_TONNE} x (facts/floor-usd-per-kg less the lowest price), never below 0, "
    f"of the prices {INSIDE}; the lowest is taken {UNTAXED}. Shown with two significant digits"
)
REPORTED = (
    "value of amount_usd in raw/project_support.csv for the support_id that raw/floor_payments.csv "
    "gives for period {period}, as the company reported it"
)
COUNTS = {
    "quarters": f"count of the {IN_FORCE}",
    "checked": f"count of the {IN_FORCE}, for which at least one market price is {INSIDE}",
    "exceeding": f"count of the {IN_FORCE} above implied_high_usd, which is {IMPLIED_HIGH}",
}


def facts(processed: Processed) -> Iterator[Fact]:
    """The floor, the newest market price, payments reported and implied."""
    rows = fig_floor.data(processed)
    prices = fig_floor.prices(rows)
    if prices.empty:
        return
    floor = fig_floor.floor(rows)
    yield Fact(
        "floor-usd-per-kg",
        "price floor for neodymium-praseodymium oxide",
        floor,
        "USD/kg",
        text.usd(floor),
        f"value of {CONTRACT}: the price that the contract names",
        "floor_prices",
        prices,
    )
    yield from _market(fig_floor.newest(rows))
    yield from _payments(rows)
    yield from _hypothetical(processed["floor_payments"])


def _market(newest: pd.DataFrame) -> Iterator[Fact]:
    """The range of the newest month's prices."""
    if newest.empty:
        return
    month = newest["period"].str[:7].iloc[0]
    yield Fact(
        "floor-market-month",
        "newest month with a market price on record",
        month,
        None,
        text.day(month),
        "latest month of priced_on among market prices that are not dated by the year alone; "
        f"{REFERENCE}",
        "floor_prices",
        newest,
    )
    ends = {
        "low": (
            newest["price_untaxed_usd_per_kg"].min(),
            "lowest, without Chinese tax",
            f"lowest price_untaxed_usd_per_kg of facts/floor-market-month: {UNTAXED}",
        ),
        "high": (
            newest["price_usd_per_kg"].max(),
            "highest, as printed",
            "highest price_usd_per_kg of facts/floor-market-month",
        ),
    }
    for end, (price, words, formula) in ends.items():
        yield Fact(
            f"floor-market-{end}",
            f"market price of neodymium-praseodymium oxide, {text.day(month)}, {words}",
            float(price),
            "USD/kg",
            text.usd(price, 2 if price < 100 else 3),
            f"{formula}; {REFERENCE}",
            "floor_prices",
            newest,
        )


def _payments(rows: pd.DataFrame) -> Iterator[Fact]:
    """Each payment with what is implied, their sum, and how many exceed what is implied."""
    payments = fig_floor.payments(rows)
    if payments.empty:
        return
    for index in payments.index:
        yield from _payment(payments.loc[[index]])
    total = float(payments["reported_usd"].sum())
    yield Fact(
        "floor-paid-usd",
        "payments under the floor that the company reported",
        total,
        "USD",
        text.usd(total, 3),
        f"sum of reported_usd over the {IN_FORCE}. Shown with three significant digits",
        "floor_payments",
        payments,
    )
    counts = {
        "quarters": ("quarters with a reported payment", payments),
        "checked": ("of these, quarters with a market price", fig_floor.checked(rows)),
        "exceeding": ("of these, payments above what is implied", fig_floor.exceeding(rows)),
    }
    for name, (label, chosen) in counts.items():
        yield Fact(
            f"floor-{name}",
            label,
            len(chosen),
            "quarters",
            text.count(len(chosen)),
            COUNTS[name],
            "floor_payments",
            chosen if len(chosen) else payments,
        )


def _payment(row: pd.DataFrame) -> Iterator[Fact]:
    """One quarter: reported, and implied at both ends where a price is on record."""
    period = row["period"].iloc[0]
    amounts = {
        "paid": ("reported_usd", "reported payment", REPORTED.format(period=period)),
        "implied-low": ("implied_low_usd", "implied payment, lowest", IMPLIED_LOW),
        "implied-high": ("implied_high_usd", "implied payment, highest", IMPLIED_HIGH),
    }
    for name, (column, label, formula) in amounts.items():
        usd = row[column].iloc[0]
        if pd.notna(usd):
            yield Fact(
                f"floor-{name}-{period.lower()}",
                f"{label}, {fig_floor.quarter(period)}",
                float(usd),
                "USD",
                text.usd(usd, 2),
                formula,
                "floor_payments",
                row,
            )


def _hypothetical(payments: pd.DataFrame) -> Iterator[Fact]:
    """What the floor would have paid on the newest year's whole output at its average price."""
    rows = payments[payments["implied_mean_usd"].notna()].sort_values("period").tail(1)
    for row in rows.itertuples(index=False):
        yield Fact(
            "floor-year-usd",
            f"payment that the floor would have meant on the whole output of {row.period}",
            float(row.implied_mean_usd),
            "USD",
            text.usd(row.implied_mean_usd, 2),
            f"output_t of the year in raw/floor_payments.csv x {KG_PER_TONNE} x "
            "(facts/floor-usd-per-kg less the mean of the market prices dated by that year as a "
            f"whole), never below 0; {REFERENCE}, each {UNTAXED}. Shown with two significant "
            "digits",
            "floor_payments",
            rows,
        )
        yield Fact(
            "floor-year",
            "newest year with an average market price",
            int(row.period),
            None,
            row.period,
            "latest period in processed/floor_payments.csv with a market price dated by exactly "
            "that period, an average",
            "floor_payments",
            rows,
        )
