"""Changes are named by the row, the column and both values."""

from __future__ import annotations

from typing import Any

from analysis.citation.changes import Change, exhibit_changes, fact_changes, row_changes

OLD: dict[str, Any] = {
    "title": "China refines 91%",
    "subtitle": "Per cent",
    "sources": ["iea", "usgs"],
    "columns": ["step", "basis", "country", "share_pct"],
    "rows": [
        ["Refining", "actual", "CHN", 91.5],
        ["Refining", "actual", "MYS", 4.5],
        ["Mining", "actual", "CHN", 61],
    ],
}


def test_a_changed_number_is_named_with_its_row_and_both_values() -> None:
    rows = [["Refining", "actual", "CHN", 92.5], *OLD["rows"][1:]]
    changes = exhibit_changes(OLD, OLD | {"rows": rows})
    assert changes == [Change("step Refining, country CHN", "share_pct", 91.5, 92.5)]
    assert changes[0].sentence() == "step Refining, country CHN: share_pct 91.5 → 92.5"


def test_rows_that_come_and_go_are_named_with_their_values() -> None:
    rows = [*OLD["rows"][:2], ["Mining", "actual", "USA", 9]]
    gone, came = exhibit_changes(OLD, OLD | {"rows": rows})
    assert gone.sentence() == "step Mining, country CHN: row gone"
    assert came.sentence() == "step Mining, country USA: row added"
    assert came.new == {"basis": "actual", "share_pct": 9}


def test_title_and_sources_are_compared_too() -> None:
    new = OLD | {"title": "China refines 92%", "sources": ["iea", "bgs"]}
    assert [change.sentence() for change in exhibit_changes(OLD, new)] == [
        "title China refines 91% → China refines 92%",
        "source added: bgs",
        "source gone: usgs",
    ]


def test_the_same_rows_in_another_order_are_no_change() -> None:
    assert exhibit_changes(OLD, OLD | {"rows": OLD["rows"][::-1]}) == []


def test_rows_that_nothing_tells_apart_are_compared_in_order() -> None:
    old = [{"place": "EU", "value": 1.5}, {"place": "EU", "value": 2.5}]
    new = [{"place": "EU", "value": 1.5}, {"place": "EU", "value": 3.5}]
    assert row_changes(old, new) == [Change("place EU", "value", 2.5, 3.5)]


def test_a_column_that_came_is_a_change() -> None:
    old, new = [{"place": "EU"}], [{"place": "EU", "value": 2.5}]
    assert row_changes(old, new) == [Change("place EU", "value", None, 2.5)]


def test_an_empty_table_has_no_changes_but_its_new_rows() -> None:
    assert row_changes([], []) == []
    assert row_changes([], [{"place": "EU"}]) == [Change("place EU", "row", None, {})]


def test_a_fact_says_its_old_and_new_text() -> None:
    old = {"label": "share", "text": "91%", "value": 91.2, "unit": "%", "formula": "a/b"}
    old |= {"sources": ["iea"]}
    changes = fact_changes(old, old | {"text": "92%", "value": 92.1})
    assert [change.sentence() for change in changes] == ["text 91% → 92%", "value 91.2 → 92.1"]


def test_measured_numbers_are_told_in_few_digits_unless_the_change_is_in_the_later_ones() -> None:
    assert Change("", "share_pct", 61.9694682612, 60.9694682612).sentence() == (
        "share_pct 61.969 → 60.969"
    )
    assert Change("", "share_pct", 61.96941, 61.96942).sentence() == "share_pct 61.96941 → 61.96942"
    assert Change("", "year", 2024, 2025).sentence() == "year 2024 → 2025"
