"""What should be visible by now, if acts lead to plants and if they do not, and what is."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.exhibits.blank import nothing_on_record
from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.fig_slippage import HALO
from analysis.exhibits.legend import key, places
from analysis.exhibits.theme import colour
from analysis.facts import text
from analysis.facts.processed import Processed
from analysis.transforms.expected import DOES_NOT, STEPS, WORKS

ID = "fig-expected"

STEP_WORDS = {
    "decision": "Money committed or works begun",
    "operation": "A plant that operates",
}
COLOURS = {WORKS: "accent-2", DOES_NOT: "grey-2"}

HEADING_PX, ROW_PX, BAR_PX = 34, 34, 9
EDGE_PX = 20  # room for the broad mark of nothing seen, and for the words of the axis

MODEL = model(
    **taken("expected_by_now", "step", "hypothesis", "followed_to", "reading", "share_pct"),
    **taken("expected_by_now", "n_acts", "seen", "expected", "low", "high"),
    **taken("expected_by_now", "expected_constant", "low_constant", "high_constant"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """One row a step, hypothesis, and reading of rates and links."""
    return processed["expected_by_now"]


def spans(data: pd.DataFrame) -> pd.DataFrame:
    """Per step and hypothesis the widest interval, and what is seen, over the readings."""
    by = data.groupby(["step", "hypothesis"], sort=False)
    return by.agg(
        share_pct=("share_pct", "first"),
        low=("low", "min"),
        high=("high", "max"),
        seen=("seen", "min"),
        seen_most=("seen", "max"),
    ).reset_index()


def _row(data: pd.DataFrame, step: str, hypothesis: str) -> Any:
    rows = spans(data)
    return rows[(rows["step"] == step) & (rows["hypothesis"] == hypothesis)].iloc[0]


def title(data: pd.DataFrame) -> str:
    if data.empty:
        return "No act that began as words or rules is on record yet"
    decided, operating = (_row(data, step, WORKS) for step in STEPS)
    rather = _row(data, STEPS[0], DOES_NOT)
    if decided["seen"] > rather["high"]:
        decisions = "More decisions than if acts led to nothing"
    elif decided["seen_most"] < decided["low"]:
        decisions = "Fewer decisions than if acts led to plants"
    else:
        decisions = "Decisions do not tell yet whether acts lead to plants"
    if operating["low"] > 0:
        return f"{decisions}; by now {text.number(operating['low'])} or more should operate"
    return (
        f"{decisions}; either way, {text.count(round(operating['high']))} or fewer would have led "
        "to a plant that operates by now"
    )


def subtitle(data: pd.DataFrame) -> str:
    if data.empty:
        return "Acts that would have led to a step by now, and those that have"
    return (
        f"Of {text.number(data['n_acts'].max())} acts that began as words or rules: how many would "
        "have led to each step by now, 90% intervals, and how many have"
    )


def description(data: pd.DataFrame) -> str:
    rows = "; ".join(
        f"{STEP_WORDS[row.step].lower()}, if {text.percent(row.share_pct)} of acts "
        f"lead to a plant: {text.interval(row.low, row.high, '')} expected, "
        f"{text.interval(row.seen, row.seen_most, '')} seen"
        for row in spans(data).itertuples()
    )
    return f"Two bars a step, one a supposition, and a mark for what is seen. {rows}."


def note(data: pd.DataFrame) -> str:
    return (
        "An act that leads to a plant is taken to have a plan on its day, which moves on as plants "
        "on record do. The mark is a span where inferred links add to stated ones."
    )


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A heading a step, below it a bar for each supposition, and the mark of what is seen."""
    if data.empty:
        return nothing_on_record(width)
    rows = _placed(spans(data))
    height = int(rows["y"].max()) + BAR_PX + 6
    most = max(rows["high"].max(), rows["seen_most"].max(), 1)
    x = alt.X(
        "low:Q",
        title=None,
        scale=alt.Scale(domain=[0, most], range=[EDGE_PX, width - EDGE_PX], nice=False),
        axis=alt.Axis(orient="top", tickMinStep=1, format="d", tickCount=6),
    )
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], reverse=True, nice=False))
    base = alt.Chart(rows).encode(y=y)
    bars = base.mark_rule(strokeWidth=BAR_PX, strokeCap="butt").encode(
        x=x, x2="high:Q", color=alt.Color("colour:N", scale=None)
    )
    seen = base.mark_rule(strokeWidth=BAR_PX + 8, color=colour("ink"), strokeCap="butt").encode(
        x=alt.X("seen_from:Q"), x2="seen_to:Q"
    )
    style: dict[str, Any] = {"align": "left", "baseline": "middle"}
    words = base.encode(x=alt.value(0), text="words:N")
    heads = base.transform_filter("isValid(datum.heading)").encode(x=alt.value(0), text="heading:N")
    below: dict[str, Any] = {"dy": -15, "fontSize": 12.5, **style}
    above: dict[str, Any] = {"dy": -36, "fontSize": 13, "fontWeight": 600, **style}
    texts = [
        each.mark_text(**halo, **look)
        for each, look in ((words, below), (heads, above))
        for halo in (HALO, {})
    ]
    picture = alt.layer(bars, seen, *texts).properties(width=width, height=height)
    return alt.vconcat(_key(width), picture, spacing=12).properties(padding=0)


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Where each bar stands (px), its words, and above the first of a step its name."""
    first = ~rows["step"].duplicated()
    steps = first.map({True: HEADING_PX + ROW_PX, False: ROW_PX})
    half = rows["high"].max() / 300  # what is seen is a line as broad as this where it is a number
    return rows.assign(
        y=steps.cumsum() - BAR_PX,
        heading=rows["step"].map(STEP_WORDS).where(first),
        colour=rows["hypothesis"].map(COLOURS).map(colour),
        seen_from=rows["seen"] - half,
        seen_to=rows["seen_most"] + half,
        words=[
            f"If {text.percent(row.share_pct)} of acts lead to a plant: "
            f"{text.interval(row.low, row.high, '')}; seen: "
            f"{text.interval(row.seen, row.seen_most, '')}"
            for row in rows.itertuples()
        ],
    )


def _key(width: int) -> alt.LayerChart:
    """What the bars and the mark stand for."""
    signs = {
        "expected if acts lead to plants": (COLOURS[WORKS], 60),
        "expected if they do not": (COLOURS[DOES_NOT], 60),
        "seen": ("ink", 130),
    }
    entries = places(list(signs), width).assign(
        fill=[colour(hue) for hue, _ in signs.values()],
        shape=["M-1,-0.45L1,-0.45L1,0.45L-1,0.45Z"] * 2 + ["M-0.2,-0.9L0.2,-0.9L0.2,0.9L-0.2,0.9Z"],
    )
    points = alt.Chart(entries).mark_point(filled=True, opacity=1, size=90, xOffset=9)
    points = points.encode(
        x="x:Q",
        y="y:Q",
        shape=alt.Shape("shape:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
    )
    return key(entries, [points], width)
