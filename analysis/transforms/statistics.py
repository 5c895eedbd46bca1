"""Counts by value, and what is known of a share after so many trials, or so much time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

CONFIDENCE = 0.95


def count_of(column: pd.Series, values: Iterable[str]) -> dict[str, int]:
    """How many rows have each of these values, none included, in the order of the values."""
    found = column.value_counts()
    return {value: int(found.get(value, 0)) for value in values}


def wilson_interval(
    successes: int, trials: int, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """The Wilson score interval of a share, as two fractions of 1.

    Returns (0, 1) for no trials: nothing is known.
    Method: Wilson (1927), Probable inference, the law of succession, and statistical inference.
    SciPy has it too and takes a second to import, which every month of the verdict's history and
    every page would pay; a test holds this to SciPy's.
    """
    if trials == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / trials
    centre = share + z**2 / (2 * trials)
    spread = z * (share * (1 - share) / trials + z**2 / (4 * trials**2)) ** 0.5
    scale = 1 + z**2 / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def state_occupation(
    entered: np.ndarray, watched: np.ndarray, at: Sequence[float]
) -> tuple[np.ndarray, np.ndarray]:
    """The chance to be in each of some states by some times, and the covariances of the chances.

    Parameters: when each case (row) entered each state (column), missing where it did not; how
    long each was watched; the times asked for, rising. A case begins in a state of its own, before
    the first column, and is in the rightmost state that it has entered.
    Returns shares, a row per time and a column per state, the one at the beginning first, and
    their covariance matrix per time.
    Method: Aalen and Johansen (1978), whose estimate of such chances needs no Markov property
    (Datta and Satten 2001), with the covariance of Greenwood's kind in Andersen, Borgan, Gill and
    Keiding (1993, section IV.4): moves from one state at one time are multinomial. With one state
    it is Kaplan-Meier, with one and what rules it out the cumulative incidence. SciPy has neither
    several states nor competing events, and no other library in use has them.
    """
    states = entered.shape[1] + 1
    shares, covariances = np.eye(states)[0], np.zeros((states, states))
    moments = iter(np.unique(entered[entered <= watched[:, None]]))
    moment = next(moments, np.inf)
    found = []
    for asked in at:
        while moment <= asked:
            moves = _moves(entered[watched >= moment], moment)
            n = moves.sum(axis=1)
            chances = np.where(n[:, None] > 0, moves / np.maximum(n, 1)[:, None], np.eye(states))
            covariances = chances.T @ covariances @ chances
            for state in np.flatnonzero(n):
                row = chances[state]
                spread = (np.diag(row) - np.outer(row, row)) / n[state]
                covariances += shares[state] ** 2 * spread
            shares = shares @ chances
            moment = next(moments, np.inf)
        found.append((shares, covariances))
    return np.array([each[0] for each in found]), np.array([each[1] for each in found])


def _moves(entered: np.ndarray, moment: float) -> np.ndarray:
    """How many cases go from each state to each at a moment; those that stay on the diagonal."""
    states = entered.shape[1] + 1
    rank = np.arange(1, states)
    before = (rank * (entered < moment)).max(axis=1, initial=0)
    after = (rank * (entered <= moment)).max(axis=1, initial=0)
    moves = np.zeros((states, states))
    np.add.at(moves, (before, after), 1)
    return moves


def log_log_interval(
    share: float, variance: float, left: int, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """The interval of a cumulative share, symmetric on the complementary log-log scale.

    Parameters: the share and its variance; how many cases are still watched. Where nothing or
    everything has happened the variance is none, and Wilson's interval over those stands.
    """
    if share <= 0:
        return 0.0, wilson_interval(0, left, confidence)[1]
    if share >= 1:
        return wilson_interval(left, left, confidence)[0], 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    rest = 1 - share
    scale = float(np.exp(z * max(variance, 0.0) ** 0.5 / (rest * -np.log(rest))))
    return 1 - rest ** (1 / scale), 1 - rest**scale
