"""What acts that began as words or rules had led to, by months since they were made public."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.exhibits.blank import nothing_on_record
from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.fig_slippage import HALO
from analysis.exhibits.theme import colour, is_narrow
from analysis.facts import text
from analysis.facts.processed import Processed
from analysis.transforms.conversion import GROUPS, MATURE_MONTHS, RUNGS_REACHED
from analysis.transforms.provenance import join_unique

ID = "fig-conversion"

PANELS = {"joint": "Acts of several parties", "national": "Acts of one party alone"}
RUNG_WORDS = {
    "money": "money",
    "contract": "a contract",
    "ground": "ground broken",
    "operation": "operation",
}
COLOURS = {"money": "accent", "contract": "grey-3", "ground": "accent-2", "operation": "grey-2"}
WIDTHS = {"money": 3, "contract": 1.5, "ground": 2.5, "operation": 1.5}

HEIGHT, GAP_PX, AXIS_PX, LABELS_PX = 230, 22, 34, 118
LINE_PX = 15  # from one label to the next

MODEL = model(
    **taken("conversion_curve", "group", "reading", "rung", "rung_name", "month"),
    **taken("conversion_curve", "n_acts", "n_reached", "n_at_risk"),
    **taken("conversion_curve", "share_pct", "low_pct", "high_pct"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """Both readings of the links, in the months in which a curve or its interval moves, in the last
    one, and a year after signature.

    Where no act has reached a rung yet, the evidence is that of all acts of the group.
    """
    curve = processed["conversion_curve"]
    if curve.empty:
        return curve
    by = curve.groupby(["group", "reading", "rung"])
    still = by[["share_pct", "low_pct", "high_pct"]].diff().abs().sum(axis=1) == 0
    first, last = by.cumcount() == 0, by.cumcount(ascending=False) == 0
    kept = curve[~still | first | last | (curve["month"] == MATURE_MONTHS)]
    paths = processed["act_paths"].groupby(["group", "reading"])
    whole = paths[["source_ids", "raw_keys"]].agg(join_unique)
    of_group = whole.reindex(pd.MultiIndex.from_frame(kept[["group", "reading"]]))
    unreached = kept["n_reached"] == 0
    evidence = {
        name: kept[name].mask(unreached, of_group[name].set_axis(kept.index))
        for name in ("source_ids", "raw_keys")
    }
    return kept.assign(**evidence).reset_index(drop=True)


def within_a_year(data: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The interval of the share that led to money within a year, over both readings, by group."""
    at = data[(data["month"] == MATURE_MONTHS) & (data["rung_name"] == "money")]
    return {
        str(group): (float(rows["low_pct"].min()), float(rows["high_pct"].max()))
        for group, rows in at.groupby("group")
    }


def title(data: pd.DataFrame) -> str:
    found = within_a_year(data)
    if set(found) != set(GROUPS):
        return "Too few acts are a year old to say what they led to"
    joint, national = (text.interval(*found[group], "%") for group in GROUPS)
    return (
        f"Within a year, {joint} of acts of several parties led to money, a contract or a plant, "
        f"and {national} of acts of one party"
    )


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Share of acts that had led to each step, by months since they were made public, per cent; "
        "band: 95% interval for money or more"
    )


def description(data: pd.DataFrame) -> str:
    ends = data[data["reading"] == "stated"].groupby(["group", "rung_name"], sort=False).last()
    rows = "; ".join(
        f"{PANELS[group].lower()}, {RUNG_WORDS[rung]}: {row.n_reached} of {row.n_acts} acts, "
        f"{text.percent(row.share_pct)} after {row.month} months"
        for (group, rung), row in ends.iterrows()
    )
    return f"Two panels of step lines, by stated links. {rows or 'No act is on record yet'}."


