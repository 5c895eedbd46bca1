"""Sums of money in US dollars, at the rate that the source states or at a yearly average."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.core.problems import Problem, ProblemsError
from analysis.raw.intervals import first_days

USD = "USD"


def in_usd(sums: pd.DataFrame, dates: pd.Series, rates: pd.DataFrame, file: str) -> pd.DataFrame:
    """Each sum in US dollars, and how it was converted.

    Parameters: sums with amount, currency, amount_usd (float, missing where the source gives no
    dollars) and source_row; dates as interval text on the same index; rates as the raw table
    exchange_rates (currency, year, usd_per_unit); file, the raw table's name for problems.
    Returns a frame on the same index: usd (float, missing where the amount is) and usd_basis.
    Raises ProblemsError if a sum has no date or its currency no rate for its year.
    Method: the source's own dollars where it gives them, else the average of the daily reference
    rates of the year in which the sum was dated.
    """
    year = first_days(dates).dt.year.astype("Int64")
    rate_of = rates.set_index(["currency", "year"])["usd_per_unit"]
    rate = pd.Series(
        [rate_of.get(key) for key in zip(sums["currency"], year, strict=True)],
        index=sums.index,
        dtype="float64",
    )
    stated = sums["amount_usd"].fillna(sums["amount"].where(sums["currency"] == USD))
    missing = sums["amount"].notna() & stated.isna() & rate.isna()
    if missing.any():
        raise ProblemsError(_no_rate(row, file) for row in sums[missing].itertuples())
    converted = stated.isna() & sums["amount"].notna()
    basis = pd.Series("as the source states it", index=sums.index, dtype="str")
    basis = basis.mask(sums["currency"] == USD, "in US dollars")
    average = "at the average rate of " + year.astype("str")
    basis = basis.mask(converted, average).mask(sums["amount"].isna() & stated.isna())
    return pd.DataFrame({"usd": stated.fillna(sums["amount"] * rate), "usd_basis": basis})


def _no_rate(row: Any, file: str) -> Problem:
    return Problem(
        file=file,
        row=int(row.source_row),
        column="currency",
        value=str(row.currency),
        rule="exchange-rate",
        message="has no dollars of its own and no exchange rate for its year",
        repair="give amount_usd, a date, or a line in exchange_rates.csv",
    )
