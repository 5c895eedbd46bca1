"""What an analyst has to look at next, with the day by which: one row a task.

Nothing here reads a clock. What is due is due on a day that the tables name, or on one that follows
from their dates; what lies far back and was never settled stays due.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import last_days
from analysis.raw.tables import TABLES
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import SEPARATOR, join_columns, join_unique, joined_by

Tables = Mapping[str, pd.DataFrame]

KINDS = {
    "promise": "a deadline that somebody set themselves, not known to be kept or broken",
    "suspension": "the end of a suspension of export controls",
    "start": "the start that a plant last promised, not seen yet",
    "silent": "a plant of which nothing was read for a year",
    "unopened": "a source that was not read itself",
    "look": "the next look of a search that found nothing final",
    "edition": "a data set of which a newer edition should be out",
}

ITEM = ("kind", "due_on", "what", "table", "key", "joins", "source_ids", "raw_keys")
"""What an item has before its days are counted."""

SILENCE = pd.DateOffset(years=1)
"""After so long without news a plant is looked up again."""

EDITION = r"^(?P<series>.+?)-(?P<year>(?:19|20)\d\d)(?!-\d\d(?:-|$))(?:-|$)"
"""The id of a source that is one edition of a series: a year in it that no month follows."""


class Due(Evidenced):
    """One thing to look at."""

    kind: str = column("what kind of thing is due", isin=list(KINDS))
    due_on: str = column("when, as an interval")
    due_by: str = column("last day of that interval")
    days: int = column("from the vintage to that last day; negative is past", "d")
    what: str = column("what to look at")
    table: str = column("raw table of the row that is due")
    key: str = column("key of that row")
    joins: str = column("test of the verdict that it will count in once it is due", nullable=True)
    raw_keys: str = column("raw rows that rest on the answer, joined by |")


def due(tables: Tables, watch: pd.DataFrame, as_of: dt.date, until: dt.date) -> pd.DataFrame:
    """Everything that is due by a day, the earliest first.

    Parameters: the raw tables, all of them; `Watch`; the vintage; the last day of the list.
    Returns `Due`. What was due before the vintage is on the list until the tables settle it.
    """
    rests = resting(tables)
    found = [
        watched(watch),
        silent_plants(tables["projects"], tables["project_history"], as_of),
        next_looks(tables["searches"]),
        unopened_sources(tables["sources"], rests),
        new_editions(tables["sources"], rests, as_of),
    ]
    everything = pd.concat(found, ignore_index=True)
    by = last_days(everything["due_on"])
    everything = everything.assign(
        due_by=by.dt.strftime("%Y-%m-%d"), days=(by - pd.Timestamp(as_of)).dt.days
    )
    listed = everything[by <= pd.Timestamp(until)].sort_values(["due_by", "kind", "table", "key"])
    return Due.validate(listed[list(Due.to_schema().columns)].reset_index(drop=True))


def resting(tables: Tables) -> pd.DataFrame:
    """Which rows rest on which source: source_id, row_key; each pair once.

    Parameters: the raw tables. Every column that refers to the sources counts, lists too.
    """
    pairs = [
        tables[name][[at, "row_key"]].rename(columns={at: "source_id"}).dropna()
        for name, table in TABLES.items()
        for at, target in table.references.items()
        if target == "sources"
    ]
    whole = pd.concat(pairs, ignore_index=True)
    each = whole.assign(source_id=whole["source_id"].str.split(SEPARATOR)).explode("source_id")
    return each.drop_duplicates().reset_index(drop=True)


def watched(watch: pd.DataFrame) -> pd.DataFrame:
    """The days that somebody named and of which the next look may tell more.

    Parameters: `Watch`. The searches that were made for a row do not rest on the answer.
    """
    rows = watch[watch["waiting"].astype(bool)]
    seen = "; " + _words(rows["outcome"]) + " when last seen"
    is_start = rows["kind"] == "start"
    keys = (
        rows["raw_keys"]
        .str.split(SEPARATOR)
        .map(lambda keys: join_unique(key for key in keys if not key.startswith("searches:")))
    )
    what = rows["name"] + ": " + rows["awaited"] + seen.where(is_start, "")
    return rows.assign(what=what, raw_keys=keys)[list(ITEM)]


def silent_plants(projects: pd.DataFrame, history: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Plants, not given up, whose newest dated news is at least a year old at the vintage.

    Parameters: the raw tables. Due since a year after that news; a plant that no row dates is due
    at once.
    """
    made_public = projects[["project_id"]].assign(status_on=projects["first_announced_on"])
    dated = pd.concat([made_public, projects, history])[["project_id", "status_on"]].dropna()
    news = last_days(dated["status_on"]).groupby(dated["project_id"]).max()
    told = _looked_up(news, projects["project_id"])
    due_on = (told + SILENCE).fillna(pd.Timestamp(as_of))
    is_silent = (due_on <= pd.Timestamp(as_of)) & (projects["status"] != "cancelled")
    since = told.dt.strftime("no news since %Y-%m-%d").fillna("no dated news")
    rows = projects.assign(
        due_on=due_on.dt.strftime("%Y-%m-%d"),
        words=projects["name"] + ": " + since + "; " + _words(projects["status"]) + " then",
        source_ids=join_columns(projects, ["status_source_id", "source_id"]),
    )[is_silent]
    return _items(rows, "silent", rows["words"], rows["source_ids"], rows["row_key"])