def note(data: pd.DataFrame) -> str:
    return (
        "Lines count links that a source states; the band also holds inferred ones. The right end "
        "rests on few acts. To be linked is not to be caused."
    )


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A panel for joint and one for national acts, side by side where the width allows."""
    if data.empty:
        return nothing_on_record(width)
    narrow = is_narrow(width)
    each = width - AXIS_PX if narrow else (width - GAP_PX) // 2 - AXIS_PX
    data = data.drop(columns=["source_ids", "raw_keys"])  # many times what is drawn
    last = int(data["month"].max())
    top = float(data.loc[data["rung_name"] == "money", "high_pct"].max())
    panels: list[Any] = [
        _panel(data[data["group"] == group], words, each, last, top)
        for group, words in PANELS.items()
        if (data["group"] == group).any()
    ]
    if narrow:
        return alt.vconcat(*panels, spacing=18).properties(padding=0)
    return alt.hconcat(*panels, spacing=GAP_PX).properties(padding=0)


def _panel(data: pd.DataFrame, heading: str, width: int, last: int, top: float) -> alt.LayerChart:
    """The curves of one group, with the band of money and words at their ends."""
    months = last * width / (width - LABELS_PX)
    x = alt.X(
        "month:Q",
        title=None,
        scale=alt.Scale(domain=[0, months], nice=False),
        axis=alt.Axis(
            values=list(range(0, last + 1, 6)), labelExpr="datum.value + ' m'", grid=False
        ),
    )
    y = alt.Y(
        "share_pct:Q",
        title=None,
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(labelExpr="datum.value + '%'", tickCount=5),
    )
    stated = data[data["reading"] == "stated"]
    layers: list[alt.Chart] = [
        alt.Chart(_band(data))
        .mark_area(interpolate="step-after", opacity=1, color=colour("accent-soft"))
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    ]
    layers += [
        alt.Chart(stated[stated["rung_name"] == rung])
        .mark_line(interpolate="step-after", color=colour(COLOURS[rung]), strokeWidth=WIDTHS[rung])
        .encode(x=x, y=y)
        for rung in reversed(list(RUNGS_REACHED.values()))
    ]
    layers.append(
        alt.Chart(stated[stated["rung_name"] == "money"])
        .mark_point(filled=True, size=22, opacity=1, color=colour(COLOURS["money"]))
        .encode(x=x, y=y)
    )
    style: dict[str, Any] = {"align": "left", "dx": 6, "baseline": "middle", "fontSize": 12.5}
    words = alt.Chart(_ends(stated, top)).encode(x="month:Q", y="place:Q", text="words:N")
    hue = alt.Color("colour:N", scale=None)
    layers += [words.mark_text(**HALO, **style), words.mark_text(**style).encode(color=hue)]
    return alt.LayerChart(layer=layers).properties(
        width=width,
        height=HEIGHT,
        title=alt.TitleParams(heading, anchor="start", fontSize=13, fontWeight=600),
    )


def _band(data: pd.DataFrame) -> pd.DataFrame:
    """The interval of money by month, over both readings."""
    money = data[data["rung_name"] == "money"]
    by = money.groupby("month").agg(low=("low_pct", "min"), high=("high_pct", "max"))
    return by.reset_index()


def _ends(stated: pd.DataFrame, top: float) -> pd.DataFrame:
    """The words at the end of each line, a line apart where ends are near; equal ends are one."""
    last = stated.groupby("rung_name").last().loc[list(RUNGS_REACHED.values())].reset_index()
    step = top * LINE_PX / HEIGHT
    rows, place = [], -step
    for (share, month), same in last[::-1].groupby(["share_pct", "month"], sort=True):
        place = max(float(share), place + step)
        for row in same.itertuples():
            rows.append(
                {
                    "month": month,
                    "place": place,
                    "words": f"{text.percent(share)} {RUNG_WORDS[str(row.rung_name)]}",
                    "colour": colour(COLOURS[str(row.rung_name)]),
                }
            )
            place += step
        place -= step
    return pd.DataFrame(rows)
