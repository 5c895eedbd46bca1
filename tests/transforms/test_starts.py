from __future__ import annotations

import math

import pytest
from project_tables import NO_MARKS, TODAY, history, projects

from analysis.transforms.starts import (
    observations,
    promised_starts,
    start_chances,
    status_at,
    timeline,
)


def chance(plants, events, phase="building", outcome="operating", followed_to="as_of"):
    frame = start_chances(plants, events, TODAY).set_index(["phase", "outcome", "followed_to"])
    return frame.loc[(phase, outcome, followed_to)]


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


def test_a_project_is_watched_from_its_phase_to_its_start():
    # Under construction from 1 January 2022, operating on 1 January 2024: two years, one start.
    plants = projects(a={"status": "operating", "status_on": "2024-01-01"})
    events = history(("a", "under_construction", "2022-01-01"))
    seen = observations(timeline(plants, events, TODAY), "building", "operating", "as_of", TODAY)
    assert seen["started"].tolist() == [True]
    assert seen["years"].tolist() == pytest.approx([730 / 365.25])


def test_a_project_without_a_start_is_watched_until_last_seen_or_until_today():
    plants = projects(a={"status": "under_construction", "status_on": "2024-01-01"})
    events = history(("a", "under_construction", "2023-01-01"))
    dated = timeline(plants, events, TODAY)
    years = {
        end: observations(dated, "building", "operating", end, TODAY)["years"].iloc[0]
        for end in ("last_seen", "as_of")
    }
    assert years["last_seen"] == pytest.approx(365 / 365.25)
    assert years["as_of"] == pytest.approx((365 + 366 + 365) / 365.25)


def test_a_cancelled_project_is_known_not_to_have_started():
    plants = projects(a={"status": "cancelled", "status_on": "2024-01-01"})
    events = history(("a", "financed", "2023-01-01"))
    dated = timeline(plants, events, TODAY)
    years = observations(dated, "building", "operating", "last_seen", TODAY)["years"].iloc[0]
    assert years == pytest.approx(1096 / 365.25)


def test_a_plant_first_seen_operating_says_nothing_about_a_phase():
    plants = projects(a={"status": "operating", "status_on": "2024"})
    row = chance(plants, history())
    assert row["n_projects"] == 0
    assert math.isnan(row["chance_year_pct"])


def test_the_yearly_chance_is_that_of_a_poisson_process_with_jeffreys_prior():
    # One start in two years of 730 days: shape 1.5, rate T = 1.9986; the mean chance is
    # 1 - (T / (T + 1)) ** 1.5 = 1 - 0.66651 ** 1.5 = 45.585 %.
    plants = projects(a={"status": "operating", "status_on": "2024-01-01"})
    row = chance(plants, history(("a", "under_construction", "2022-01-01")))
    assert row["chance_year_pct"] == pytest.approx(45.585, abs=0.005)
    assert row["chance_year_low_pct"] < row["chance_year_pct"] < row["chance_year_high_pct"]


def test_start_up_counts_in_the_generous_reading_only():
    plants = projects(a={"status": "commissioning", "status_on": "2024-01-01"})
    events = history(("a", "under_construction", "2022-01-01"))
    assert chance(plants, events, outcome="started_up")["n_starts"] == 1
    assert chance(plants, events, outcome="operating")["n_starts"] == 0


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
