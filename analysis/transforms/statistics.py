"""Counts by value, and what is known of a share after so many trials."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist

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
