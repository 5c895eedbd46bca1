"""The verdict: every measure by hand, every result in reach, and levels that follow the results."""

from __future__ import annotations

import datetime as dt
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
    answers,
    result_of,
    verdict,
    verdict_codings,
    verdict_readings,
    verdict_results,
)

RAW = Path(__file__).parents[2] / "data" / "raw"
PER_CENT = st.floats(0, 100)
DIRECTIONS = st.sampled_from(["at_least", "at_most"])


@pytest.fixture(scope="module")
def tests() -> pd.DataFrame:
    """The questions and thresholds of the report."""
    return load(RAW)["verdict_tests"]


TODAY = dt.date(2032, 1, 1)
"""A day on which every test counts."""

EMPTY_SHARES = small.shares(60, 55, 65).iloc[1:1]

CASES = [
    # 12 of 16 kept; 4 of 16; 4 and eight not checked, so 25 to 75; eight are too few; none due
    ("promises", {"promises": small.promises("kept", "kept", "kept", "late")}, 75, 75, "met"),
    ("promises", {"promises": small.promises("kept", "late", "late", "broken")}, 25, 25, "not_met"),
    (
        "promises",
        {"promises": small.promises("kept", "late", "not_checked", "not_checked")},
        *(25, 75, "undecided"),
    ),
    ("promises", {"promises": small.promises("kept", "late")}, 0, 100, "undecided"),
    ("promises", {"promises": small.promises("open", "open")}, np.nan, np.nan, "unknown"),
    # Wilson's interval of 20 of 40 is 35.2 to 64.8, of 1 of 40 0.4 to 12.9, of of 4 of 4 nothing;
    # of 8 of 40 it begins at 10.5, and with 12 by inferred links, 20 of 40, it ends at 64.8
    ("conversion", {"act_paths": small.paths(20, 20)}, 35.199, 64.801, "met"),
    ("conversion", {"act_paths": small.paths(1, 39)}, 0.442, 12.881, "not_met"),
    ("conversion", {"act_paths": small.paths(4, 0)}, 0, 100, "undecided"),
    ("conversion", {"act_paths": small.paths(8, 20, inferred=12)}, 10.500, 64.801, "undecided"),
    ("conversion", {"act_paths": small.paths(0, 0)}, np.nan, np.nan, "unknown"),
    # committed of announced; weak evidence leaves open whether anything was
    ("money", {"funding": small.funding(100, 60)}, 60, 60, "met"),
    ("money", {"funding": small.funding(100, 40)}, 40, 40, "not_met"),
    ("money", {"funding": small.funding(100, 60, "weak")}, 0, 60, "undecided"),
    # a bank's approval is no signature: 8 committed, 92 approved
    ("money", {"funding": small.funding(100, 8, approved=92)}, 8, 92, "undecided"),
    # of 60 committed, 20 are for other materials
    ("money", {"funding": small.funding(100, 60, approved=60, other=20)}, 40, 60, "undecided"),
    ("money", {"funding": small.funding(0, 60)}, np.nan, np.nan, "unknown"),
    ("refining", {"shares": small.shares(60, 55, 65)}, 55, 65, "met"),
    ("refining", {"shares": small.shares(90, 88, 92)}, 88, 92, "not_met"),
    ("refining", {"shares": small.shares(66, 60, 70)}, 60, 70, "undecided"),
    ("refining", {"shares": EMPTY_SHARES}, np.nan, np.nan, "unknown"),
    # Wilson's interval of 20 of 20 is 83.9 to 100, of 0 of 20 it is 0 to 16.1, of 1 of 2 9.5 to
    # 90.5; of 12 of 20 that start up in time it ends at 78.1, and of 8 of 20 not seen since at 61.3
    ("starts", {"slippage": small.slippage(20, 0)}, 83.887, 100, "met"),
    ("starts", {"slippage": small.slippage(0, 20)}, 0, 16.113, "not_met"),
    ("starts", {"slippage": small.slippage(1, 1)}, 0, 100, "undecided"),
    ("starts", {"slippage": small.slippage(0, 8, only_up=12)}, 0, 78.120, "undecided"),
    ("starts", {"slippage": small.slippage(0, 12, unseen=8)}, 0, 61.342, "undecided"),
    ("starts", {"slippage": small.slippage(0, 0)}, np.nan, np.nan, "unknown"),
    ("magnets", {"capacity_need": small.need(50)}, 50, 50, "met"),
    ("magnets", {"capacity_need": small.need(49)}, 49, 49, "not_met"),
    # with plants that start up and those of unknown size 55
    ("magnets", {"capacity_need": small.need(20, 55)}, 20, 55, "undecided"),
    ("magnets", {"capacity_need": small.need(np.nan)}, np.nan, np.nan, "unknown"),
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
    results = verdict_results(tests, TODAY, {**small.all_met(), **altered}).set_index("test_id")
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
    answer = verdict(verdict_results(tests, TODAY, small.all_met())).iloc[0]
    assert (answer["level"], answer["met"], answer["tests"]) == ("turning", 6, 6)


def test_a_measure_says_which_rows_and_sources_stand_behind_it(tests: pd.DataFrame) -> None:
    results = verdict_results(tests, TODAY, small.all_met()).set_index("test_id")
    assert results.loc["refining", "source_ids"] == "shares-0"
    assert results.loc["refining", "raw_keys"] == "shares:0|verdict_tests:refining"


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
    results = verdict_results(tests, TODAY, done).set_index("test_id")
    assert results.loc["refining", "weak_only"] == weak_only
    assert not results["weak_only"].drop("refining").any()


def test_a_test_without_a_measure_is_a_problem_with_its_row(tests: pd.DataFrame) -> None:
    wrong = tests.assign(test_id=tests["test_id"].replace("magnets", "luck"))
    with pytest.raises(ProblemsError) as caught:
        verdict_results(wrong, TODAY, small.all_met())
    assert [(p.row, p.value, p.rule) for p in caught.value.problems] == [(7, "luck", "test")]


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((2, 1, 0, 0), "turning", "turning"),  # two thirds
        ((3, 2, 0, 0), "beginning", "beginning"),  # three fifths
        ((2, 2, 0, 0), "beginning", "beginning"),  # half
        ((1, 3, 0, 0), "little", "little"),
        ((0, 4, 0, 0), "not", "not"),
        ((0, 2, 2, 0), "not", "beginning"),  # the open ones decide
        ((1, 0, 2, 0), "little", "turning"),
        ((3, 0, 0, 4), "unknown", "unknown"),  # more have no data than have some
        ((0, 0, 0, 0), "unknown", "unknown"),
    ],
)
def test_the_answer_follows_the_share_of_tests_that_are_met(
    counts: tuple[int, ...], low: str, high: str
) -> None:
    named = dict(zip(("met", "not_met", "undecided", "unknown"), counts, strict=True))
    assert answers({**named, "baseline": 2}) == (low, high)


