"""The verdict: every measure by hand, every result in reach, and levels that follow the results."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import verdict_tables as small
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.problems import ProblemsError
from analysis.raw.load import load
from analysis.transforms.verdict import (
    LEVELS,
    MEASURES,
    RESULTS,
    level,
    result_of,
    verdict,
    verdict_results,
)

RAW = Path(__file__).parents[2] / "data" / "raw"
PER_CENT = st.floats(0, 100)
DIRECTIONS = st.sampled_from(["at_least", "at_most"])


@pytest.fixture(scope="module")
def tests() -> pd.DataFrame:
    """The questions and thresholds of the report."""
    return load(RAW)["verdict_tests"]


YEAR = small.DAYS_PER_YEAR
EMPTY_SHARES = small.shares(60, 55, 65).iloc[1:1]

CASES = [
    # 3 of 4 kept; 1 of 4; 1 of 4 and two unclear, so 25 to 75; none due
    ("promises", {"promises": small.promises("kept", "kept", "kept", "late")}, 75, 75, "met"),
    ("promises", {"promises": small.promises("kept", "late", "late", "broken")}, 25, 25, "not_met"),
    (
        "promises",
        {"promises": small.promises("kept", "late", "unclear", "unclear")},
        *(25, 75, "undecided"),
    ),
    ("promises", {"promises": small.promises("open", "open")}, np.nan, np.nan, "unknown"),
    ("ladder", {"ladder": small.ladder("capacity", "coordination")}, 50, 50, "met"),
    ("ladder", {"ladder": small.ladder("capacity", *["coordination"] * 3)}, 25, 25, "not_met"),
    ("ladder", {"ladder": small.ladder()}, np.nan, np.nan, "unknown"),
    # committed of announced; weak evidence leaves open whether anything was
    ("money", {"funding": small.funding(100, 60)}, 60, 60, "met"),
    ("money", {"funding": small.funding(100, 40)}, 40, 40, "not_met"),
    ("money", {"funding": small.funding(100, 60, "weak")}, 0, 60, "undecided"),
    ("money", {"funding": small.funding(0, 60)}, np.nan, np.nan, "unknown"),
    ("refining", {"shares": small.shares(60, 55, 65)}, 55, 65, "met"),
    ("refining", {"shares": small.shares(90, 88, 92)}, 88, 92, "not_met"),
    ("refining", {"shares": small.shares(66, 60, 70)}, 60, 70, "undecided"),
    ("refining", {"shares": EMPTY_SHARES}, np.nan, np.nan, "unknown"),
    # Wilson's interval of 20 of 20 is 83.9 to 100, of 0 of 20 it is 0 to 16.1, of 1 of 2 9.5 to
    # 90.5; twelve of twenty that start up in time raise the upper end to 60
    ("starts", {"slippage": small.slippage(20, 0)}, 83.887, 100, "met"),
    ("starts", {"slippage": small.slippage(0, 20)}, 0, 16.113, "not_met"),
    ("starts", {"slippage": small.slippage(1, 1)}, 9.453, 90.547, "undecided"),
    ("starts", {"slippage": small.slippage(0, 8, only_up=12)}, 0, 60, "undecided"),
    ("starts", {"slippage": small.slippage(0, 0)}, np.nan, np.nan, "unknown"),
    ("magnets", {"capacity_need": small.need(50)}, 50, 50, "met"),
    ("magnets", {"capacity_need": small.need(49)}, 49, 49, "not_met"),
    ("magnets", {"capacity_need": small.need(np.nan)}, np.nan, np.nan, "unknown"),
    # least days over most years, most days over least years
    ("time", {"buffer_basket": small.basket(3 * YEAR, 3 * YEAR, 4 * YEAR)}, 100, 400, "met"),
    ("time", {"buffer_basket": small.basket(YEAR / 2, YEAR / 4, 0.9 * YEAR)}, 8.333, 90, "not_met"),
    ("time", {"buffer_basket": small.basket(2 * YEAR, YEAR, 3 * YEAR)}, 33.333, 300, "undecided"),
    (
        "time",
        {"buffer_basket": small.basket(3 * YEAR, 3 * YEAR, 4 * YEAR, analyst=0.3 * YEAR)},
        *(10, 400, "undecided"),
    ),
    ("time", {"lead_times": small.lead_times(2, 1, 3).iloc[1:]}, np.nan, np.nan, "unknown"),
]


@pytest.mark.parametrize(("test_id", "altered", "low", "high", "result"), CASES)
def test_a_measure_and_its_result_follow_the_data(
    tests: pd.DataFrame,
    test_id: str,
    altered: dict[str, pd.DataFrame],
    low: float,
    high: float,
    result: str,
) -> None:
    results = verdict_results(tests, {**small.all_met(), **altered}).set_index("test_id")
    row = results.loc[test_id]
    assert row["result"] == result
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-3, nan_ok=True)
    assert (results["result"].drop(test_id) == "met").all()


def test_every_question_of_the_report_has_cases_for_met_not_met_and_unknown(
    tests: pd.DataFrame,
) -> None:
    for test_id in tests["test_id"]:
        seen = {case[4] for case in CASES if case[0] == test_id}
        assert seen >= {"met", "not_met", "unknown"}, test_id


def test_tables_in_which_all_is_achieved_turn_the_answer_round(tests: pd.DataFrame) -> None:
    answer = verdict(verdict_results(tests, small.all_met())).iloc[0]
    assert (answer["level"], answer["met"], answer["tests"]) == ("turning", 7, 7)


def test_a_measure_says_which_rows_and_sources_stand_behind_it(tests: pd.DataFrame) -> None:
    results = verdict_results(tests, small.all_met()).set_index("test_id")
    assert results.loc["refining", "source_ids"] == "shares-0"
    assert results.loc["refining", "raw_keys"] == "shares:0|verdict_tests:refining"
    assert results.loc["time", "source_ids"] == "buffer-0|lead_times-0"


@pytest.mark.parametrize(
    ("evidence", "weak_only"), [("weak", True), ("subject", True), ("reputable", False)]
)
def test_a_measure_that_rests_on_weak_sources_alone_says_so(
    tests: pd.DataFrame, evidence: str, weak_only: bool
) -> None:
    done = small.all_met()
    sources = done["sources"]
    done["sources"] = sources.assign(
        evidence=sources["evidence"].mask(sources["source_id"] == "shares-0", evidence)
    )
    results = verdict_results(tests, done).set_index("test_id")
    assert results.loc["refining", "weak_only"] == weak_only
    assert not results["weak_only"].drop("refining").any()


def test_a_test_without_a_measure_is_a_problem_with_its_row(tests: pd.DataFrame) -> None:
    wrong = tests.assign(test_id=tests["test_id"].replace("time", "luck"))
    with pytest.raises(ProblemsError) as caught:
        verdict_results(wrong, small.all_met())
    assert [(p.row, p.value, p.rule) for p in caught.value.problems] == [(8, "luck", "test")]


@pytest.mark.parametrize(
    ("met", "decided", "count", "answer"),
    [
        (2, 3, 3, "turning"),  # two thirds
        (7, 7, 7, "turning"),
        (3, 5, 7, "beginning"),  # three fifths
        (2, 4, 7, "beginning"),  # half
        (1, 4, 7, "little"),
        (0, 4, 7, "not"),
        (3, 3, 7, "unknown"),  # fewer than half are decided
        (0, 0, 0, "unknown"),
    ],
)
def test_the_answer_follows_the_share_of_decided_tests_that_are_met(
    met: int, decided: int, count: int, answer: str
) -> None:
    assert level(met, decided, count) == answer


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_one_more_test_met_never_makes_the_answer_worse(met: int, missed: int, rest: int) -> None:
    decided, count = met + missed + 1, met + missed + 1 + rest
    before, after = (LEVELS.index(level(n, decided, count)) for n in (met, met + 1))
    assert after <= before


@given(PER_CENT, PER_CENT, PER_CENT, PER_CENT, DIRECTIONS)
def test_a_harder_threshold_never_gives_a_better_result(
    one: float, other: float, bar: float, harder: float, direction: str
) -> None:
    low, high = sorted((one, other))
    easy, hard = sorted((bar, harder), reverse=direction == "at_most")
    order = ["met", "undecided", "not_met"]
    results = [order.index(result_of(low, high, direction, at)) for at in (easy, hard)]
    assert results == sorted(results)


@given(PER_CENT, PER_CENT, PER_CENT)
def test_a_decided_test_is_decided_the_other_way_in_the_other_direction(
    one: float, other: float, bar: float
) -> None:
    low, high = sorted((one, other))
    results = {way: result_of(low, high, way, bar) for way in ("at_least", "at_most")}
    if results["at_least"] == "not_met":
        assert results["at_most"] == "met"
    if low < bar < high:
        assert set(results.values()) == {"undecided"}


def test_counts_of_results_add_up_to_the_tests(tests: pd.DataFrame) -> None:
    done = small.all_met()
    done |= {"promises": small.promises("open"), "shares": small.shares(66, 60, 70)}
    answer = verdict(verdict_results(tests, done)).iloc[0]
    assert [answer[name] for name in RESULTS] == [5, 0, 1, 1]
    assert answer["level"] == "turning"


def test_every_measure_names_the_tables_that_it_reads() -> None:
    for measure in MEASURES.values():
        only = {name: small.all_met()[name] for name in measure.tables}
        assert len(measure.of(only)) == 4
