"""How late plants are: a stopped plant did not keep its promise."""

from __future__ import annotations

from typing import Any

import pytest
from small import processed, table

from analysis.facts.fact import Fact
from analysis.facts.topics import slippage

PLANT = {
    "name": "Plant",
    "country": "USA",
    "mineral": "rare_earths",
    "stage": "magnet",
    "status": "announced",
    "first_promise": "2025",
    "first_promise_said_on": "2024-01-01",
    "current_promise": "2025",
    "n_promises": 1,
    "last_seen_on": "2026-02",
    "at_least_months": 0,
}


def facts(*outcomes: str, up: bool = False, **tables: Any) -> dict[str, Fact]:
    """The facts on plants with these outcomes."""
    rows = [
        {"project_id": f"p{at}", "outcome": outcome, "outcome_as_plant": outcome}
        for at, outcome in enumerate(outcomes)
    ]
    slipped = table("slippage", *rows, restated_months=0, up_in_time=up, **PLANT)
    return {fact.id: fact for fact in slippage.facts(processed(slippage=slipped, **tables))}


def test_the_share_in_time_is_of_the_due_and_the_stopped() -> None:
    found = facts("in_time", "late", "overdue", "stopped", "not_due")
    assert found["slippage-judged"].value == 4
    assert found["slippage-in-time-share"].value == 25
    # Wilson for 1 of 4 at 95 %, worked by hand in test_statistics.
    assert found["slippage-in-time-low"].value == pytest.approx(4.5587, abs=1e-4)
    assert found["slippage-in-time-high"].value == pytest.approx(69.9358, abs=1e-4)
    assert found["slippage-up"].value == 0


def test_what_starts_up_in_time_counts_in_the_generous_reading_alone() -> None:
    found = facts("overdue", "overdue", up=True)
    assert (found["slippage-in-time"].value, found["slippage-up"].value) == (0, 2)


def test_silence_is_no_part_of_the_share_and_both_of_its_bounds() -> None:
    found = facts("in_time", "late", "unseen", "unseen")
    assert found["slippage-unseen"].value == 2
    assert found["slippage-in-time-share"].value == 50
    # Wilson for 1 of 4 begins at 4.6 %, for 3 of 4 it ends at 95.4 %.
    assert found["slippage-in-time-low"].value == pytest.approx(4.5587, abs=1e-4)
    assert found["slippage-in-time-high"].value == pytest.approx(95.4413, abs=1e-4)
