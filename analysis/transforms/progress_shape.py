"""Whether plants move on at a constant rate, as the chain of states supposes: a Weibull check."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.progress import (
    CENTRAL_PCT,
    FOLLOW_UPS,
    LIVE,
    MOVES,
    PRIOR_MOVES,
    PRIOR_YEARS,
    STOPPED,
    Fit,
    Prior,
    drawn,
    likeliest,
    watched,
)
from analysis.transforms.provenance import join_unique
from analysis.transforms.quantities import DAYS_PER_YEAR

SQUARES = ("variance_log_rate", "covariance_log_rate_shape", "variance_log_shape")

RATE_DRAWS = 1000
"""Draws of rates and shapes where each serves as many worlds as make up `DRAWS`: enough for two
digits of what follows from them."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
"""Of the quadrature by Gauss and Legendre over the risk that a plan has run."""


class ProgressShape(Evidenced):
    """How the rate of one move changes with the time that a plant has been in the state before."""

    followed_to: str = column("end of observation of a plant that has not started", isin=FOLLOW_UPS)
    move: str = column("what happens to a plant", isin=MOVES[: len(LIVE)])
    n_moves: int = column("moves seen to have happened between two sightings", "moves", ge=0)
    shape: float = column("Weibull shape: 1 is a constant rate, less a falling one", "1", ge=0)
    shape_low: float = column("5th percentile of the shape", "1", ge=0)
    shape_high: float = column("95th percentile of the shape", "1", ge=0)
    log_rate: float = column("natural logarithm of the Weibull rate r", "log(1/yr)")
    log_shape: float = column("natural logarithm of the shape", "log")
    variance_log_rate: float = column("variance of the log rate", "log²", ge=0)
    covariance_log_rate_shape: float = column("covariance of log rate and log shape", "log²")
    variance_log_shape: float = column("variance of the log shape", "log²", ge=0)


