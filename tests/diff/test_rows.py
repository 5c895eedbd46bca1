"""Rows of two tables: what came, went and changed, and that nothing is lost in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.diff.comparison import applied_to, table_diffs
from analysis.diff.rows import ROW_KINDS, RawTable, Row, applied, most_alike, table_diff
from analysis.diff.states import read_raw
from analysis.raw.tables import TABLES

RAW = Path(__file__).parents[2] / "data" / "raw"
REAL = read_raw(RAW)

KEY = ("act", "day", "source_id")
COLUMNS = (*KEY, "status", "note")


def milestones(*rows: Row) -> RawTable:
    return RawTable("milestones", COLUMNS, rows)


def same(one: RawTable | None, other: RawTable | None) -> bool:
    """Whether two tables hold the same, in any order of rows."""
    if one is None or other is None:
        return one is other
    return one.columns == other.columns and bag(one.rows) == bag(other.rows)


def bag(rows: Iterable[Row]) -> Counter[tuple[tuple[str, str], ...]]:
    """Rows without their order."""
    return Counter(tuple(sorted(row.items())) for row in rows)


# Few values, so that keys meet, repeat and lack parts; empty cells are left out, as in every row.
CELLS = st.sampled_from(["", "a", "b", "a|b", "é\n", "=1+1"])
ROWS = st.lists(
    st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)).map(
        lambda row: {column: cell for column, cell in row.items() if cell}
    ),
    max_size=12,
)


@given(ROWS, ROWS, st.sampled_from([(), ("day",)]))
def test_a_diff_applied_to_the_old_table_gives_the_new_one(
    old: list[Row], new: list[Row], dates: tuple[str, ...]
) -> None:
    diff = table_diff(milestones(*old), milestones(*new), KEY, dates)
    assert same(applied(diff, milestones(*old)), milestones(*new))


@given(ROWS)
def test_a_table_does_not_differ_from_itself_in_any_order(rows: list[Row]) -> None:
    unique = list({tuple(row.get(part) for part in KEY): row for row in rows}.values())
    assert not table_diff(milestones(*unique), milestones(*unique[::-1]), KEY)
    assert not table_diff(milestones(*rows), milestones(*rows), KEY)


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_a_diff_of_the_real_tables_and_altered_ones_gives_the_altered_ones(
    data: st.DataObject,
) -> None:
    table = REAL[data.draw(st.sampled_from(["milestones", "promises", "capacity_needs"]))]
    kept = data.draw(st.lists(st.sampled_from(table.rows), min_size=1, max_size=30, unique_by=id))
    column = data.draw(st.sampled_from(table.columns))
    altered = [{**row, column: "altered"} if i % 3 == 0 else row for i, row in enumerate(kept)]
    new = {**REAL, table.name: RawTable(table.name, table.columns, tuple(altered))}
    made = applied_to(REAL, table_diffs(REAL, new))
    assert made.keys() == new.keys()
    assert all(same(made[name], new[name]) for name in new)


def test_the_real_tables_do_not_differ_from_themselves() -> None:
    assert set(REAL) >= set(TABLES)
    assert table_diffs(REAL, read_raw(RAW)) == []


def test_a_value_is_changed_field_by_field() -> None:
    old = {"act": "a", "day": "2026", "source_id": "s", "status": "announced", "note": "one"}
    new = {"act": "a", "day": "2026", "source_id": "s", "status": "funded"}
    [row] = table_diff(milestones(old), milestones(new), KEY).rows
    assert row.kind == "changed"
    assert row.name == "a/2026/s"
    assert [(c.column, c.old, c.new) for c in row.cells] == [
        ("status", "announced", "funded"),
        ("note", "one", None),
    ]


def test_a_better_source_is_a_change_of_the_row() -> None:
    old = {"act": "a", "day": "2026-01-01", "source_id": "blog", "status": "signed"}
    new = {"act": "a", "day": "2026-01-01", "source_id": "ministry", "status": "signed"}
    diff = table_diff(milestones(old), milestones(new), KEY)
    assert diff.counts == dict.fromkeys(ROW_KINDS, 0) | {"resourced": 1}
    assert diff.rows[0].names == {"a/2026-01-01/blog", "a/2026-01-01/ministry"}
    assert [(c.column, c.old, c.new) for c in diff.rows[0].cells] == [
        ("source_id", "blog", "ministry")
    ]


def test_a_better_day_of_the_same_news_is_a_change_of_the_row() -> None:
    old = {"act": "a", "day": "2025", "source_id": "blog", "note": "Lease signed in Texas"}
    new = {"act": "a", "day": "2025-12-11", "source_id": "firm", "note": "Lease signed in Texas."}
    diff = table_diff(milestones(old), milestones(new), KEY, dates=("day",))
    assert diff.counts == dict.fromkeys(ROW_KINDS, 0) | {"redated": 1}


def test_other_news_of_another_day_is_another_row() -> None:
    old = {"act": "a", "day": "2026-01-01", "source_id": "blog", "note": "Lease signed in Texas"}
    new = {"act": "a", "day": "2026-01-02", "source_id": "firm", "note": "A loan of ten million"}
    counts = table_diff(milestones(old), milestones(new), KEY, dates=("day",)).counts
    assert (counts["added"], counts["removed"], counts["redated"]) == (1, 1, 0)


def test_a_row_of_the_same_day_goes_before_one_of_another_day() -> None:
    old = {"act": "a", "day": "2026-01-01", "source_id": "blog", "note": "Lease signed"}
    later = {**old, "day": "2026-02-02", "source_id": "firm"}
    same = {**old, "source_id": "court", "note": "A lease was signed by both"}
    diff = table_diff(milestones(old), milestones(later, same), KEY, dates=("day",))
    assert {row.kind: row.name for row in diff.rows} == {
        "added": "a/2026-02-02/firm",
        "resourced": "a/2026-01-01/court",
    }


def test_of_several_candidates_the_most_alike_row_is_the_same_one() -> None:
    shared = {"act": "a", "day": "2026"}
    old = [
        {**shared, "source_id": "one", "note": "a loan of ten million was signed"},
        {**shared, "source_id": "two", "note": "the plant opened"},
    ]
    new = [
        {**shared, "source_id": "three", "note": "the plant was opened"},
        {**shared, "source_id": "four", "note": "a loan of 10 million was signed"},
        {**shared, "source_id": "five", "note": "something else entirely"},
    ]
    diff = table_diff(milestones(*old), milestones(*new), KEY)
    pairs = {(r.old or {}).get("source_id"): (r.new or {}).get("source_id") for r in diff.rows}
    assert pairs == {"one": "four", "two": "three", None: "five"}


def test_pairs_do_not_depend_on_the_order_of_rows_that_are_equally_alike() -> None:
    old, new = [{"note": "x"}], [{"note": "y"}, {"note": "z"}]
    assert most_alike(old, new, (), 0) == [({"note": "x"}, {"note": "y"})]


def test_sources_themselves_are_never_taken_for_one_another() -> None:
    old = RawTable("sources", ("source_id", "title"), ({"source_id": "a", "title": "t"},))
    new = RawTable("sources", ("source_id", "title"), ({"source_id": "b", "title": "t"},))
    counts = table_diff(old, new, ("source_id",)).counts
    assert (counts["added"], counts["removed"]) == (1, 1)


def test_a_new_empty_column_changes_the_table_and_no_row() -> None:
    old = RawTable("t", ("id",), ({"id": "a"},))
    new = RawTable("t", ("id", "place"), ({"id": "a"},))
    diff = table_diff(old, new, ("id",))
    assert diff
    assert diff.rows == ()


def test_a_table_that_came_or_went_is_told_whole() -> None:
    table = RawTable("t", ("id",), ({"id": "a"},))
    came, went = table_diff(None, table, ("id",)), table_diff(table, None, ("id",))
    assert came.counts["added"] == 1
    assert went.counts["removed"] == 1
    assert applied(came, None) == table
    assert applied(went, table) is None


def test_a_diff_is_not_applied_to_a_table_that_lacks_its_rows() -> None:
    diff = table_diff(milestones({"act": "a"}), milestones(), KEY)
    with pytest.raises(ValueError, match="not in list"):
        applied(diff, milestones())
