"""Who makes the rare earths of magnets, step by step from the mine to the magnet."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, own, taken
from analysis.exhibits.theme import colour, fitted, is_narrow
from analysis.facts import labels, text
from analysis.facts.processed import Processed
from analysis.transforms.chain import CHINA, magnet_chain, of_china
from analysis.transforms.shares import REST

ID = "fig-shares"

UNNAMED = "unnamed"
# Narrower pieces of a bar have no room for a country's code, or for its name.
CODE_FITS_FROM_PCT, NAME_FITS_FROM_PCT = 5.5, 12.0

MODEL = model(
    "year",
    step=own("str", "step of the way from ore to magnet, in words"),
    **taken("shares", "stage", "mineral", "year", "basis", "country", "share_pct", "evidence_tier"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """Shares of the newest observed year of each step, and of the first projected year after it.

    What no source names is a row of its own, so that each bar is 100 %.
    """
    chain = magnet_chain(processed["shares"])
    bars = [_with_unnamed(bar) for _, bar in chain.groupby(["stage", "year"], sort=False)]
    bars = pd.concat([chain.iloc[:0], *bars], ignore_index=True)
    return bars.assign(step=bars["stage"].map(labels.CHAIN))


def _with_unnamed(bar: pd.DataFrame) -> pd.DataFrame:
    """One bar, largest share first, China always first, what no source names last."""
    missing = 100 - bar["share_pct"].sum()
    order = np.select([bar["country"] == CHINA, bar["country"] == REST], [0, 2], 1)
    bar = bar.assign(order=order).sort_values(["order", "share_pct"], ascending=[True, False])
    bar = bar[bar["share_pct"] > 0].drop(columns="order")
    if missing < 0.5:
        return bar
    rest = bar.iloc[[0]].assign(country=UNNAMED, share_pct=missing)
    return pd.concat([bar, rest])


def observed(data: pd.DataFrame) -> pd.DataFrame:
    """China's observed share by step, one row each."""
    china = of_china(data)
    return china[china["basis"] != "projection"]


def title(data: pd.DataFrame) -> str:
    china = observed(data).set_index("stage")["share_pct"]
    mine, magnet = china["mining"], china["magnet"]
    if magnet > mine:
        trend = "rises from the mine to the magnet"
    else:
        trend = "does not rise from the mine to the magnet"
    return (
        f"China’s share {trend}: {text.percent(mine)} of mining, "
        f"{text.percent(china['refining'])} of refining, {text.percent(magnet)} of magnets"
    )


def subtitle(data: pd.DataFrame) -> str:
    years = observed(data)["year"]
    span = text.span(str(years.min()), str(years.max()))
    return f"Share of world output of magnet rare earths by step and country, per cent, {span}"


def description(data: pd.DataFrame) -> str:
    parts = []
    for (step, year, basis), bar in data.groupby(["step", "year", "basis"], sort=False):
        named = ", ".join(
            f"{name(row.country)} {text.percent(row.share_pct)}" for row in bar.itertuples()
        )
        kind = ", projection" if basis == "projection" else ""
        parts.append(f"{step} {year}{kind}: {named}")
    return f"Stacked bars, one per step and year. {'; '.join(parts)}."


def note(data: pd.DataFrame) -> str:
    weak = observed(data).query("evidence_tier == 'weak'")["step"].str.lower().tolist()
    caveat = f" The figures for {text.enumeration(weak)} rest on weak sources." if weak else ""
    return (
        "Hatched bars are projections. Steps have different sources and units, so shares can be "
        f"compared across steps, tonnes cannot.{caveat}"
    )


def name(country: str) -> str:
    """The label of a piece of a bar."""
    return "not named" if country == UNNAMED else labels.country(country)


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Stacked bars by step, labels inside the pieces that have room."""
    pieces = _pieces(data, short=is_narrow(width))
    rows = pieces["row"].drop_duplicates().tolist()
    y = alt.Y("row:N", sort=rows, title=None, axis=alt.Axis(labelLimit=260, labelPadding=8))
    base = alt.Chart(pieces).encode(y=y)
    bars = base.mark_bar(stroke=colour("paper"), strokeWidth=1.5, height=22).encode(
        x=alt.X("start:Q", scale=alt.Scale(domain=[0, 100]), axis=None),
        x2="end:Q",
        color=alt.Color("fill:N", scale=None),
        tooltip=["step", "year", "country", "share_pct"],
    )
    inside = base.transform_filter("datum.label != ''").encode(x="start:Q", text="label:N")
    words: dict[str, Any] = {"fontSize": 12, "align": "left", "dx": 6, "fontWeight": 600}
    halo = inside.transform_filter("datum.haloed").mark_text(
        stroke=colour("paper"), strokeWidth=4, strokeJoin="round", **words
    )
    labelled = inside.mark_text(**words).encode(color=alt.Color("text_fill:N", scale=None))
    return fitted(alt.layer(bars, halo, labelled), width).properties(height=alt.Step(32))


def _pieces(data: pd.DataFrame, short: bool) -> pd.DataFrame:
    """Where each piece of each bar begins and ends, its colour and its label."""
    frame = data[["step", "year", "basis", "country", "share_pct"]].copy()
    projected = frame["basis"] == "projection"
    kind = np.where(projected, " projected" if not short else "*", "")
    steps = frame["step"].replace("Heavy rare earth separation", "Heavy separation")
    frame["row"] = (steps if short else frame["step"]) + " " + frame["year"].astype(str) + kind
    frame["end"] = frame.groupby("row", sort=False)["share_pct"].cumsum()
    frame["start"] = frame["end"] - frame["share_pct"]
    china, unnamed = frame["country"] == CHINA, frame["country"].isin([UNNAMED, REST])
    frame["fill"] = np.select(
        [china & projected, china, unnamed, projected],
        [colour("accent-soft"), colour("accent"), colour("grey-5"), colour("grey-4")],
        colour("grey-2"),
    )
    frame["haloed"] = projected  # stripes need a halo behind the words
    frame["text_fill"] = np.where(~projected & ~unnamed, colour("paper"), colour("ink"))
    frame["label"] = [
        _label(row.country, row.share_pct, short) for row in frame.itertuples(index=False)
    ]
    frame["country"] = frame["country"].map(name)
    return frame


def _label(country: str, share_pct: float, short: bool) -> str:
    """The words inside one piece of a bar: as many as fit its width."""
    if country == CHINA:
        return text.percent(share_pct) if short else f"China {text.percent(share_pct)}"
    if country in (REST, UNNAMED) or share_pct < CODE_FITS_FROM_PCT * (2 if short else 1):
        return ""
    return labels.country(country) if share_pct >= NAME_FITS_FROM_PCT and not short else country
