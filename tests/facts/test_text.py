"""Numbers in words: no false zero, no false whole, no false precision."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts import text

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(0, 2, 0), (1234, 2, 1200), (0.01234, 2, 0.012), (-1987, 1, -2000), (999.6, 3, 1000)],
)
def test_significant_digits_count_from_the_first_that_is_not_zero(
    value: float, digits: int, expected: float
) -> None:
    assert text.significant(value, digits) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (1234.56, 1, "1,234.6"),
        (-3, 0, "−3"),
        (-0.2, 0, "0"),
        (-0.04, 1, "0.0"),
        (1_000_000, 0, "1,000,000"),
    ],
)
def test_numbers_have_a_true_minus_and_zero_has_no_sign(
    value: float, decimals: int, expected: str
) -> None:
    assert text.number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0%"),
        (0.004, "under 1%"),
        (0.5, "under 1%"),
        (0.51, "1%"),
        (91.2, "91%"),
        (99.4, "99%"),
        (99.5, "over 99%"),
        (99.99, "over 99%"),
        (100, "100%"),
        (-2.6, "−3%"),
    ],
)
def test_percentages_are_rounded_to_whole_ones(value: float, expected: str) -> None:
    assert text.percent(value) == expected


@given(st.floats(min_value=0, max_value=100), st.integers(min_value=0, max_value=2))
def test_only_nothing_is_zero_per_cent_and_only_all_is_a_hundred(
    value: float, decimals: int
) -> None:
    written = text.percent(value, decimals)
    assert (written in {"0%", "0.0%", "0.00%"}) == (value == 0)
    assert (written in {"100%", "100.0%", "100.00%"}) == (value == 100)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-3.4, f"−3{NBSP}percentage points"),
        (1.2, f"1{NBSP}percentage point"),
        (-1, f"−1{NBSP}percentage point"),
        (0, f"0{NBSP}percentage points"),
    ],
)
def test_differences_of_percentages_are_points(value: float, expected: str) -> None:
    assert text.percentage_points(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (950, "950"),
        (110.25, "110"),
        (0.254, "0.254"),
        (12.5, "12.5"),
        (123_456, "123,000"),
        (2_470_000_000, f"2.47{NBSP}billion"),
        (999_900_000, f"1{NBSP}billion"),
        (2_500_000, f"2.5{NBSP}million"),
        (-2_500_000, f"−2.5{NBSP}million"),
        (1.2e12, f"1.2{NBSP}trillion"),
    ],
)
def test_large_numbers_are_told_in_words_of_scale(value: float, expected: str) -> None:
    assert text.scaled(value) == expected


def test_amounts_name_their_currency_on_the_same_line() -> None:
    assert text.usd(12e9) == f"USD{NBSP}12{NBSP}billion"
    assert text.usd(12_345_678, 2) == f"USD{NBSP}12{NBSP}million"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (0.34, "0.34"), (3.46, "3.5"), (1234, "1,200"), (12_345_678, "12,000,000")],
)
def test_tonnes_keep_their_significant_digits(value: float, expected: str) -> None:
    assert text.tonnes(value) == f"{expected}{NBSP}t"


def test_trailing_zeros_are_trimmed_but_whole_tens_stay() -> None:
    assert text.trimmed(2.5, 2) == "2.5"
    assert text.trimmed(200, 2) == "200"
    assert text.trimmed(200, 0) == "200"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "no promises"), (1, "one promise"), (3, "three promises"), (12, "12 promises")],
)
def test_counts_agree_with_their_noun(value: int, expected: str) -> None:
    assert text.counted(value, "promise") == expected


def test_irregular_plurals_can_be_given() -> None:
    assert text.counted(2, "country", "countries") == "two countries"


def test_counts_are_words_up_to_ten_and_digits_beyond() -> None:
    assert [text.count(n) for n in (0, 1, 10, 11, 1200)] == ["none", "one", "ten", "11", "1,200"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("9%", "21%", "9–21%"),
        ("2023", "2025", "2023–2025"),
        ("9%", "9%", "9%"),
        ("under 1%", "3%", "under 1–3%"),
        ("9", "21%", "9–21%"),
    ],
)
def test_ranges_name_a_common_unit_once(low: str, high: str, expected: str) -> None:
    assert text.span(low, high) == expected


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ("2026", "2026"),
        ("2026-02", f"February{NBSP}2026"),
        ("2026-02-04", f"4{NBSP}February{NBSP}2026"),
        ("2025-12-31", f"31{NBSP}December{NBSP}2025"),
    ],
)
def test_dates_are_as_exact_as_the_data(interval: str, expected: str) -> None:
    assert text.day(interval) == expected


def test_a_day_is_told_in_words() -> None:
    assert text.date_words(dt.date(2026, 2, 4)) == f"4{NBSP}February{NBSP}2026"


def test_narrow_columns_shorten_the_month() -> None:
    days = ["2026", "2026-02", "2026-02-04"]
    assert [text.short_day(day) for day in days] == [
        "2026",
        f"Feb{NBSP}2026",
        f"4{NBSP}Feb{NBSP}2026",
    ]


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_read_as_prose(items: list[str], expected: str) -> None:
    assert text.enumeration(items) == expected


def test_only_the_first_letter_is_raised() -> None:
    assert text.capitalised("e-waste of the EU") == "E-waste of the EU"
    assert text.capitalised("") == ""


def test_a_long_list_names_its_first_items_and_counts_the_others() -> None:
    assert text.shortened(["a", "b"], 2) == "a, b"
    assert text.shortened(["a", "b", "c"], 2) == "a, b and 1 more"
    assert text.shortened([], 2) == ""
