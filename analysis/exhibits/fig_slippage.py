"""How late plants are: the start first promised against the start, or the last sighting."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from analysis.exhibits.blank import nothing_on_record
from analysis.exhibits.data_model import EVIDENCE, model, own, taken
from analysis.exhibits.fig_promises import short
from analysis.exhibits.legend import key, places
from analysis.exhibits.theme import colour, is_narrow
from analysis.facts import text
from analysis.facts.processed import Processed
from analysis.transforms.slippage import judged, since_promise
from analysis.transforms.statistics import count_of

ID = "fig-slippage"

IN_TIME, LATE, OVERDUE, UNSEEN, STOPPED = "in_time", "late", "overdue", "unseen", "stopped"
ORDER = (OVERDUE, UNSEEN, LATE, IN_TIME, STOPPED)
COLOURS = {
    IN_TIME: "accent-2",
    LATE: "accent-2",
    OVERDUE: "warn",
    UNSEEN: "grey-2",
    STOPPED: "grey-3",
}

ROW_PX, ROW_NARROW_PX = 21, 34
NAMES_PX = 288  # left of the marks, where the width allows
NAME_CHARACTERS, NAME_NARROW_CHARACTERS = 44, 25
END_PX, END_NARROW_PX = 232, 12  # right of the longest line: words, or the room for its head
ARROW, STROKE = "triangle-right", "M-0.15,-0.9L0.15,-0.9L0.15,0.9L-0.15,0.9Z"
# Behind words that cross a grid line.
HALO: dict[str, Any] = {"stroke": colour("paper"), "strokeWidth": 4, "strokeJoin": "round"}
EARLIEST = -12  # months; what was started earlier is drawn there

MODEL = model(
    **taken("slippage", "project_id", "name", "country", "stage", "status"),
    **taken("slippage", "last_seen_on"),
    **taken("slippage", "first_promise", "current_promise", "started_up_on", "started_on"),
    **taken("slippage", "outcome", "up_in_time"),
    start_months=own("float64", "end of the first promise to the start", "months", unknown=True),
    up_months=own("float64", "end of the first promise to starting up", "months", unknown=True),
    **taken("slippage", "waited_months"),
    promised_months=own("float64", "end of the first promise to that of today's", "months"),
    today_months=own("float64", "end of the first promise to the vintage", "months"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """Projects whose first promised date is over, or that started or stopped before it.

    Of an interval in which something happened the middle counts, of a promise the end.
    """
    rows = since_promise(judged(processed["slippage"]), processed.about.as_of)
    order = rows["outcome"].map({outcome: place for place, outcome in enumerate(ORDER)})
    rows = rows.assign(order=order, length=rows["waited_months"].fillna(rows["start_months"]))
    by = ["order", "length", "project_id"]
    return rows.sort_values(by, ascending=[True, False, True], ignore_index=True)


def counts(data: pd.DataFrame) -> dict[str, int]:
    """Projects by outcome, and `judged` for all."""
    return count_of(data["outcome"], ORDER) | {"judged": len(data)}


def title(data: pd.DataFrame) -> str:
    found = counts(data)
    if not found["judged"]:
        return "No promised start of a plant has come due yet"
    verb = "was" if found[OVERDUE] == 1 else "were"
    return (
        f"Of {text.counted(found['judged'], 'project')} due or given up, "
        f"{text.count(found[IN_TIME])} operated by the date first promised; "
        f"{text.count(found[OVERDUE])} {verb} seen after it, not operating"
    )


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Months from the end of the first promised date to operation, or to the last sighting, "
        "plants outside China"
    )


def description(data: pd.DataFrame) -> str:
    rows = "; ".join(f"{row.name} ({row.country}) {words(row)}" for row in _projects(data))
    return f"One line a project from its first promised date, longest wait first. {rows}."


def note(data: pd.DataFrame) -> str:
    unseen = counts(data)[UNSEEN]
    return (
        "Operating means production, not a ribbon or a first trial. Dots are silence; of "
        f"{text.count(unseen)} nothing was heard after the promised date. Mines, demonstration "
        "plants and projects without a promised date are left out."
    )


def words(row: Any, brief: bool = False) -> str:
    """What became of one project, in words; brief where its sign says the rest."""
    if row.outcome == IN_TIME:
        return "in time"
    if row.outcome == LATE:
        return f"{_whole(row.start_months)} late"
    if row.outcome == STOPPED:
        return "given up" if row.status == "cancelled" else "suspended"
    starting = ", starting up" if row.status == "commissioning" and not brief else ""
    if row.outcome == UNSEEN:
        return f"not seen since {text.day(row.last_seen_on[:7])}{starting}"
    return f"{_whole(row.waited_months)} when last seen{starting}"


def _whole(months: float) -> str:
    number = round(months)
    if not number:
        return "under a month"
    return f"{number} month{'s' * (number != 1)}"


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A line per project from the promise to the start or last sighting; names left or above."""
    if data.empty:
        return nothing_on_record(width)
    narrow = is_narrow(width)
    rows = _rows(data, narrow)
    step = ROW_NARROW_PX if narrow else ROW_PX
    scale = _months_scale(rows, width, narrow)
    x = alt.X("from:Q", title=None, scale=scale, axis=_axis(rows))
    y = alt.Y("middle:Q", axis=None, scale=_rows_scale(len(rows) * step))
    base = alt.Chart(rows).encode(y=y)
    layers = [*_lines(base, x), *_signs(base, x), *_labels(rows, y, narrow)]
    picture = alt.LayerChart(layer=layers).properties(width=width, height=len(rows) * step)
    return alt.vconcat(_key(width), picture, spacing=12).properties(padding=0)


