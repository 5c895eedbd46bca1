"""Nothing on record yet is said in words, in a chart and in a table alike."""

from __future__ import annotations

from analysis.exhibits.blank import HEIGHT, WORDS, no_rows, nothing_on_record
from analysis.exhibits.table import Column


def test_a_chart_of_nothing_is_one_line_of_words_in_its_column() -> None:
    chart = nothing_on_record(340).to_dict()
    assert (chart["width"], chart["height"]) == (340, HEIGHT)
    [rows] = chart["datasets"].values()
    assert rows == [{"words": WORDS}]
    assert chart["encoding"]["y"]["value"] == HEIGHT / 2


def test_a_table_of_nothing_says_so_in_its_first_column() -> None:
    table = no_rows((Column("plant", "Plant"), Column("status", "Status")))
    assert table.cells().to_dict("records") == [{"plant": WORDS, "status": ""}]
