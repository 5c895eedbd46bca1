from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import numpy as np
import pandas as pd
import pytest
from project_tables import NO_MARKS, TODAY, UNDATED, history, projects
from scipy.linalg import expm

from analysis.transforms.progress import (
    DRAWS,
    LIVE,
    MOVES,
    OPERATING,
    PRIOR_MOVES,
    PRIOR_YEARS,
    STATES,
    STOPPED,
    after_days,
    chances,
    drawn_chances,
    drawn_rates,
    fit,
    generator,
    progress_rates,
    sites,
    start_chances,
    watched,
    widened,
)

RATES = np.array([0.5, 0.4, 0.6, 0.05])


def seen(plants, events=None, marks=NO_MARKS, sources=UNDATED, followed_to="last_seen"):
    """The intervals as (project, from, to, days)."""
    rows = watched(
        plants, history() if events is None else events, marks, sources, followed_to, TODAY
    )
    return [
        (row.project_id, STATES[row.before], STATES[row.after], row.days)
        for row in rows.itertuples()
    ]


def of_source(published_on: str) -> pd.DataFrame:
    """All events come from one source, published on this day."""
    return pd.DataFrame({"source_id": ["history-source"], "published_on": [published_on]})


# What is seen.


def test_between_two_sightings_a_move_is_left_open():
    plants = projects(a={"status": "operating", "status_on": "2025-01-01"})
    events = history(("a", "financed", "2024-02-01"), ("a", "commissioning", "2024-09-01"))
    assert seen(plants, events) == [
        ("a", "building", "starting_up", 213),
        ("a", "starting_up", "operating", 122),
    ]


def test_a_plant_without_news_is_watched_until_last_seen_or_until_today():
    plants = projects(a={"status": "under_construction", "status_on": "2025-01-01"})
    events = history(("a", "financed", "2024-01-01"))
    assert seen(plants, events) == [("a", "building", "building", 366)]
    assert seen(plants, events, followed_to="as_of")[1:] == [("a", "building", "building", 365)]


def test_what_came_before_the_watch_only_gives_the_state_at_its_begin():
    plants = projects(a={"status": "operating", "status_on": "2025-01-01"})
    events = history(("a", "announced", "2019-05-01"), ("a", "under_construction", "2022-05-01"))
    assert seen(plants, events) == [("a", "building", "operating", 366)]


@pytest.mark.parametrize(("later", "first"), [("2024-06-08", "building"), ("2024-06-09", "early")])
def test_what_comes_within_a_week_of_the_first_report_is_one_news_with_it(later, first):
    """A plan whose money is reported a day later was never seen to wait for money."""
    plants = projects(a={"status": "commissioning", "status_on": "2025-06-09"})
    events = history(("a", "announced", "2024-06-01"), ("a", "financed", later))
    found = seen(plants, events, sources=of_source("2024-06-01"))
    assert found[0][1] == first
    assert found[-1] == ("a", "building", "starting_up", 366 if first == "building" else 365)


def test_the_begin_of_the_watch_is_no_news():
    plants = projects(a={"status": "operating", "status_on": "2025-01-01"})
    events = history(("a", "announced", "2019-05-01"), ("a", "financed", "2024-01-05"))
    assert seen(plants, events)[0] == ("a", "early", "building", 4)


def test_a_plant_counts_from_the_day_its_first_source_was_published():
    plants = projects(a={"status": "operating", "status_on": "2025-06-01"})
    events = history(("a", "financed", "2023-05-01"), ("a", "commissioning", "2024-11-01"))
    assert seen(plants, events, sources=of_source("2025-01-01")) == [
        ("a", "starting_up", "operating", 151)
    ]
    assert seen(plants, events, sources=of_source("2025-07-01")) == []


def test_a_plant_first_seen_operating_tells_nothing():
    assert seen(projects(a={"status": "operating", "status_on": "2025"})) == []


def test_mines_and_demonstration_plants_are_not_counted():
    plants = projects(
        mine={"stage": "mining", "status_on": "2025-01-01"}, trial={"status_on": "2025-01-01"}
    )
    marks = pd.DataFrame({"project_id": ["trial"], "mark": ["demonstration"]})
    assert seen(plants, marks=marks, followed_to="as_of") == []


