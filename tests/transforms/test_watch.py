"""What to watch, worked out by hand from small tables."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from project_tables import NO_MARKS, history, projects
from small import table

from analysis.transforms.watch import watch

AS_OF = dt.date(2026, 10, 1)
NO_SEARCH = pd.DataFrame(
    {name: [] for name in ("subject_table", "subject_id", "reads_to", "row_key")}, dtype="str"
)
NOBODY = projects(nobody={"status": "announced", "status_on": None})
NOTHING_SAID = history(("other", "announced", "2026"))


def promised(**rows: dict[str, object]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Promises with their outcome, and their acts; one of each per keyword."""
    plain = {
        "title": "Act",
        "parties": "EU|USA",
        "promise": "a roadmap",
        "promised_on": "2026-01",
        "due_on": "2026-12-31",
        "outcome": "open",
        "due": False,
        "counted": True,
        "counted_reason": "counted",
        "source_ids": "gazette",
    }
    suspends = {name: row.pop("suspends", False) for name, row in rows.items()}
    made = [
        {"announcement_id": name, **plain, **row, "raw_keys": f"promises:{name}"}
        for name, row in rows.items()
    ]
    acts = pd.DataFrame({"announcement_id": list(rows)}, dtype="str").assign(
        suspends_controls=list(suspends.values()), minerals="gallium", source_id="gazette"
    )
    return table("promises", *made), acts


def found(
    promises: tuple[pd.DataFrame, pd.DataFrame],
    plants: pd.DataFrame = NOBODY,
    said: pd.DataFrame = NOTHING_SAID,
    searches: pd.DataFrame = NO_SEARCH,
    slippage: pd.DataFrame | None = None,
    results: pd.DataFrame | None = None,
) -> pd.DataFrame:
    late = table("slippage") if slippage is None else slippage
    tests = table("verdict_results") if results is None else results
    return watch(*promises, plants, said, NO_MARKS, searches, late, tests, AS_OF)


def test_what_is_ahead_and_what_is_past_is_told_by_the_last_day() -> None:
    rows = found(
        promised(
            a={"deadline_on": "2026-09-30", "outcome": "searched"},
            b={"deadline_on": "2026-10-01"},
            c={"deadline_on": "2026"},
            d={"deadline_on": "2026-11", "outcome": "kept", "fulfilled_on": "2026-08"},
        )
    )
    # 31 December is 91 days after 1 October, 30 November 60 days.
    assert rows[["key", "days", "state", "waiting"]].to_numpy().tolist() == [
        ["a", -1, "past", True],
        ["b", 0, "ahead", True],
        ["d", 60, "settled", False],
        ["c", 91, "ahead", True],
    ]
    assert rows["table"].unique().tolist() == ["promises"]


def test_of_one_day_suspensions_come_first_then_promises_then_starts() -> None:
    plants = projects(plant={"status_on": "2026-02", "expected_start": "2026-12-31"})
    rows = found(
        promised(
            a={"deadline_on": "2026-12-31"}, b={"deadline_on": "2026-12-31", "suspends": True}
        ),
        plants,
    )
    assert rows["kind"].tolist() == ["suspension", "promise", "start"]


def test_a_plant_stands_once_with_its_newest_promise_and_its_newest_status() -> None:
    said = history(
        ("plant", "announced", "2024-01-01", "2025"),
        ("plant", "under_construction", "2026-01-15", "2026-12"),
    )
    plants = projects(plant={"status": "under_construction", "status_on": "2025-06"})
    (row,) = found(promised(), plants, said).to_dict("records")
    assert (row["due_on"], row["outcome"], row["seen_on"]) == (
        "2026-12",
        "under_construction",
        "2026-01-15",
    )
    assert row["said_in"] == "history-source"
    assert row["raw_keys"] == "project_history:1|projects:plant"
    assert row["state"] == "ahead"


def test_a_plant_that_was_given_up_is_settled_and_one_that_operates_past_its_day_is_past() -> None:
    given_up = projects(
        plant={"status": "cancelled", "status_on": "2026-05"},
        works={"status": "operating", "status_on": "2026-05"},
    )
    said = history(
        ("plant", "announced", "2024-01-01", "2028"), ("works", "announced", "2024-01-01", "2025")
    )
    rows = found(promised(), given_up, said)
    assert rows[["key", "state", "outcome"]].to_numpy().tolist() == [
        ["works", "past", "operating"],
        ["plant", "settled", "cancelled"],
    ]
    assert not rows["waiting"].any()


def test_an_item_bears_on_the_test_that_it_will_join_and_on_those_behind_which_it_stands() -> None:
    plants = projects(
        new={"status_on": "2026-02", "expected_start": "2027"},
        old={"status_on": "2026-02", "expected_start": "2028"},
    )
    late = table("slippage", {"project_id": "new", "outcome": "not_due"}, **SLIPPAGE)
    results = table(
        "verdict_results", {"test_id": "magnets", "raw_keys": "demand:x|projects:new"}, **RESULT
    )
    rows = found(
        promised(a={"deadline_on": "2026-12"}, b={"deadline_on": "2026-12", "counted": False}),
        plants,
        slippage=late,
        results=results,
    )
    assert dict(zip(rows["key"], rows["tests"].fillna(""), strict=True)) == {
        "a": "promises",
        "b": "",
        "new": "magnets|starts",
        "old": "",
    }
    joins = dict(zip(rows["key"], rows["joins"].fillna(""), strict=True))
    assert joins == {"a": "promises", "b": "", "new": "starts", "old": ""}


def test_only_searches_that_reach_past_the_day_are_counted() -> None:
    searches = pd.DataFrame(
        [
            ("promises", "a", "2026-09-01", "searches:1"),
            ("promises", "a", "2026-08-31", "searches:2"),
            ("promises", "b", "2026-09-01", "searches:3"),
        ],
        columns=["subject_table", "subject_id", "reads_to", "row_key"],
    ).astype("str")
    (row,) = found(
        promised(a={"deadline_on": "2026-08", "outcome": "searched"}), searches=searches
    ).to_dict("records")
    assert row["searches"] == 1
    assert row["raw_keys"] == "promises:a|searches:1"


def test_tables_without_a_named_day_leave_nothing_to_watch() -> None:
    assert found(promised()).empty


@given(st.lists(st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31)), max_size=8))
def test_nothing_before_the_vintage_is_ahead_and_each_stands_once_by_date(
    days: list[dt.date],
) -> None:
    acts = {f"a{place}": {"deadline_on": day.isoformat()} for place, day in enumerate(days)}
    rows = found(promised(**acts))
    assert rows["due_by"].tolist() == sorted(day.isoformat() for day in days)
    assert rows["key"].is_unique and len(rows) == len(days)
    assert (rows.loc[rows["state"] == "ahead", "due_by"] >= AS_OF.isoformat()).all()


SLIPPAGE = {
    "name": "Plant",
    "country": "USA",
    "mineral": "rare_earths",
    "stage": "magnet",
    "status": "announced",
    "first_promise": "2027",
    "first_promise_said_on": "2026-02-14",
    "current_promise": "2027",
    "n_promises": 1,
    "last_seen_on": "2026-02",
    "outcome_as_plant": "not_due",
    "up_in_time": False,
    "restated_months": 0.0,
    "at_least_months": 0.0,
}
RESULT = {
    "question": "Is there capacity?",
    "measure": "capacity",
    "direction": "at_least",
    "threshold": 50.0,
    "unit": "%",
    "reason": "half",
    "result": "baseline",
    "weak_only": False,
}
