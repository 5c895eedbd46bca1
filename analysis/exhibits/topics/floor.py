"""The price floor: facts on the floor, the market and the payments."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_floor, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed

IMPLIED = "output x (floor - market price), at the highest or the lowest price of the period"


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
        "as the contract says",
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
        "latest month of the dated prices that can serve as reference",
        "floor_prices",
        newest,
    )
    ends = {
        "low": (newest["price_untaxed_usd_per_kg"].min(), "lowest, without Chinese tax"),
        "high": (newest["price_usd_per_kg"].max(), "highest, as printed"),
    }
    for end, (price, words) in ends.items():
        yield Fact(
            f"floor-market-{end}",
            f"market price of neodymium-praseodymium oxide, {text.day(month)}, {words}",
            float(price),
            "USD/kg",
            text.usd(price, 2 if price < 100 else 3),
            "range of the month's prices",
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
        "sum of the reported quarters",
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
            "count of quarters; above: reported more than output at the lowest price implies",
            "floor_payments",
            chosen if len(chosen) else payments,
        )


def _payment(row: pd.DataFrame) -> Iterator[Fact]:
    """One quarter: reported, and implied at both ends where a price is on record."""
    period = row["period"].iloc[0]
    amounts = {
        "paid": ("reported_usd", "reported payment", "as the company reported"),
        "implied-low": ("implied_low_usd", "implied payment, lowest", IMPLIED),
        "implied-high": ("implied_high_usd", "implied payment, highest", IMPLIED),
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
            "output of the year x (floor - average market price of the year)",
            "floor_payments",
            rows,
        )
        yield Fact(
            "floor-year",
            "newest year with an average market price",
            int(row.period),
            None,
            row.period,
            "latest period with an average price",
            "floor_payments",
            rows,
        )
