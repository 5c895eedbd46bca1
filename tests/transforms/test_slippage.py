from __future__ import annotations

import pandas as pd
import pytest
from project_tables import NO_MARKS, TODAY, history, projects

from analysis.transforms.slippage import (
    delay_curve,
    judged,
    share_in_time,
    silent,
    since_promise,
    slippage,
    with_news,
)

MONTH = 365.25 / 12


def slipped(plants, events) -> pd.DataFrame:
    return slippage(plants, events, NO_MARKS, TODAY).set_index("project_id")


def test_a_slip_runs_from_middle_to_middle_with_the_bounds_that_the_dates_allow():
    # Promised "2024": middle 1 July 2024 12:00 (366 days, from 1 January to 31 December).
    # Started on 1 June 2025: 334.5 days later; at the least 152 days after 31 December 2024, at
    # the most 517 days after 1 January 2024.
    plants = projects(a={"status": "operating", "status_on": "2025-06-01"})
    row = slipped(plants, history(("a", "announced", "2023", "2024"))).loc["a"]
    assert row["slip_months"] == pytest.approx(334.5 / MONTH)
    assert row["slip_low_months"] == pytest.approx(152 / MONTH)
    assert row["slip_high_months"] == pytest.approx(517 / MONTH)
    assert row["outcome"] == "late"


def test_a_start_on_any_day_of_the_promised_year_is_in_time():
    plants = projects(a={"status": "operating", "status_on": "2024-12-31"})
    row = slipped(plants, history(("a", "announced", "2023", "2024"))).loc["a"]
    assert row["outcome"] == "in_time"
    assert row["slip_low_months"] <= 0 <= row["slip_high_months"]


def test_a_plant_that_has_not_started_has_waited_and_has_no_slip():
    # 31 December 2024 to 1 January 2026 are 366 days.
    plants = projects(a={"status": "under_construction", "status_on": "2025"})
    row = slipped(plants, history(("a", "announced", "2023", "2024"))).loc["a"]
    assert row["outcome"] == "overdue"
    assert pd.isna(row["slip_months"])
    assert row["waited_months"] == pytest.approx(366 / MONTH)
    assert row["at_least_months"] == row["waited_months"]


def test_a_plant_is_not_overdue_while_its_promised_year_runs():
    events = history(("a", "announced", "2025", "2026"))
    assert slipped(projects(a={}), events).loc["a", "outcome"] == "not_due"


def test_the_first_promise_is_kept_in_mind_when_a_later_one_replaces_it():
    # From the middle of 2025 to the middle of 2027 are 730 days.
    events = history(("a", "announced", "2023", "2025"), ("a", "financed", "2024", "2027"))
    row = slipped(projects(a={}), events).loc["a"]
    assert (row["first_promise"], row["current_promise"]) == ("2025", "2027")
    assert row["restated_months"] == pytest.approx(730 / MONTH)
    assert row["outcome"] == "overdue"


def test_a_given_up_plant_is_stopped_even_before_its_date():
    plants = projects(a={"status": "cancelled", "status_on": "2025-06"})
    row = slipped(plants, history(("a", "announced", "2023", "2027"))).loc["a"]
    assert row["outcome"] == "stopped"


def test_start_up_by_the_date_counts_in_the_generous_reading():
    plants = projects(a={"status": "commissioning", "status_on": "2024-06"})
    row = slipped(plants, history(("a", "announced", "2023", "2024"))).loc["a"]
    assert row["outcome"] == "overdue" and row["up_in_time"]


def test_a_project_that_never_named_a_date_is_left_out():
    assert slipped(projects(a={}), history(("a", "announced", "2023"))).empty


def some_of_each() -> pd.DataFrame:
    late = {"status": "operating", "status_on": "2025-06-01"}
    kept = {"status": "operating", "status_on": "2024-06-01"}
    plants = projects(a=kept, b=late, c={}, d={}, e={}, f={"status": "cancelled"})
    promises = [(name, "announced", "2023", "2024") for name in "abcdf"]
    events = history(*promises, ("e", "announced", "2023", "2030"))
    return slippage(plants, events, NO_MARKS, TODAY)


def test_the_share_in_time_is_of_what_was_due_or_given_up():
    # a in time, b late, c and d overdue, f stopped; e is not due. In time 1 of 5 = 20 %.
    rows = judged(some_of_each())
    assert rows["project_id"].tolist() == ["a", "b", "c", "d", "f"]
    found = share_in_time(rows)
    # Wilson for 1 of 5 at 95 %: 3.6 % to 62.4 %
    assert found == pytest.approx((20, 3.6224, 62.4465, 20), abs=1e-3)


def test_only_what_is_overdue_can_be_silent():
    seen = pd.DataFrame({"project_id": list("abcd"), "status_on": "2024"})
    seen["status_age_months"] = [20.0, 20.0, 13.0, 12.0]
    rows = with_news(judged(some_of_each()), seen)
    assert silent(rows)["project_id"].tolist() == ["c"]


def test_months_run_from_the_end_of_the_promised_interval():
    rows = since_promise(judged(some_of_each())).set_index("project_id")
    # Promised for 2024: b started on 1 June 2025, 152 days after 31 December 2024.
    assert rows.loc["b", "start_months"] == pytest.approx(152 / 30.4375)
    assert rows.loc["c", "promised_months"] == 0


def test_the_curve_is_kaplan_meier():
    # Watched from 31 December 2024: a starts at once, b after 152 days (5 months), c, d and f wait
    # 12 months. At 0: 4 of 5 do not operate = 80 %. At 6: 80 % x 3/4 = 60 %.
    curve = delay_curve(some_of_each(), months=(0, 6, 24))
    whole = curve[curve["grouping"] == "all"].set_index("months")
    assert whole["not_operating_pct"].to_dict() == pytest.approx({0: 80, 6: 60})
    assert whole["n_at_risk"].to_dict() == {0: 5, 6: 3}
    assert (whole["low_pct"] < whole["not_operating_pct"]).all()


def test_without_any_start_the_curve_stays_up_and_has_no_interval():
    plants = projects(a={}, b={}, c={}, d={}, e={})
    events = history(*[(name, "announced", "2023", "2024") for name in "abcde"])
    curve = delay_curve(slippage(plants, events, NO_MARKS, TODAY), months=(6,))
    assert curve["not_operating_pct"].tolist() == [100, 100]
    assert curve["low_pct"].isna().all()


def test_a_curve_never_rises():
    curve = delay_curve(some_of_each(), months=(0, 3, 6, 9, 12))
    for _, part in curve.groupby(["grouping", "group"]):
        assert part["not_operating_pct"].is_monotonic_decreasing
