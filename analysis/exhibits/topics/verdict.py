"""The answer: facts on the tests, their history and the scorecard."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_scorecard, fig_verdict_history, tbl_verdict, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed

COUNT_FORMULA = "count of the tests with this result"


def facts(processed: Processed) -> Iterator[Fact]:
    """The level of the verdict, tests by result, each test's measure, months and actors."""
    yield from _verdict(processed["verdict"])
    tests = tbl_verdict.data(processed)
    for test_index in tests.index:
        yield from _test(tests.loc[[test_index]], tests)
    yield from _history(fig_verdict_history.data(processed))
    yield from _actors(fig_scorecard.data(processed))


def _verdict(row: pd.DataFrame) -> Iterator[Fact]:
    """The answer and its counts."""
    verdict = row.iloc[0]
    yield Fact(
        "verdict-level",
        "answer of the verdict",
        verdict["level"],
        None,
        verdict["level"],
        "by the share of decided tests that are met; see the method page",
        "verdict",
        row,
    )
    for name, label in (
        ("tests", "tests of the verdict"),
        ("met", "tests that are met"),
        ("not_met", "tests that are not met"),
        ("undecided", "tests that the data leave open"),
        ("unknown", "tests without data"),
    ):
        number = int(verdict[name])
        yield Fact(
            f"verdict-{name.replace('_', '-')}",
            label,
            number,
            "tests",
            text.count(number),
            COUNT_FORMULA,
            "verdict",
            row,
        )


def _test(row: pd.DataFrame, tests: pd.DataFrame) -> Iterator[Fact]:
    """One test: its measure as an interval, its result, and its threshold.

    A test that has no data yet has no source of its own; its threshold then rests on all tests.
    """
    test = row.iloc[0]
    name = f"test-{test['test_id']}"
    if not pd.isna(test["value"]):
        yield Fact(
            name,
            test["measure"],
            float(test["value"]),
            test["unit"],
            tbl_verdict.measured(next(row.itertuples())),
            "see the method page, section on the verdict",
            "verdict_results",
            row,
        )
        yield Fact(
            f"{name}-result",
            f"result of the test: {test['measure']}",
            test["result"],
            None,
            tbl_verdict.RESULT_WORDS[test["result"]],
            "measure against threshold; see the method page, section on the verdict",
            "verdict_results",
            row,
        )
    yield Fact(
        f"{name}-threshold",
        f"threshold: {test['measure']}",
        float(test["threshold"]),
        test["unit"],
        f"{text.number(test['threshold'])}{test['unit']}",
        test["reason"],
        "verdict_results",
        row if row["source_ids"].iloc[0] else tests,
    )


def _history(history: pd.DataFrame) -> Iterator[Fact]:
    """How many months are computed, and how many tests were ever met."""
    if history.empty:
        return
    months = history["month"].nunique()
    yield Fact(
        "verdict-months",
        "months for which the verdict was computed",
        months,
        "months",
        text.number(months),
        "months from January 2025 to the vintage",
        "verdict_history",
        history,
    )
    met = history.loc[history["result"] == "met"]
    yield Fact(
        "verdict-ever-met",
        "tests met at the end of at least one month",
        met["test_id"].nunique(),
        "tests",
        text.count(met["test_id"].nunique()),
        "count of tests with the result met in any month",
        "verdict_history",
        met if len(met) else history,
    )


def _actors(scores: pd.DataFrame) -> Iterator[Fact]:
    """How many actors score higher on coordination, and how many whatever the weights."""
    if scores.empty:
        return
    leading = fig_scorecard.ahead(scores)
    robust = leading[leading["lead_kept_pct"] >= fig_scorecard.ROBUST_PCT]
    for name, label, rows in (
        ("actors", "actors of the scorecard", scores),
        ("actors-coordination", "actors that score higher on coordination", leading),
        ("actors-robust", "actors that do so in 95% of drawn weightings", robust),
    ):
        yield Fact(
            name,
            label,
            len(rows),
            "actors",
            text.count(len(rows)),
            "count of actors; scores with equal weights, weights drawn from a flat Dirichlet",
            "scorecard",
            rows if len(rows) else scores,
        )
