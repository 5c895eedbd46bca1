"""What the world knew on a date.

A row is known from the last day of its own event (`Table.known_on`) and of its source's
publication, whichever is later: a year or a month may have ended before anyone read of it. Three
things follow from what the dates can say:

- A source without a date of publication gives way to the row's own date. Where the row has none
  either, it is known only since the source was read.
- Nothing is known later than the day its source was read, so that a source of "2026" read in
  November is known in November.
- Deadlines, promised starts and the years that figures stand for are not dates of knowledge.

The rows of today judge the past. Where a later event changed one, it goes back to what was known:
a promise to its outcome then, a project to the last status of its history then, a roadmap item to
its draft, an announcement to what its first milestones said of it. Remarks that name a later day
are left out, because they were written with hindsight.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
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


def known_at(tables: Tables, as_of: dt.date) -> dict[str, pd.DataFrame]:
    """The tables cut back to `as_of`; indexes start at 0 again, `source_row` stays.

    Parameters: all raw tables as loaded, and a day.
    Returns the same tables with fewer rows, and with values of later knowledge set back or missing.
    """
    day = pd.Timestamp(as_of)
    read = source_days(tables["sources"])
    known = {name: frame[known_since(read, name, frame) <= day] for name, frame in tables.items()}
    known["announcements"] = _announcements(tables, read, known["milestones"], day)
    known["promises"] = _promises(tables, read, known["announcements"], day)
    known["projects"] = _projects(tables, read, known["project_history"], day)
    known["roadmap_areas"] = _roadmap(tables, read, day)
    known = {name: _without_hindsight(frame, read, as_of) for name, frame in known.items()}
    known["claims"] = _claims(known["claims"])
    known = _without_orphans(known)
    published = set(known["sources"]["source_id"])
    known = {
        name: _without_later_entries(name, frame, known, published) for name, frame in known.items()
    }
    known["sources"] = _without_hindsight(_sources(tables, read, known, day), read, as_of)
    return {name: frame.reset_index(drop=True) for name, frame in known.items()}


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


def _announcements(
    tables: Tables, read: pd.DataFrame, events: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Announcements made by `day`, from their own document or from a milestone known by then.

    What only the later document says is missing: summary and deadline.
    """
    acts = tables["announcements"]
    made = _since(read, acts["source_id"], acts[["announced_on"]], published=False) <= day
    own = _since(read, acts["source_id"], acts[["announced_on"]]) <= day
    first = events.groupby("announcement_id")["source_id"].first()
    seen = acts["announcement_id"].isin(first.index)
    known = acts.assign(source_id=acts["source_id"].where(own, acts["announcement_id"].map(first)))
    for name in ("summary", "coverage", "deadline_on", "deadline_text"):
        known[name] = known[name].where(own)
    return known[own | (made & seen)]


