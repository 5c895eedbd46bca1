"""Counting: a count of none rests on the rows that were searched, and no fact on nothing."""

from __future__ import annotations

import pandas as pd

from analysis.facts.topics.counting import counted, either, sourced

ROWS = pd.DataFrame({"source_ids": ["a", "b|a", ""], "raw_keys": ["t:1", "t:2", "t:3"]})
WORDS = {"id": "moons", "label": "moons seen", "unit": "moons", "formula": "count", "table": "t"}


def test_rows_without_a_source_are_no_evidence_of_their_own() -> None:
    assert either(ROWS.iloc[:1], ROWS) is not ROWS
    assert either(ROWS.iloc[:0], ROWS) is ROWS
    assert either(ROWS.iloc[2:], ROWS) is ROWS


def test_a_count_is_of_the_rows_found_and_names_them() -> None:
    two, none = counted(ROWS.iloc[:2], ROWS, **WORDS), counted(ROWS.iloc[:0], ROWS, **WORDS)
    assert (two.value, two.rows["raw_keys"].tolist()) == (2, ["t:1", "t:2"])
    assert (none.value, none.text, len(none.rows)) == (0, "none", 3)
    assert {name: getattr(two, name) for name in WORDS} == WORDS


def test_facts_that_no_source_stands_behind_are_left_out() -> None:
    facts = [counted(ROWS.iloc[:1], ROWS, **WORDS), counted(ROWS[2:], ROWS[2:], **WORDS)]
    assert list(sourced(facts)) == facts[:1]
