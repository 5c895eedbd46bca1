"""How far the money of public stockpiles has come, from announcement to purchase."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.theme import colour, fitted, is_narrow
from analysis.facts import text
from analysis.facts.processed import Processed
from analysis.transforms.funding import AGREED, is_strong, stockpile_money, total_usd

ID = "fig-funding"

STAGES = {stage: text.capitalised(stage) for stage in AGREED}
USD_PER_BILLION = 1e9
NAMED = 2  # the largest programmes get a shade and a name of their own
SHADES = ("accent-2", "grey-2", "grey-4")
CHARACTER_SHARE = 0.015  # of the longest bar, what one letter of a label takes

MODEL = model(
    **taken("funding", "stage", "programme_id", "programme", "jurisdiction", "reached_usd"),
    **taken("funding", "reached_evidence"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """Public money of stockpile programmes by stage.

    A stage that no programme is known to have reached has no row.
    """
    return stockpile_money(processed["funding"])


def title(data: pd.DataFrame) -> str:
    announced = text.usd(total_usd(data, "announced"), 2)
    bought = total_usd(data[is_strong(data)], "purchased")
    if bought:
        return f"Of {announced} announced for public stockpiles, {text.usd(bought, 2)} is bought"
    return (
        f"{announced} is announced for public stockpiles; no primary or reputable source "
        "documents a purchase"
    )


def subtitle(data: pd.DataFrame) -> str:
    programmes = data["programme_id"].nunique()
    return (
        f"Public money of {text.count(programmes)} stockpile programmes by the stage it reached, "
        "billion US dollars"
    )


def description(data: pd.DataFrame) -> str:
    parts = []
    for stage, name in STAGES.items():
        rows = data[data["stage"] == stage]
        programmes = ", ".join(
            f"{row.programme} {text.usd(row.reached_usd, 2)}" for row in rows.itertuples()
        )
        parts.append(f"{name} {text.usd(total_usd(data, stage), 2)}: {programmes or 'nothing'}")
    return f"Stacked bars, one per stage. {'; '.join(parts)}."


def note(data: pd.DataFrame) -> str:
    return (
        "The largest documented amount per programme, without contract ceilings and private "
        "capital. Hatched: rests on weak sources."
    )


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A bar per stage, stacked by programme, the sum written at its end."""
    pieces, ends = _pieces(data), _ends(data)
    rows = list(STAGES.values())
    y = alt.Y("name:N", sort=rows, title=None, scale=alt.Scale(domain=rows))
    highest = ends["end"].max()
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, highest * 1.3]))
    bars = alt.Chart(pieces).mark_bar(stroke=colour("paper"), strokeWidth=1, height=26)
    bars = bars.encode(x=x, x2="end:Q", y=y, color=alt.Color("fill:N", scale=None))
    sums = alt.Chart(ends).mark_text(align="left", dx=6, fontWeight=600)
    sums = sums.encode(x="end:Q", y=y, text="words:N")
    named = alt.Chart(pieces[pieces["label"] != ""]).mark_text(
        align="left", dx=7, fontWeight=600, fontSize=12, color=colour("paper")
    )
    layers = [bars, sums]
    if not is_narrow(width):
        layers.append(named.encode(x="start:Q", y=y, text="label:N"))
    return fitted(alt.layer(*layers), width).properties(height=alt.Step(40))


def _pieces(data: pd.DataFrame) -> pd.DataFrame:
    """Where each piece of each bar begins and ends (billion USD), its colour and its label."""
    frame = data[["stage", "programme_id", "programme", "reached_usd", "reached_evidence"]].copy()
    frame["name"] = frame["stage"].map(STAGES)
    frame["billion"] = frame["reached_usd"] / USD_PER_BILLION
    frame["end"] = frame.groupby("stage", sort=False)["billion"].cumsum()
    frame["start"] = frame["end"] - frame["billion"]
    largest = frame.groupby("programme_id")["reached_usd"].max().nlargest(NAMED).index.tolist()
    rank = frame["programme_id"].map(lambda name: largest.index(name) if name in largest else NAMED)
    shade = rank.map(lambda place: SHADES[place])
    weak = ~is_strong(frame)
    soft = np.where(shade == "accent-2", "accent-2-soft", "grey-4")
    frame["fill"] = [colour(s) for s in np.where(weak, soft, shade)]
    short = frame["programme"].str.split(" (", regex=False).str[0]
    room = frame["billion"] / frame["end"].max() > short.str.len() * CHARACTER_SHARE
    frame["label"] = short.where(room & ~weak & (rank < NAMED), "")
    return frame


def _ends(data: pd.DataFrame) -> pd.DataFrame:
    """The sum of each stage (billion USD) and how it is written."""
    sums = [total_usd(data, stage) for stage in STAGES]
    words = [
        text.usd(value, 2).removeprefix(f"USD{text.NO_BREAK_SPACE}") if value else "nothing found"
        for value in sums
    ]
    strong = [total_usd(data[is_strong(data)], stage) for stage in STAGES]
    words = [
        f"{word} (weak sources alone)" if value and not firm else word
        for word, value, firm in zip(words, sums, strong, strict=True)
    ]
    ends = [value / USD_PER_BILLION for value in sums]
    return pd.DataFrame({"name": list(STAGES.values()), "end": ends, "words": words})
