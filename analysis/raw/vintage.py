"""What the world knew on a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from analysis.raw.intervals import last_days
from analysis.raw.tables import TABLES

Tables = Mapping[str, pd.DataFrame]


def known_at(tables: Tables, as_of: dt.date) -> dict[str, pd.DataFrame]:
    """The tables cut back to `as_of`."""
    day = pd.Timestamp(as_of)
    return {
        name: frame[known_since(tables, name) <= day].reset_index(drop=True)
        for name, frame in tables.items()
    }


def known_since(tables: Tables, name: str) -> pd.Series:
    """The day from which the world knew each row of a table (datetime64; NaT: always)."""
    frame, table = tables[name], TABLES[name]
    if "source_id" not in frame:
        return pd.Series(pd.Timestamp.min.as_unit("s"), frame.index)
    sources = tables["sources"].set_index("source_id")
    accessed = frame["source_id"].map(last_days(sources["accessed_on"]))
    published = frame["source_id"].map(last_days(sources["published_on"]))
    own = pd.DataFrame({c: last_days(frame[c]) for c in table.known_on}, index=frame.index)
    latest = own.assign(published=published).max(axis=1)
    return latest.fillna(accessed).clip(upper=accessed)
