"""The table of days to watch: bands, days left, what became of each."""

from __future__ import annotations

from typing import Any

import pandas as pd
from small import processed, table

from analysis.exhibits import tbl_watch as exhibit
from analysis.exhibits.table import html

ITEM = {
    "kind": "promise",
    "due_on": "2026-12",
    "due_by": "2026-12-31",
    "days": 275,
    "state": "ahead",
    "name": "Act",
    "awaited": "a roadmap",
    "parties": "USA|EU",
    "outcome": "open",
    "searches": 0,
    "waiting": True,
    "said_in": "a-source",
    "table": "promises",
    "key": "act",
}
PAST = {"state": "past", "due_on": "2026-03-30", "due_by": "2026-03-30", "days": -1}
SOURCE = {
    "source_id": "a-source",
    "title": "A paper",
    "publisher": "Gazette",
    "published_on": "2026-02",
    "tier": "primary",
    "access": "opened",
    "evidence": "primary",
    "rank": 1,
}


def rows(*items: dict[str, Any]) -> pd.DataFrame:
    watch = table("watch", *({**ITEM, **item} for item in items))
    return exhibit.data(processed(watch=watch, sources=table("sources", SOURCE)))


def cells(*items: dict[str, Any]) -> list[dict[str, str]]:
    plain = exhibit.table(rows(*items)).cells().map(lambda cell: cell.replace("\xa0", " "))
    return plain.to_dict("records")


def test_what_is_ahead_comes_by_date_and_what_is_past_the_newest_first() -> None:
    older = {**PAST, "due_on": "2026-01", "due_by": "2026-01-31", "days": -59}
    found = cells(older, PAST, {"days": 5}, {})
    assert [row["band"] for row in found] == ["Ahead", "Ahead", "Past", "Past"]
    assert [row["days"] for row in found] == ["5", "275", "−1", "−59"]


def test_countries_are_named_and_a_row_without_a_test_has_a_dash() -> None:
    (row,) = cells({})
    assert (row["date"], row["parties"], row["tests"]) == (
        "Dec 2026",
        "United States and European Union",
        "–",
    )
    assert cells({"tests": "magnets|starts"})[0]["tests"] == "magnets, plants in time"


def test_what_became_of_it_is_told_in_plain_words() -> None:
    plant = {"kind": "start", "outcome": "under_construction", "seen_on": "2026-02"}
    found = cells(
        {**PAST, "outcome": "kept", "seen_on": "2026-03-01", "waiting": False},
        {**PAST, "outcome": "searched", "searches": 2},
        {**PAST, **plant},
        {"searches": 1},
    )
    assert sorted(row["became"] for row in found) == [
        "kept, 1 Mar 2026",
        "open",
        "searched for, not found; two searches since",
        "under construction, seen Feb 2026",
    ]


def test_the_title_counts_what_lies_ahead_and_what_is_not_settled() -> None:
    kept = {**PAST, "outcome": "kept", "waiting": False}
    assert exhibit.title(rows({}, PAST, kept)) == (
        "One named day lies ahead, and of two that passed, one is not settled"
    )
    assert exhibit.title(rows(kept)) == (
        "No named days lie ahead, and of one that passed, none are not settled"
    )
    assert exhibit.title(rows()) == "No government and no company has named a day yet"


def test_a_row_leads_to_its_record_and_to_its_source_and_hostile_names_stay_text() -> None:
    found = rows({"name": "<b>Act</b>", "table": "promises"}, {"table": "projects", "key": "works"})
    markup = html(exhibit.table(found), "tbl-watch", "..")
    assert "<b>" not in markup
    assert 'href="../records/announcements/act/index.html"' in markup
    assert 'href="../records/projects/works/index.html"' in markup
    assert 'href="../sources/index.html#a-source"' in markup


def test_a_table_without_rows_leads_nowhere() -> None:
    assert "<a " not in html(exhibit.table(rows()), "tbl-watch", "..")
