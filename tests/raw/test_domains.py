"""No number and no date passes that its column cannot hold, however it is written."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.problems import Problem
from analysis.raw.tables import TABLES

Made = tuple[pd.DataFrame, list[Problem]]
Make = Callable[..., Made]

NO_NUMBERS = [
    *("nan", "NaN", "NAN", "inf", "-inf", "Infinity", "1e5", "1E+05", "1d5", "0x1F", "1_000"),
    *("١٢", "½", "²", "Ⅻ", "--1", "+1", "1.", ".5", ".", "-", "1,5", "1 000", "1'000", "−5", "5%"),
    *("USD 5", "5 t", "~5", "<5", "5-6", "5?", "#REF!", "TRUE", "n/a", "9" * 16, "0." + "1" * 16),
]
NO_DATES = [
    *("0000", "0000-01-01", "0001-01-01", "1899-12-31", "2101", "9999", "9999-12-31", "-2026"),
    *(
        "2026-00",
        "2026-13",
        "2026-02-00",
        "2026-02-29",
        "2026-2",
        "20260204",
        "26-02-04",
        "2026/02",
    ),
    *(
        "04.02.2026",
        "2026-02-04T00:00",
        "46057",
        "46057.0",
        "٢٠٢٦",
        "today",
        "NaT",
        "nan",
        "2026-Q1",
    ),
]


def columns(*kinds: str) -> list[tuple[str, str]]:
    """Table and name of every column of these kinds."""
    return [
        (name, column)
        for name, table in TABLES.items()
        for column in table.fields
        if table.kind(column) in kinds
    ]


def accepted(make: Make, name: str, column: str, texts: Sequence[str]) -> Iterator[str]:
    """The texts that a column takes without an error.

    A few at a time: of a column that is wrong as a whole only the first value is told.
    """
    for few in (texts[at : at + 4] for at in range(0, len(texts), 4)):
        _, problems = make(name, *({column: text} for text in few))
        rows = {problem.row for problem in problems if problem.column == column}
        yield from (text for row, text in enumerate(few, start=2) if row not in rows)


@pytest.mark.parametrize(("name", "column"), columns("number", "whole"))
def test_what_is_no_number_is_refused(table_of_anything: Make, name: str, column: str) -> None:
    assert list(accepted(table_of_anything, name, column, NO_NUMBERS)) == []


@pytest.mark.parametrize(("name", "column"), columns("number", "whole"))
def test_what_its_unit_cannot_be_is_refused(
    table_of_anything: Make, name: str, column: str
) -> None:
    never = {"%": ["-0.1", "100.1", "1000000"], "year": ["-1", "0", "1899", "2101", "9999"]}
    unit = TABLES[name].fields[column].metadata["unit"]
    texts = never.get(unit, ["-1", "-999999999"])
    falls = column == "figure"  # the one number that may be below zero
    assert list(accepted(table_of_anything, name, column, texts)) == (texts if falls else [])


@pytest.mark.parametrize(("name", "column"), columns("interval"))
def test_what_is_no_date_is_refused(table_of_anything: Make, name: str, column: str) -> None:
    assert list(accepted(table_of_anything, name, column, NO_DATES)) == []


@given(st.floats(0, 1e14, allow_nan=False).map(lambda number: f"{number:.6f}"))
@settings(deadline=None, max_examples=25, derandomize=True)
def test_a_number_is_read_as_it_stands(table_of_anything: Make, text: str) -> None:
    frame, problems = table_of_anything("production", {"quantity": text, "unit": "kt"})
    assert problems == []
    assert frame["quantity"].tolist() == [float(text)]


@given(st.integers(1890, 2110), st.integers(0, 14), st.integers(0, 33))
@settings(deadline=None, max_examples=50, derandomize=True)
def test_a_day_is_taken_where_the_calendar_has_it(
    table_of_anything: Make, year: int, month: int, day: int
) -> None:
    in_calendar = 1900 <= year <= 2100 and 1 <= month <= 12
    is_day = in_calendar and 1 <= day <= calendar.monthrange(year, month)[1]
    text = f"{year}-{month:02d}-{day:02d}"
    _, problems = table_of_anything("announcements", {"deadline_on": text})
    assert [problem.rule for problem in problems] == ([] if is_day else ["date"])
