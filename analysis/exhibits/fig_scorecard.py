"""Who coordinates and who builds: two scores per actor, and how far the weights move them."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, own, taken
from analysis.exhibits.fig_slippage import HALO
from analysis.exhibits.theme import colour, fitted
from analysis.facts import labels, text
from analysis.facts.processed import Processed
from analysis.transforms.scorecard import ROBUST_PCT, ahead, robustly_ahead

ID = "fig-scorecard"

# Where the dots of each side lie within the row of an actor (px), and their colour.
OFFSETS = {"coordination": (18, "accent"), "capacity": (30, "accent-2")}
ROW_PX = 72

COUNTS = {
    "acts": ("statements", "frameworks", "rules"),
    "money_usd": ("money",),
    "plants_building": ("building",),
    "plants_operating": ("running",),
}
"""What is counted beside the scores, and the components that it adds."""

MODEL = model(
    **taken("scorecard", "actor", "coordination", "coordination_low", "coordination_high"),
    **taken("scorecard", "capacity", "capacity_low", "capacity_high", "lead", "lead_kept_pct"),
    acts=own("float64", "statements, signed frameworks and rules", "acts"),
    money_usd=own("float64", "public money committed or paid to projects", "USD"),
    plants_building=own("float64", "plants after the mine being built or started up", "plants"),
    plants_operating=own("float64", "plants after the mine that operate", "plants"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The scores of every actor with the counts behind them, most on coordination's side first."""
    scores = processed["scorecard"]
    values = processed["score_components"].groupby(["component", "actor"])["value"].sum()
    counts = {
        name: sum(
            values.get(part, pd.Series(dtype="float64")).reindex(scores["actor"]).fillna(0.0)
            for part in parts
        ).to_numpy()
        for name, parts in COUNTS.items()
    }
    rows = scores.assign(**counts, lead_by=scores["capacity"] - scores["coordination"])
    return rows.sort_values(["lead_by", "actor"], ignore_index=True).drop(columns="lead_by")


def title(data: pd.DataFrame) -> str:
    count, robust, of = len(ahead(data)), len(robustly_ahead(data)), len(data)
    return (
        f"{text.capitalised(text.count(count))} of {text.count(of)} actors score higher on "
        f"coordination than on capacity, {text.count(robust)} of them in at least "
        f"{text.percent(ROBUST_PCT)} of drawn weightings"
    )


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Upper dot coordination, lower dot capacity, 0 to 100 relative to the leading actor; line: "
        "range of 95% of 10,000 drawn weightings"
    )


def description(data: pd.DataFrame) -> str:
    rows = "; ".join(
        f"{labels.country(row.actor)}: {counts_in_words(row)}; coordination "
        f"{text.number(row.coordination)}, capacity {text.number(row.capacity)}, lead kept in "
        f"{text.percent(row.lead_kept_pct)}"
        for row in data.itertuples()
    )
    return f"Two dots per actor on one scale. {rows}."


def note(data: pd.DataFrame) -> str:
    return (
        "A score says who does more than others, not whether it is enough; the counts stand beside "
        "it. Who leads in a component has all of it, so that two scores of the leader compare with "
        "nobody. Mines are not counted. Sources in English dominate: money and plants of Japan and "
        "Korea are under-recorded, and the order hangs on it."
    )


def counts_in_words(row: Any) -> str:
    """What an actor did, in counts and dollars."""
    return (
        f"{text.counted(int(row.acts), 'act')}, {text.usd(row.money_usd, 2)}, "
        f"{text.count(int(row.plants_building))} being built, "
        f"{text.count(int(row.plants_operating))} operating"
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
    once = alt.Chart(rows[rows["side"] == "capacity"]).encode(x=alt.value(0), y=y)
    style: dict[str, Any] = {"align": "left", "baseline": "middle"}
    layers.append(
        once.encode(text="name:N").mark_text(dy=-22, fontSize=13, fontWeight=600, **style)
    )
    layers += [
        once.encode(text="counts:N").mark_text(dy=-3, fontSize=12, **look, **style)
        for look in (HALO, {})
    ]
    return fitted(alt.layer(*layers), width).properties(height=alt.Step(ROW_PX))


def _side(data: pd.DataFrame, side: str) -> pd.DataFrame:
    """The scores of one side, one row per actor."""
    return pd.DataFrame(
        {
            "actor": data["actor"],
            "name": data["actor"].map(labels.country),
            "counts": [counts_in_words(row) for row in data.itertuples()],
            "side": side,
            "score": data[side],
            "low": data[f"{side}_low"],
            "high": data[f"{side}_high"],
        }
    )
