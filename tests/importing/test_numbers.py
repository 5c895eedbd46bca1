"""Numbers as people write them: a column settles its decimal mark, or the text stays open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analysis.importing import numbers

NBSP, MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["1,234.5"], {"."}),
        (["1.234,5"], {","}),
        (["1,234,567"], {"."}),
        (["1.5"], {"."}),
        (["0,125"], {","}),
        (["1234.125"], {"."}),
        (["1.234", "1,234", "12", "text"], set()),
        (["1.5", "1,5"], {".", ","}),
    ],
)
def test_the_texts_of_a_column_show_the_decimal_mark(texts: list[str], marks: set[str]) -> None:
    assert numbers.decimal_marks(texts) == marks


@pytest.mark.parametrize(
    ("text", "marks", "is_it"),
    [
        ("1.234", set(), True),
        ("1.234", {"."}, False),
        ("1.234", {".", ","}, True),
        ("1.5", {"."}, False),
        ("1.5", {".", ","}, True),
        ("1234", set(), False),
        ("-1,234", set(), True),
        ("0.125", set(), False),
    ],
)
def test_a_number_is_open_while_its_column_does_not_decide(
    text: str, marks: set[str], is_it: bool
) -> None:
    assert numbers.is_open(text, marks) == is_it


@pytest.mark.parametrize(
    ("text", "marks", "number"),
    [
        ("1.234", {","}, "1234"),
        ("1.234", {"."}, "1.234"),
        ("1,234", {"."}, "1234"),
        ("1,234", {","}, "1.234"),
        ("1.234,5", {","}, "1234.5"),
        ("1,234.5", set(), "1234.5"),
        ("12", {","}, "12"),
        ("12,3,4", {"."}, "12,3,4"),
    ],
)
def test_a_number_is_written_with_a_point_and_without_groups(
    text: str, marks: set[str], number: str
) -> None:
    assert numbers.with_point(text, marks) == number


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        (f"{MINUS}5", "-5"),
        (f"12{NBSP}345", "12345"),
        ("1'234'567,5", "1234567,5"),
        ("12 34", "12 34"),
        ("4 July 2026", "4 July 2026"),
    ],
)
def test_blanks_between_groups_of_three_go(text: str, tidy: str) -> None:
    assert numbers.tidied(text) == tidy


def test_a_whole_number_loses_the_zeros_of_a_spreadsheet() -> None:
    assert [numbers.without_zeros(text) for text in ("2026.0", "2026.50", "v1.0")] == [
        "2026",
        "2026.50",
        "v1.0",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (12, "12"),
        (140.0, "140"),
        (Decimal("1.500"), "1.5"),
        (float("inf"), "inf"),
    ],
)
def test_a_stored_number_has_fifteen_digits_and_no_exponent(
    value: float | Decimal, text: str
) -> None:
    assert numbers.number_text(value) == text


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [("1.50", "1.5", True), ("1", "1.0", True), ("1", "2", False), ("x", "x", False)],
)
def test_numbers_are_the_same_by_value(first: str, second: str, same: bool) -> None:
    assert numbers.same_number(first, second) == same
