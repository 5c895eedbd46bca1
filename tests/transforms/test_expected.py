from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.linalg import expm

from analysis.transforms.expected import (
    LEAST_SUPPORT,
    Chances,
    act_likelihood,
    by_age,
    expected_by_now,
    relative_likelihood,
)
from analysis.transforms.progress import COVARIANCES, FOLLOW_UPS, MOVES, OPERATING, generator

EVIDENCE = {"source_ids": "a-source", "raw_keys": "table:key"}
HYPOTHESES = pd.DataFrame(
    {
        "hypothesis": ["works", "does_not"],
        "share_pct": [50.0, 10.0],
        "row_key": ["hypotheses:works", "hypotheses:does_not"],
    }
)


def rates(*per_year: float, error: float = 1e-6) -> pd.DataFrame:
    """Rates of the four moves that are all but certain, the same for both lengths of watch."""
    rows = [
        {
            "followed_to": followed_to,
            "move": move,
            "log_rate": np.log(rate),
            **{name: error**2 * (name == f"covariance_{move}") for name in COVARIANCES},
            **EVIDENCE,
        }
        for followed_to in FOLLOW_UPS
        for move, rate in zip(MOVES, per_year, strict=True)
    ]
    return pd.DataFrame(rows)


def shapes(per_year: float, shape: float = 1.0, error: float = 1e-6) -> pd.DataFrame:
    """The wait for a decision, all but certain, the same for both lengths of watch."""
    rows = [
        {
            "followed_to": followed_to,
            "move": move,
            "log_rate": np.log(per_year),
            "log_shape": np.log(shape),
            "variance_log_rate": error**2,
            "covariance_log_rate_shape": 0.0,
            "variance_log_shape": error**2,
            **EVIDENCE,
        }
        for followed_to in FOLLOW_UPS
        for move in MOVES[:3]
    ]
    return pd.DataFrame(rows)


def acts(*rows: tuple[float, bool, bool]) -> pd.DataFrame:
    """Acts as (age in months, led to money, led to operation), the same by all links."""
    frame = pd.DataFrame(rows, columns=["age_months", "decided", "operates"])
    frame["money_months"] = np.where(frame["decided"], 1.0, np.nan)
    frame["operation_months"] = np.where(frame["operates"], 1.0, np.nan)
    both = [frame.assign(reading=reading, **EVIDENCE) for reading in ("stated", "inferred")]
    return pd.concat(both, ignore_index=True)


def of(table: pd.DataFrame, step: str, hypothesis: str) -> pd.Series:
    chosen = table[(table["step"] == step) & (table["hypothesis"] == hypothesis)]
    return chosen.iloc[0]


def test_what_is_expected_is_the_share_times_the_chance_of_the_step_by_the_age():
    moves = rates(0.5, 0.4, 0.6, 1e-9)
    table = expected_by_now(acts(*[(24, False, False)] * 200), moves, shapes(0.5), HYPOTHESES)
    decision, operation = (of(table, step, "works") for step in ("decision", "operation"))
    assert decision["expected"] == pytest.approx(200 * 0.5 * (1 - np.exp(-0.5 * 2)), rel=0.01)
    reached = expm(generator(np.array([0.5, 0.4, 0.6, 1e-9])) * 2)[0, OPERATING]
    assert operation["expected"] == pytest.approx(200 * 0.5 * reached, rel=0.05)
    assert of(table, "decision", "does_not")["expected"] == pytest.approx(
        decision["expected"] / 5, rel=0.05
    )
    assert decision["low"] < decision["expected"] < decision["high"]


def test_at_a_constant_rate_the_chances_are_those_of_the_chain():
    moves, years = np.array([0.5, 0.4, 0.6, 0.05]), np.array([0.0, 0.1, 1.0, 3.0, 12.0])
    decided, operates = by_age(years, np.array([[0.5, 1.0]]), moves[None, :])
    after = np.stack([expm(generator(moves) * year) for year in years])
    assert operates[0] == pytest.approx(after[:, 0, OPERATING], abs=1e-9)
    # Decided before it stopped: 0.5 of the 0.55 that leave a plan a year.
    assert decided[0] == pytest.approx(0.5 / 0.55 * (1 - np.exp(-0.55 * years)), abs=1e-9)


