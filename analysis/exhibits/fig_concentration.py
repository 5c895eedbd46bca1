"""How concentrated mining and processing of each mineral are, who leads, and the trend."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.theme import colour, is_narrow
from analysis.facts import labels, text
from analysis.facts.processed import Processed
from analysis.transforms.concentration import CHINA, led_by_china, newest_markets

ID = "fig-concentration"

HALF_PCT = 50.0  # shown: markets of which one country holds at least half
PANELS = {"mining": "Mining", "refining": "Refining"}
LABELS_PX = 148  # room for the longest mineral's name

MODEL = model(
    "year",
    **taken("concentration", "stage", "mineral", "year", "basis", "top_country", "top_share_pct"),
    **taken("concentration", "top_change_pp", "first_year", "hhi_low", "hhi_high", "coverage_pct"),
    **taken("concentration", "evidence_tier", "one_weak_source"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The newest observed year of each mineral's mining and refining."""
    newest = newest_markets(processed["concentration"])
    return newest[newest["stage"].isin(list(PANELS))].reset_index(drop=True)


def led(data: pd.DataFrame, stage: str) -> str:
    """In how many markets of this stage China is the largest producer: `9 of 12`."""
    markets = data[data["stage"] == stage]
    return f"{len(led_by_china(markets))} of {len(markets)}"


def title(data: pd.DataFrame) -> str:
    return (
        f"China is the largest refiner in {led(data, 'refining')} markets and the largest "
        f"miner in {led(data, 'mining')}"
    )


def subtitle(data: pd.DataFrame) -> str:
    years = text.span(str(data["year"].min()), str(data["year"].max()))
    return (
        "Share of the largest producer in world output, per cent, newest year "
        f"({years}), where it is {text.percent(HALF_PCT)} or more; China in colour; tail: "
        "first year on record"
    )


def description(data: pd.DataFrame) -> str:
    parts = []
    for stage, panel in PANELS.items():
        rows = shown(data[data["stage"] == stage])
        named = ", ".join(
            f"{labels.mineral(row.mineral)} {labels.country(row.top_country)} "
            f"{text.percent(row.top_share_pct)}"
            for row in rows.itertuples()
        )
        parts.append(f"{panel}: {named}")
    return f"Two panels of dots on a scale from 50 to 100 per cent. {'. '.join(parts)}."


def note(data: pd.DataFrame) -> str:
    weak = int(shown(data)["one_weak_source"].sum())
    hidden = len(data) - len(shown(data))
    return (
        f"Hollow dots ({weak}) rest on one weak source. {hidden} markets without a producer of "
        f"half the output are counted but not drawn. The Herfindahl index of each is in the data."
    )


def shown(data: pd.DataFrame) -> pd.DataFrame:
    """The markets that are drawn: one country makes at least half."""
    return data[data["top_share_pct"] >= HALF_PCT]


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """One panel per stage: dots for the newest share, a thin tail back to the first year."""
    narrow = is_narrow(width)
    panel_width = width if narrow else (width - 24) // 2
    panels = [_panel(shown(data), stage, panel_width) for stage in PANELS]
    joined = alt.vconcat if narrow else alt.hconcat
    return joined(*panels, spacing=24).resolve_scale(x="shared").properties(padding=0)


def _panel(data: pd.DataFrame, stage: str, width: int) -> alt.LayerChart | alt.FacetChart:
    """The panel of one stage."""
    rows = data[data["stage"] == stage].assign(
        label=lambda frame: frame["mineral"].map(labels.mineral).str.capitalize(),
        first_share_pct=lambda frame: (frame["top_share_pct"] - frame["top_change_pp"]).clip(
            lower=HALF_PCT
        ),
        right_end_pct=lambda frame: frame[["top_share_pct", "first_share_pct"]].max(axis=1),
        stroke=lambda frame: np.where(
            frame["top_country"] == CHINA, colour("accent"), colour("grey-2")
        ),
        fill=lambda frame: frame["stroke"].where(~frame["one_weak_source"], colour("paper")),
        words=lambda frame: (
            frame["top_share_pct"].map(text.percent)
            + np.where(frame["top_country"] == CHINA, "", " " + frame["top_country"])
        ),
    )
    x = alt.X(
        "top_share_pct:Q",
        title=None,
        scale=alt.Scale(domain=[HALF_PCT, 116]),
        axis=alt.Axis(values=[50, 75, 100], format="d", labelExpr="datum.label + '%'"),
    )
    y = alt.Y(
        "label:N",
        sort=rows["label"].tolist(),
        title=None,
        axis=alt.Axis(labelLimit=LABELS_PX, minExtent=LABELS_PX, maxExtent=LABELS_PX),
    )
    base = alt.Chart(rows).encode(y=y)
    tails = base.transform_filter("isValid(datum.first_share_pct)").mark_rule(strokeWidth=3)
    tails = tails.encode(x=x, x2="first_share_pct:Q", color=alt.Color("stroke:N", scale=None))
    dots = base.mark_point(size=90, strokeWidth=2, filled=False, opacity=1).encode(
        x=x,
        stroke=alt.Stroke("stroke:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
    )
    words = base.mark_text(align="left", dx=10, fontSize=12).encode(
        x="right_end_pct:Q", text="words:N"
    )
    return (
        alt.layer(tails, dots, words)
        .properties(width=width - LABELS_PX, height=alt.Step(20))
        .properties(title=alt.TitleParams(PANELS[stage], anchor="start", offset=8))
    )
