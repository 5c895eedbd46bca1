"""Who coordinates and who builds: two scores per actor, and how far the weights move them."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.theme import colour, fitted
from analysis.facts import labels, text
from analysis.facts.processed import Processed
from analysis.transforms.scorecard import ahead, robustly_ahead

ID = "fig-scorecard"

# Where the dots of each side lie within the row of an actor (px), and their colour.
OFFSETS = {"coordination": (2, "accent"), "capacity": (14, "accent-2")}

MODEL = model(
    **taken("scorecard", "actor", "coordination", "coordination_low", "coordination_high"),
    **taken("scorecard", "capacity", "capacity_low", "capacity_high", "lead", "lead_kept_pct"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The scores of every actor, 0 to 100, with the range over drawn weightings."""
    return processed["scorecard"].sort_values(["coordination", "actor"], ascending=[False, True])


def title(data: pd.DataFrame) -> str:
    count, robust, of = len(ahead(data)), len(robustly_ahead(data)), len(data)
    return (
        f"{text.capitalised(text.count(count))} of {text.count(of)} actors score higher on "
        f"coordination than on capacity, {text.count(robust)} of them whatever the weights"
    )


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Upper dot coordination, lower dot capacity, 0 to 100 relative to the leading actor; line: "
        "range of 95% of 10,000 drawn weightings"
    )


def description(data: pd.DataFrame) -> str:
    rows = "; ".join(
        f"{labels.country(row.actor)}: coordination {text.number(row.coordination)}, capacity "
        f"{text.number(row.capacity)}, lead kept in {text.percent(row.lead_kept_pct)}"
        for row in data.itertuples()
    )
    return f"Two dots per actor on one scale. {rows}."


def note(data: pd.DataFrame) -> str:
    return (
        "A score says who does more than others, not whether it is enough. Coordination counts "
        "statements, signed frameworks and rules; capacity counts public money committed, plants "
        "being built and plants that run. Mines are not counted."
    )


def chart(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A row per actor: two dots with their ranges, the name above them."""
    rows = pd.concat([_side(data, side) for side in OFFSETS])
    order = data["actor"].tolist()
    y = alt.Y("actor:N", sort=order, axis=None)
    x = alt.X("score:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    layers = []
    for side, (offset, token) in OFFSETS.items():
        base = alt.Chart(rows[rows["side"] == side]).encode(y=y)
        look: dict[str, Any] = {"color": colour(token), "yOffset": offset}
        layers.append(
            base.mark_rule(strokeWidth=2, opacity=0.55, **look).encode(x="low:Q", x2="high:Q")
        )
        layers.append(base.mark_point(size=95, filled=True, opacity=1, **look).encode(x=x))
    names = alt.Chart(rows[rows["side"] == "capacity"]).mark_text(
        align="left", dy=-13, fontSize=13, fontWeight=600
    )
    layers.append(names.encode(x=alt.value(0), y=y, text="name:N"))
    return fitted(alt.layer(*layers), width).properties(height=alt.Step(48))


def _side(data: pd.DataFrame, side: str) -> pd.DataFrame:
    """The scores of one side, one row per actor."""
    return pd.DataFrame(
        {
            "actor": data["actor"],
            "name": data["actor"].map(labels.country),
            "side": side,
            "score": data[side],
            "low": data[f"{side}_low"],
            "high": data[f"{side}_high"],
        }
    )
