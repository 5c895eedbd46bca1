"""The key of a chart: set like words, and never wider than its column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.exhibits.legend import GLYPH_PX, LINE_PX, SIGN_PX, places


@given(st.lists(st.text("abc", min_size=1, max_size=20), min_size=1, max_size=9))
def test_entries_stay_in_the_column_and_do_not_overlap(names: list[str]) -> None:
    entries = places(names, 340)
    ends = entries["x_words"] + entries["words"].str.len() * GLYPH_PX
    assert ends.max() <= 340
    for _, line in entries.groupby("y"):
        gap = line["x"].shift(-1) - (line["x_words"] + line["words"].str.len() * GLYPH_PX)
        assert gap.dropna().gt(0).all()


def test_a_full_line_is_followed_by_the_next() -> None:
    entries = places(["a" * 20, "b" * 20, "c" * 20], 340)
    assert entries["y"].tolist() == [LINE_PX / 2, LINE_PX / 2, 1.5 * LINE_PX]
    assert entries["x_words"].tolist()[0] == SIGN_PX
