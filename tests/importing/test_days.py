"""Days to ISO dates: what can be read in two ways stays open, what the calendar lacks a text."""

from __future__ import annotations

import pytest

from analysis.importing.days import is_open, iso, of_number, orders

DAY, MONTH, BOTH = {"day"}, {"month"}, {"day", "month"}


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["13/4/2026", "1/4/2026"], DAY),
        (["4/13/2026"], MONTH),
        (["12/12/2026", "1/4/2026", "13/4/26"], set()),
        (["1.4.2026"], DAY),
        (["13/4/2026", "4/13/2026"], BOTH),
        (["13/4-2026"], set()),
    ],
)
def test_a_column_shows_what_comes_first(texts: list[str], shown: set[str]) -> None:
    assert orders(texts) == shown


@pytest.mark.parametrize(
    ("text", "shown", "is_it"),
    [
        ("1/4/26", DAY, True),
        ("1/4/2026", set(), True),
        ("1/4/2026", BOTH, True),
        ("1/4/2026", DAY, False),
        ("4/4/2026", set(), False),
        ("4/4/2026", BOTH, True),
        ("2026-04-01", set(), False),
    ],
)
def test_a_day_is_open_while_its_column_does_not_decide(
    text: str, shown: set[str], is_it: bool
) -> None:
    assert is_open(text, shown) == is_it


@pytest.mark.parametrize(
    ("text", "shown", "date"),
    [
        ("3/4/2026", DAY, "2026-04-03"),
        ("3/4/2026", MONTH, "2026-03-04"),
        ("4/4/2026", set(), "2026-04-04"),
        ("31.2.2026", DAY, "31.2.2026"),
        ("2026/4/3", set(), "2026-04-03"),
        ("2026.4", set(), "2026-04"),
        ("4/2026", set(), "2026-04"),
        ("2026-04-03T12:30:00Z", set(), "2026-04-03"),
        ("2026-04-03 00:00", set(), "2026-04-03"),
        ("2026-04", set(), "2026-04"),
        ("spring", set(), "spring"),
    ],
)
def test_a_date_keeps_its_precision(text: str, shown: set[str], date: str) -> None:
    assert iso(text, shown) == date


@pytest.mark.parametrize(
    ("value", "has_serials", "date"),
    [
        (2026.0, False, "2026"),
        (46057.0, True, "2026-02-04"),
        (46057.0, False, None),
        (19_999.0, True, None),
        (20_000.0, True, "1954-10-03"),
        (2026.5, True, None),
        (float("inf"), True, None),
        (3000.0, True, None),
    ],
)
def test_a_bare_number_is_a_year_or_where_days_are_stored_a_day(
    value: float, has_serials: bool, date: str | None
) -> None:
    assert of_number(value, has_serials) == date
