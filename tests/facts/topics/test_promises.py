"""Promises: due is what is not open, and what nothing was found of is a bound, not an outcome."""

from __future__ import annotations

from typing import Any

from small import AS_OF, processed, table

from analysis.facts.fact import Fact
from analysis.facts.topics import promises
from analysis.transforms.promises import promise_summary

COMMON = {
    "title": "Reserve by March",
    "parties": "USA",
    "promise": "a reserve",
    "promised_on": "2025-01",
    "deadline_on": "2026-03",
    "due_on": "2026-03-31",
    "due": True,
    "counted_reason": "counted: a promise of the partners",
}


def facts(*outcomes: str, **changes: Any) -> dict[str, Fact]:
    """The facts on promises with these outcomes, in this order."""
    rows = [
        {"announcement_id": f"act-{place}", "outcome": outcome, "raw_keys": f"promises:{place}"}
        | {"counted": True, **changes}
        for place, outcome in enumerate(outcomes)
    ]
    frame = table("promises", *rows, **COMMON)
    summary = promise_summary(frame, AS_OF)
    tables = processed(promises=frame, promise_summary=summary)
    return {fact.id: fact for fact in promises.facts(tables)}


def test_open_promises_are_not_due() -> None:
    found = facts("kept", "not_checked", "not_checked", "broken", "open")
    counts = {name: found[f"promises-{name}"].value for name in ("due", "kept", "open", "late")}
    assert counts == {"due": 4, "kept": 1, "open": 1, "late": 0}
    assert found["promises-kept-of-due"].text == "1 of 4"


def test_a_count_names_the_promises_counted_or_those_searched() -> None:
    found = facts("kept", "open")
    assert found["promises-kept"].rows["raw_keys"].tolist() == ["promises:0"]
    assert found["promises-late"].rows["raw_keys"].tolist() == ["promises:0", "promises:1"]


def test_where_nothing_is_due_there_is_no_share() -> None:
    found = facts("open")
    assert found["promises-due"].text == "none"
    assert not any("share" in name or "of-due" in name for name in found)
