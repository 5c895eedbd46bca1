"""The key of a chart whose signs cannot be labelled where they stand."""

from __future__ import annotations

import altair as alt
import pandas as pd

FONT_PX, LINE_PX = 12.5, 20
GLYPH_PX = 6.1  # mean breadth of a letter
SIGN_PX, GAP_PX = 23, 14  # room for the sign, and between entries


def places(names: list[str], width: int) -> pd.DataFrame:
    """Where the entries of a key stand when set in lines like words.

    Returns words, x and y (px, the middle of the line), x_words (px), in the order of the names.
    """
    rows, x, y = [], 0.0, LINE_PX / 2
    for name in names:
        breadth = SIGN_PX + len(name) * GLYPH_PX + GAP_PX
        if x and x + breadth - GAP_PX > width:
            x, y = 0.0, y + LINE_PX
        rows.append((name, x, y, x + SIGN_PX))
        x += breadth
    return pd.DataFrame(rows, columns=["words", "x", "y", "x_words"])


def key(entries: pd.DataFrame, signs: list[alt.Chart], width: int) -> alt.LayerChart:
    """The key as a chart: signs drawn at x and y, and their words.

    Parameters: entries as `places` returns them; charts of signs in the same px; the width.
    """
    height = entries["y"].max() + LINE_PX / 2
    x = alt.X("x_words:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], reverse=True, nice=False))
    words = alt.Chart(entries).mark_text(align="left", baseline="middle", fontSize=FONT_PX)
    layers = [words.encode(x=x, y=y, text="words:N"), *signs]
    return alt.LayerChart(layer=layers).properties(width=width, height=height)
