"""Amounts and prices against their values in US dollars."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.cells import problem_at, problems_at
from analysis.raw.tables import TABLES

Tables = Mapping[str, pd.DataFrame]

AMOUNTS = {"stockpile_funding": "stage_on", "project_support": "announced_on"}
# Stated conversions lie within 5 % of the year's average. The limit is a choice: wide enough for
# the rate of a single day, narrow enough for a wrong currency or a slipped digit.
RATE_TOLERANCE = 0.15
# A choice too: rounding of the dollar prices was found to reach 0.04 %.
PRICE_TOLERANCE = 0.005


def dollars(tables: Tables) -> list[Problem]:
    """Dollars stay dollars; other amounts are converted near the year's average rate."""
    problems = []
    for name, dated in AMOUNTS.items():
        if name not in tables:
            continue
        frame = tables[name]
        in_dollars = frame["currency"] == "USD"
        problems += problems_at(
            TABLES[name],
            frame,
            in_dollars & (frame["amount"] != frame["amount_usd"]) & frame["amount_usd"].notna(),
            "amount_usd",
            "dollars",
            "differs from the amount, which is in US dollars too",
            "write the same number in both",
        )
        rate = (frame["amount_usd"] / frame["amount"]).where(~in_dollars & (frame["amount"] > 0))
        problems += _off_rate(tables, name, rate, frame[dated], "amount_usd")
    return problems


def prices(tables: Tables) -> list[Problem]:
    """A price per kilogram in dollars follows from price, unit and rate."""
    frame, factors = tables["prices"], tables["unit_conversions"]
    kilograms = factors[factors["to_unit"] == "kg"].set_index("from_unit")["factor"]
    per_kg = frame["price"] / frame["unit"].map(kilograms).astype("float64")
    rate = frame["price_usd_per_kg"] / per_kg
    in_dollars = frame["currency"] == "USD"
    off = in_dollars & ((rate - 1).abs() > PRICE_TOLERANCE)
    problems = problems_at(
        TABLES["prices"],
        frame,
        off,
        "price_usd_per_kg",
        "price",
        "does not follow from price and unit",
        "divide the price by the kilograms of its unit",
    )
    return problems + _off_rate(
        tables, "prices", rate.where(~in_dollars), frame["priced_on"], "price_usd_per_kg"
    )


def _off_rate(
    tables: Tables, name: str, rate: pd.Series, dates: pd.Series, column: str
) -> list[Problem]:
    frame, rates = tables[name], tables["exchange_rates"]
    average = rates.drop_duplicates(["currency", "year"]).set_index(["currency", "year"])
    year = pd.to_numeric(dates.str[:4], errors="coerce").astype("Int64")
    key = pd.MultiIndex.from_arrays([frame["currency"], year])
    expected = average["usd_per_unit"].reindex(key).set_axis(frame.index)
    off = ((rate / expected - 1).abs() > RATE_TOLERANCE).fillna(False)
    return [
        problem_at(
            TABLES[name],
            frame,
            at,
            column,
            "exchange-rate",
            f"implies {rate[at]:.4g} USD per {frame.loc[at, 'currency']}, "
            f"against an average of {expected[at]:.4g} in {year[at]}",
            "mend the amount, the currency or the conversion",
        )
        for at in frame.index[off]
    ]
