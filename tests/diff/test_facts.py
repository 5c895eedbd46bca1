"""Facts of two states: what became of them, in which order, and which rows are behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis.diff.facts import FactChange, fact_changes
from analysis.diff.rows import RawTable, table_diff
from analysis.raw.tables import TABLES

Make = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"value": 5, "text": "5"}, "moved"),
        ({"unit": "acts"}, "moved"),
        ({"value": 4.01}, "within"),
        ({"formula": "summed"}, "redefined"),
        ({"label": "another label"}, "redefined"),
        ({"sources": ["a"]}, "resourced"),
    ],
)
def test_what_became_of_a_fact_is_told_apart(record: Make, said: dict[str, Any], kind: str) -> None:
    old = record("acts", 4)
    [change] = fact_changes({"acts": old}, {"acts": old | said}, [])
    assert change.kind == kind


def test_facts_that_came_and_went_are_told(record: Make) -> None:
    changes = fact_changes({"old": record("old", 1)}, {"new": record("new", 2)}, [])
    assert [(change.id, change.kind) for change in changes] == [("new", "came"), ("old", "went")]


def test_a_fact_that_stays_is_not_told(record: Make) -> None:
    assert fact_changes({"a": record("a", 1)}, {"a": record("a", 1)}, []) == []


def test_facts_of_the_sentences_stand_first_then_the_largest_changes(record: Make) -> None:
    old = {name: record(name, 100) for name in ("little", "much", "said")}
    values = {"little": 101, "much": 300, "said": 102}
    new = {name: record(name, value) for name, value in values.items()}
    changes = fact_changes(old, new, [], spoken={"said"})
    assert [change.id for change in changes] == ["said", "much", "little"]


def test_the_size_of_a_change_is_its_part_of_the_larger_value(record: Make) -> None:
    assert FactChange(record("a", 50), record("a", 100)).size == 0.5
    assert FactChange(record("a", 0), record("a", 0)).size == 0
    assert FactChange(record("a", "not"), record("a", "little")).size == 1


def promise(**said: str) -> dict[str, str]:
    return {"announcement_id": "a", "outcome": "open", "reason": "none", "source_id": "s"} | said


def promises(*rows: dict[str, str]) -> RawTable:
    return RawTable("promises", tuple(TABLES["promises"].fields), rows)


def test_the_changed_rows_behind_a_fact_say_why_it_moved(record: Make) -> None:
    other = promise(announcement_id="b")
    diff = table_diff(
        promises(promise(), other),
        promises(promise(outcome="kept"), other | {"outcome": "late"}),
        ("announcement_id",),
    )
    inputs = [{"table": "promises", "keys": ["a"]}]
    old, new = (record("kept", value, inputs=inputs) for value in (0, 1))
    [change] = fact_changes({"kept": old}, {"kept": new}, [diff])
    assert [(row.table, row.name) for row in change.why] == [("promises", "a")]


def test_the_row_that_measures_otherwise_stands_before_the_one_that_is_worded_otherwise(
    record: Make,
) -> None:
    other = promise(announcement_id="b")
    diff = table_diff(
        promises(promise(), other),
        promises(promise(reason="some"), other | {"outcome": "late"}),
        ("announcement_id",),
    )
    inputs = [{"table": "promises", "keys": ["a", "b"]}]
    old, new = (record("kept", value, inputs=inputs) for value in (0, 1))
    [change] = fact_changes({"kept": old}, {"kept": new}, [diff])
    assert [row.name for row in change.why] == ["b", "a"]


def test_a_correction_is_behind_the_facts_of_the_row_that_it_corrects(record: Make) -> None:
    line = {"table": "promises", "key": "a", "column": "outcome", "value": "kept"}
    old, new = (RawTable("corrections", tuple(line), rows) for rows in ((), (line,)))
    diff = table_diff(old, new, ("table", "key", "column"))
    inputs = [{"table": "promises", "keys": ["a"]}]
    before, after = (record("kept", value, inputs=inputs) for value in (0, 1))
    [change] = fact_changes({"kept": before}, {"kept": after}, [diff])
    assert [row.table for row in change.why] == ["corrections"]


def test_a_changed_source_counts_only_where_no_other_row_changed(record: Make) -> None:
    old, new = (
        RawTable("sources", ("source_id", "tier"), ({"source_id": "s", "tier": tier},))
        for tier in ("weak", "primary")
    )
    diff = table_diff(old, new, ("source_id",))
    before, after = (record("share", value, sources=["s"]) for value in (60, 50))
    [change] = fact_changes({"share": before}, {"share": after}, [diff])
    assert [row.name for row in change.why] == ["s"]