def _rows(data: pd.DataFrame, narrow: bool) -> pd.DataFrame:
    """Where each line and sign stands (months), its colour and its words."""
    step, letters = (ROW_NARROW_PX, NAME_NARROW_CHARACTERS) if narrow else (ROW_PX, NAME_CHARACTERS)
    end = data["waited_months"].fillna(data["start_months"]).fillna(0.0).clip(lower=EARLIEST)
    end = end.mask(data["outcome"] == STOPPED, 0.0)
    names = [f"{short(row.name, letters)} ({row.country})" for row in _projects(data)]
    return pd.DataFrame(
        {
            "from": 0.0,
            "to": end,
            "up": data["up_months"].clip(lower=EARLIEST).where(data["start_months"].isna()),
            "silent": data["today_months"].where(data["outcome"].isin([OVERDUE, UNSEEN])),
            "promised": data["promised_months"].where(
                data["outcome"].isin([OVERDUE, UNSEEN])
                & (data["promised_months"] > data["today_months"])
            ),
            "outcome": data["outcome"],
            "colour": data["outcome"].map(COLOURS).map(colour),
            "name": names,
            "words": [words(row, brief=narrow) for row in _projects(data)],
            "middle": np.arange(len(data)) * step + (step - 9 if narrow else step / 2),
        }
    )


def _projects(data: pd.DataFrame) -> list[Any]:
    """The rows as values with names."""
    return list(data.itertuples(index=False))


def _months_scale(rows: pd.DataFrame, width: int, narrow: bool) -> alt.Scale:
    """Months to px: room for the names before the marks, and for words after them."""
    before = 6 if narrow else NAMES_PX
    after = END_NARROW_PX if narrow else END_PX
    low = min(rows["to"].min(), rows["up"].min(), 0.0) - 0.5
    high = max(rows["to"].max(), rows["silent"].max(), rows["promised"].max(), 12.0)
    per_px = (high - low) / (width - before - after)
    return alt.Scale(domain=[low - before * per_px, high + after * per_px], nice=False)


def _rows_scale(height: int) -> alt.Scale:
    return alt.Scale(domain=[0, height], reverse=True, nice=False)


