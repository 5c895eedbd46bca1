"""A date known to the year or the month stands for all its days."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.raw.intervals import first_day, first_days, is_interval, last_day, last_days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ("2026-02", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2026-02-04", dt.date(2026, 2, 4), dt.date(2026, 2, 4)),
    ],
)
def test_an_interval_runs_from_its_first_to_its_last_day(
    text: str, first: dt.date, last: dt.date
) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026-2", "2026-13", "2026-00", "2026-02-30", "2026-2-4", "2026-02-04T00:00",
     "04.02.2026", "2026-02-", " 2026", "2026\n", "٢٠٢٦", "0000", "2026-Q1", "1899-12-31",
     "2101", "9999-12-31", "-2026"],
)  # fmt: skip
def test_what_is_no_date_of_the_calendar_is_refused(text: str) -> None:
    assert not is_interval(text)
    with pytest.raises(ValueError, match=r"YYYY|month|day|range"):
        first_day(text)


def test_the_message_says_how_to_write_a_date() -> None:
    with pytest.raises(ValueError, match=r"'May' is not a date; write YYYY-MM-DD, YYYY-MM or YYYY"):
        last_day("May")


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_lies_in_its_month_and_its_year(day: dt.date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        assert first_day(text) <= day <= last_day(text)


def test_a_series_keeps_missing_dates_missing() -> None:
    texts = pd.Series(["2026", None, "2026-02"], dtype="str")
    assert first_days(texts).tolist() == [
        pd.Timestamp(2026, 1, 1),
        pd.NaT,
        pd.Timestamp(2026, 2, 1),
    ]
    assert last_days(texts).dropna().tolist() == [
        pd.Timestamp(2026, 12, 31),
        pd.Timestamp(2026, 2, 28),
    ]


def test_an_empty_series_is_one_of_days() -> None:
    assert first_days(pd.Series([], dtype="str")).dtype.kind == "M"
