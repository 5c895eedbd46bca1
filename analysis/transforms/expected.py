"""What should be visible by now, if acts lead to plants and if they do not.

Sought (estimand): how many of the partners' acts that began as words or rules would by now have led
to money or works, and to a plant that operates, if one half of them lead to a plant, and if one in
ten does (`hypotheses.csv`); how much likelier what was seen is under the first than under the
second; and which shares fit with it.

Observed: `act_paths.csv`: how far each act has come, by its age.

Estimated: an act that leads to a plant has a plan on its day, which moves on as plants on record
did: to a decision at a rate that may fall or rise while it waits (`progress_shape.csv`), from there
at constant rates (`progress_rates.csv`); an act that does not lead to a plant leads to nothing.
Rates are drawn as plausible as the histories leave them; how many of the acts are seen at a step is
then a sum of independent chances, and the likelihood of an act is that of the last step it was seen
at. Beside each result stands what a rate would give that stays as it is while a plan waits.

What would make it wrong: plans that existed long before the act (too slow, so that the share comes
out too high); money that is linked to an act and would have come without it (the share too high);
links that nobody found (too low). The steps of one act are not independent of another's of the same
day, so that chance is larger than the interval says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.conversion import READINGS, under
from analysis.transforms.model import Evidenced
from analysis.transforms.progress import (
    CENTRAL_PCT,
    DRAWS,
    FOLLOW_UPS,
    MOVES,
    SEED,
    drawn_rates,
)
from analysis.transforms.progress_shape import RATE_DRAWS, Chances, by_age, drawn_waits
from analysis.transforms.provenance import join_unique
from analysis.transforms.quantities import MONTHS_PER_YEAR

STEPS = ("decision", "operation")
"""Money committed or works begun; a plant that operates."""

MONTHS_COLUMN = {"decision": "money_months", "operation": "operation_months"}

WORKS, DOES_NOT = "works", "does_not"

SHARES_PCT = tuple(range(101))
"""Shares of acts that lead to a plant for which the likelihood is computed."""

LEAST_SUPPORT = 8
"""A share fits with what was seen if that is at most eight times as likely under the best one."""

PACES = {"weibull": "", "constant": "_constant"}
"""How plans come to a decision: at a rate that may change while they wait, or at one that stays;
with what the columns of each end in."""


class ExpectedByNow(Evidenced):
    """How many acts one would see at a step by now under one hypothesis, and how many are seen."""

    step: str = column("decision: money or works; operation: a plant that operates", isin=STEPS)
    hypothesis: str = column("what is supposed of acts, as in hypotheses.csv")
    followed_to: str = column("end of observation in the rates used", isin=FOLLOW_UPS)
    reading: str = column("which links count: stated ones, or inferred ones too", isin=READINGS)
    share_pct: float = column("share of acts that lead to a plant", "%", ge=0, le=100)
    n_acts: int = column("acts that began as words or rules", "acts", ge=1)
    seen: int = column("acts that have led to the step", "acts", ge=0)
    expected: float = column("acts that one would expect, mean of the draws", "acts", ge=0)
    low: float = column("5th percentile of the draws", "acts", ge=0)
    high: float = column("95th percentile of the draws", "acts", ge=0)
    expected_constant: float = column(
        "the same as expected, if plans came to a decision at a constant rate", "acts", ge=0
    )
    low_constant: float = column("5th percentile of the draws at that rate", "acts", ge=0)
    high_constant: float = column("95th percentile of the draws at that rate", "acts", ge=0)


class ActLikelihood(Evidenced):
    """Which shares of acts leading to a plant fit with what was seen, in one reading."""

    followed_to: str = column("end of observation in the rates used", isin=FOLLOW_UPS)
    reading: str = column("which links count: stated ones, or inferred ones too", isin=READINGS)
    best_share_pct: float = column(
        "share under which what was seen is likeliest", "%", ge=0, le=100
    )
    low_share_pct: float = column("lowest share that fits with it", "%", ge=0, le=100)
    high_share_pct: float = column("highest share that fits with it", "%", ge=0, le=100)
    likelihood_ratio: float = column(
        "how much likelier what was seen is if acts work than if not", "times", ge=0
    )
    best_share_constant_pct: float = column(
        "the likeliest share, if plans came to a decision at a constant rate", "%", ge=0, le=100
    )
    low_share_constant_pct: float = column("lowest share that fits at that rate", "%", ge=0, le=100)
    high_share_constant_pct: float = column(
        "highest share that fits at that rate", "%", ge=0, le=100
    )
    likelihood_ratio_constant: float = column(
        "the same as likelihood_ratio, at that rate", "times", ge=0
    )


class World(NamedTuple):
    """The acts of one reading of the links, and the chances of one reading of the rates."""

    followed_to: str
    reading: str
    acts: pd.DataFrame
    chances: Mapping[str, Chances]
    evidence: Mapping[str, str]


def expected_by_now(
    paths: pd.DataFrame, rates: pd.DataFrame, shapes: pd.DataFrame, hypotheses: pd.DataFrame
) -> pd.DataFrame:
    """Acts seen at each step, and expected under each hypothesis, over all readings.

    Parameters: an `ActPaths` frame; a `ProgressRates` and a `ProgressShape` frame; hypotheses with
    hypothesis, share_pct.
    Returns an `ExpectedByNow` frame, by step, hypothesis, followed_to and reading.
    Method: `DRAWS` draws. Each takes rates, and for each act whether it is one that leads to a
    plant and whether its plant had come so far at the act's age; counted over the acts.
    """
    worlds = list(_worlds(paths, rates, shapes))
    rows = [
        _expected(step, hypothesis, world)
        for step in STEPS
        for hypothesis in hypotheses.itertuples()
        for world in worlds
    ]
    return ExpectedByNow.validate(
        pd.DataFrame(rows, columns=list(ExpectedByNow.to_schema().columns))
    )


def act_likelihood(
    paths: pd.DataFrame, rates: pd.DataFrame, shapes: pd.DataFrame, hypotheses: pd.DataFrame
) -> pd.DataFrame:
    """The shares of acts leading to a plant that fit with what was seen, over all readings.

    Parameters: as for `expected_by_now`.
    Returns an `ActLikelihood` frame, by followed_to and reading.
    Method: `relative_likelihood` over the shares from 0 to 100; one fits if what was seen is at
    least 1/`LEAST_SUPPORT` as likely under it as under the best.
    """
    share = hypotheses.set_index("hypothesis")["share_pct"].astype("int64")
    rows = []
    for world in _worlds(paths, rates, shapes):
        row: dict[str, object] = {"followed_to": world.followed_to, "reading": world.reading}
        for pace, end in PACES.items():
            likely = relative_likelihood(world.acts, world.chances[pace])
            fits = np.flatnonzero(likely >= 1 / LEAST_SUPPORT)
            row |= {
                f"best_share{end}_pct": float(likely.argmax()),
                f"low_share{end}_pct": float(fits.min()),
                f"high_share{end}_pct": float(fits.max()),
                f"likelihood_ratio{end}": likely[share[WORKS]] / likely[share[DOES_NOT]],
            }
        rows.append({**row, **world.evidence})
    return ActLikelihood.validate(
        pd.DataFrame(rows, columns=list(ActLikelihood.to_schema().columns))
    )


def relative_likelihood(acts: pd.DataFrame, chances: Chances) -> np.ndarray:
    """The likelihood of what was seen of acts, by share leading to a plant, over that of the best.

    Parameters: the acts of one reading, and their chances. Returns one number a share, 0 to 100 %.
    Method: an act seen at no step has 1 - share x chance of a decision by its age; one seen at a
    decision share x (that chance - that of operation); one seen at operation share x the latter.
    The product over the acts, its mean over the drawn rates, over that of the best share.
    """
    decided, operates = chances
    seen = acts["operation_months"].notna(), acts["money_months"].notna()
    shares = np.array(SHARES_PCT)[:, None, None] / 100
    chance = np.select(
        [mask.to_numpy() for mask in seen],
        [shares * operates, shares * (decided - operates)],
        1 - shares * decided,
    )
    logs = np.log(np.maximum(chance, np.finfo(float).tiny)).sum(axis=2)
    mean = np.exp(logs - logs.max()).mean(axis=1)
    relative: np.ndarray = mean / mean.max()
    return relative


def _worlds(paths: pd.DataFrame, rates: pd.DataFrame, shapes: pd.DataFrame) -> Iterator[World]:
    """Each reading of the rates with each of the links, if there are acts."""
    waits = shapes[shapes["move"] == MOVES[0]]
    for followed_to in FOLLOW_UPS:
        moves, wait = (frame[frame["followed_to"] == followed_to] for frame in (rates, waits))
        if paths.empty:
            continue
        drawn = drawn_rates(moves, RATE_DRAWS)
        constant = np.stack([drawn[:, 0], np.ones(RATE_DRAWS)], axis=1)
        first = {"weibull": drawn_waits(wait, RATE_DRAWS), "constant": constant}
        for reading in READINGS:
            acts = under(paths, reading)
            if len(acts):
                years = acts["age_months"].to_numpy() / MONTHS_PER_YEAR
                chances = {pace: by_age(years, first[pace], drawn) for pace in PACES}
                evidence = _evidence(acts, moves, wait)
                yield World(followed_to, reading, acts, chances, evidence)


def _expected(step: str, hypothesis: pd.api.typing.Any, world: World) -> dict[str, object]:
    """The row of one step under one hypothesis in one world."""
    row: dict[str, object] = {
        "step": step,
        "hypothesis": hypothesis.hypothesis,
        "followed_to": world.followed_to,
        "reading": world.reading,
        "share_pct": hypothesis.share_pct,
        "n_acts": len(world.acts),
        "seen": int(world.acts[MONTHS_COLUMN[step]].notna().sum()),
        "source_ids": world.evidence["source_ids"],
        "raw_keys": join_unique([world.evidence["raw_keys"], hypothesis.row_key]),
    }
    own = np.random.default_rng([SEED, STEPS.index(step)]).random((DRAWS, len(world.acts)))
    for pace, end in PACES.items():
        chance = getattr(world.chances[pace], step) * hypothesis.share_pct / 100
        count = (own < np.repeat(chance, DRAWS // RATE_DRAWS, axis=0)).sum(axis=1)
        low, high = np.percentile(count, CENTRAL_PCT)
        row |= {f"expected{end}": float(count.mean()), f"low{end}": low, f"high{end}": high}
    return row


def _evidence(*frames: pd.DataFrame) -> dict[str, str]:
    return {
        name: join_unique([value for frame in frames for value in frame[name]])
        for name in ("source_ids", "raw_keys")
    }
