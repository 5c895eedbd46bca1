from __future__ import annotations

import pandas as pd
import pytest
from project_tables import FORMS, NO_MARKS, TODAY, history, projects

from analysis.transforms.pipeline import project_capacity
from analysis.transforms.prospects import expected_capacity
from analysis.transforms.starts import start_chances

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
CHANCES = start_chances(PLANTS, EVENTS, TODAY)


def outlook(plants=PLANTS, **options) -> pd.DataFrame:
    capacity = project_capacity(plants, EVENTS, FORMS, NO_MARKS, TODAY)
    return expected_capacity(capacity, CHANCES, TODAY, **options)


def row(frame: pd.DataFrame, year: int, outcome: str = "operating") -> pd.Series:
    key = (frame["year"] == year) & (frame["outcome"] == outcome)
    return frame[key & (frame["followed_to"] == "as_of")].iloc[0]


def test_promised_capacity_is_what_runs_and_what_is_due_by_then():
    frame = outlook()
    assert row(frame, 2027)["promised_t_per_year"] == 100 + 200
    assert row(frame, 2030)["promised_t_per_year"] == 100 + 200 + 400
    assert row(frame, 2027, "started_up")["promised_t_per_year"] == 100 + 50 + 200


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
    frame = outlook(years=(2026, 2027, 2030, 2035)).groupby(["outcome", "followed_to"])
    assert frame["expected_t_per_year"].apply(lambda tonnes: tonnes.is_monotonic_increasing).all()


def test_the_mean_agrees_with_the_chance_in_closed_form():
    # One plant of 200 t under construction; the mean chance to start within h years is
    # 1 - (T / (T + h)) ** (k + 1/2).
    chance = CHANCES.set_index(["phase", "outcome", "followed_to"]).loc[
        ("building", "operating", "as_of")
    ]
    years = (pd.Timestamp("2027-12-31") - pd.Timestamp(TODAY)).days / 365.25
    shrink = chance["project_years"] / (chance["project_years"] + years)
    expected = 200 * (1 - shrink ** (chance["n_starts"] + 0.5))
    alone = outlook(projects(soon={"status": "under_construction", "capacity": 200.0}))
    assert row(alone, 2027)["expected_t_per_year"] == pytest.approx(expected, rel=0.03)


def test_two_runs_agree_to_the_last_digit():
    pd.testing.assert_frame_equal(outlook(), outlook())


def test_another_product_changes_no_draw_of_this_one():
    other = projects(oxide={"stage": "separation", "output_form": "oxide"})
    both = outlook(pd.concat([PLANTS, other], ignore_index=True))
    magnets = both[both["product"] == "ndfeb_magnets"].reset_index(drop=True)
    pd.testing.assert_frame_equal(magnets, outlook())


def test_without_live_capacity_there_is_no_outlook():
    assert outlook(projects(gone={"status": "cancelled"})).empty
