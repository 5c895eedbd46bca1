"""Dated intervals as spans of time: a year or a month is no single day."""

from __future__ import annotations

import pandas as pd

from analysis.raw.intervals import first_days, last_days


def spans(texts: pd.Series) -> pd.DataFrame:
    """Begin (first day), middle and end (last day) of dated intervals, as datetime64.

    Missing where there is no date.
    """
    begin, end = first_days(texts), last_days(texts)
    return pd.DataFrame({"begin": begin, "middle": begin + (end - begin) / 2, "end": end})
