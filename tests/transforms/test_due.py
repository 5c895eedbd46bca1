"""What is due, worked out by hand from small tables."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from project_tables import NO_MARKS, history, projects

from analysis.raw.tables import TABLES
from analysis.transforms.due import (
    deadlines,
    due,
    later,
    new_editions,
    next_looks,
    resting,
    silent_plants,
    starts,
    unopened_sources,
)

AS_OF = dt.date(2026, 10, 1)
NOTHING_RESTS = pd.DataFrame({"source_id": [], "row_key": []}, dtype="str")


def acts(**rows: dict[str, str | bool | None]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Promises and their announcements, one of each per keyword; `outcome` None: no promise."""
    act = {
        "parties": "EU|USA",
        "suspends_controls": None,
        "deadline_on": None,
        "deadline_text": None,
    }
    made = {"promise": "a roadmap", "outcome": "open"}
    frame = pd.DataFrame(
        [
            {"announcement_id": name, "title": "Act", **act, **made, **row}
            for name, row in rows.items()
        ]
    ).astype("str")
    announcements = frame[["announcement_id", "title", *act]].assign(
        suspends_controls=frame["suspends_controls"] == "True",
        source_id="gazette",
        row_key="announcements:" + frame["announcement_id"],
    )
    promises = frame[["announcement_id", "deadline_on", *made]].assign(
        source_id="report", row_key="promises:" + frame["announcement_id"]
    )
    return promises[promises["outcome"].notna()], announcements


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


# Deadlines.


def test_open_and_unclear_promises_are_due_and_settled_ones_are_not() -> None:
    found = deadlines(
        *acts(
            a={"outcome": "open", "deadline_on": "2026-12"},
            b={"outcome": "not_checked", "deadline_on": "2026-07-13"},
            c={"outcome": "kept", "deadline_on": "2026-05"},
            d={"outcome": "late", "deadline_on": "2026-05"},
            e={"outcome": "broken", "deadline_on": "2026-05"},
        )
    )
    assert found["key"].tolist() == ["a", "b"]
    assert found["due_on"].tolist() == ["2026-12", "2026-07-13"]
    assert found["what"].tolist() == ["Act: a roadmap"] * 2
    assert found["source_ids"].tolist() == ["gazette|report"] * 2
    assert found["raw_keys"].tolist() == [
        "announcements:a|promises:a",
        "announcements:b|promises:b",
    ]


def test_an_act_with_a_deadline_that_is_no_promise_yet_is_due_by_its_own_words() -> None:
    act = {"outcome": None, "promise": None, "deadline_on": "2027", "deadline_text": "by 2027"}
    found = deadlines(*acts(a=act, b={"outcome": None, "promise": None})).iloc[0]
    assert (found["table"], found["due_on"], found["what"]) == (
        "announcements",
        "2027",
        "Act: by 2027",
    )
    assert pd.isna(found["joins"])


def test_the_end_of_a_suspension_of_export_controls_is_told_apart() -> None:
    found = deadlines(
        *acts(
            a={"suspends_controls": True, "deadline_on": "2026-11-10"},
            b={"promise": "suspension of exports", "deadline_on": "2026-11-10"},
        )
    )
    assert found["kind"].tolist() == ["suspension", "promise"]


def test_only_a_promise_without_china_joins_the_test_of_promises() -> None:
    found = deadlines(
        *acts(
            a={"deadline_on": "2027", "parties": "CHN|USA"},
            b={"deadline_on": "2027", "parties": "AUS"},
        )
    )
    assert found["joins"].fillna("").tolist() == ["", "promises"]


# Starts.


def test_the_newest_promised_start_counts_and_names_the_row_that_said_it() -> None:
    plants = projects(plant={"status": "under_construction", "status_on": "2025-06"})
    said = history(
        ("plant", "announced", "2024-01-01", "2025"),
        ("plant", "under_construction", "2026-01-15", "2026-12"),
    )
    found = starts(plants, said, NO_MARKS, AS_OF).iloc[0]
    assert (found["due_on"], found["table"], found["key"]) == ("2026-12", "projects", "plant")
    assert found["raw_keys"] == "project_history:1|projects:plant"
    assert found["source_ids"] == "history-source"
    assert pd.isna(found["joins"])  # its first promise, 2025, is over: it is in the test already


def test_a_first_promise_that_is_still_ahead_joins_the_test_of_starts() -> None:
    plants = projects(plant={"status_on": "2026-02", "expected_start": "2027-03"})
    found = starts(plants, history(("plant", "announced", "2026-02-01")), NO_MARKS, AS_OF).iloc[0]
    assert (found["due_on"], found["joins"]) == ("2027-03", "starts")


@pytest.mark.parametrize("status", ["operating", "cancelled"])
def test_a_plant_that_operates_or_was_given_up_promises_no_start(status: str) -> None:
    said = history(("plant", "announced", "2024-01-01", "2026-12"))
    as_plant = starts(projects(plant={"status": status}), said, NO_MARKS, AS_OF)
    later_event = history(
        ("plant", "announced", "2024-01-01", "2026-12"), ("plant", status, "2026-03-01")
    )
    as_event = starts(projects(plant={"status_on": "2025"}), later_event, NO_MARKS, AS_OF)
    assert as_plant.empty and as_event.empty


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
    promises, announcements = acts(
        past={"deadline_on": "2026-09"},
        last={"deadline_on": "2026-12-31"},
        beyond={"deadline_on": "2027-01-01"},
        year={"deadline_on": "2026"},
    )
    tables = raw_tables(promises=promises, announcements=announcements)
    found = due(tables, AS_OF, dt.date(2026, 12, 31))
    # 30 September is a day before 1 October, 31 December 91 days after it.
    assert found[["key", "due_by", "days"]].to_numpy().tolist() == [
        ["past", "2026-09-30", -1],
        ["last", "2026-12-31", 91],
        ["year", "2026-12-31", 91],
    ]


def test_empty_tables_have_nothing_due() -> None:
    assert due(raw_tables(), AS_OF, AS_OF).empty
