"""Where a value stands in its file: row, column and the value as the file shows it."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.raw.cells import listed, plain, problem_at, problems_at
from analysis.raw.tables import TABLES

FRAME = pd.DataFrame(
    {"quantity": [140.0, 1.5, None], "source_row": [2, 5, 9]}, index=["a", "b", "c"]
)
ABOUT = (TABLES["demand"], FRAME)
RULE = ("quantity", "too-much", "is too much", "halve it")


def test_a_problem_names_the_row_of_the_file_and_the_value_as_it_stands_there() -> None:
    said = [problem_at(*ABOUT, at, *RULE).sentence() for at in FRAME.index]
    assert said == [
        'demand.csv row 2, quantity: "140" is too much; halve it',
        'demand.csv row 5, quantity: "1.5" is too much; halve it',
        "demand.csv row 9, quantity: is too much; halve it",
    ]


def test_each_marked_row_has_the_problem_and_what_is_unknown_marks_none() -> None:
    wrong = pd.Series([True, None, False], FRAME.index, dtype="boolean")
    problems = problems_at(*ABOUT, wrong, *RULE, severity="warning")
    assert [(each.row, each.severity, each.rule) for each in problems] == [
        (2, "warning", "too-much")
    ]
    assert problem_at(*ABOUT, "a", *RULE).severity == "error"


@pytest.mark.parametrize(
    ("value", "text"), [(140.0, "140"), (1.5, "1.5"), (7, "7"), (True, "True"), ("x", "x")]
)
def test_a_whole_number_has_no_point(value: object, text: str) -> None:
    assert plain(value) == text


@pytest.mark.parametrize(
    ("values", "most", "phrase"),
    [
        (["a", None, "c"], 3, "a, (no name), c"),
        (["a", "b", "c"], 2, "a, b and 1 more"),
        ("abcdefg", 5, "a, b, c, d, e and 2 more"),
        ([], 5, ""),
    ],
)
def test_of_many_names_the_rest_is_a_number(values: list[object], most: int, phrase: str) -> None:
    assert listed(values, most) == phrase
