"""The readings of the tests: what is met in every one, in some, and what does not count yet."""

from __future__ import annotations

from typing import Any

import pytest
from small import processed, table

from analysis.exhibits import fig_readings as figure
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.theme import NARROW, WIDE

ASKED = {
    "measure": "a measure",
    "reason": "half",
    "result": "undecided",
    "weak_only": False,
    "direction": "at_least",
    "threshold": 50,
    "unit": "%",
}


def drawn(*readings: tuple[str, str, float | None, str]) -> Exhibit:
    """Readings as (test, reading, value, result), which have no interval."""
    rows: list[dict[str, Any]] = [
        {"test_id": test, "reading": reading, "result": result, "at_value": result, "unit": "%"}
        | {"value": value, "low": value, "high": value}
        for test, reading, value, result in readings
    ]
    tests = [
        {"test_id": test, "question": f"Is {test} there?"}
        for test in dict.fromkeys(test for test, *_ in readings)
    ]
    asked = table("verdict_results", *tests, **ASKED)
    return Exhibit(
        figure, processed(verdict_readings=table("verdict_readings", *rows), verdict_results=asked)
    )


MONEY = (("money", "committed", 8.0, "not_met"), ("money", "approved", 92.0, "met"))
PLANTS = ("plants", "operating", 60.0, "met")
LATER = ("refining", "output", 91.0, "baseline")


def test_the_title_counts_what_is_met_in_every_reading_and_in_some() -> None:
    assert drawn(*MONEY, PLANTS, LATER).title == (
        "Depending on how they are read, one to two of two tests that count are met"
    )
    assert drawn(PLANTS, LATER).title == "However they are read, one of one test that count is met"


def test_each_reading_is_told_with_its_measure_and_result() -> None:
    said = drawn(*MONEY, LATER).description
    assert "One row a reading, 3 in all" in said
    assert "Is money there? committed: 8%, not met; Is money there? approved: 92%, met" in said
    assert "Is refining there? output: 91%, not counted yet" in said


def test_a_reading_without_a_measure_is_left_out() -> None:
    exhibit = drawn(PLANTS, ("money", "committed", None, "unknown"))
    assert exhibit.data["test_id"].tolist() == ["plants"]


def test_a_question_stands_once_above_its_readings() -> None:
    placed = figure._placed(drawn(*MONEY, PLANTS).data)
    assert placed["heading"].dropna().tolist() == ["Is money there?", "Is plants there?"]
    assert placed["y"].tolist() == [61, 92, 153]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_measured_is_told_and_drawn(width: int) -> None:
    exhibit = drawn()
    assert exhibit.title == "No test of the verdict has a measure yet"
    assert "Nothing on record" in figure.chart(exhibit.data, width).to_json()
