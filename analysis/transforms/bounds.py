"""Point values and bounds: a bound stays a bound all the way into the picture.

Sources say "above 90 %" or "below target"; the raw tables then hold 90, and `lower` or `upper` in
their column `bound`.
"""

from __future__ import annotations

import pandas as pd

BOUNDS = ("point", "lower", "upper")


def bound_of(bounds: pd.Series) -> pd.Series:
    """`lower`, `upper` or `point` for each value, from the raw column `bound`."""
    return bounds.fillna(BOUNDS[0])


def interval_of(
    values: pd.Series, bounds: pd.Series, lows: pd.Series, highs: pd.Series
) -> pd.DataFrame:
    """The interval in which each value lies, as columns `low` and `high` (the unit of the values).

    Parameters: values; `bound` of each, as in the raw table; ends of the range of each, missing
    where the source gives none.

    A point value is its own interval; the open side of a bound is missing; a range gives both ends.
    """
    low = lows.fillna(values.where(bounds != "upper"))
    high = highs.fillna(values.where(bounds != "lower"))
    return pd.DataFrame({"low": low, "high": high}, index=values.index)
