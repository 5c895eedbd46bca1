"""The verdict's history: what is met now, what was met once, and what nobody could tell."""

from __future__ import annotations

from small import processed, table

from analysis.exhibits import fig_verdict_history as figure
from analysis.exhibits.exhibit import Exhibit

TEST = {"level": "not", "threshold": 50, "direction": "at_least", "unit": "%"}
ASKED = {**TEST, "measure": "a measure", "reason": "half", "result": "met", "weak_only": False}
QUESTIONS = [
    {"test_id": "money", "question": "Is money committed?"},
    {"test_id": "starts", "question": "Do plants start?"},
]


def drawn(*months: tuple[str, str, str, float | None]) -> Exhibit:
    """Months as (month, test, result, value); the value is known to two points on either side."""
    rows = [
        {
            "month": month,
            "as_of": f"{month}-28",
            "test_id": test,
            "result": result,
            "value": value,
            "low": None if value is None else value - 2,
            "high": None if value is None else value + 2,
        }
        for month, test, result, value in months
    ]
    asked = table("verdict_results", *QUESTIONS, **{k: ASKED[k] for k in ASKED if k != "level"})
    history = table("verdict_history", *rows, **TEST)
    return Exhibit(figure, processed(verdict_history=history, verdict_results=asked))


MONTHS = (
    ("2025-01", "money", "met", 60.0),
    ("2025-01", "starts", "unknown", None),
    ("2025-02", "money", "undecided", 51.0),
    ("2025-02", "starts", "not_met", 10.0),
)


def test_what_was_met_once_is_told_beside_what_is_met_now() -> None:
    assert drawn(*MONTHS).title == (
        "None of two tests are met now, one was met at some time in 2 months"
    )
    assert drawn(*MONTHS[2:]).title == "In none of 1 months was any of the two tests met"


def test_each_test_is_told_month_by_month_and_as_it_stands_now() -> None:
    said = drawn(*MONTHS).description
    assert "Is money committed? met in one month, left open by the data in one month; " in said
    assert "now between 49% and 53%, wanted at least 50%" in said
    assert "Do plants start? no data in one month, not met in one month; " in said


def test_before_the_first_month_nothing_is_on_record() -> None:
    assert drawn().title == "No month is on record yet"
