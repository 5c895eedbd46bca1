"""What an exhibit shows when nothing is on record yet at an older state of knowledge."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.exhibits.table import Column, Table
from analysis.exhibits.theme import colour, fitted

WORDS = "Nothing on record at this date"
HEIGHT = 48  # px


def nothing_on_record(width: int) -> alt.Chart | alt.LayerChart:
    """A chart of one line of words, as wide as the column."""
    words = alt.Chart(pd.DataFrame({"words": [WORDS]})).mark_text(
        align="left", fontSize=13, color=colour("ink-3")
    )
    placed = words.encode(x=alt.value(0), y=alt.value(HEIGHT / 2), text="words:N")
    return fitted(placed, width).properties(height=HEIGHT)


def no_rows(columns: tuple[Column, ...]) -> Table:
    """A table of one row, with the words in its first column."""
    head, *others = columns
    return Table(pd.DataFrame([{head.name: WORDS, **{each.name: "" for each in others}}]), columns)
