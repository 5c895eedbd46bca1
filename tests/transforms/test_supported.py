from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from project_tables import NO_MARKS, TODAY, UNDATED, history, projects

from analysis.transforms.progress import OPERATING, STATES, watched
from analysis.transforms.supported import (
    log_ratio,
    support_effect,
    supported_since,
    with_support,
)

BUILDING, STARTING = STATES.index("building"), STATES.index("starting_up")


def support(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Support as (project_id, stage, announced_on)."""
    frame = pd.DataFrame(rows, columns=["project_id", "stage", "announced_on"]).astype("str")
    keys = [f"project_support:{number}" for number in range(len(frame))]
    return frame.assign(source_id="money-source", row_key=keys).astype("str")


def intervals(*rows: tuple[int, int, int, int], plants: int = 1) -> pd.DataFrame:
    """Intervals as (before, after, days, days_supported), each of a site of its own."""
    names = ["before", "after", "days", "days_supported"]
    frame = pd.DataFrame(list(rows) * plants, columns=names)
    return frame.assign(site=[f"{number:05}" for number in range(len(frame))])


def test_a_plant_is_supported_from_its_first_commitment_and_not_from_an_announcement():
    plants = projects(a={}, b={})
    money = support(
        ("a", "announced", "2024-01-01"),
        ("a", "disbursed", "2025-06-01"),
        ("a", "committed", "2025-03"),
        ("b", "announced", "2024-01-01"),
    )
    since = supported_since(plants, money)
    assert since["day"].dt.strftime("%Y-%m-%d").to_dict() == {"a": "2025-03-31"}
    assert since.loc["a", "row_key"] == "project_support:2"


def test_money_for_a_plant_is_money_for_its_phases_and_not_the_other_way():
    plants = projects(whole={}, phase={"contained_in": "whole"})
    of_whole = supported_since(plants, support(("whole", "committed", "2025-01-01")))
    assert set(of_whole.index) == {"whole", "phase"}
    of_phase = supported_since(plants, support(("phase", "committed", "2025-01-01")))
    assert set(of_phase.index) == {"phase"}


def test_days_before_the_money_count_without_it():
    plants = projects(a={"status": "commissioning", "status_on": "2025-07-01"})
    events = history(("a", "financed", "2025-01-01"))
    money = supported_since(plants, support(("a", "committed", "2025-06-01")))

    seen = watched(plants, events, NO_MARKS, UNDATED, "as_of", TODAY)
    found = with_support(seen, money)
    assert found[["days", "days_supported"]].to_numpy().tolist() == [[181, 30], [184, 184]]
    assert all("money-source" in sources for sources in found["source_ids"])


def test_the_ratio_is_that_of_moves_per_year():
    # Looked at every day, 100 plants: with money one start-up in 50 days, without one in 100.
    with_money = [(BUILDING, STARTING, 1, 1)] * 20 + [(BUILDING, BUILDING, 1, 1)] * 980
    without = [(BUILDING, STARTING, 1, 0)] * 10 + [(BUILDING, BUILDING, 1, 0)] * 990
    ratio, error = log_ratio(intervals(*with_money, *without))
    # Half a move supposed in either group draws it a little towards one.
    assert 20.5 / 10.5 * 0.95 < np.exp(ratio) < 20.5 / 10.5
    # Of two counts of 20 and 10 the logarithm of the ratio has the variance 1/20 + 1/10.
    assert error == pytest.approx((1 / 20 + 1 / 10) ** 0.5, rel=0.05)


def test_where_plants_with_money_made_no_move_the_ratio_is_small_and_wide():
    rows = [(BUILDING, BUILDING, 300, 300)] * 5 + [(BUILDING, OPERATING, 300, 0)] * 5
    ratio, error = log_ratio(intervals(*rows))
    assert np.isfinite(ratio)
    assert ratio < 0
    assert error > 1


@pytest.mark.parametrize("factor", [0.5, 1.0, 3.0])
def test_a_planted_factor_is_found(factor: float):
    rng = np.random.default_rng(int(10 * factor))
    rows = []
    for number in range(3000):
        supported = number % 2 == 0
        rate = 0.4 * (factor if supported else 1.0)
        start, end = rng.exponential(1 / rate, 2).cumsum()
        years = rng.uniform(0.3, 3.0)
        after = BUILDING + int(start < years) + int(end < years)
        days = round(years * 365.25)
        rows.append((BUILDING, after, days, days if supported else 0))
    ratio, error = log_ratio(intervals(*rows))
    assert abs(ratio - np.log(factor)) < 2.5 * error
    assert error < 0.1


def test_counts_are_of_moves_after_the_money_that_makes_a_plan_a_plant():
    plants = projects(
        early={"status": "under_construction", "status_on": "2025-07-01"},
        helped={"status": "operating", "status_on": "2025-07-01"},
        alone={"status": "commissioning", "status_on": "2025-07-01"},
    )
    events = history(
        ("early", "announced", "2025-01-01"),
        ("helped", "under_construction", "2025-01-01"),
        ("alone", "financed", "2025-01-01"),
    )
    money = support(("early", "committed", "2025-01-01"), ("helped", "committed", "2024-06-01"))
    found = support_effect(plants, events, NO_MARKS, UNDATED, money, TODAY).iloc[0]
    assert (found["moves_supported"], found["moves_unsupported"]) == (2, 1)
    assert (found["n_supported"], found["n_unsupported"]) == (1, 1)
    assert found["years_supported"] == pytest.approx(181 / 365.25)
    assert found["ratio_low"] < found["rate_ratio"] < found["ratio_high"]
