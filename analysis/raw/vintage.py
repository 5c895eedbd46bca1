"""What the world knew on a date; since when it knew each row stands in `analysis.raw.knowledge`.

The rows of today judge the past. Where a later event changed one, it goes back to what was known:
a promise to its outcome then, a project to the last status of its history then, a roadmap item to
its draft, an announcement to what its first milestones said of it. Remarks that name a later day
are left out, because they were written with hindsight.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.raw.intervals import last_days
from analysis.raw.knowledge import Knowledge, Tables
from analysis.raw.tables import TABLES


def known_at(tables: Tables, since: Knowledge, as_of: dt.date) -> dict[str, pd.DataFrame]:
    """The tables cut back to `as_of`; indexes start at 0 again, `source_row` stays.

    Parameters: all raw tables as loaded, their `knowledge`, and a day.
    Returns the same tables with fewer rows, and with values of later knowledge set back or missing.
    """
    day = pd.Timestamp(as_of)
    known = {name: _those(frame, since.rows[name] <= day) for name, frame in tables.items()}
    known["announcements"] = _announcements(tables, since, known["milestones"], day)
    known["promises"] = _promises(tables, since, known["announcements"], day)
    known["projects"] = _projects(tables, since, known["project_history"], day)
    known["roadmap_areas"] = _roadmap(tables, since, day)
    known = {name: _without_hindsight(name, frame, since, day) for name, frame in known.items()}
    known["claims"] = _claims(known["claims"])
    known = _without_orphans(known)
    published = set(known["sources"]["source_id"])
    known = {
        name: _without_later_entries(name, frame, known, published) for name, frame in known.items()
    }
    sources = tables["sources"][(since.rows["sources"] <= day) | _cited(tables["sources"], known)]
    known["sources"] = _without_hindsight("sources", sources, since, day)
    return {name: frame.reset_index(drop=True) for name, frame in known.items()}


def _those(frame: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    """The wanted rows; without a copy where these are all."""
    return frame if wanted.all() else frame[wanted]


def _announcements(
    tables: Tables, since: Knowledge, events: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Announcements made by `day`, from their own document or from a milestone known by then.

    What only the later document says is missing: summary and deadline.
    """
    acts = tables["announcements"]
    made, own = since.parts["act made"] <= day, since.rows["announcements"] <= day
    first = events.groupby("announcement_id")["source_id"].first()
    seen = acts["announcement_id"].isin(first.index)
    known = acts.assign(source_id=acts["source_id"].where(own, acts["announcement_id"].map(first)))
    for name in ("summary", "coverage", "deadline_on", "deadline_text"):
        known[name] = known[name].where(own)
    return known[own | (made & seen)]


def _promises(
    tables: Tables, since: Knowledge, announced: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Promises of known announcements, judged as they could be judged on `day`.

    Before its deadline a promise is open. After it, one that was fulfilled late or is overdue is
    late; of any other whose judgement rests on later knowledge, nothing was known.
    """
    promises = tables["promises"]
    made = since.parts["promise made"] <= day
    promises = promises[made & promises["announcement_id"].isin(announced["announcement_id"])]
    judged = since.parts["promise judged"].loc[promises.index] <= day
    running = last_days(promises["deadline_on"]) >= day
    waits = running & ~promises["outcome"].isin(["kept", "late", "broken"])
    then = (
        promises["outcome"]
        .where(promises["outcome"] == "late", "not_checked")
        .mask(running, "open")
    )
    act_source = announced.set_index("announcement_id")["source_id"]
    return promises.assign(
        outcome=promises["outcome"].where(judged & ~waits, then),
        fulfilled_on=promises["fulfilled_on"].where(judged),
        reason=promises["reason"].where(judged),
        source_id=promises["source_id"].where(judged, promises["announcement_id"].map(act_source)),
    )


def _projects(
    tables: Tables, since: Knowledge, history: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Projects with the status, and the capacity, that were known on `day`.

    A project is known from the document of its capacity or from its first history; until the
    former its capacity is missing. A status seen later gives way to the last of the history.
    """
    projects = tables["projects"]
    sized, current = since.parts["capacity"] <= day, since.parts["status"] <= day
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


def _roadmap(tables: Tables, since: Knowledge, day: pd.Timestamp) -> pd.DataFrame:
    """Items whose signed side was known; of the others, the draft where that was known."""
    areas = tables["roadmap_areas"]
    signed = since.parts["item signed"] <= day
    drafted = areas["draft_source_id"].notna() & (since.parts["item drafted"] <= day)
    known = areas.assign(
        present_in_signed_mou=areas["present_in_signed_mou"].where(signed),
        source_id=areas["source_id"].where(signed, areas["draft_source_id"]),
    )
    return known[signed | drafted]


def _claims(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims; a comparison whose reason came later is unclear."""
    agrees = claims["agrees_with_official"].where(claims["note"].notna(), "unclear")
    return claims.assign(agrees_with_official=agrees)


def _without_hindsight(
    name: str, frame: pd.DataFrame, since: Knowledge, day: pd.Timestamp
) -> pd.DataFrame:
    """The frame without remarks, written after the day, that name a later one."""
    today = day.date().isoformat()
    for remark, named in since.named[name].items():
        ahead = frame.index.isin(named.index[named > today])
        if ahead.any():
            later = frame["source_id"].map(since.read["accessed"]) > day
            frame = frame.assign(**{remark: frame[remark].mask(later & ahead)})
    return frame


def _without_orphans(tables: Tables) -> dict[str, pd.DataFrame]:
    """The tables without rows about something that was not known yet."""
    known = dict(tables)
    for name in tables:
        for column, parent in TABLES[name].references.items():
            if parent in ("sources", "minerals", name) or TABLES[name].kind(column) != "identifier":
                continue
            rows, there = known[name], known[parent][TABLES[parent].key[0]]
            known[name] = _those(rows, rows[column].isna() | rows[column].isin(there))
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
    if not lists:
        return frame
    return frame.assign(**{column: _only(frame[column], keys) for column, keys in lists.items()})


def _only(lists: pd.Series, known: set[str]) -> pd.Series:
    """Lists without the entries that are not known; missing where none is left."""
    texts = lists.astype("object").where(lists.notna(), None)
    left = ["|".join(e for e in (text or "").split("|") if e in known) or None for text in texts]
    return pd.Series(left, index=lists.index, dtype="str")


def _cited(sources: pd.DataFrame, tables: Tables) -> pd.Series:
    """Whether each source is named by a row of the tables: an undated one is known by them."""
    cited: set[str] = set()
    for name, frame in tables.items():
        for column, parent in TABLES[name].references.items():
            if parent == "sources":
                cited.update(*frame[column].dropna().str.split("|"))
    return sources["source_id"].isin(cited)
