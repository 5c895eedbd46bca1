"""Who coordinates and who builds: two scores per actor, with every component in sight.

A component is a count or a sum that can be read off the tables. It is divided by the largest value
among the actors, so that it runs from 0 to 1. A score is the weighted mean of the components of
its side, from 0 to 100. Nobody can say which weights are right: with equal weights the scores are
shown, and with many drawn weights how far they move.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_unique
from analysis.transforms.statuses import BUILDING, MINING, OPERATING

DRAWS = 10_000
SEED = 20260204  # any fixed number; this one is the date of the joint statement
INTERVAL_PCT = (2.5, 97.5)

ROBUST_PCT = 95.0
"""The share of drawn weightings from which on a lead is called firm."""

COMPONENTS = {
    "statements": ("coordination", "statements and other acts without a signature", "acts"),
    "frameworks": ("coordination", "signed frameworks", "acts"),
    "rules": ("coordination", "rules in force", "acts"),
    "money": ("capacity", "public money committed or paid to projects", "USD"),
    "building": (
        "capacity",
        "plants after the mine being built or started up",
        "plants",
    ),
    "running": ("capacity", "plants after the mine that operate", "plants"),
}
SIDES = ("coordination", "capacity")
RUNGS = {"statements": 0, "frameworks": 1, "rules": 2}


class ScoreComponents(Evidenced):
    """One component of one actor's score."""

    actor: str = column("actor, ISO 3166-1 alpha-3 code or bloc")
    side: str = column("coordination or capacity", isin=SIDES)
    component: str = column("component", isin=list(COMPONENTS))
    label: str = column("what is counted")
    value: float = column("count or sum", "as unit", ge=0)
    unit: str = column("unit of the value")
    scaled: float = column("value over the largest among the actors", "0-1", ge=0, le=1)


class Scorecard(Evidenced):
    """One actor's scores with equal weights, and how they move with drawn weights."""

    actor: str = column("actor, ISO 3166-1 alpha-3 code or bloc", unique=True)
    coordination: float = column("score with equal weights", "0-100", ge=0, le=100)
    coordination_low: float = column("2.5 % of drawn weightings are below", "0-100", ge=0, le=100)
    coordination_high: float = column("2.5 % of drawn weightings are above", "0-100", ge=0, le=100)
    capacity: float = column("score with equal weights", "0-100", ge=0, le=100)
    capacity_low: float = column("2.5 % of drawn weightings are below", "0-100", ge=0, le=100)
    capacity_high: float = column("2.5 % of drawn weightings are above", "0-100", ge=0, le=100)
    lead: str = column("side with the higher score, equal weights", isin=(*SIDES, "level"))
    lead_kept_pct: float = column("drawn weightings that keep the lead", "%", ge=0, le=100)


def score_components(
    actors: pd.DataFrame, ladder: pd.DataFrame, support: pd.DataFrame, projects: pd.DataFrame
) -> pd.DataFrame:
    """Every component of every actor.

    Parameters: the raw table actors; the processed tables ladder, support and projects.
    Returns `ScoreComponents`, ordered by actor as in the raw table, then as in `COMPONENTS`.
    Method: an act counts for each actor among its parties, and only if it counts for the ladder.
    Money is public money committed or paid. A plant counts where it stands, phases of one plant
    once each, mines not.
    """
    of = actors.set_index("member")["actor"]
    order = list(dict.fromkeys(actors["actor"]))
    parts = {**_acts(ladder, of), "money": _money(support, of), **_plants(projects, of)}
    rows = [
        component_row(actor, name, parts[name], actors) for actor in order for name in COMPONENTS
    ]
    frame = pd.DataFrame(rows)
    largest = frame.groupby("component")["value"].transform("max")
    frame["scaled"] = (frame["value"] / largest.where(largest > 0)).fillna(0.0)
    return ScoreComponents.validate(frame[list(ScoreComponents.to_schema().columns)])


def component_row(
    actor: str, name: str, part: pd.DataFrame, actors: pd.DataFrame
) -> dict[str, Any]:
    """One component of one actor; without any row of its own it rests on the list of actors."""
    side, label, unit = COMPONENTS[name]
    own = part[part["actor"] == actor]
    fallback = actors.loc[actors["actor"] == actor, "row_key"]
    return {
        "actor": actor,
        "side": side,
        "component": name,
        "label": label,
        "value": float(own["value"].sum()),
        "unit": unit,
        "source_ids": join_unique(own["source_ids"]),
        "raw_keys": join_unique(own["raw_keys"]) or join_unique(fallback),
    }


