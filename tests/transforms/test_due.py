"""What is due, worked out by hand from small tables."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from project_tables import history, projects
from small import table

from analysis.raw.tables import TABLES
from analysis.transforms.due import (
    due,
    later,
    new_editions,
    next_looks,
    resting,
    silent_plants,
    unopened_sources,
    watched,
)

AS_OF = dt.date(2026, 10, 1)
NOTHING_RESTS = pd.DataFrame({"source_id": [], "row_key": []}, dtype="str")


def watch(*items: dict[str, object]) -> pd.DataFrame:
    """Days that somebody named, one a dictionary."""
    plain = {
        "kind": "promise",
        "due_on": "2026-12",
        "due_by": "2026-12-31",
        "days": 91,
        "state": "ahead",
        "name": "Act",
        "awaited": "a roadmap",
        "outcome": "open",
        "searches": 0,
        "waiting": True,
        "said_in": "gazette",
        "table": "promises",
        "key": "a",
        "source_ids": "gazette|report",
        "raw_keys": "announcements:a|promises:a",
    }
    return table("watch", *({**plain, **item} for item in items))


def sources(**rows: dict[str, str | None]) -> pd.DataFrame:
    plain = {
        "title": "Summaries",
        "publisher": "Survey",
        "published_on": "2026-02-06",
        "accessed_on": "2026-09-30",
        "kind": "statistics",
        "access": "opened",
    }
    frame = pd.DataFrame(
        [{"source_id": name.replace("_", "-"), **plain, **row} for name, row in rows.items()]
    ).astype("str")
    return frame.assign(row_key="sources:" + frame["source_id"])


def raw_tables(**given: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """All raw tables, empty but for those given."""
    empty = {
        name: pd.DataFrame({at: pd.Series(dtype="str") for at in [*table.fields, "row_key"]})
        for name, table in TABLES.items()
    }
    return {**empty, **given}


# Days that were named.


def test_what_the_next_look_may_settle_is_due_and_what_is_settled_is_not() -> None:
    found = watched(watch({}, {"key": "b", "waiting": False, "outcome": "kept"}))
    (row,) = found.to_dict("records")
    assert (row["table"], row["key"], row["what"]) == ("promises", "a", "Act: a roadmap")
    assert row["source_ids"] == "gazette|report"


def test_of_a_plant_the_status_is_said_and_the_test_that_it_will_join_is_kept() -> None:
    plant = {"kind": "start", "outcome": "under_construction", "awaited": "start"}
    found = watched(watch({**plant, "joins": "starts"}, {})).sort_values("kind")
    assert found["what"].tolist() == [
        "Act: a roadmap",
        "Act: start; under construction when last seen",
    ]
    assert found["joins"].fillna("").tolist() == ["", "starts"]


def test_a_search_does_not_rest_on_what_it_looked_for() -> None:
    found = watched(watch({"raw_keys": "announcements:a|promises:a|searches:1"}))
    assert found["raw_keys"].tolist() == ["announcements:a|promises:a"]


# Plants without news.


def test_a_plant_is_silent_when_its_newest_news_is_a_year_old_to_the_day() -> None:
    plants = projects(
        old={"status_on": "2024-03"},
        just={"status_on": "2025-10-01"},
        not_yet={"status_on": "2025-10-02"},
        heard_of={"status_on": "2024-03"},
        given_up={"status_on": "2024-03", "status": "cancelled"},
    )
    found = silent_plants(plants, history(("heard-of", "announced", "2026-01")), AS_OF)
    assert found["key"].tolist() == ["old", "just"]
    # News of March 2024 may be of its last day, 31 March; a year later is 31 March 2025.
    assert found["due_on"].tolist() == ["2025-03-31", "2026-10-01"]
    assert found["what"].iloc[0] == "Plant: no news since 2024-03-31; announced then"


def test_a_plant_that_no_row_dates_is_due_at_once() -> None:
    plants = projects(plant={"status_on": None})
    found = silent_plants(plants, history(("other", "announced", "2026")), AS_OF).iloc[0]
    assert (found["due_on"], found["what"]) == (
        "2026-10-01",
        "Plant: no dated news; announced then",
    )


# Searches.


def test_the_newest_search_for_a_row_says_when_to_look_again() -> None:
    names = ["subject_table", "subject_id", "searched_on", "next_look_on", "words", "place"]
    searches = pd.DataFrame(
        [
            ("promises", "a", "2026-08-01", "2026-09-01", "roadmap", "gazette"),
            ("promises", "a", "2026-09-01", "2026-12-01", "roadmap text", "gazette"),
            ("promises", "b", "2026-08-01", "2026-10-01", "decree", "gazette"),
            ("promises", "b", "2026-09-01", None, "decree", "gazette"),
        ],
        columns=names,
    ).astype("str")
    searches = searches.assign(row_key=[f"searches:{number}" for number in range(4)])
    (row,) = next_looks(searches).to_dict("records")
    assert (row["due_on"], row["table"], row["key"]) == ("2026-12-01", "promises", "a")
    assert row["what"] == "look again: roadmap text, in gazette"
    assert row["raw_keys"] == "promises:a|searches:1"


# Sources.


def test_sources_read_through_a_copy_or_only_quoted_are_due_with_all_that_rests_on_them() -> None:
    rows = sources(a={}, b={"access": "copy"}, c={"access": "quoted", "title": None})
    rests = pd.DataFrame(
        [("b", "prices:1"), ("b", "demand:2"), ("a", "demand:3")], columns=["source_id", "row_key"]
    )
    found = unopened_sources(rows, rests)
    assert found["key"].tolist() == ["b", "c"]
    assert found["due_on"].tolist() == ["2026-09-30"] * 2
    assert found["raw_keys"].tolist() == ["demand:2|prices:1", ""]
    assert found["what"].tolist() == [
        "read through a copy: Summaries, Survey",
        "seen only as quoted: Survey",
    ]


def test_every_column_that_names_sources_makes_a_row_rest_on_them() -> None:
    plants = projects(plant={"source_id": "a", "status_source_id": "b"})
    programmes = pd.DataFrame(
        [{"source_id": "a", "also_source_ids": "b|c", "row_key": "stockpile_programmes:vault"}]
    )
    found = resting(raw_tables(projects=plants, stockpile_programmes=programmes))
    assert sorted(map(tuple, found[["source_id", "row_key"]].to_numpy())) == [
        ("a", "projects:plant"),
        ("a", "stockpile_programmes:vault"),
        ("b", "projects:plant"),
        ("b", "stockpile_programmes:vault"),
        ("c", "stockpile_programmes:vault"),
    ]


# New editions.


def test_two_editions_on_record_tell_when_the_next_is_due() -> None:
    rows = sources(
        mcs_2025_world={"published_on": "2025"},
        mcs_2026_data={"published_on": "2026-02-06"},
        outlook_2024={"published_on": "2024-05"},
        outlook_2026={"published_on": "2026"},
    )
    found = new_editions(rows, NOTHING_RESTS, AS_OF).set_index("key")
    assert found["due_on"].to_dict() == {"mcs-2026-data": "2027-02", "outlook-2026": "2028"}
    assert found.loc["mcs-2026-data", "what"] == "Summaries, Survey: a new edition every year"
    assert found.loc["outlook-2026", "what"] == "Summaries, Survey: a new edition every 2 years"


def test_without_a_rhythm_a_data_set_is_due_when_it_is_more_than_a_year_old() -> None:
    rows = sources(
        old={"published_on": "2025-09-30"},
        a_year={"published_on": "2025-10-01"},
        dated_2025_04_09={"published_on": "2026-04-09"},
        dated_2026_04_09={"published_on": "2026-04-09"},
        news_2020={"published_on": "2020", "kind": "news"},
        undated={"published_on": None},
    )
    found = new_editions(rows, NOTHING_RESTS, AS_OF)
    assert found["key"].tolist() == ["old"]
    assert found["due_on"].tolist() == ["2026-09"]


@pytest.mark.parametrize(
    ("interval", "years", "wanted"),
    [("2026-02-28", 1, "2027-02"), ("2026-12", 2, "2028-12"), ("2026", 1, "2027")],
)
def test_a_later_edition_is_known_to_its_month_at_best(
    interval: str, years: int, wanted: str
) -> None:
    assert later(interval, years) == wanted


# The whole list.


def test_the_list_ends_on_its_last_day_and_counts_days_from_the_vintage() -> None:
    days = {"past": "2026-09", "last": "2026-12-31", "beyond": "2027-01-01", "year": "2026"}
    named = watch(*({"key": key, "due_on": day} for key, day in days.items()))
    found = due(raw_tables(), named, AS_OF, dt.date(2026, 12, 31))
    # 30 September is a day before 1 October, 31 December 91 days after it.
    assert found[["key", "due_by", "days"]].to_numpy().tolist() == [
        ["past", "2026-09-30", -1],
        ["last", "2026-12-31", 91],
        ["year", "2026-12-31", 91],
    ]


def test_empty_tables_have_nothing_due() -> None:
    assert due(raw_tables(), watch(), AS_OF, AS_OF).empty
