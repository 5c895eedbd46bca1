"""The verdict's table: results are counted, a measure is an interval, sources that tip it tell."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from small import processed, table

from analysis.exhibits import tbl_verdict
from analysis.exhibits.exhibit import Exhibit
from analysis.transforms.sensitivity import WITHOUT_WEAK

TEST = {
    "question": "Is money committed?",
    "measure": "money committed",
    "direction": "at_least",
    "threshold": 50,
    "unit": "%",
    "reason": "half is more than a beginning",
    "weak_only": False,
}
FIRMNESS = {"n_sources": 9, "n_changing": 2, "n_unknown": 1, "changing": "", "n_weak": 4}


def shown(*tests: dict[str, Any]) -> Exhibit:
    named = [{"test_id": f"test-{place}", **test} for place, test in enumerate(tests)]
    firm = [
        {"test_id": row["test_id"], "result": row["result"], "without_weak": left}
        for row, left in zip(named, itertools.cycle(WITHOUT_WEAK))
    ]
    results = table("verdict_results", *named, **TEST)
    summary = table("sensitivity_summary", *firm, **FIRMNESS)
    readings = [
        {"test_id": row["test_id"], "reading": f"reading {value}", "value": value}
        for row in named
        for value in (49, 51)
    ]
    read = table("verdict_readings", *readings, unit="%", result="undecided", at_value="met")
    return Exhibit(
        tbl_verdict,
        processed(verdict_results=results, sensitivity_summary=summary, verdict_readings=read),
    )


MET = {"result": "met", "value": 60, "low": 60, "high": 60}
OPEN = {"result": "undecided", "value": 48, "low": 40, "high": 55}
SILENT = {"result": "unknown", "direction": "at_most", "threshold": 3, "unit": " years"}


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        (
            (MET, OPEN, SILENT),
            "Of three tests that count, one is met, none are not, and two cannot be decided",
        ),
        (
            (MET, MET),
            "Of two tests that count, two are met, none are not, and none cannot be decided",
        ),
    ],
)
def test_what_is_open_or_without_data_cannot_be_decided(
    tests: tuple[dict[str, Any], ...], said: str
) -> None:
    assert shown(*tests).title == said


def test_a_measure_is_told_as_its_interval_against_what_is_wanted() -> None:
    cells = shown(MET, OPEN, SILENT).table.cells()
    assert cells["now"].tolist() == ["60%", "40\N{EN DASH}55%", "no data"]
    assert cells["wanted"].tolist() == ["at least 50%", "at least 50%", "at most 3 years"]


def test_readings_that_meet_the_threshold_are_counted_also_of_a_base_line() -> None:
    later = {**MET, "result": "baseline", "counts_from": "2031"}
    cells = shown(OPEN, later).table.cells()
    assert cells["result"].tolist() == [
        "left open; met in 1 of 2 readings",
        "base line until 2031; met in 1 of 2 readings",
    ]


def test_the_weight_of_the_evidence_is_told_in_form_and_words_and_explained_below() -> None:
    exhibit = shown(MET, OPEN, SILENT)
    cells = exhibit.table.cells()["evidence"].tolist()
    assert cells == [
        "\N{BLACK CIRCLE} holds; 4 of 9 weak",
        "\N{CIRCLE WITH LEFT HALF BLACK} would change; 4 of 9 weak",
        "\N{WHITE CIRCLE} cannot be said; 4 of 9 weak",
    ]
    assert all(cell.split(";")[0] in tbl_verdict.note(exhibit.data) for cell in cells)
    assert exhibit.data["without_weak"].tolist() == list(WITHOUT_WEAK)
