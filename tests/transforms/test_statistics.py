from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, binomtest, ecdf

from analysis.transforms.statistics import (
    count_of,
    log_log_interval,
    state_occupation,
    wilson_interval,
)

NEVER = np.nan


def test_wilson_interval_of_one_in_four_worked_by_hand():
    # z = 1.959964, z2 = 3.841459. Centre (0.25 + 3.841459/8) / (1 + 3.841459/4) = 0.372475.
    # Spread 1.959964 * sqrt(0.25*0.75/4 + 3.841459/64) / 1.960365 = 0.326885.
    low, high = wilson_interval(1, 4)
    assert low == pytest.approx(0.045587, abs=1e-6)
    assert high == pytest.approx(0.699358, abs=1e-6)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_agrees_with_scipy_and_holds_the_share(counts: tuple[int, int]):
    kept, judged = counts
    low, high = wilson_interval(kept, judged)
    expected = binomtest(kept, judged).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert low - 1e-12 <= kept / judged <= high + 1e-12


def test_no_trials_say_nothing():
    assert wilson_interval(0, 0) == (0, 1)


def test_every_value_is_counted_in_order_also_one_that_no_row_has() -> None:
    column = pd.Series(["late", "kept", "late", None, "unheard"])
    assert list(count_of(column, ("kept", "late", "open")).items()) == [
        *(("kept", 1), ("late", 2), ("open", 0)),
    ]


def test_the_cumulative_incidence_of_five_cases_worked_by_hand() -> None:
    """Reached at 2 and 6, ruled out at 4, watched to 3 and 8 without either.

    At 2: 1 of 5, so 1/5 reached and 4/5 wait. At 4 three are watched: 4/5 x 1/3 is ruled out, and
    8/15 waits. At 6 two are: 8/15 x 1/2 = 4/15 more are reached, 7/15 in all.
    """
    reached = [2, 6, NEVER, NEVER, NEVER]
    ruled_out = [NEVER, NEVER, 4, NEVER, NEVER]
    entered = np.column_stack([reached, ruled_out])
    shares, covariances = state_occupation(entered, np.array([2, 6, 4, 3, 8]), [1, 2, 5, 6])
    assert shares[:, 1] == pytest.approx([0, 1 / 5, 1 / 5, 7 / 15])
    assert shares[:, 2] == pytest.approx([0, 0, 4 / 15, 4 / 15])
    # Gaynor's variance at 6, by hand: F = 7/15, and what is still ahead at 2 and at 4 is 4/15.
    # (4/15)^2 (1/20 + 1/6) + (1 x 4/125 + (8/15)^2 x 1/8) - 2 (4/15 x 1/25) = 0.061630.
    assert covariances[3, 1, 1] == pytest.approx(0.0616296, abs=1e-6)


def test_no_more_cases_stand_above_a_step_than_on_it_whatever_the_order_of_watching() -> None:
    """Money early in a large group, contracts late in a small one: each for itself would cross."""
    money = [5, 5, *[NEVER] * 8]
    contract = [10, 10, *[NEVER] * 8]
    watched = np.array([12, 12, *[9] * 7, 12])
    entered = np.column_stack([money, contract])
    shares, _ = state_occupation(entered, watched, [6, 12])
    assert shares[0] == pytest.approx([0.8, 0.2, 0])
    assert shares[1] == pytest.approx([0.8, 0, 0.2])


@given(st.lists(st.integers(1, 5) | st.none(), min_size=1, max_size=30), st.integers(0, 6))
def test_without_censoring_the_share_and_its_variance_are_those_of_a_count(
    times: list[int | None], asked: int
) -> None:
    entered = np.array([[NEVER if time is None else time] for time in times], dtype=float)
    shares, covariances = state_occupation(entered, np.full(len(times), 6), [asked])
    share = sum(time is not None and time <= asked for time in times) / len(times)
    assert shares[0].tolist() == pytest.approx([1 - share, share])
    assert covariances[0, 1, 1] == pytest.approx(share * (1 - share) / len(times))


@given(
    st.lists(
        st.tuples(*[st.integers(0, 9) | st.none()] * 3, st.integers(0, 9)), min_size=1, max_size=25
    )
)
def test_chances_add_up_and_their_variances_are_never_negative(
    cases: list[tuple[int | None, int | None, int | None, int]],
) -> None:
    rows = np.array([[NEVER if cell is None else cell for cell in case[:3]] for case in cases])
    shares, covariances = state_occupation(
        rows.astype(float), np.array([case[3] for case in cases]), range(10)
    )
    assert shares.sum(axis=1) == pytest.approx(np.ones(10))
    assert (shares >= -1e-12).all()
    assert (np.diagonal(covariances, axis1=1, axis2=2) >= -1e-12).all()


def test_one_state_alone_is_kaplan_and_meier_with_greenwoods_interval() -> None:
    time = np.array([1.0, 2, 2, 3, 4, 5, 5, 7])
    seen = np.array([1, 1, 0, 1, 0, 1, 1, 0], dtype=bool)
    entered = np.where(seen, time, np.nan)[:, None]
    shares, covariances = state_occupation(entered, time, [3, 5])
    curve = ecdf(CensoredData(uncensored=time[seen], right=time[~seen])).sf
    interval = curve.confidence_interval(0.95, method="log-log")
    for place, moment in enumerate((3, 5)):
        share, variance = float(shares[place, 1]), float(covariances[place, 1, 1])
        assert 1 - share == pytest.approx(curve.evaluate(moment))
        low, high = log_log_interval(share, variance, 1)
        assert 1 - high == pytest.approx(interval.low.evaluate(moment))
        assert 1 - low == pytest.approx(interval.high.evaluate(moment))


def test_simulated_acts_with_a_known_truth_lie_in_nine_of_ten_and_more_intervals() -> None:
    """Money comes at 0.02 a month, withdrawal at 0.01, watching ends between 6 and 30 months.

    The true share with money by month 18 is 2/3 x (1 - exp(-0.03 x 18)).
    """
    rng = np.random.default_rng(20261126)
    truth = 2 / 3 * (1 - np.exp(-0.54))
    runs, held, estimates = 400, 0, []
    for _ in range(runs):
        watched = rng.uniform(6, 30, 60)
        first, is_money = rng.exponential(1 / 0.03, 60), rng.random(60) < 2 / 3
        entered = np.where(np.column_stack([is_money, ~is_money]), first[:, None], np.nan)
        entered[first > watched] = np.nan
        shares, covariances = state_occupation(entered, watched, [18])
        low, high = log_log_interval(float(shares[0, 1]), float(covariances[0, 1, 1]), 10)
        held += low <= truth <= high
        estimates.append(shares[0, 1])
    assert np.mean(estimates) == pytest.approx(truth, abs=0.01)
    assert 0.92 <= held / runs <= 0.98


def test_where_nothing_has_happened_wilsons_interval_over_those_watched_stands() -> None:
    assert log_log_interval(0.0, 0.0, 10) == (0.0, wilson_interval(0, 10)[1])
    assert log_log_interval(1.0, 0.0, 10) == (wilson_interval(10, 10)[0], 1.0)
    assert log_log_interval(0.0, 0.0, 0) == (0.0, 1.0)