@given(*[st.integers(0, 9)] * 4)
def test_one_more_test_met_never_makes_the_answer_worse(
    met: int, missed: int, left_open: int, unknown: int
) -> None:
    count = {"met": met, "not_met": missed + 1, "undecided": left_open, "unknown": unknown}
    better = count | {"met": met + 1, "not_met": missed}
    for before, after in zip(answers(count), answers(better), strict=True):
        assert LEVELS.index(after) <= LEVELS.index(before)


@given(*[st.integers(0, 9)] * 4)
def test_what_is_open_is_bounded_by_both_ways_it_can_go(
    met: int, missed: int, left_open: int, unknown: int
) -> None:
    count = {"met": met, "not_met": missed, "undecided": left_open, "unknown": unknown}
    against = count | {"undecided": 0, "not_met": missed + left_open}
    in_favour = count | {"undecided": 0, "met": met + left_open}
    assert answers(count) == (answers(against)[0], answers(in_favour)[0])


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
    answer = verdict(verdict_results(tests, TODAY, done)).iloc[0]
    assert [answer[name] for name in RESULTS] == [4, 0, 1, 0, 1]
    assert answer["level"] == "turning"


def test_a_test_that_could_not_come_out_either_way_yet_is_no_part_of_the_answer(
    tests: pd.DataFrame,
) -> None:
    """Refining counts from 2031 on, magnets from April 2027."""
    done = small.all_met() | {"shares": small.shares(90, 88, 92), "capacity_need": small.need(1)}
    for day, baselines in (("2026-11-26", 2), ("2027-04-01", 1), ("2031-01-01", 0)):
        results = verdict_results(tests, dt.date.fromisoformat(day), done)
        found = verdict(results).iloc[0]
        assert (found["baseline"], found["tests"]) == (baselines, 6 - baselines)
    assert results.set_index("test_id").loc["refining", "result"] == "not_met"


def test_a_measure_spans_its_readings_and_each_has_its_own_result(tests: pd.DataFrame) -> None:
    done = small.all_met() | {"funding": small.funding(100, 8, approved=92)}
    whole = verdict_results(tests, TODAY, done).set_index("test_id").loc["money"]
    found = verdict_readings(tests, TODAY, done)
    money = found[found["test_id"] == "money"]
    assert (money["low"].min(), money["high"].max()) == (whole["low"], whole["high"])
    assert whole["value"] == money["value"].iloc[0] == 8
    assert money["result"].tolist() == ["not_met", "not_met", "met", "met"]


def test_every_combination_of_readings_has_its_answer(tests: pd.DataFrame) -> None:
    """Two ways to read the promises times four of the money; all else is met, in several ways."""
    funding, broken = (
        small.funding(100, 8, approved=92),
        small.promises("kept", "not_checked", "late"),
    )
    done = small.all_met() | {"funding": funding, "promises": broken}
    found = verdict_codings(verdict_readings(tests, TODAY, done))
    # acts and magnets in two ways each and plants in four, which agree
    assert len(found) == 2 * 4 * 2 * 4 * 2
    assert found["met"].min() == 4 and found["met"].max() == 6
    assert set(found["level"]) == {"turning"}


def test_a_planted_failure_is_told_as_one(tests: pd.DataFrame) -> None:
    failed = {
        "promises": small.promises(*["broken"] * 12),
        "act_paths": small.paths(0, 30),
        "funding": small.funding(100, 1),
        "shares": small.shares(90, 88, 92),
        "slippage": small.slippage(0, 20),
        "capacity_need": small.need(5, 8),
    }
    answer = verdict(verdict_results(tests, TODAY, small.all_met() | failed)).iloc[0]
    assert (answer["level"], answer["not_met"]) == ("not", 6)


def test_of_thin_data_nothing_is_said(tests: pd.DataFrame) -> None:
    thin = {
        "promises": small.promises("open"),
        "act_paths": small.paths(0, 0),
        "funding": small.funding(0, 0),
        "shares": EMPTY_SHARES,
        "slippage": small.slippage(1, 1),
        "capacity_need": small.need(np.nan),
    }
    answer = verdict(verdict_results(tests, TODAY, small.all_met() | thin)).iloc[0]
    assert answer["level"] == "unknown"


def test_every_measure_names_the_tables_that_it_reads() -> None:
    for measure in MEASURES.values():
        only = {name: small.all_met()[name] for name in measure.tables}
        assert len(measure.of(only)) == 4
