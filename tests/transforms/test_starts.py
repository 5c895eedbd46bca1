from __future__ import annotations

from project_tables import NO_MARKS, TODAY, history, projects

from analysis.transforms.starts import (
    promised_starts,
    status_at,
    timeline,
)


def test_the_newest_dated_status_counts():
    plants = projects(a={"status": "under_construction", "status_on": "2025-06"})
    events = history(("a", "announced", "2023"), ("a", "financed", "2024-05-01"))
    assert status_at(timeline(plants, events, TODAY)).loc["a", "status"] == "under_construction"


def test_what_lies_after_the_day_of_the_report_is_not_known():
    plants = projects(a={"status": "operating", "status_on": "2026-05"})
    events = history(("a", "announced", "2023"))
    assert status_at(timeline(plants, events, TODAY)).loc["a", "status"] == "announced"


def test_being_made_public_late_does_not_undo_an_earlier_status():
    row = {"status": "financed", "status_on": "2025-12-15", "first_announced_on": "2025-12-29"}
    dated = timeline(projects(a=row), history(), TODAY)
    assert dated["status"].tolist() == ["financed"]


def test_a_date_that_did_not_lie_ahead_when_it_was_noted_is_no_promise():
    row = {"status": "commissioning", "status_on": "2025-09", "expected_start": "2025-09"}
    assert promised_starts(projects(a=row), history(), NO_MARKS, TODAY).empty


def test_promises_made_after_the_start_or_for_something_else_do_not_count():
    plants = projects(a={"status": "operating", "status_on": "2024-06-01"}, b={})
    events = history(
        ("a", "announced", "2022", "2024"),
        ("a", "operating", "2025", "2027"),
        ("b", "commissioning", "2025", "2025-06"),
    )
    assert promised_starts(plants, events, NO_MARKS, TODAY)["promised"].tolist() == [
        "2024",
        "2025-06",
    ]
    marks = NO_MARKS.copy()
    marks.loc[0] = ["b", "other_promise"]
    assert promised_starts(plants, events, marks, TODAY)["promised"].tolist() == ["2024"]
