"""On a past date nothing later is known, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pandas as pd
import pytest

from analysis.raw import vintage
from analysis.raw.intervals import last_days
from analysis.raw.knowledge import knowledge, latest_named
from analysis.raw.load import RawData
from analysis.raw.tables import TABLES

MakeTable = Callable[..., pd.DataFrame]
MINISTERIAL = dt.date(2026, 2, 4)


@pytest.fixture(scope="module")
def ministerial(real: RawData) -> RawData:
    return real.at(MINISTERIAL)


def known(table: MakeTable, day: str, **tables: list[dict[str, str]]) -> dict[str, pd.DataFrame]:
    """The vintage of tables given by their rows; tables not given have no rows."""
    whole = {name: table(name, *tables.get(name, [])) for name in TABLES}
    return vintage.known_at(whole, knowledge(whole), dt.date.fromisoformat(day))


def source(name: str, published: str = "", accessed: str = "2026-11-22") -> dict[str, str]:
    return {"source_id": name, "published_on": published, "accessed_on": accessed}


def test_no_row_rests_on_a_source_published_later(ministerial: RawData) -> None:
    published = last_days(ministerial["sources"].set_index("source_id")["published_on"])
    for name, frame in ministerial.tables.items():
        for column, parent in TABLES[name].references.items():
            if parent == "sources":
                each = frame.set_index("row_key")[column].dropna().str.split("|").explode()
                late = each[each.map(published) > pd.Timestamp(MINISTERIAL)]
                assert late.empty, f"{name} {column}: {late.to_dict()}"


def test_no_row_has_an_event_of_a_later_day(ministerial: RawData) -> None:
    for name, frame in ministerial.tables.items():
        for column in (*TABLES[name].known_on, "status_on", "fulfilled_on", "published_on"):
            if column in frame:
                late = frame[last_days(frame[column]) > pd.Timestamp(MINISTERIAL)]
                assert late.empty, f"{name} {column}: {late['row_key'].tolist()}"


def test_no_remark_names_a_later_day(ministerial: RawData) -> None:
    for frame in ministerial.tables.values():
        if "source_id" not in frame:
            continue
        for column in (c for c in ("note", "summary", "reason", "fx_note") if c in frame):
            for row in frame[["row_key", column]].dropna().itertuples():
                assert latest_named(row[2]) <= MINISTERIAL.isoformat(), row.row_key


def test_every_reference_of_a_vintage_resolves(ministerial: RawData) -> None:
    for name, frame in ministerial.tables.items():
        for column, parent in TABLES[name].references.items():
            each = set(frame[column].dropna().str.split("|").explode())
            assert each <= set(ministerial[parent][TABLES[parent].key[0]]), f"{name} {column}"


def test_the_memorandum_was_not_known_before_it_was_signed(real: RawData) -> None:
    before, after = real.at(dt.date(2026, 4, 23)), real.at(dt.date(2026, 4, 30))
    assert "eu-us-mou-2026-04-24" not in set(before["announcements"]["announcement_id"])
    assert "eu-us-mou-2026-04-24" in set(after["announcements"]["announcement_id"])
    assert before["roadmap_areas"]["present_in_signed_mou"].isna().all()
    assert after["roadmap_areas"]["present_in_signed_mou"].sum() > 0


def test_on_the_newest_day_everything_is_known(real: RawData) -> None:
    today = real.at(real.as_of)
    for name, frame in real.tables.items():
        pd.testing.assert_frame_equal(today[name], frame)


def test_knowledge_only_grows(real: RawData) -> None:
    months = [dt.date(2025, 1, 31), dt.date(2025, 7, 31), dt.date(2026, 2, 4), dt.date(2026, 6, 30)]
    vintages = [real.at(day) for day in months]
    for earlier, later in pairwise(vintages):
        for name in TABLES:
            assert set(earlier[name]["row_key"]) <= set(later[name]["row_key"]), name


def test_a_vintage_says_its_date_and_leaves_the_original_whole(real: RawData) -> None:
    rows = len(real["announcements"])
    assert real.at(MINISTERIAL).as_of == MINISTERIAL
    assert real.at(MINISTERIAL).version == real.version
    assert len(real["announcements"]) == rows


@pytest.mark.parametrize(
    ("day", "judged", "then"),
    [
        ("2026-03-01", {"outcome": "kept", "fulfilled_on": "2026-03-05"}, "open"),
        ("2026-03-05", {"outcome": "kept", "fulfilled_on": "2026-03-05"}, "kept"),
        ("2026-03-01", {"outcome": "late", "fulfilled_on": "2026-04-24"}, "open"),
        ("2026-03-20", {"outcome": "late", "fulfilled_on": "2026-04-24"}, "late"),
        ("2026-04-24", {"outcome": "late", "fulfilled_on": "2026-04-24"}, "late"),
        ("2026-03-01", {"outcome": "searched"}, "open"),
        ("2026-03-07", {"outcome": "not_checked"}, "not_checked"),
        ("2026-03-01", {"outcome": "broken", "source_id": "late"}, "open"),
        ("2026-03-20", {"outcome": "broken", "source_id": "late"}, "not_checked"),
        ("2026-05-01", {"outcome": "broken", "source_id": "late"}, "broken"),
    ],
)
def test_a_promise_goes_back_to_what_could_be_judged_then(
    table: MakeTable, day: str, judged: dict[str, str], then: str
) -> None:
    promise = {"announcement_id": "a", "promised_on": "2026-02-04", "deadline_on": "2026-03-06"}
    found = known(
        table,
        day,
        sources=[source("early", "2026-02-04"), source("late", "2026-04-24")],
        announcements=[
            {"announcement_id": "a", "announced_on": "2026-02-04", "source_id": "early"}
        ],
        promises=[promise | {"source_id": "early"} | judged],
    )["promises"]
    assert found["outcome"].tolist() == [then]
    assert found["fulfilled_on"].notna().tolist() == [judged.get("fulfilled_on", "9999") <= day]


def test_a_promise_is_not_known_before_it_is_made(table: MakeTable) -> None:
    found = known(
        table,
        "2026-01-01",
        sources=[source("s", "2025-04-15")],
        announcements=[{"announcement_id": "a", "announced_on": "2025-04-15", "source_id": "s"}],
        promises=[{"announcement_id": "a", "promised_on": "2026-01-14", "source_id": "s"}],
    )
    assert len(found["announcements"]) == 1
    assert found["promises"].empty


def test_a_project_goes_back_to_its_last_known_status(table: MakeTable) -> None:
    project = {
        "project_id": "p",
        "status": "operating",
        "status_on": "2026-06",
        "status_source_id": "late",
        "expected_start": "2026-06",
        "capacity": "100",
        "unit": "t/yr",
        "capacity_basis": "nameplate",
        "note": "remark of the present",
    }
    history = [
        {"status": "announced", "status_on": "2025-01", "promised_start": "2025"},
        {"status": "under_construction", "status_on": "2025-06", "promised_start": "2026"},
        {"status": "operating", "status_on": "2026-06", "source_id": "late"},
    ]
    tables = {
        "sources": [source("early", "2025-01-15"), source("late", "2026-06-20")],
        "project_history": [{"project_id": "p", "source_id": "early"} | row for row in history],
    }
    sized = known(table, "2025-12-31", projects=[project | {"source_id": "early"}], **tables)
    row = sized["projects"].iloc[0]
    assert (row["status"], row["status_on"], row["status_source_id"], row["expected_start"]) == (
        "under_construction",
        "2025-06",
        "early",
        "2026",
    )
    assert row["capacity"] == 100
    assert pd.isna(row["note"])

    unsized = known(table, "2025-12-31", projects=[project | {"source_id": "late"}], **tables)
    row = unsized["projects"].iloc[0]
    assert pd.isna(row["capacity"]) and pd.isna(row["unit"]) and pd.isna(row["capacity_basis"])
    assert row["source_id"] == "early"

    nothing = known(table, "2024-12-31", projects=[project | {"source_id": "late"}], **tables)
    assert nothing["projects"].empty and nothing["project_history"].empty


def test_an_announcement_of_a_later_document_is_known_from_its_first_milestone(
    table: MakeTable,
) -> None:
    act = {
        "announcement_id": "a",
        "announced_on": "2025-04-15",
        "deadline_on": "2026-07-13",
        "source_id": "late",
    }
    tables = {
        "sources": [source("early", "2025-04-15"), source("late", "2026-01-14")],
        "milestones": [{"announcement_id": "a", "event_on": "2025-04-15", "source_id": "early"}],
    }
    found = known(table, "2025-06-30", announcements=[act], **tables)["announcements"].iloc[0]
    assert found["source_id"] == "early"
    assert pd.isna(found["summary"]) and pd.isna(found["deadline_on"])
    assert known(table, "2025-04-14", announcements=[act], **tables)["announcements"].empty


def test_rows_about_something_unknown_are_left_out(table: MakeTable) -> None:
    found = known(
        table,
        "2026-01-31",
        sources=[source("early", "2026-01-01"), source("late", "2026-06-01")],
        stockpile_programmes=[{"programme_id": "x", "source_id": "late"}],
        stockpile_funding=[{"programme_id": "x", "stage_on": "2026-01-01", "source_id": "early"}],
    )
    assert found["stockpile_programmes"].empty and found["stockpile_funding"].empty


def test_a_roadmap_item_goes_back_to_its_draft(table: MakeTable) -> None:
    item = {"area_no": "1", "present_in_signed_mou": "true", "source_id": "signed"}
    found = known(
        table,
        "2026-03-01",
        sources=[source("draft", "2026-02-04"), source("signed", "2026-04-24")],
        roadmap_areas=[
            item | {"item_id": "drafted", "draft_source_id": "draft"},
            item | {"item_id": "new", "present_in_draft": "false"},
        ],
    )["roadmap_areas"]
    assert found["item_id"].tolist() == ["drafted"]
    assert found["present_in_signed_mou"].isna().all()
    assert found["source_id"].tolist() == ["draft"]


def test_what_the_method_reads_outlives_a_remark_that_names_a_later_day(table: MakeTable) -> None:
    row = {
        "note": "quota, at least 90; revised on 2026-05-01",
        "bound": "lower",
        "is_quota": "true",
        "year_kind": "edition",
        "source_id": "s",
    }
    rows = known(table, "2026-02-04", sources=[source("s", "2025")], production=[row])["production"]
    assert rows["note"].isna().all()
    assert rows[["bound", "is_quota", "year_kind"]].to_numpy().tolist() == [
        ["lower", True, "edition"]
    ]


def test_a_comparison_with_later_events_is_unclear(table: MakeTable) -> None:
    found = known(
        table,
        "2026-03-01",
        sources=[source("s", "2026-02-03")],
        claims=[
            {"claim_id": "a", "note": "signed 2026-04-24", "source_id": "s"},
            {"claim_id": "b", "note": "announced on 2026-02-02", "source_id": "s"},
        ],
    )["claims"]
    assert found["agrees_with_official"].tolist() == ["unclear", "true"]
    assert found["note"].isna().tolist() == [True, False]
