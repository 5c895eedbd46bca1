"""Sums in dollars: the source's own first, else the average rate of the year of the sum."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.core.problems import ProblemsError
from analysis.transforms.currency import in_usd

RATES = pd.DataFrame(
    {
        "currency": ["EUR", "EUR"],
        "year": pd.array([2024, 2025], "Int64"),
        "usd_per_unit": [1.08, 1.13],
    }
)

Sum = tuple[float | None, str, float | None, str | None]


def converted(*sums: Sum) -> list[tuple[float | None, str | None]]:
    """Dollars and basis of sums with amount, currency, dollars of the source, and date."""
    frame = pd.DataFrame(sums, columns=["amount", "currency", "amount_usd", "on"])
    frame = frame.astype({"amount": "float64", "amount_usd": "float64", "on": "str"})
    frame["source_row"] = range(2, len(frame) + 2)
    found = in_usd(frame, frame["on"], RATES, "money.csv")
    return [
        (None if pd.isna(usd) else usd, None if pd.isna(basis) else basis)
        for usd, basis in found.itertuples(index=False)
    ]


def test_dollars_are_the_sources_own_else_at_the_average_of_the_year() -> None:
    assert converted(
        (100, "USD", None, None),
        (100, "EUR", 109, None),
        (100, "EUR", None, "2024-06-01"),
        (100, "EUR", None, "2025"),
    ) == [
        (100, "in US dollars"),
        (109, "as the source states it"),
        (pytest.approx(108), "at the average rate of 2024"),
        (pytest.approx(113), "at the average rate of 2025"),
    ]


def test_a_sum_that_is_not_stated_stays_unknown() -> None:
    assert converted((None, "EUR", None, None), (None, "EUR", 5, None)) == [
        (None, None),
        (5, "as the source states it"),
    ]


def test_every_sum_without_a_rate_is_refused_with_its_row() -> None:
    with pytest.raises(ProblemsError) as caught:
        converted((100, "USD", None, None), (1, "JPY", None, "2025"), (1, "EUR", None, None))
    assert [problem.sentence() for problem in caught.value.problems] == [
        f'money.csv row {row}, currency: "{currency}" has no dollars of its own and no exchange '
        "rate for its year; give amount_usd, a date, or a line in exchange_rates.csv"
        for row, currency in ((3, "JPY"), (4, "EUR"))
    ]
