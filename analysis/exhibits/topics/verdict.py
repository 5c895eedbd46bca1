"""The answer: facts on the tests, their history and the scorecard."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_scorecard, fig_verdict_history, tbl_verdict, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.rules import REACHED, WILSON, either_of
from analysis.transforms.history import FIRST_MONTH
from analysis.transforms.ladder import FIRST_CAPACITY
from analysis.transforms.provenance import STRONG
from analysis.transforms.scorecard import COMPONENTS, DRAWS, SEED, SIDES
from analysis.transforms.verdict import CHINA, DAYS_PER_YEAR

MEASURED = {
    "promises": "100 x count of the rows of processed/promises.csv with counted True and outcome "
    "kept, divided by the count of those with counted True and outcome other than open; at the "
    f"higher end outcome unclear counts as kept. Counted is True for acts without {CHINA} among "
    "the parties",
    "ladder": "100 x count of the rows of processed/ladder.csv with counted True and rung "
    f"{FIRST_CAPACITY} or above (side capacity), divided by the count of those with counted True, "
    "the acts of partners by the rule of facts/acts; both ends are the same",
    "money": "100 x sum of reached_usd at stage committed, divided by the sum at stage announced, "
    "over the rows of processed/funding.csv with purpose stockpile, kind public and contained_in "
    "empty (raw/programme_scope.csv); at the lower end only committed amounts with "
    f"reached_evidence {either_of(STRONG)} count, over the same sum announced. {REACHED}",
    "refining": "share_pct of processed/shares.csv with mineral magnet_rare_earths, stage "
    f"refining, country {CHINA}, measure production and basis other than projection, in the newest "
    "year; the ends are share_low_pct and share_high_pct, the lowest and the highest share among "
    "the publishers",
    "starts": "100 x count of the rows of processed/slippage.csv with outcome in_time, divided by "
    "the count of those with outcome other than not_due and demonstration; the ends are those of "
    f"the {WILSON}, the "
    "higher one at least the share of the same rows with up_in_time True",
    "magnets": "100 x operating_t_per_year divided by demand_t in the row of "
    "processed/capacity_need.csv with product ndfeb_magnets and jurisdiction USA|EU, in the newest "
    "year: the sum of net_t_per_year in processed/projects.csv with stage magnet, that product, "
    "capacity_class firm, status operating and a country among those of raw/capacity_needs.csv, "
    "over the demand of raw/demand.csv; both ends are the same",
    "time": "100 x days_bought of processed/buffer_basket.csv divided by years_typical x "
    f"{DAYS_PER_YEAR} days in the row of processed/lead_times.csv with stage magnet_plant and kind "
    "observed; at the lower end the lowest of days_bought_low and analyst_days over years_high, at "
    "the higher end days_bought_high over years_low",
}
"""What each test measures, by test_id, in words: what `transforms.verdict.MEASURES` computes."""

RESULTS = (
    "met if the whole interval from low to high lies on the side of the threshold that direction "
    "names, not_met if none of it does, undecided if it lies on both, unknown where there is no "
    "measure"
)
LEVEL = (
    "by the share of the count of tests that are met in that of the decided tests, met and not "
    "met, in processed/verdict_results.csv: turning from two thirds on, beginning from a half on, "
    "little if at least one is met, not if none is, unknown if fewer than half of all tests are "
    "decided"
)
LEAD = (
    "of the rows of processed/scorecard.csv, one per actor of raw/actors.csv{which}. A score is "
    "100 x the mean of scaled over the components of its side in processed/score_components.csv, "
    "and scaled is the value divided by the highest among the actors. The components: "
    + "; ".join(
        f"{side} {text.enumeration([label for of, label, _ in COMPONENTS.values() if of == side])}"
        for side in SIDES
    )
    + ". An act with counted True in processed/ladder.csv counts for each actor with a member "
    "among its parties, money of processed/support.csv of every instrument with stage committed or "
    "disbursed for the actor of its jurisdiction (of a joint one for none), and a plant of "
    "processed/projects.csv with a stage other than mining for that of its country, but no total "
    "whose net_t_per_year is 0"
)
COORDINATES = ", with lead coordination: its score on coordination is above that on capacity"
ROBUST = (
    f"{COORDINATES}, and with lead_kept_pct of at least {fig_scorecard.ROBUST_PCT:g}: the lead "
    f"holds in that share of {DRAWS:,} weightings, drawn from flat Dirichlet distributions over "
    "the components of each side (in the order of their names; first all of coordination, then all "
    f"of capacity; numpy.random.default_rng({SEED})), the same draw for all actors"
)


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
        LEVEL,
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
            _count(name),
            "verdict",
            row,
        )


def _count(result: str) -> str:
    which = "" if result == "tests" else f" with result {result}"
    return f"count of the rows of processed/verdict_results.csv{which}. result is {RESULTS}"


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
            f"lower and higher end of the measure, which is {MEASURED[test['test_id']]}",
            "verdict_results",
            row,
        )
        yield Fact(
            f"{name}-result",
            f"result of the test: {test['measure']}",
            test["result"],
            None,
            tbl_verdict.RESULT_WORDS[test["result"]],
            f"value of result in processed/verdict_results.csv: {RESULTS}. Here the interval is "
            f"that of facts/{name}, the threshold facts/{name}-threshold, and the direction "
            f"{test['direction']}",
            "verdict_results",
            row,
        )
    yield Fact(
        f"{name}-threshold",
        f"threshold: {test['measure']}",
        float(test["threshold"]),
        test["unit"],
        f"{text.number(test['threshold'])}{test['unit']}",
        f"value of threshold in raw/verdict_tests.csv with test_id {test['test_id']}, chosen by "
        f"this report: {test['reason']}",
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
        f"count of the different months in processed/verdict_history.csv, from {FIRST_MONTH} to "
        "that of the vintage; each is computed from what was known on its last day",
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
        "count of the different test_id in processed/verdict_history.csv with result met in at "
        "least one month",
        "verdict_history",
        met if len(met) else history,
    )


def _actors(scores: pd.DataFrame) -> Iterator[Fact]:
    """How many actors score higher on coordination, and how many whatever the weights."""
    if scores.empty:
        return
    leading = fig_scorecard.ahead(scores)
    robust = leading[leading["lead_kept_pct"] >= fig_scorecard.ROBUST_PCT]
    for name, label, rows, which in (
        ("actors", "actors of the scorecard", scores, ""),
        ("actors-coordination", "actors that score higher on coordination", leading, COORDINATES),
        ("actors-robust", "actors that do so in 95% of drawn weightings", robust, ROBUST),
    ):
        yield Fact(
            name,
            label,
            len(rows),
            "actors",
            text.count(len(rows)),
            f"count {LEAD.format(which=which)}",
            "scorecard",
            rows if len(rows) else scores,
        )