def _axis(rows: pd.DataFrame) -> alt.Axis:
    """Whole years after the promise, as far as the lines go."""
    years = int(max(rows["to"].max(), rows["silent"].max(), rows["promised"].max(), 12) // 12)
    return alt.Axis(
        orient="top",
        values=[12 * year for year in range(years + 1)],
        labelExpr="datum.value == 0 ? 'promised' : '+' + datum.value / 12 + ' y'",
        grid=True,
    )


def _lines(base: alt.Chart, x: alt.X) -> list[alt.Chart]:
    """From the promise to the start or last sighting; dots from there to the vintage."""
    stroke = alt.Color("colour:N", scale=None)
    waited = base.mark_rule(strokeWidth=3).encode(x=x, x2="to:Q", color=stroke)
    silent = base.transform_filter("isValid(datum.silent)").mark_rule(
        strokeWidth=2, strokeDash=[1, 5], strokeCap="round", color=colour("grey-2")
    )
    return [silent.encode(x=alt.X("to:Q"), x2="silent:Q"), waited]


def _signs(base: alt.Chart, x: alt.X) -> list[alt.Chart]:
    """Start, start-up, still waiting, given up, promised now."""
    stroke = alt.Stroke("colour:N", scale=None)
    fill = alt.Fill("colour:N", scale=None)

    def sign(chosen: str, shape: str, size: int) -> alt.Chart:
        rows = base.transform_filter(chosen)
        return rows.mark_point(shape=shape, size=size, strokeWidth=2, opacity=1, filled=True)

    started = f"datum.outcome == '{IN_TIME}' || datum.outcome == '{LATE}'"
    tick = base.transform_filter("isValid(datum.promised)").mark_tick(
        orient="vertical", thickness=2, size=11, opacity=1
    )
    up = sign("isValid(datum.up)", "circle", 70)
    return [
        sign(f"datum.outcome == '{OVERDUE}'", ARROW, 70).encode(x="to:Q", fill=fill),
        sign(f"datum.outcome == '{STOPPED}'", "cross", 60).encode(x="to:Q", fill=fill),
        tick.encode(x=alt.X("promised:Q"), color=alt.Color("colour:N", scale=None)),
        up.encode(x="up:Q", stroke=stroke, fill=alt.value(colour("paper"))),
        sign(started, "circle", 90).encode(x="to:Q", fill=fill),
    ]


def _labels(rows: pd.DataFrame, y: alt.Y, narrow: bool) -> list[alt.Chart]:
    """Names left of the marks and words after them; on a phone both above."""
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 12.5}
    if narrow:
        both = rows.assign(label=rows["name"] + ": " + rows["words"])
        above = alt.Chart(both).encode(x=alt.value(0), y=y, text="label:N")
        return [above.mark_text(dy=-15, **HALO, **style), above.mark_text(dy=-15, **style)]
    ends = rows.assign(after=rows[["to", "silent", "promised", "up", "from"]].max(axis=1))
    after = alt.Chart(ends).encode(x="after:Q", y=y, text="words:N")
    names = alt.Chart(rows).encode(x=alt.value(0), y=y, text="name:N").mark_text(**style)
    return [names, after.mark_text(dx=11, **HALO, **style), after.mark_text(dx=11, **style)]


def _key(width: int) -> alt.LayerChart:
    """What the signs stand for."""
    signs = {
        "operating": ("circle", "accent-2", "accent-2"),
        "seen, not operating": (ARROW, "warn", "warn"),
        "first seen starting up": ("circle", "paper", "warn"),
        "promised now": (STROKE, "warn", "warn"),
        "stopped": ("cross", "grey-3", "grey-3"),
    }
    look = pd.DataFrame(signs.values(), columns=["shape", "fill", "stroke"])
    look[["fill", "stroke"]] = look[["fill", "stroke"]].map(colour)
    entries = pd.concat([places(list(signs), width), look], axis=1)
    points = alt.Chart(entries).mark_point(
        size=70, strokeWidth=2, opacity=1, xOffset=9, filled=True
    )
    points = points.encode(
        x="x:Q",
        y="y:Q",
        shape=alt.Shape("shape:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
    )
    return key(entries, [points], width)
