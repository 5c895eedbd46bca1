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
from analysis.transforms.promises import CHINA
from analysis.transforms.provenance import SEPARATOR, join_columns, joined_by
from analysis.transforms.starts import first_reached, promised_starts, status_at, timeline
from analysis.transforms.watch import OVER, WAITING

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


def due(tables: Tables, as_of: dt.date, until: dt.date) -> pd.DataFrame:
    """Everything that is due by a day, the earliest first.

    Parameters: the raw tables, all of them; the vintage; the last day of the list.
    Returns `Due`. What was due before the vintage is on the list until the tables settle it.
    """
    rests = resting(tables)
    found = [
        deadlines(tables["promises"], tables["announcements"]),
        starts(tables["projects"], tables["project_history"], tables["project_marks"], as_of),
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


def deadlines(promises: pd.DataFrame, announcements: pd.DataFrame) -> pd.DataFrame:
    """The deadlines that are neither met nor missed for good, and the ends of suspensions.

    Parameters: the raw tables. An act with a deadline that is no promise yet is due as well. The
    promises that the verdict counts will join its test.
    """
    names = {"deadline_on": "act_deadline", "source_id": "act_source", "row_key": "act_row"}
    acts = announcements.rename(columns=names).merge(promises, how="left", on="announcement_id")
    acts = acts[acts["outcome"].isin(WAITING) | acts["outcome"].isna()]
    acts = acts.assign(due_on=acts["deadline_on"].fillna(acts["act_deadline"]))
    acts = acts[acts["due_on"].notna()]
    said = acts["promise"].fillna(acts["deadline_text"]).fillna("deadline of the act")
    words = acts["title"] + ": " + said
    suspends = acts["suspends_controls"].astype("boolean").fillna(False).astype(bool)
    chinese = (
        acts["parties"].str.split(SEPARATOR).map(lambda parties: CHINA in parties).astype(bool)
    )
    joins = acts["promise"].notna() & ~chinese
    return _items(
        acts.assign(row_key=acts["row_key"].fillna(acts["act_row"])),
        suspends.map({True: "suspension", False: "promise"}),
        words,
        joins.map({True: "promises", False: None}),
        source_ids=join_columns(acts, ["source_id", "act_source"]),
        raw_keys=join_columns(acts, ["row_key", "act_row"]),
    )


def starts(
    projects: pd.DataFrame, history: pd.DataFrame, marks: pd.DataFrame, as_of: dt.date
) -> pd.DataFrame:
    """The newest promised start of each plant that neither operates nor was given up.

    Parameters: as for `promised_starts`. A plant whose first promise is not over will join the
    test of the plants that start in time.
    """
    seen = timeline(projects, history, as_of)
    promises = promised_starts(projects, history, marks, as_of)
    over = {
        *projects.loc[projects["status"].isin(OVER), "project_id"],
        *status_at(seen).query("status == 'cancelled'").index,
        *first_reached(seen, ("operating",)).index,
    }
    promises = promises[~promises["project_id"].isin(over)]
    first = promises.drop_duplicates("project_id").set_index("project_id")["promised"]
    newest = promises.drop_duplicates("project_id", keep="last")
    rows = newest.rename(columns={"promised": "due_on", "row_key": "said"}).merge(
        projects[["project_id", "name", "status", "row_key"]], on="project_id"
    )
    ahead = last_days(_looked_up(first, rows["project_id"])) >= pd.Timestamp(as_of)
    return _items(
        rows,
        "start",
        rows["name"] + ": start as last promised; " + _words(rows["status"]) + " when last seen",
        ahead.map({True: "starts", False: None}),
        source_ids=rows["source_id"],
        raw_keys=join_columns(rows, ["said", "row_key"]),
    )


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
    return _items(rows, "silent", rows["words"], None, rows["source_ids"], rows["row_key"])


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
        None,
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
    return _items(rows, kind, words, None, rows["source_id"], keys.fillna(""))


def _looked_up(values: pd.Series, keys: pd.Series) -> pd.Series:
    """The value of each key, missing where there is none, on the index of the keys."""
    return values.reindex(keys).set_axis(keys.index)


def _items(
    rows: pd.DataFrame,
    kind: pd.Series | str,
    what: pd.Series,
    joins: pd.Series | None,
    source_ids: pd.Series,
    raw_keys: pd.Series,
) -> pd.DataFrame:
    """The columns that the kinds have in common; `row_key` is that of the row that is due."""
    name = rows["row_key"].str.split(":", n=1)
    return pd.DataFrame(
        {
            "kind": kind,
            "due_on": rows["due_on"],
            "what": what,
            "table": name.str[0],
            "key": name.str[1],
            "joins": joins,
            "source_ids": source_ids,
            "raw_keys": raw_keys,
        },
        index=rows.index,
    )


def _title(sources: pd.DataFrame) -> pd.Series:
    """Title and publisher of sources, as far as they are known."""
    return (sources["title"] + ", ").fillna("") + sources["publisher"]


def _words(status: pd.Series) -> pd.Series:
    """A status in words."""
    return status.str.replace("_", " ")