def next_looks(searches: pd.DataFrame) -> pd.DataFrame:
    """When the newest search for a row asks to look again.

    Parameters: the raw table. An earlier search is answered by a later one for the same row.
    """
    subject = ["subject_table", "subject_id"]
    newest = searches.sort_values("searched_on", kind="stable").drop_duplicates(
        subject, keep="last"
    )
    rows = newest[newest["next_look_on"].notna()]
    about = rows["subject_table"] + ":" + rows["subject_id"]
    return _items(
        rows.assign(due_on=rows["next_look_on"], row_key=about),
        "look",
        "look again: " + rows["words"] + ", in " + rows["place"],
        source_ids=pd.Series("", rows.index, dtype="str"),
        raw_keys=join_columns(rows.assign(about=about), ["row_key", "about"]),
    )


def unopened_sources(sources: pd.DataFrame, rests: pd.DataFrame) -> pd.DataFrame:
    """Sources that were read through a copy or seen as quoted, due since the day of that reading.

    Parameters: the raw table; what rests on each source, from `resting`.
    """
    rows = sources[sources["access"] != "opened"]
    how = rows["access"].map({"copy": "read through a copy", "quoted": "seen only as quoted"})
    rows = rows.assign(due_on=rows["accessed_on"])
    return _of_sources(rows, "unopened", how.fillna("not opened") + ": " + _title(rows), rests)


def new_editions(sources: pd.DataFrame, rests: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Statistics of which a newer edition than the one on record should be out.

    Parameters: as for `unopened_sources`; the vintage.
    Method: ids such as `usgs-mcs-2026-data` name a series and the year of an edition. Where two
    editions of a series are on record, the years between the newest two are its rhythm, and the
    next one is due so long after the newest was published, to the month. Where the tables tell no
    rhythm, what was published more than a year before the vintage is due a year after that.
    """
    rows = sources[(sources["kind"] == "statistics") & sources["published_on"].notna()]
    named = rows["source_id"].str.extract(EDITION)
    rows = rows.assign(series=named["series"], year=pd.to_numeric(named["year"]))
    editions = rows[["series", "year"]].dropna().drop_duplicates().sort_values(["series", "year"])
    rhythm = editions.groupby("series")["year"].diff()
    newest = editions.assign(every=rhythm).drop_duplicates("series", keep="last")
    rows = rows.merge(newest.rename(columns={"year": "newest"}), how="left", on="series")
    rows = rows[~(rows["year"] < rows["newest"])]
    old = last_days(rows["published_on"]) + pd.DateOffset(years=1) < pd.Timestamp(as_of)
    rows = rows[rows["every"].notna() | old]
    every = [None if pd.isna(years) else int(years) for years in rows["every"]]
    due_on = [
        later(published, years or 1)
        for published, years in zip(rows["published_on"], every, strict=True)
    ]
    words = pd.Series([_rhythm(years) for years in every], rows.index, dtype="str")
    return _of_sources(rows.assign(due_on=due_on), "edition", _title(rows) + ": " + words, rests)


def _rhythm(years: int | None) -> str:
    """How often a new edition comes, as far as it is known."""
    if years is None:
        return "more than a year old, rhythm not on record"
    return f"a new edition every {years} years" if years > 1 else "a new edition every year"


def later(interval: str, years: int) -> str:
    """The same month, or year, so many years later; a day is good to its month only."""
    return f"{min(int(interval[:4]) + years, dt.MAXYEAR):04d}{interval[4:7]}"


def _of_sources(
    rows: pd.DataFrame, kind: str, words: pd.Series, rests: pd.DataFrame
) -> pd.DataFrame:
    """Items on sources, each with the rows that rest on it."""
    keys = _looked_up(joined_by(rests, "source_id", "row_key"), rows["source_id"])
    return _items(rows, kind, words, rows["source_id"], keys.fillna(""))


def _looked_up(values: pd.Series, keys: pd.Series) -> pd.Series:
    """The value of each key, missing where there is none, on the index of the keys."""
    return values.reindex(keys).set_axis(keys.index)


def _items(
    rows: pd.DataFrame, kind: str, what: pd.Series, source_ids: pd.Series, raw_keys: pd.Series
) -> pd.DataFrame:
    """Items that join no test, as `ITEM`; `row_key` is that of the row that is due."""
    name = rows["row_key"].str.split(":", n=1)
    return pd.DataFrame(
        {
            "kind": kind,
            "due_on": rows["due_on"],
            "what": what,
            "table": name.str[0],
            "key": name.str[1],
            "joins": pd.Series(None, rows.index, dtype="str"),
            "source_ids": source_ids,
            "raw_keys": raw_keys,
        },
        columns=list(ITEM),
    )


def _title(sources: pd.DataFrame) -> pd.Series:
    """Title and publisher of sources, as far as they are known."""
    return (sources["title"] + ", ").fillna("") + sources["publisher"]


def _words(status: pd.Series) -> pd.Series:
    """A status in words."""
    return status.str.replace("_", " ")