def _acts(ladder: pd.DataFrame, of: pd.Series) -> dict[str, pd.DataFrame]:
    """The acts on each rung of coordination, one row per act and actor."""
    acts = ladder[ladder["counted"] & (ladder["side"] == "coordination")]
    acts = acts.assign(member=acts["parties"].str.split("|")).explode("member")
    acts = acts.assign(actor=acts["member"].map(of), value=1.0).dropna(subset=["actor"])
    acts = acts.drop_duplicates(["announcement_id", "actor"])
    return {name: acts[acts["rung"] == rung] for name, rung in RUNGS.items()}


def _money(support: pd.DataFrame, of: pd.Series) -> pd.DataFrame:
    """Public money committed or paid to projects, one row per support."""
    rows = support[support["stage"].isin(["committed", "disbursed"])]
    rows = rows.assign(actor=rows["jurisdiction"].map(of), value=rows["amount_usd"].fillna(0.0))
    return rows.dropna(subset=["actor"])


def _plants(projects: pd.DataFrame, of: pd.Series) -> dict[str, pd.DataFrame]:
    """Plants after the mine, by how far they are; a whole whose phases are listed is left out."""
    whole = (projects["net_t_per_year"] == 0) & (projects["capacity_t_per_year"] > 0)
    rows = projects[(projects["stage"] != MINING) & ~whole]
    rows = rows.assign(actor=rows["country"].map(of), value=1.0).dropna(subset=["actor"])
    return {
        "building": rows[rows["status"].isin(BUILDING)],
        "running": rows[rows["status"].isin(OPERATING)],
    }


def scorecard(components: pd.DataFrame, draws: int = DRAWS) -> pd.DataFrame:
    """Scores of every actor with equal weights, and their range over drawn weightings.

    Parameters: `components`, a `ScoreComponents` frame; how many weightings to draw.
    Returns `Scorecard`, in the order of the components' actors.
    Method: weights are drawn from a flat Dirichlet distribution over the components of a side, the
    same draw for all actors, from a fixed seed.
    """
    order = list(dict.fromkeys(components["actor"]))
    drawn = drawn_scores(components, order, draws)
    equal = {
        side: 100 * rows.groupby("actor")["scaled"].mean().reindex(order)
        for side, rows in components.groupby("side")
    }
    frame = pd.DataFrame({"actor": order})
    for side in SIDES:
        low, high = np.percentile(drawn[side], INTERVAL_PCT, axis=0).clip(0, 100)
        frame = frame.assign(
            **{side: equal[side].to_numpy(), f"{side}_low": low, f"{side}_high": high}
        )
    ahead = np.sign(frame["coordination"] - frame["capacity"]).to_numpy()
    drawn_ahead = np.sign(drawn["coordination"] - drawn["capacity"])
    grouped = components.groupby("actor")
    frame = frame.assign(
        lead=np.select([ahead > 0, ahead < 0], SIDES, "level"),
        lead_kept_pct=100 * (drawn_ahead == ahead).mean(axis=0),
        source_ids=grouped["source_ids"].agg(join_unique).reindex(order).to_numpy(),
        raw_keys=grouped["raw_keys"].agg(join_unique).reindex(order).to_numpy(),
    )
    return Scorecard.validate(frame[list(Scorecard.to_schema().columns)])


def drawn_scores(
    components: pd.DataFrame, order: list[str], draws: int
) -> Mapping[str, np.ndarray]:
    """Scores for drawn weightings by side: arrays of draws x actors, 0 to 100."""
    random = np.random.default_rng(SEED)
    scores = {}
    for side in SIDES:
        own = components[components["side"] == side]
        table = own.set_index(["actor", "component"])["scaled"].unstack("actor")  # noqa: PD010
        weights = random.dirichlet(np.ones(len(table)), size=draws)
        scores[side] = 100 * weights @ table[order].to_numpy()
    return scores


def ahead(scores: pd.DataFrame) -> pd.DataFrame:
    """The actors whose coordination score is the higher one.

    Parameters: a `Scorecard` frame.
    """
    return scores[scores["lead"] == "coordination"]


def robustly_ahead(scores: pd.DataFrame) -> pd.DataFrame:
    """Those whose coordination score is the higher one in nearly every weighting."""
    leading = ahead(scores)
    return leading[leading["lead_kept_pct"] >= ROBUST_PCT]
