"""What the notes say about a number: a point value, or only a bound.

Sources say "above 90 %" or "below target"; the raw tables then hold 90 and a note with the words
"lower bound". A bound stays a bound all the way into the picture.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

BOUNDS = ("point", "lower", "upper")

RANGE = r"range (?P<low>\d+(?:\.\d+)?) to (?P<high>\d+(?:\.\d+)?)"
"""A range in a note, as in "upper end of range 5 to 22"."""


def bound_of(notes: pd.Series) -> pd.Series:
    """`lower`, `upper` or `point` for each note, by its words "lower bound" and "upper bound"."""
    text = notes.fillna("")
    kinds = [text.str.contains(f"{side} bound", case=False) for side in BOUNDS[1:]]
    return pd.Series(np.select(kinds, BOUNDS[1:], BOUNDS[0]), index=notes.index, dtype="str")


def interval_of(values: pd.Series, notes: pd.Series) -> pd.DataFrame:
    """The interval in which each value lies, as columns `low` and `high` (the unit of the values).

    A point value is its own interval; the open side of a bound is missing; a range that the note
    names ("range 5 to 22") gives both ends.
    """
    bound = bound_of(notes)
    named = notes.fillna("").str.extract(RANGE).astype("float64")
    low = values.where(bound != "upper").where(named["low"].isna(), named["low"])
    high = values.where(bound != "lower").where(named["high"].isna(), named["high"])
    return pd.DataFrame({"low": low, "high": high}, index=values.index)
