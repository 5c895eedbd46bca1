"""How every chart looks: colours by meaning, type, axes.

Colours are tokens with a light and a dark value (`tokens.json`); the style sheet of the report
declares the same tokens as custom properties, and charts name the light value, which the web
page maps to the property (see `svg.themed`).
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import altair as alt

FONT = "Source Sans Pro"
FONT_STACK = f"{FONT}, Helvetica, Arial, sans-serif"

WIDE = 720  # px, the exhibit column on a laptop; also the width of the PDF's text block
NARROW = 340  # px, the exhibit column on a phone


@cache
def tokens() -> dict[str, dict[str, str]]:
    """The palette: `{"light": {token: hex}, "dark": {token: hex}}`."""
    text = files(__package__).joinpath("tokens.json").read_text(encoding="utf-8")
    colours: dict[str, dict[str, str]] = json.loads(text)
    return colours


def colour(token: str) -> str:
    """The light value of a token, e.g. `colour("accent")`."""
    return tokens()["light"][token]


def is_narrow(width: int) -> bool:
    """Whether a chart of this width is the phone's."""
    return width < (WIDE + NARROW) // 2


def fitted(chart: Any, width: int) -> Any:
    """The chart with axis labels and marks together as wide as the column."""
    return chart.properties(
        width=width, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"), padding=0
    )


def config() -> dict[str, Any]:
    """The Vega-Lite configuration shared by all charts."""
    ink, muted, rule = colour("ink"), colour("ink-3"), colour("rule")
    label = {"font": FONT_STACK, "labelFont": FONT_STACK, "titleFont": FONT_STACK}
    axis = label | {
        "labelColor": muted,
        "labelFontSize": 13,
        "titleColor": muted,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": rule,
        "domainColor": muted,
        "tickColor": rule,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    }
    return {
        "aria": False,  # one name and one description for the whole picture, see svg.accessible
        "background": None,
        "font": FONT_STACK,
        "view": {"stroke": None},
        "axis": {key: value for key, value in axis.items() if key != "font"},
        "header": {
            "labelFont": FONT_STACK,
            "labelFontSize": 14,
            "labelFontWeight": 600,
            "labelColor": ink,
            "titleFont": FONT_STACK,
            "title": None,
        },
        "legend": {
            "labelFont": FONT_STACK,
            "labelFontSize": 13,
            "labelColor": ink,
            "titleFont": FONT_STACK,
            "titleFontSize": 13,
            "titleColor": muted,
            "titleFontWeight": "normal",
            "orient": "top",
            "symbolStrokeWidth": 0,
        },
        "text": {"font": FONT_STACK, "fontSize": 13, "color": ink},
        "title": {"font": FONT_STACK, "fontSize": 14, "color": ink, "anchor": "start"},
        "bar": {"color": colour("grey-3")},
        "line": {"strokeWidth": 2.5, "color": colour("accent")},
        "point": {"filled": True, "size": 70},
        "rule": {"color": muted},
    }
