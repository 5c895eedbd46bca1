"""Since when the world knew each row, whatever the day that is asked about.

A row is known from the last day of its own event (`Table.known_on`) and of its source's
publication, whichever is later: a year or a month may have ended before anyone read of it. Three
things follow from what the dates can say:

- A source without a date of publication gives way to the row's own date. Where the row has none
  either, it is known only since the source was read.
- Nothing is known later than the day its source was read, so that a source of "2026" read in
  November is known in November.
- Deadlines, promised starts and the years that figures stand for are not dates of knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.raw.intervals import last_days
from analysis.raw.tables import TABLES

Tables = Mapping[str, pd.DataFrame]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NAMED_DAY = re.compile(
    rf"\b(20\d\d-\d\d(?:-\d\d)?)\b|\b(?:(\d\d?) )?({'|'.join(MONTHS)}) (20\d\d)\b"
)
REMARKS = ("note", "summary", "reason", "fx_note")

# Parts of a row that were known on another day than the row: the table, the column of the source
# that says so, the date of the event, and whether the source had to be published for it.
PARTS = {
    "act made": ("announcements", "source_id", ("announced_on",), False),
    "promise made": ("promises", "source_id", ("promised_on",), False),
    "promise judged": ("promises", "source_id", ("fulfilled_on",), True),
    "capacity": ("projects", "source_id", (), True),
    "status": ("projects", "status_source_id", ("status_on",), True),
    "item signed": ("roadmap_areas", "source_id", (), True),
    "item drafted": ("roadmap_areas", "draft_source_id", (), True),
}


@dataclass(frozen=True)
class Knowledge:
    """The dates of knowledge of all tables, worked out once for all vintages.

    Attributes:
        read: the days on which each source was read and published, by source_id (`source_days`).
        rows: by table, the day from which each row was known (`known_since`).
        parts: by name in `PARTS`, the day from which that part of each row was known.
        named: by table and remark, the latest day that the remark names; remarks that name none
            are left out.
    """

    read: pd.DataFrame
    rows: Mapping[str, pd.Series]
    parts: Mapping[str, pd.Series]
    named: Mapping[str, Mapping[str, pd.Series]]


def knowledge(tables: Tables) -> Knowledge:
    """The dates of knowledge of all raw tables as loaded; series keep the index of their table."""
    read = source_days(tables["sources"])
    return Knowledge(
        read,
        {name: known_since(read, name, frame) for name, frame in tables.items()},
        {
            part: _since(read, tables[name][source], tables[name][list(events)], published)
            for part, (name, source, events, published) in PARTS.items()
        },
        {name: _named(frame) for name, frame in tables.items()},
    )


def source_days(sources: pd.DataFrame) -> pd.DataFrame:
    """The days on which each source was read and published, by source_id (datetime64)."""
    dated = sources.assign(
        accessed=last_days(sources["accessed_on"]), published=last_days(sources["published_on"])
    )
    return dated.set_index("source_id")[["accessed", "published"]]


def known_since(read: pd.DataFrame, name: str, frame: pd.DataFrame) -> pd.Series:
    """The day from which the world knew each row of a table (datetime64).

    Parameters: `source_days`, the name of the table, its frame.
    Tables without sources (names of minerals, choices of method) were always known.
    """
    if "source_id" not in frame:
        return pd.Series(pd.Timestamp(0).as_unit("s"), frame.index)
    return _since(read, frame["source_id"], frame[list(TABLES[name].known_on)])


def _since(
    read: pd.DataFrame, source_id: pd.Series, events: pd.DataFrame, published: bool = True
) -> pd.Series:
    """The later of events and publication, not later than the day the source was read."""
    accessed = source_id.map(read["accessed"])
    days = {name: last_days(events[name]) for name in events}
    if published:
        days["published"] = source_id.map(read["published"])
    latest = pd.DataFrame(days, index=source_id.index).max(axis=1)
    return latest.where(latest <= accessed, accessed)


def _named(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """The latest day that each remark of a sourced table names."""
    if "source_id" not in frame:
        return {}
    remarks = {name: frame[name].dropna() for name in REMARKS if name in frame}
    days = {name: texts.map(latest_named).astype("str") for name, texts in remarks.items()}
    return {name: named[named != ""] for name, named in days.items()}


@cache
def latest_named(text: str) -> str:
    """The latest month or day that a text names, as interval text; empty if it names none."""
    return max(
        (
            iso or f"{year}-{MONTHS.index(month) + 1:02d}" + (f"-{int(day):02d}" if day else "")
            for iso, day, month, year in NAMED_DAY.findall(text)
        ),
        default="",
    )
