from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_tables import NO_MARKS, TODAY, history, projects

from analysis.transforms.slippage import (
    JUDGED,
    delay_curve,
    judged,
    share_in_time,
    since_promise,
    slippage,
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
    # Seen on 1 July 2025, 182 days after 31 December 2024; what came later nobody said.
    plants = projects(a={"status": "under_construction", "status_on": "2025-07-01"})
    row = slipped(plants, history(("a", "announced", "2023", "2024"))).loc["a"]
    assert row["outcome"] == "overdue"
    assert pd.isna(row["slip_months"])
    assert row["waited_months"] == pytest.approx(182 / MONTH)
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


def test_a_given_up_plant_is_stopped_even_before_its_date():
    plants = projects(a={"status": "cancelled", "status_on": "2025-06"})
    row = slipped(plants, history(("a", "announced", "2023", "2027"))).loc["a"]
    assert row["outcome"] == "stopped"


def test_start_up_by_the_date_counts_in_the_generous_reading():
    plants = projects(a={"status": "commissioning", "status_on": "2024-06"})
    row = slipped(plants, history(("a", "announced", "2023", "2024"))).loc["a"]
    assert row["outcome"] == "unseen" and row["up_in_time"]


def test_a_plant_that_was_not_seen_after_its_date_is_neither_late_nor_in_time():
    plants = projects(a={"status": "under_construction", "status_on": "2024-10-01"})
    row = slipped(plants, history(("a", "announced", "2023", "2024"))).loc["a"]
    assert row["outcome"] == "unseen"
    assert pd.isna(row["waited_months"])


def test_what_is_no_plant_of_the_partners_for_the_market_is_judged_apart():
    plants = projects(
        trial={}, owned={}, state={}, mine={"stage": "mining"}, plant={"status_on": "2025-06"}
    )
    events = history(*[(name, "announced", "2023", "2024") for name in plants["project_id"]])
    marks = pd.DataFrame(
        [("trial", "demonstration"), ("owned", "owner_china"), ("state", "state_owned")],
        columns=["project_id", "mark"],
    )
    found = slippage(plants, events, marks, TODAY).set_index("project_id")
    assert found["apart"].dropna().to_dict() == {
        "mine": "mining",
        "owned": "owner_china",
        "state": "state_owned",
        "trial": "demonstration",
    }
    assert judged(found).index.tolist() == ["plant"]
    assert "apart" not in set(found["outcome_as_plant"])


def test_a_project_that_never_named_a_date_is_left_out():
    assert slipped(projects(a={}), history(("a", "announced", "2023"))).empty


def some_of_each() -> pd.DataFrame:
    late = {"status": "operating", "status_on": "2025-06-01"}
    kept = {"status": "operating", "status_on": "2024-06-01"}
    seen = {"status": "under_construction", "status_on": "2025-03-01"}
    plants = projects(a=kept, b=late, c=seen, d=seen, e={}, f={"status": "cancelled"})
    promises = [(name, "announced", "2023", "2024") for name in "abcdf"]
    events = history(*promises, ("e", "announced", "2023", "2030"))
    return slippage(plants, events, NO_MARKS, TODAY)


def test_the_share_in_time_is_of_what_was_due_or_given_up():
    # a in time, b late, c and d seen after their date, f stopped; e is not due. 1 of 5 = 20 %.
    rows = judged(some_of_each())
    assert rows["project_id"].tolist() == ["a", "b", "c", "d", "f"]
    found = share_in_time(rows)
    # Wilson for 1 of 5 at 95 %: 3.6 % to 62.4 %
    assert found == pytest.approx((20, 20, 20, 3.6224, 62.4465), abs=1e-3)


def test_silence_is_a_bound_to_which_chance_is_added():
    # Of five, one in time and two unseen: 1 of 3 known; 1 to 3 of 5. Wilson for 1 of 5 begins at
    # 3.6 %, for 3 of 5 it ends at 88.2 %.
    rows = judged(some_of_each()).reset_index(drop=True)
    rows.loc[2:3, "outcome"] = "unseen"
    found = share_in_time(rows)
    assert found == pytest.approx((100 / 3, 20, 60, 3.6224, 88.2379), abs=1e-3)
    # Starting up in time: a and c, so that d alone is open.
    rows.loc[2, "up_in_time"] = True
    found = share_in_time(rows, "started_up")
    assert (found.share, found.none, found.all) == pytest.approx((50, 40, 60))


@given(st.lists(st.sampled_from(JUDGED), min_size=1, max_size=30))
def test_the_bounds_hold_every_way_that_silence_can_go(outcomes):
    rows = pd.DataFrame({"outcome": outcomes, "up_in_time": False})
    found = share_in_time(rows)
    ends = [0, found.low, found.none, found.all, found.high, 100]
    assert all(one <= other + 1e-9 for one, other in pairwise(ends))
    if found.share == found.share:
        assert found.none - 1e-9 <= found.share


def test_months_run_from_the_end_of_the_promised_interval():
    rows = since_promise(judged(some_of_each()), TODAY).set_index("project_id")
    # Promised for 2024: b started on 1 June 2025, 152 days after 31 December 2024.
    assert rows.loc["b", "start_months"] == pytest.approx(152 / 30.4375)
    assert rows.loc["c", "promised_months"] == 0


def test_the_curve_is_kaplan_meier():
    # Watched from 31 December 2024: a starts at once, b after 152 days (5 months), c and d are seen
    # 60 days after it, f waits 12 months. At 0: 4 of 5 do not operate = 80 %. At 6: b and f were
    # still watched when b started, 80 % x 1/2 = 40 %.
    curve = delay_curve(some_of_each(), months=(0, 6, 24))
    whole = curve[curve["grouping"] == "all"].set_index("months")
    assert whole["not_operating_pct"].to_dict() == pytest.approx({0: 80, 6: 40})
    assert whole["n_at_risk"].to_dict() == {0: 5, 6: 1}
    assert (whole["low_pct"] < whole["not_operating_pct"]).all()


def test_the_interval_begins_with_the_first_start():
    # Watched from 31 December 2024: a starts after 152 days (5 months), the others are seen later.
    seen = {"status": "under_construction", "status_on": "2025-09"}
    late = {"status": "operating", "status_on": "2025-06-01"}
    plants = projects(a=late, b=seen, c=seen, d=seen, e=seen)
    events = history(*[(name, "announced", "2023", "2024") for name in "abcde"])
    curve = delay_curve(slippage(plants, events, NO_MARKS, TODAY), months=(4, 6))
    whole = curve[curve["grouping"] == "all"].set_index("months")
    assert whole["not_operating_pct"].to_dict() == pytest.approx({4: 100, 6: 80})
    assert whole.loc[4, ["low_pct", "high_pct"]].isna().all()
    # Greenwood: 1 / (5 x 4) over ln(0.8)^2 is the variance of ln(-ln 0.8), 1.0021^2; 1.96 of these
    # on either side of -1.4999 give exp(-e^0.4641) = 20.4 % and exp(-e^-3.464) = 96.9 %.
    ends = whole.loc[6, ["low_pct", "high_pct"]].tolist()
    assert ends == pytest.approx([20.38, 96.92], abs=0.01)


def test_without_any_start_the_curve_stays_up_and_has_no_interval():
    seen = {"status": "under_construction", "status_on": "2025-09"}
    plants = projects(a=seen, b=seen, c=seen, d=seen, e=seen)
    events = history(*[(name, "announced", "2023", "2024") for name in "abcde"])
    curve = delay_curve(slippage(plants, events, NO_MARKS, TODAY), months=(6,))
    assert curve["not_operating_pct"].tolist() == [100, 100]
    assert curve["low_pct"].isna().all()


def test_a_curve_never_rises():
    curve = delay_curve(some_of_each(), months=(0, 3, 6, 9, 12))
    for _, part in curve.groupby(["grouping", "group"]):
        assert part["not_operating_pct"].is_monotonic_decreasing
