from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.transforms.statistics import count_of, wilson_interval


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