def test_a_stop_that_ended_was_a_pause_and_one_that_did_not_an_end():
    plants = projects(
        back={"status": "under_construction", "status_on": "2025-01-01"},
        gone={"status": "cancelled", "status_on": "2025-01-01"},
    )
    events = history(
        ("back", "financed", "2024-01-02"),
        ("back", "suspended", "2024-06-01"),
        ("gone", "financed", "2024-01-02"),
    )
    assert seen(plants, events) == [
        ("back", "building", "building", 365),
        ("gone", "building", "stopped", 365),
    ]


def test_older_news_of_an_earlier_state_does_not_set_a_plant_back():
    plants = projects(a={"status": "announced", "status_on": "2025-01-01"})
    events = history(("a", "under_construction", "2024-01-02"))
    assert seen(plants, events) == [("a", "building", "building", 365)]


def test_a_phase_inside_a_plant_shares_its_site():
    plants = projects(
        whole={"company": "A", "region": "Texas"},
        phase={"company": "B", "region": "Ohio", "contained_in": "whole"},
        other={"company": "A", "region": "Ohio"},
    )
    assert sites(plants) == {"whole": "A, Texas", "phase": "A, Texas", "other": "A, Ohio"}


# The chain.


def test_the_chance_is_an_entry_of_the_matrix_exponential():
    whole = expm(generator(RATES) * 3.5)
    assert chances(RATES, 3.5) == pytest.approx(whole[: len(LIVE), OPERATING])
    assert after_days(RATES, 800)[800] == pytest.approx(expm(generator(RATES) * 800 / 365.25))


def test_many_draws_have_the_chances_of_each():
    rates = np.array([RATES, 2 * RATES, RATES**2])
    assert drawn_chances(rates, 2.0) == pytest.approx(
        np.stack([chances(each, 2.0) for each in rates])
    )


def test_the_last_step_has_the_chance_of_two_competing_ends():
    # c / (c + s) x (1 - exp(-(c + s) t)) = 0.6 / 0.65 x (1 - exp(-1.3)) = 67.15 %.
    assert 100 * chances(RATES, 2.0)[2] == pytest.approx(67.15, abs=0.01)


def test_every_plant_is_somewhere_and_later_it_is_further():
    days = after_days(RATES, 1000)
    assert days.sum(axis=-1) == pytest.approx(1.0)
    assert (np.diff(days[:, :3, OPERATING], axis=0) >= -1e-12).all()


# The fit.


