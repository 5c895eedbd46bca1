"""Each test of the verdict in every way in which it can be read and defended."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.exhibits.blank import nothing_on_record
from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.fig_verdict_history import RESULTS
from analysis.exhibits.legend import key, places
from analysis.exhibits.theme import colour
from analysis.facts import text
from analysis.facts.processed import Processed

ID = "fig-readings"

HEADING_PX, ROW_PX = 30, 31
MARK_PX = 20  # from the top of a row to its mark, below its words
QUARTERS = [0, 25, 50, 75, 100]
EDGE_PX = 20  # room for the words of the axis at either end
SHOWN = ("met", "undecided", "not_met", "baseline")

MODEL = model(
    **taken("verdict_readings", "test_id"),
    **taken("verdict_results", "question"),
    **taken("verdict_readings", "reading", "value", "low", "high", "unit"),
    **taken("verdict_results", "direction", "threshold"),
    **taken("verdict_readings", "result"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """One row a reading, in the order of the tests; those without a measure are left out."""
    tests = processed["verdict_results"].set_index("test_id")
    readings = processed["verdict_readings"]
    known = readings[readings["value"].notna()]
    return known.join(tests[["question", "direction", "threshold"]], on="test_id").reset_index(
        drop=True
    )


def spans(data: pd.DataFrame) -> tuple[int, int, int]:
    """How many tests are met whatever the reading, in some reading, and how many count."""
    counted = data[data["result"] != "baseline"]
    met = counted["result"].eq("met").groupby(counted["test_id"])
    return int(met.all().sum()), int(met.any().sum()), counted["test_id"].nunique()


def title(data: pd.DataFrame) -> str:
    always, sometimes, tests = spans(data)
    if not tests:
        return "No test of the verdict has a measure yet"
    of = f"of {text.counted(tests, 'test')} that count"
    if always == sometimes:
        verb = "is" if always == 1 else "are"
        return f"However they are read, {text.count(always)} {of} {verb} met"
    return (
        f"Depending on how they are read, {text.count(always)} to {text.count(sometimes)} {of} "
        "are met"
    )


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Every reading of each test that can be defended, per cent: value, interval of chance and "
        "threshold"
    )


def description(data: pd.DataFrame) -> str:
    rows = "; ".join(
        f"{row.question} {row.reading}: {measured(row)}, {RESULTS[row.result][1]}"
        for row in data.itertuples()
    )
    return f"One row a reading, {len(data)} in all. {rows}."


def note(data: pd.DataFrame) -> str:
    return (
        "A reading answers a question that the data do not settle, such as whether an approval "
        "commits money. The verdict gives an answer only if it is the same in all."
    )


def measured(row: Any) -> str:
    """The value of a reading, or its interval."""
    return text.interval(row.low, row.high, row.unit)


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A heading a test, below it a line of words and a mark for each reading."""
    if data.empty:
        return nothing_on_record(width)
    rows = _placed(data)
    height = int(rows["y"].max()) + MARK_PX
    x = alt.X(
        "low:Q",
        title=None,
        scale=alt.Scale(domain=[0, 100], range=[EDGE_PX, width - EDGE_PX], nice=False),
        axis=alt.Axis(orient="top", values=QUARTERS, labelExpr="datum.value + '%'"),
    )
    scale = alt.Scale(domain=[0, height], reverse=True, nice=False)
    base = alt.Chart(rows).encode(y=alt.Y("y:Q", axis=None, scale=scale))
    hue = alt.Color("colour:N", scale=None)
    bars = base.mark_rule(strokeWidth=3).encode(x=x, x2="high:Q", color=hue)
    points = base.mark_point(filled=True, size=80, opacity=1, shape="circle")
    thresholds = base.mark_tick(orient="vertical", thickness=2, size=14, color=colour("ink"))
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 12}
    halo: dict[str, Any] = {"stroke": colour("paper"), "strokeWidth": 4, "strokeJoin": "round"}
    words = base.encode(x=alt.value(0), text="words:N")
    heads = alt.Chart(rows[rows["heading"].notna()]).mark_text(
        dy=-34, align="left", baseline="middle", fontSize=13, fontWeight=600
    )
    picture = alt.layer(
        bars,
        points.encode(x=alt.X("value:Q"), color=hue),
        thresholds.encode(x=alt.X("threshold:Q")),
        words.mark_text(dy=-13, limit=width, **halo, **style),
        words.mark_text(dy=-13, limit=width, **style),
        heads.encode(x=alt.value(0), y=alt.Y("y:Q", axis=None, scale=scale), text="heading:N"),
    ).properties(width=width, height=height)
    return alt.vconcat(_key(width), picture, spacing=12).properties(padding=0)


def _placed(data: pd.DataFrame) -> pd.DataFrame:
    """Where each reading stands (px), its words, and above the first of a test its question."""
    first = ~data["test_id"].duplicated()
    steps = first.map({True: HEADING_PX + ROW_PX, False: ROW_PX})
    return data[["low", "high", "value", "threshold"]].assign(
        y=steps.cumsum(),
        heading=data["question"].where(first),
        colour=[colour(RESULTS[result][0]) for result in data["result"]],
        words=[f"{text.capitalised(row.reading)}: {measured(row)}" for row in data.itertuples()],
    )


def _key(width: int) -> alt.LayerChart:
    """What the colours and the tick stand for."""
    names = [*(RESULTS[result][1] for result in SHOWN), "threshold"]
    look = {
        "shape": [*["circle"] * len(SHOWN), "stroke"],
        "fill": [*(colour(RESULTS[result][0]) for result in SHOWN), colour("ink")],
    }
    entries = places(names, width).assign(**look)
    points = alt.Chart(entries).mark_point(size=80, filled=True, opacity=1, xOffset=9)
    shape = alt.Scale(
        domain=["circle", "stroke"], range=["circle", "M-0.1,-0.9L0.1,-0.9L0.1,0.9L-0.1,0.9Z"]
    )
    return key(
        entries,
        [
            points.encode(
                x="x:Q",
                y="y:Q",
                shape=alt.Shape("shape:N", scale=shape, legend=None),
                fill=alt.Fill("fill:N", scale=None),
            )
        ],
        width,
    )
