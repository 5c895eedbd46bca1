"""The look of charts: every colour has two values, and a chart is as wide as its column."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from analysis.exhibits import theme


def test_every_colour_has_a_light_and_a_dark_value() -> None:
    palette = theme.tokens()
    assert set(palette["light"]) == set(palette["dark"])
    assert theme.colour("accent") == palette["light"]["accent"]


@pytest.mark.parametrize(
    ("width", "narrow"), [(theme.NARROW, True), (529, True), (530, False), (theme.WIDE, False)]
)
def test_a_chart_is_the_phones_below_the_middle_of_both_widths(width: int, narrow: bool) -> None:
    assert theme.is_narrow(width) == narrow


def test_axis_labels_count_to_the_width_of_a_chart() -> None:
    chart = alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x:Q")
    fitted = theme.fitted(chart, 340).to_dict()
    assert (fitted["width"], fitted["padding"]) == (340, 0)
    assert fitted["autosize"] == {"type": "fit-x", "contains": "padding"}


def test_every_text_of_a_chart_is_set_in_the_reports_own_type() -> None:
    config = theme.config()
    fonts = {
        value
        for part in (config, *(part for part in config.values() if isinstance(part, dict)))
        for name, value in part.items()
        if name.lower().endswith("font")
    }
    assert fonts == {theme.FONT_STACK}