@pytest.mark.parametrize("shape", [0.2, 0.5, 0.9, 2.0])
def test_at_a_changing_rate_they_are_the_integrals_over_the_day_of_the_decision(shape: float):
    moves, years = np.array([0.5, 0.4, 0.6, 0.05]), 2.5
    stays = generator(moves)
    decided, operates = by_age(np.array([years]), np.array([[0.7, shape]]), moves[None, :])

    def decided_then(risk: float) -> float:
        return float(np.exp(-risk - 0.05 * risk ** (1 / shape) / 0.7))

    def operates_later(risk: float) -> float:
        left = years - risk ** (1 / shape) / 0.7
        return decided_then(risk) * float(expm(stays * left)[1, OPERATING])

    for got, wanted in ((decided, decided_then), (operates, operates_later)):
        assert got[0, 0] == pytest.approx(quad(wanted, 0, (0.7 * years) ** shape)[0], abs=1e-5)


def test_a_rate_that_falls_brings_decisions_sooner_and_stands_beside_a_constant_one():
    """Of plans with shape 1/2 and one decided in e-fold a year, 1 - e^-0.5 are by three months."""
    table = expected_by_now(
        acts(*[(3, False, False)] * 200), rates(1, 1, 1, 1e-9), shapes(1, 0.5), HYPOTHESES
    )
    row = of(table, "decision", "works")
    assert row["expected"] == pytest.approx(100 * (1 - np.exp(-0.5)), rel=0.01)
    assert row["expected_constant"] == pytest.approx(100 * (1 - np.exp(-0.25)), rel=0.01)


def test_what_is_seen_is_counted_by_step():
    seen = acts((6, True, False), (6, True, True), (6, False, False))
    table = expected_by_now(seen, rates(1, 1, 1, 0.1), shapes(1), HYPOTHESES)
    assert table.groupby("step")["seen"].unique().map(list).to_dict() == {
        "decision": [2],
        "operation": [1],
    }


def test_the_likelihood_of_a_share_by_hand():
    # One act decided, one not, both a year old; a plan is decided within it with a chance of p.
    p = 1 - np.exp(-0.5)
    seen, moves = acts((12, True, False), (12, False, False)), rates(0.5, 1e-9, 1, 1e-9)
    chances = Chances(np.array([[p, p]]), np.array([[0.0, 0.0]]))
    got = relative_likelihood(seen[seen["reading"] == "stated"], chances)
    told = np.array([share / 100 * p * (1 - share / 100 * p) for share in range(101)])
    assert got == pytest.approx(told / told.max(), rel=1e-4)
    row = act_likelihood(seen, moves, shapes(0.5), HYPOTHESES).iloc[0]
    assert row["likelihood_ratio"] == pytest.approx(told[50] / told[10], rel=1e-4)
    fits = np.flatnonzero(told / told.max() >= 1 / LEAST_SUPPORT)
    assert (row["low_share_pct"], row["high_share_pct"]) == (fits[0], fits[-1])


def world(share: float, months: float, count: int = 80) -> pd.DataFrame:
    """Acts of one age, of which a share leads to a plan that moves at the rates of the record."""
    rng = np.random.default_rng(1)
    after = 12 * rng.exponential(1 / np.array([0.5, 0.4, 0.6]), (count, 3)).cumsum(axis=1)
    leads = np.arange(count) < share * count
    steps = leads[:, None] & (after < months)
    return acts(*[(months, bool(step[0]), bool(step[2])) for step in steps])


RATES = rates(0.5, 0.4, 0.6, 0.02, error=0.2)
WAITS = shapes(0.5, error=0.2)


def likely(share: float, months: float) -> pd.DataFrame:
    return act_likelihood(world(share, months), RATES, WAITS, HYPOTHESES)


def test_acts_that_work_and_acts_that_do_not_are_told_apart_once_they_are_old():
    assert likely(0.5, 48)["likelihood_ratio"].min() > 100
    assert likely(0.1, 48)["likelihood_ratio"].max() < 1 / 100


def test_young_acts_say_next_to_nothing():
    seen = likely(0.5, 0.5)
    assert seen["likelihood_ratio"].between(1 / 10, 10).all()
    assert (seen["high_share_pct"] - seen["low_share_pct"]).min() > 60


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_the_shares_that_fit_with_a_planted_world_hold_its_truth(share: float):
    seen = likely(share, 36)
    assert (seen["low_share_pct"] <= 100 * share).all()
    assert (seen["high_share_pct"] >= 100 * share).all()


def test_without_acts_there_is_nothing_to_expect():
    none = acts((6, False, False)).iloc[:0]
    assert expected_by_now(none, RATES, WAITS, HYPOTHESES).empty
    assert act_likelihood(none, RATES, WAITS, HYPOTHESES).empty