def progress_shape(
    projects: pd.DataFrame,
    history: pd.DataFrame,
    marks: pd.DataFrame,
    sources: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """The Weibull shape of the time in each live state, for both lengths of watch.

    Parameters: as for `progress_rates`. Returns a `ProgressShape` frame in the order of
    `FOLLOW_UPS` and `MOVES`.

    What would make it wrong: the clock of a state begins when the plant was first seen in it, which
    is later than it came to it; plants that differ look like a rate that falls.
    """
    rows = []
    for followed_to in FOLLOW_UPS:
        seen = watched(projects, history, marks, sources, followed_to, as_of)
        moves = possible_moves(seen)
        for place, move in enumerate(MOVES[: len(LIVE)]):
            part = moves[moves["move"] == place]
            rows.append({"followed_to": followed_to, "move": move, **_shape(part)})
    names = list(ProgressShape.to_schema().columns)
    return ProgressShape.validate(pd.DataFrame(rows, columns=names))


def _shape(moves: pd.DataFrame) -> dict[str, object]:
    from scipy.special import ndtri

    (rate, shape), covariance = weibull(moves)
    error = covariance[1, 1] ** 0.5
    low, high = (float(np.exp(shape + ndtri(end / 100) * error)) for end in CENTRAL_PCT)
    return {
        "n_moves": int(moves["moved"].sum()),
        "shape": float(np.exp(shape)),
        "shape_low": low,
        "shape_high": high,
        "log_rate": rate,
        "log_shape": shape,
        **dict(zip(SQUARES, covariance[np.triu_indices(2)], strict=True)),
        **{name: join_unique(moves[name]) for name in ("source_ids", "raw_keys")},
    }


def possible_moves(seen: pd.DataFrame) -> pd.DataFrame:
    """The moves that could happen between two sightings, one row each, from a `watched` frame.

    Returns its columns, held_days 0 where a state was passed unseen, with move (place in `MOVES`)
    and moved (bool). A stop says nothing of when the plant would have moved on, so that its last
    interval is left out.
    """
    kept = seen[seen["after"] != STOPPED]
    found = [kept.assign(move=kept["before"], moved=kept["after"] > kept["before"])]
    for move in range(1, len(LIVE)):
        passed = kept[(kept["before"] < move) & (kept["after"] > move)]
        found.append(passed.assign(move=move, moved=True, held_days=0))
    return pd.concat(found, ignore_index=True)


def weibull(moves: pd.DataFrame) -> Fit:
    """The logarithms of rate and shape of one move, and their covariance, from `possible_moves`.

    Method: a plant that has held its state for a years has not left it t years later with chance
    exp(-(r (a + t))^k + (r a)^k), r the rate and k the shape: interval censoring with delayed
    entry. Of the rate is supposed what `progress_rates` supposes, of the shape what half a move on
    either side of 1 would say (log-F(1, 1)). Errors are widened by site (`widened`).
    """
    moved = moves["moved"].to_numpy(bool)
    held = moves["held_days"].to_numpy(float) / DAYS_PER_YEAR
    until = held + moves["days"].to_numpy(float) / DAYS_PER_YEAR
    # What is new has run no risk yet, and its age no logarithm.
    is_old, age = held > 0, np.where(held > 0, held, 1.0)

    def told(at: np.ndarray) -> np.ndarray:
        before = np.where(is_old, np.exp((at[0] + np.log(age)) * np.exp(at[1])), 0.0)
        risk = np.exp((at[0] + np.log(until)) * np.exp(at[1])) - before
        logs: np.ndarray = np.where(moved, np.log(-np.expm1(-risk)), -risk)
        return logs

    def weight(at: np.ndarray) -> np.ndarray:
        rate = PRIOR_MOVES * at[0] - PRIOR_YEARS * np.exp(at[0])
        return np.stack([rate, at[1] / 2 - np.logaddexp(0, at[1])])

    def slope(at: np.ndarray) -> np.ndarray:
        rate = PRIOR_MOVES - PRIOR_YEARS * np.exp(at[0])
        return np.stack([rate, 0.5 - 1 / (1 + np.exp(-at[1]))])

    begin = np.array([np.log(moved.sum() + PRIOR_MOVES) - np.log((until - held).sum() + 1), 0.0])
    return likeliest(told, Prior(weight, slope), begin, moves["site"])


def drawn_waits(shape: pd.DataFrame, draws: int) -> np.ndarray:
    """Rates per year and shapes of one move that are as plausible as the data leave them.

    Parameters: the row of a `ProgressShape` frame. Returns one row a draw.
    Method: both logarithms are normal with the covariance of the table, as `drawn_rates` has it.
    """
    row = shape.iloc[0]
    own, shared, other = (float(row[name]) for name in SQUARES)
    logs, names = np.array([row["log_rate"], row["log_shape"]]), ("rate", "shape")
    covariance = np.array([[own, shared], [shared, other]])
    return drawn(logs, covariance, [f"{row['move']}, {name}" for name in names], draws)


class Chances(NamedTuple):
    """Chances of some plans to have come to money or works, and to operate; a row a draw."""

    decision: np.ndarray
    operation: np.ndarray


def by_age(
    years: np.ndarray, waits: np.ndarray, rates: np.ndarray, held: np.ndarray | float = 0.0
) -> Chances:
    """The chances that plans are decided, and operate, so many years later; a row a draw.

    Parameters: the years; per draw rate and shape of the wait for a decision, as `drawn_waits`
    gives them; rates of the moves, as `drawn_rates` does; for how many years each has been a plan.
    Method: integrals over the risk h = (r (a + u))^k - (r a)^k that a plan of the age a has run
    when it is decided u years later, of exp(-h - s u) and of that times the chance to operate in
    what is left, s being the rate of stopping. What stopped after a decision had one: a decision
    is missing only in a plan that is still one, or that stopped as one.
    """
    rate, shape = (waits[:, [place]] for place in (0, 1))
    _, starting, operating, stopping = (rates[:, [place]] for place in range(len(MOVES)))
    before = (rate * held) ** shape
    run = (rate * (held + years)) ** shape - before
    decided, operates = np.zeros_like(run), np.zeros_like(run)
    for node, weight in zip((NODES + 1) / 2, WEIGHTS / 2, strict=True):
        risk = run * node
        at = np.clip((before + risk) ** (1 / shape) / rate - held, 0.0, years)
        density = weight * run * np.exp(-risk - stopping * at)
        decided += density
        operates += density * _operates(years - at, starting, operating, stopping)
    return Chances(decided, np.clip(operates, 0.0, decided))


def _operates(
    years: np.ndarray, starting: np.ndarray, operating: np.ndarray, stopping: np.ndarray
) -> np.ndarray:
    """The chance that what was decided operates so many years later.

    Method: of two waits one after the other, each of which may end in a stop. Drawn rates are
    never equal.
    """
    first, second = starting + stopping, operating + stopping
    waited = -np.expm1(-first * years) / first + np.expm1(-second * years) / second
    chance: np.ndarray = starting * operating * waited / (second - first)
    return chance
