from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.linalg import expm

from analysis.transforms.expected import (
    LEAST_SUPPORT,
    act_likelihood,
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
    table = expected_by_now(acts(*[(24, False, False)] * 200), moves, HYPOTHESES)
    decision, operation = (of(table, step, "works") for step in ("decision", "operation"))
    assert decision["expected"] == pytest.approx(200 * 0.5 * (1 - np.exp(-0.5 * 2)), rel=0.01)
    reached = expm(generator(np.array([0.5, 0.4, 0.6, 1e-9])) * 2)[0, OPERATING]
    assert operation["expected"] == pytest.approx(200 * 0.5 * reached, rel=0.05)
    assert of(table, "decision", "does_not")["expected"] == pytest.approx(
        decision["expected"] / 5, rel=0.05
    )
    assert decision["low"] < decision["expected"] < decision["high"]


def test_what_is_seen_is_counted_by_step():
    table = expected_by_now(
        acts((6, True, False), (6, True, True), (6, False, False)), rates(1, 1, 1, 0.1), HYPOTHESES
    )
    assert table.groupby("step")["seen"].unique().map(list).to_dict() == {
        "decision": [2],
        "operation": [1],
    }


def test_the_likelihood_of_a_share_by_hand():
    # One act decided, one not, both a year old; a plan is decided within it with a chance of p.
    p = 1 - np.exp(-0.5)
    seen, moves = acts((12, True, False), (12, False, False)), rates(0.5, 1e-9, 1, 1e-9)
    one = moves[moves["followed_to"] == "as_of"]
    got = relative_likelihood(seen[seen["reading"] == "stated"], one)
    told = np.array([share / 100 * p * (1 - share / 100 * p) for share in range(101)])
    assert got == pytest.approx(told / told.max(), rel=1e-4)
    row = act_likelihood(seen, moves, HYPOTHESES).iloc[0]
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


def likely(share: float, months: float) -> pd.DataFrame:
    return act_likelihood(world(share, months), RATES, HYPOTHESES)


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
    assert expected_by_now(none, RATES, HYPOTHESES).empty
    assert act_likelihood(none, RATES, HYPOTHESES).empty
