"""Whether a rate is constant: shapes that are known come out, of looks now and then too."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from project_tables import NO_MARKS, TODAY, UNDATED, history, projects

from analysis.transforms.progress import MOVES, STATES, watched
from analysis.transforms.progress_shape import drawn_waits, possible_moves, progress_shape, weibull

PLANTS, RATE, YEAR = 1500, 0.5, 365.25


def looked_at(shape: float) -> pd.DataFrame:
    """Plants whose wait has this shape, half of them known late, each looked at now and then."""
    rng = np.random.default_rng(int(10 * shape))
    rows = []
    for plant in range(PLANTS):
        ends = rng.weibull(shape) / RATE
        held = rng.choice([0.0, rng.uniform(0, 2)])
        for look in np.sort(held + rng.uniform(0, 3, rng.integers(1, 4))):
            if ends <= held:
                break
            days, before = max(round((look - held) * YEAR), 1), round(held * YEAR)
            rows.append(
                {"site": f"{plant}", "held_days": before, "days": days, "moved": ends <= look}
            )
            held = look
    return pd.DataFrame(rows)


@pytest.mark.parametrize("shape", [0.6, 1.0, 1.8])
def test_a_known_shape_comes_out_of_looks_now_and_then(shape: float) -> None:
    (rate, found), covariance = weibull(looked_at(shape))
    off, error = np.sqrt(np.diag(covariance))
    assert abs(found - np.log(shape)) < 3 * error
    assert abs(rate - np.log(RATE)) < 3 * off
    assert error < 0.1  # so that 0.6, 1 and 1.8 are told apart


def test_the_shape_follows_from_how_many_new_and_how_many_old_plants_move() -> None:
    # With shape 2 the second year holds 2^2 - 1 = 3 times the risk of the first: if of new plants
    # 1 in 10 moves in a year, 0.9^3 = 0.729 of those a year old do not.
    counts = ((0, True, 1000), (0, False, 9000), (365, True, 2710), (365, False, 7290))
    rows = [
        {"held_days": held, "days": 365, "moved": moved, "site": f"{held}{moved}{place}"}
        for held, moved, plants in counts
        for place in range(plants)
    ]
    assert np.exp(weibull(pd.DataFrame(rows)).log_rates[1]) == pytest.approx(2, abs=0.01)


def test_a_state_passed_unseen_was_held_no_longer_than_the_interval() -> None:
    plants = projects(a={"status": "operating", "status_on": "2025-01-01"})
    events = history(("a", "announced", "2024-01-02"))
    moves = possible_moves(watched(plants, events, NO_MARKS, UNDATED, "last_seen", TODAY))
    assert moves[["move", "held_days", "days", "moved"]].to_numpy().tolist() == [
        [place, 0, 365, True] for place in range(3)
    ]


def test_a_plant_of_unknown_age_weighs_as_one_that_is_new() -> None:
    """Of 1,000 plants 181 moved within a year of becoming known; that alone says r^k = 0.2."""
    rows = [
        {"held_days": 0, "days": 365.25, "moved": place < 181, "site": f"{place}"}
        for place in range(1000)
    ]
    rate, shape = weibull(pd.DataFrame(rows)).log_rates
    assert np.exp(rate) ** np.exp(shape) == pytest.approx(-np.log(1 - 0.181), rel=0.01)


def test_drawn_waits_are_as_the_table_says() -> None:
    told = {"log_rate": -1.0, "log_shape": -0.5, "variance_log_rate": 0.04}
    told |= {"covariance_log_rate_shape": -0.01, "variance_log_shape": 0.09}
    drawn = np.log(drawn_waits(pd.DataFrame([{"move": MOVES[0], **told}]), 20_000))
    assert drawn.mean(axis=0) == pytest.approx([-1.0, -0.5], abs=0.01)
    assert np.cov(drawn.T) == pytest.approx(np.array([[0.04, -0.01], [-0.01, 0.09]]), abs=0.002)


def test_the_clock_runs_from_the_first_sighting_in_the_state_also_before_the_watch() -> None:
    plants = projects(a={"status": "under_construction", "status_on": "2025-01-01"})
    events = history(("a", "announced", "2019-01-01"), ("a", "financed", "2023-01-01"))
    seen = watched(plants, events, NO_MARKS, UNDATED, "last_seen", TODAY)
    assert seen[["held_days", "days"]].to_numpy().tolist() == [[365, 366]]  # 2023; 2024


def test_an_interval_that_ends_in_a_stop_says_nothing_of_moving_on() -> None:
    seen = watched(
        projects(gone={"status": "cancelled", "status_on": "2025-01-01"}),
        history(("gone", "financed", "2024-01-02")),
        NO_MARKS,
        UNDATED,
        "last_seen",
        TODAY,
    )
    assert seen["after"].tolist() == [STATES.index("stopped")]
    assert possible_moves(seen).empty


def test_each_move_has_a_shape_in_both_readings_also_where_nothing_moved() -> None:
    found = progress_shape(
        projects(a={"status": "announced", "status_on": "2025-01-01"}),
        history(),
        NO_MARKS,
        UNDATED,
        TODAY,
    )
    assert found["move"].tolist() == [*MOVES[:3]] * 2
    assert not found["n_moves"].any()
    assert (found["shape_low"] < 1).all()
    assert (found["shape_high"] > 1).all()
