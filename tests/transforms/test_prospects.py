from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from project_tables import FORMS, NO_MARKS, TODAY, UNDATED, history, projects

from analysis.transforms.pipeline import project_capacity
from analysis.transforms.progress import MOVES, chances, progress_rates
from analysis.transforms.progress_shape import SQUARES, drawn_waits, progress_shape
from analysis.transforms.prospects import chances_of, expected_capacity, years_known

PLANTS = projects(
    done={"status": "operating", "status_on": "2024-01-01", "capacity": 100.0},
    up={"status": "commissioning", "status_on": "2025-06", "capacity": 50.0},
    soon={"status": "under_construction", "expected_start": "2027", "capacity": 200.0},
    plan={"status": "announced", "expected_start": "2029-06", "capacity": 400.0},
    gone={"status": "cancelled", "capacity": 800.0},
)
EVENTS = history(
    ("done", "under_construction", "2022-01-01"),
    ("soon", "under_construction", "2024-01-01"),
    ("plan", "announced", "2023-01-01"),
    ("up", "under_construction", "2023-01-01"),
)
RATES = progress_rates(PLANTS, EVENTS, NO_MARKS, UNDATED, TODAY)
SHAPES = progress_shape(PLANTS, EVENTS, NO_MARKS, UNDATED, TODAY)


def outlook(plants=PLANTS, **options) -> pd.DataFrame:
    capacity = project_capacity(plants, EVENTS, FORMS, NO_MARKS, TODAY)
    return expected_capacity(capacity, RATES, SHAPES, plants, EVENTS, TODAY, **options)


def row(frame: pd.DataFrame, year: int) -> pd.Series:
    return frame[(frame["year"] == year) & (frame["followed_to"] == "as_of")].iloc[0]


def test_promised_capacity_is_what_runs_and_what_is_due_by_then():
    frame = outlook()
    assert row(frame, 2027)["promised_t_per_year"] == 100 + 200
    assert row(frame, 2030)["promised_t_per_year"] == 100 + 200 + 400


def test_cancelled_capacity_is_never_expected():
    assert outlook()["live_t_per_year"].unique().tolist() == [750]


def test_expected_capacity_lies_between_what_runs_and_what_is_live():
    frame = outlook()
    ordered = frame[
        ["started_t_per_year", "low_t_per_year", "high_t_per_year", "live_t_per_year"]
    ].to_numpy()
    assert (ordered[:, 1:] >= ordered[:, :-1]).all()
    assert (frame["expected_t_per_year"] >= frame["started_t_per_year"]).all()


def test_a_later_year_never_brings_less():
    frame = outlook(years=(2026, 2027, 2030, 2035)).groupby("followed_to")
    assert frame["expected_t_per_year"].apply(lambda tonnes: tonnes.is_monotonic_increasing).all()


def test_the_mean_agrees_with_the_chance_of_known_rates():
    # One plant of 200 t under construction, and rates that are all but known.
    rates = RATES.copy()
    rates.loc[:, rates.columns.str.startswith("covariance_")] = np.tile(1e-8 * np.eye(4), (2, 1))
    plant = projects(soon={"status": "under_construction", "capacity": 200.0})
    capacity = project_capacity(plant, EVENTS, FORMS, NO_MARKS, TODAY)
    years = (pd.Timestamp("2027-12-31") - pd.Timestamp(TODAY)).days / 365.25
    known = np.exp(rates.loc[rates["followed_to"] == "as_of", "log_rate"].to_numpy())
    frame = expected_capacity(capacity, rates, SHAPES, plant, EVENTS, TODAY)
    found = row(frame, 2027)["expected_t_per_year"]
    assert found == pytest.approx(200 * chances(known, years)[1], rel=0.03)


@pytest.mark.parametrize(("shape", "order"), [(0.4, 1), (1.0, 0), (2.0, -1)])
def test_of_two_plans_the_newer_is_likelier_where_the_rate_falls(shape, order):
    """And less likely where it rises; where it is constant, both are as likely."""
    known = {"log_rate": np.log(0.3), "log_shape": np.log(shape)}
    wait = SHAPES.assign(**known, **dict.fromkeys(SQUARES, 0.0))
    wait[[SQUARES[0], SQUARES[2]]] = 1e-12
    plans = projects(
        new={"capacity": 100.0, "first_announced_on": "2025-12", "status_on": "2025-12"},
        old={"capacity": 100.0, "first_announced_on": "2016-01", "output_form": "alloy"},
    )
    drawn = drawn_waits(wait[(wait["move"] == MOVES[0])].head(1), 10)
    live = plans.assign(held=plans["project_id"].map(years_known(plans, history(), TODAY)))
    assert live["held"].tolist() == pytest.approx([0.05, 10], abs=0.1)
    new, old = chances_of(live, np.tile([0.3, 0.5, 0.6, 0.01], (10, 1)), drawn, 5.0)[0]
    assert np.sign(round(new - old, 4)) == order


def test_two_runs_agree_to_the_last_digit():
    pd.testing.assert_frame_equal(outlook(), outlook())


def test_another_product_changes_no_draw_of_this_one():
    other = projects(oxide={"stage": "separation", "output_form": "oxide"})
    both = outlook(pd.concat([PLANTS, other], ignore_index=True))
    magnets = both[both["product"] == "ndfeb_magnets"].reset_index(drop=True)
    pd.testing.assert_frame_equal(magnets, outlook())


def test_without_live_capacity_there_is_no_outlook():
    assert outlook(projects(gone={"status": "cancelled"})).empty
