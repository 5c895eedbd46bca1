"""Promises: what is due, what became of it in words, and what lies too far ahead to be drawn."""

from __future__ import annotations

from typing import Any

import pytest
from small import processed, table

from analysis.exhibits import fig_promises as figure
from analysis.exhibits.exhibit import Exhibit

COMMON = {
    "title": "Reserve by March",
    "parties": "USA",
    "promise": "a reserve",
    "promised_on": "2025-01",
    "deadline_on": "2026-03",
    "due": True,
    "counted_reason": "a promise of the partners",
}


def promise(outcome: str, due_on: str = "2026-03-01", **changes: Any) -> dict[str, Any]:
    return {
        "announcement_id": f"{outcome}-{due_on}",
        "outcome": outcome,
        "due_on": due_on,
        "counted": True,
        **changes,
    }


def drawn(*promises: dict[str, Any]) -> Exhibit:
    return Exhibit(figure, processed(promises=table("promises", *promises, **COMMON)))


def test_only_what_is_due_is_counted_and_no_promise_of_china() -> None:
    exhibit = drawn(
        promise("kept"),
        promise("not_checked"),
        promise("late"),
        promise("open", "2026-12-31"),
        promise("kept", "2026-01-01", counted=False),
    )
    assert exhibit.title == (
        "Of 3 deadlines that have passed, one is known to have been met on time"
    )
    assert figure.counts(exhibit.data)["due"] == 3


def test_deadlines_come_in_order_and_far_ones_are_told_without_a_line() -> None:
    # Today is 31 March 2026 in these tables.
    exhibit = drawn(
        promise("open", "2035-01-01"), promise("not_checked"), promise("kept", "2025-06-30")
    )
    assert exhibit.data["due_on"].tolist() == ["2025-06-30", "2026-03-01", "2035-01-01"]
    assert exhibit.data["drawn"].tolist() == [True, True, False]
    assert "One promise with later deadlines is not drawn" in exhibit.note


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (promise("kept", days_after_deadline=0), "met on the day"),
        (promise("kept", days_after_deadline=-45), "met 45 days early"),
        (promise("late", days_after_deadline=61), "61 days late"),
        (promise("late", days_overdue=30), "overdue by 30 days"),
        (promise("searched"), "searched for, not found"),
        (promise("in_part"), "met in part"),
    ],
)
def test_each_outcome_has_its_words(row: dict[str, Any], said: str) -> None:
    told = drawn(row).description.replace("\N{NO-BREAK SPACE}", " ")
    assert told.endswith(f"due 1 March 2026: {said}.")


def test_a_long_title_is_cut_at_a_word() -> None:
    assert figure.short("A reserve of rare earths, and more", 27) == "A reserve of rare earths…"
    assert figure.short("A reserve", 25) == "A reserve"