def intervals(*rows: tuple[str, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["site", "before", "after", "days"])


def test_the_rate_of_a_single_step_is_moves_over_years():
    # Starting up only, looked at each day, so that nothing is left open: 3 starts in 1,000 looks.
    daily = intervals(*[("s", 2, 2, 1)] * 997, *[("s", 2, 3, 1)] * 3)
    found = np.exp(fit(daily).log_rates)
    years = 1000 / 365.25
    assert found[2] == pytest.approx((3 + PRIOR_MOVES) / (years + PRIOR_YEARS), rel=0.002)
    assert found[3] == pytest.approx(PRIOR_MOVES / (years + PRIOR_YEARS), rel=0.002)


def test_nothing_seen_leaves_the_prior():
    found = fit(intervals())
    assert np.exp(found.log_rates) == pytest.approx([PRIOR_MOVES / PRIOR_YEARS] * 4, rel=1e-4)
    assert np.diag(found.covariance) == pytest.approx([1 / PRIOR_MOVES] * 4, rel=1e-3)


def test_many_plants_give_the_rates_they_were_made_with():
    rng = np.random.default_rng(7)
    days = after_days(RATES, 400)[400]
    rows = [
        (f"s{number}", before, int(rng.choice(len(STATES), p=days[before])), 400)
        for number in range(3000)
        for before in range(3)
    ]
    assert np.exp(fit(intervals(*rows)).log_rates) == pytest.approx(RATES, rel=0.1)


def test_a_site_whose_plants_go_together_widens_the_error_and_never_narrows_it():
    model = np.diag([1.0, 1.0, 1.0, 1.0])
    scores = np.array([[1.0, 0, 0, 0], [1.0, 0, 0, 0], [-1.0, 0, 0, 0], [-1.0, 0, 0, 0]])
    together = widened(model, scores, pd.Series(["a", "a", "b", "b"]))
    # Two sites with sums 2 and -2: (4 + 4) x 2 / (2 - 1) = 16, so four times the error.
    assert np.diag(together) == pytest.approx([16, 1, 1, 1])
    apart = widened(model, scores / 10, pd.Series(["a", "b", "c", "d"]))
    assert np.diag(apart) == pytest.approx([1, 1, 1, 1])


# The tables.

PLANTS = projects(
    done={"status": "operating", "status_on": "2025-01-01", "company": "A"},
    waits={"status": "under_construction", "status_on": "2025-05-01", "company": "B"},
    plan={"status": "announced", "status_on": "2025-05-01", "company": "C"},
)
EVENTS = history(
    ("done", "commissioning", "2024-03-01"),
    ("waits", "financed", "2024-03-01"),
    ("plan", "announced", "2024-03-01"),
)


@cache
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    rates = progress_rates(PLANTS, EVENTS, NO_MARKS, UNDATED, TODAY)
    return rates, start_chances(PLANTS, EVENTS, NO_MARKS, UNDATED, rates, TODAY)


def test_the_rates_say_what_they_rest_on():
    rates, _ = tables()
    row = rates.set_index(["followed_to", "move"]).loc[("last_seen", "operation_begun")]
    assert (row["n_plants"], row["n_moves"]) == (1, 1)
    assert row["plant_years"] == pytest.approx(306 / 365.25)
    assert "history-source" in row["source_ids"]
    assert (rates["rate_low"] < rates["rate_per_year"]).all()
    assert (rates["rate_per_year"] < rates["rate_high"]).all()


def test_the_further_a_plant_is_the_likelier_it_operates():
    _, found = tables()
    for _, part in found.groupby("followed_to"):
        chance = part.set_index("phase").loc[list(LIVE), "chance_year_pct"]
        assert chance.is_monotonic_increasing
    assert (found["chance_year_low_pct"] <= found["chance_year_pct"]).all()


def test_watching_longer_without_news_lowers_the_chance():
    rates, _ = tables()
    by = rates.set_index(["move", "followed_to"])["rate_per_year"]
    assert by["building_begun", "as_of"] < by["building_begun", "last_seen"]


def test_a_state_in_which_nothing_was_watched_has_no_chance():
    plants = projects(plan={"status": "announced", "status_on": "2025-05-01"})
    events = history(("plan", "announced", "2024-03-01"))
    rates = progress_rates(plants, events, NO_MARKS, UNDATED, TODAY)
    found = start_chances(plants, events, NO_MARKS, UNDATED, rates, TODAY).set_index("phase")
    assert found.loc["building", "chance_year_pct"].isna().all()
    assert found.loc["early", "chance_year_pct"].notna().all()


def test_drawn_rates_have_the_centre_and_the_spread_of_the_table():
    rates, _ = tables()
    part = rates[rates["followed_to"] == "as_of"]
    drawn = np.log(drawn_rates(part))
    assert drawn.shape == (DRAWS, len(MOVES))
    assert drawn.mean(axis=0) == pytest.approx(part["log_rate"].to_numpy(), abs=0.05)
    errors = np.sqrt(np.diag(part.filter(like="covariance_").to_numpy()))
    assert drawn.std(axis=0) == pytest.approx(errors, rel=0.03)


def test_the_end_of_a_stopped_plant_is_known():
    plants = projects(a={"status": "cancelled", "status_on": "2025-01-01"})
    events = history(("a", "financed", "2024-01-02"))
    rows = watched(plants, events, NO_MARKS, UNDATED, "as_of", TODAY)
    assert rows["after"].tolist() == [STOPPED]


def test_one_thread_works_on_the_tiny_matrices_of_the_chain() -> None:
    code = "import psutil, analysis, numpy, scipy.linalg; print(psutil.Process().num_threads())"
    unset = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    said = subprocess.run(
        [sys.executable, "-c", code], env=unset, capture_output=True, text=True, check=True
    )
    assert said.stdout == "1\n"