def _promises(
    tables: Tables, read: pd.DataFrame, announced: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Promises of known announcements, judged as they could be judged on `day`.

    Before its deadline a promise is open. After it, one that was fulfilled late or is overdue is
    late; of any other whose judgement rests on later knowledge, nothing was known.
    """
    promises = tables["promises"]
    made = _since(read, promises["source_id"], promises[["promised_on"]], False) <= day
    promises = promises[made & promises["announcement_id"].isin(announced["announcement_id"])]
    judged = _since(read, promises["source_id"], promises[["fulfilled_on"]]) <= day
    running = last_days(promises["deadline_on"]) >= day
    waits = running & promises["outcome"].isin(["open", "unclear"])
    then = promises["outcome"].where(promises["outcome"] == "late", "unclear").mask(running, "open")
    act_source = announced.set_index("announcement_id")["source_id"]
    return promises.assign(
        outcome=promises["outcome"].where(judged & ~waits, then),
        fulfilled_on=promises["fulfilled_on"].where(judged),
        reason=promises["reason"].where(judged),
        source_id=promises["source_id"].where(judged, promises["announcement_id"].map(act_source)),
    )


def _projects(
    tables: Tables, read: pd.DataFrame, history: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Projects with the status, and the capacity, that were known on `day`.

    A project is known from the document of its capacity or from its first history; until the
    former its capacity is missing. A status seen later gives way to the last of the history.
    """
    projects = tables["projects"]
    sized = _since(read, projects["source_id"], projects[[]]) <= day
    current = _since(read, projects["status_source_id"], projects[["status_on"]]) <= day
    order = history.assign(day=last_days(history["status_on"])).sort_values(["day", "source_row"])
    last = order.groupby("project_id").last()
    key = projects["project_id"]
    now = projects.assign(
        status=projects["status"].where(current, key.map(last["status"])),
        status_on=projects["status_on"].where(current, key.map(last["status_on"])),
        status_source_id=projects["status_source_id"].where(current, key.map(last["source_id"])),
        expected_start=projects["expected_start"].where(current, key.map(last["promised_start"])),
        source_id=projects["source_id"].where(sized, key.map(last["source_id"])),
    )
    for name in ("capacity", "unit", "capacity_basis", "contained_in"):
        now[name] = now[name].where(sized)
    now["note"] = now["note"].where(sized & current)
    now = now[now["status"].notna() & now["source_id"].notna()]
    return now.assign(
        contained_in=now["contained_in"].where(now["contained_in"].isin(now["project_id"]))
    )


def _roadmap(tables: Tables, read: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Items whose signed side was known; of the others, the draft where that was known."""
    areas = tables["roadmap_areas"]
    signed = _since(read, areas["source_id"], areas[[]]) <= day
    drafted = areas["draft_source_id"].notna() & (
        _since(read, areas["draft_source_id"], areas[[]]) <= day
    )
    known = areas.assign(
        present_in_signed_mou=areas["present_in_signed_mou"].where(signed),
        source_id=areas["source_id"].where(signed, areas["draft_source_id"]),
    )
    return known[signed | drafted]


def _claims(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims; a comparison whose reason came later is unclear."""
    agrees = claims["agrees_with_official"].where(claims["note"].notna(), "unclear")
    return claims.assign(agrees_with_official=agrees)


def _without_hindsight(frame: pd.DataFrame, read: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The frame without remarks, written after `as_of`, that name a day after `as_of`."""
    if "source_id" not in frame:
        return frame
    later = frame["source_id"].map(read["accessed"]) > pd.Timestamp(as_of)
    today = as_of.isoformat()
    remarks = [name for name in REMARKS if name in frame]
    named = {name: _latest_named(frame[name]) > today for name in remarks}
    return frame.assign(**{name: frame[name].mask(later & named[name]) for name in remarks})


def _latest_named(texts: pd.Series) -> pd.Series:
    return texts.fillna("").map(latest_named).astype("str")


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


def _without_orphans(tables: Tables) -> dict[str, pd.DataFrame]:
    """The tables without rows about something that was not known yet."""
    known = dict(tables)
    for name in tables:
        for column, parent in TABLES[name].references.items():
            if parent in ("sources", "minerals", name) or TABLES[name].kind(column) != "identifier":
                continue
            rows, there = known[name], known[parent][TABLES[parent].key[0]]
            known[name] = rows[rows[column].isna() | rows[column].isin(there)]
    return known


def _without_later_entries(
    name: str, frame: pd.DataFrame, known: Tables, published: set[str]
) -> pd.DataFrame:
    """The frame whose lists name only rows that were known and sources that were published."""
    table = TABLES[name]
    lists = {
        column: published if parent == "sources" else set(known[parent][TABLES[parent].key[0]])
        for column, parent in table.references.items()
        if table.kind(column) == "identifiers"
    }
    return frame.assign(**{column: _only(frame[column], keys) for column, keys in lists.items()})


def _only(lists: pd.Series, known: set[str]) -> pd.Series:
    """Lists without the entries that are not known; missing where none is left."""
    if lists.dropna().isin(known).all():
        return lists
    each = lists.dropna().str.split("|").explode()
    left = each[each.isin(known)].groupby(level=0).agg("|".join)
    return left.reindex(lists.index).astype("str")


def _sources(tables: Tables, read: pd.DataFrame, known: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Sources published by `day`, and undated ones on which a known row rests."""
    sources = tables["sources"]
    cited = sources["source_id"].isin(_cited(known))
    return sources[cited | (known_since(read, "sources", sources) <= day)]


def _cited(tables: Tables) -> set[str]:
    """The sources that the rows of the tables name."""
    cited: set[str] = set()
    for name, frame in tables.items():
        for column, parent in TABLES[name].references.items():
            if parent == "sources":
                cited.update(frame[column].dropna().str.split("|").explode())
    return cited
