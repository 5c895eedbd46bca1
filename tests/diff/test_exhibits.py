"""Exhibits of two states: what came, went and changed, in the order of the report."""

from __future__ import annotations

from typing import Any

from analysis.diff.exhibits import ExhibitDiff, exhibit_diffs


def record(title: str, *rows: list[Any], sources: tuple[str, ...] = ("a",)) -> dict[str, Any]:
    return {
        "title": title,
        "subtitle": "",
        "columns": ["country", "share_pct"],
        "units": {"share_pct": "%"},
        "rows": list(rows),
        "sources": list(sources),
    }


OLD = {
    "fig-gone": record("Went", ["CHN", 1.0]),
    "fig-same": record("Same", ["CHN", 1.0]),
    "fig-moved": record("Before", ["CHN", 90.0], ["USA", 5.0]),
}
NEW = {
    "fig-moved": record("After", ["CHN", 91.0], ["AUS", 5.0], sources=("a", "b")),
    "fig-new": record("Came", ["CHN", 1.0]),
    "fig-same": record("Same", ["CHN", 1.0]),
}


def test_what_differs_comes_in_the_order_of_the_report_and_what_went_last() -> None:
    found = [(each.id, each.old, each.new) for each in exhibit_diffs(OLD, NEW)]
    assert found == [
        ("fig-moved", "Before", "After"),
        ("fig-new", None, "Came"),
        ("fig-gone", "Went", None),
    ]


def test_changes_are_counted_by_what_they_are() -> None:
    moved, new, _ = exhibit_diffs(OLD, NEW)
    assert moved.counts == {"values": 1, "rows_added": 1, "rows_gone": 1, "sources": 1}
    assert set(new.counts.values()) == {0}
    assert new.as_json() == {"id": "fig-new", "old": None, "new": "Came", "changes": []}
    assert ExhibitDiff("x", "a", "b").counts["values"] == 0
