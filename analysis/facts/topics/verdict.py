"""The answer: facts on the tests, their history and the scorecard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts import text
from analysis.facts.fact import Fact
from analysis.facts.labels import RESULTS
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted, either
from analysis.facts.topics.rules import REACHED, WILSON, either_of
from analysis.transforms.conversion import MATURE_MONTHS
from analysis.transforms.promises import UNSETTLED
from analysis.transforms.provenance import STRONG
from analysis.transforms.scorecard import (
    COMPONENTS,
    DRAWS,
    ROBUST_PCT,
    SEED,
    SIDES,
    ahead,
    robustly_ahead,
)
from analysis.transforms.slippage import JUDGED
from analysis.transforms.verdict import ANSWERS, CHINA, LEAST_CASES

MEASURED = {
    "promises": "100 x count of the rows of processed/promises.csv with counted True and outcome "
    "kept, divided by the count of those with counted True and outcome other than open; at the "
    f"higher end outcome {either_of(UNSETTLED)} counts as kept, and of fewer than {LEAST_CASES} "
    "the ends are 0 and 100. Counted is True for acts without "
    f"{CHINA} among the parties, with is_own True, and not for outcome not_owed",
    "conversion": "100 x count of the rows of processed/act_paths.csv with reading stated, "
    f"age_months of at least {MATURE_MONTHS} and money_months, divided by the count of those with "
    "any money_months (facts/conversion-mature says which acts these are); the ends are the lowest "
    f"and the highest end of the {WILSON} over reading stated and inferred, or 0 and 100 of fewer "
    f"than {LEAST_CASES} acts",
    "money": "100 x sum of reached_usd, less the not_minerals_usd documented at the stage in "
    "reached_from, at stage committed, divided by the same at stage announced, over the rows of "
    "processed/funding.csv with purpose stockpile, kind public and contained_in empty "
    "(raw/programme_scope.csv); the ends are the lowest and the highest share if stage approved "
    f"takes the place of committed, and if only rows with reached_evidence {either_of(STRONG)} "
    f"count on either side. {REACHED}",
    "refining": "share_pct of processed/shares.csv with mineral magnet_rare_earths, stage "
    f"refining, country {CHINA}, measure production and basis other than projection, in the newest "
    "year; the ends are share_low_pct and share_high_pct, the lowest and the highest share among "
    "the publishers",
    "starts": "100 x count of the rows of processed/slippage.csv with outcome in_time, divided by "
    f"the count of those with outcome {either_of(JUDGED)}; the ends are the lowest and the highest "
    f"end of the {WILSON} (of fewer than {LEAST_CASES} rows 0 and 100) if outcome unseen also "
    "counts as in_time, or not, and if up_in_time True "
    "takes the place of outcome in_time",
    "magnets": "100 x operating_t_per_year divided by demand_t in the row of "
    "processed/capacity_need.csv with product ndfeb_magnets and jurisdiction USA|EU, in the newest "
    "year: the sum of net_t_per_year in processed/projects.csv with stage magnet, that product, "
    "capacity_class firm, status operating and a country among those of raw/capacity_needs.csv, "
    "over the demand of raw/demand.csv; at the higher end wide_t_per_year, which also counts the "
    "status commissioning, and plants of unknown size at typical_t_per_year, the median of the "
    "product",
}
"""What each test measures, by test_id, in words: what `transforms.verdict.MEASURES` computes."""

LEVEL_LABELS = {
    level: f"combinations of readings that give the answer: {level}" for level in ANSWERS
}

RESULT = (
    "met if the whole interval from low to high lies on the side of the threshold that direction "
    "names, not_met if none of it does, undecided if it lies on both, unknown where there is no "
    "measure, baseline where raw/verdict_tests.csv has a day in counts_from that lies after the "
    "vintage"
)
LEVEL = (
    "by the count of the rows of processed/verdict_results.csv with result met as a share of those "
    "with result met, not_met or undecided: turning from two thirds on, beginning from a half on, "
    "little if at least one is met, not if none is, unknown if more tests have no data than have "
    "some; {end}"
)
ENDS = {
    "level": "open if it depends on the undecided tests, taken once as not met and once as met",
    "low": "undecided tests are taken as not met",
    "high": "undecided tests are taken as met",
}
CODINGS = (
    "count of the rows of processed/verdict_codings.csv{which}: every combination of one reading a "
    "test in processed/verdict_readings.csv, each taken at its value (at_value), without base lines"
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
    f"{COORDINATES}, and with lead_kept_pct of at least {ROBUST_PCT:g}: the lead "
    f"holds in that share of {DRAWS:,} weightings, drawn from flat Dirichlet distributions over "
    "the components of each side (in the order of their names; first all of coordination, then all "
    f"of capacity; numpy.random.default_rng({SEED})), the same draw for all actors"
)


def facts(processed: Processed) -> Iterator[Fact]:
    """The level of the verdict, tests by result, each test's measure, and actors."""
    yield from _verdict(processed["verdict"])
    tests = processed["verdict_results"]
    for index in tests.index:
        yield from _test(tests.loc[[index]], tests)
    rests_on = processed["sensitivity_summary"]
    for index in rests_on.index[rests_on["n_sources"] > 0]:
        yield from _sources(rests_on.loc[[index]], tests)
    yield from _next_count(tests)
    yield from _codings(processed["verdict_codings"], tests)
    yield from _actors(processed["scorecard"])


def _verdict(row: pd.DataFrame) -> Iterator[Fact]:
    """The answer and its counts."""
    verdict = row.iloc[0]
    fact = partial(Fact, table="verdict", rows=row)
    for name, label in (
        ("level", "answer of the verdict"),
        ("low", "answer if every open test were not met"),
        ("high", "answer if every open test were met"),
    ):
        yield fact(
            id=f"verdict-{name}",
            label=label,
            value=verdict[name],
            unit=None,
            formula=LEVEL.format(end=ENDS[name]),
        )
    for name, label in (
        ("tests", "tests of the verdict that count"),
        ("met", "tests that are met"),
        ("not_met", "tests that are not met"),
        ("undecided", "tests that the data leave open"),
        ("unknown", "tests without data"),
        ("baseline", "tests that could not come out either way yet"),
    ):
        yield fact(
            id=f"verdict-{name.replace('_', '-')}",
            label=label,
            value=int(verdict[name]),
            unit="tests",
            formula=_count(name),
        )


def _count(result: str) -> str:
    which = " with a result other than baseline"
    if result != "tests":
        which = f" with result {result}"
    return f"count of the rows of processed/verdict_results.csv{which}. result is {RESULT}"


def _test(row: pd.DataFrame, tests: pd.DataFrame) -> Iterator[Fact]:
    """One test: its measure as an interval and its result, if there are data, and its threshold.

    A test that has no data yet has no source of its own; its threshold then rests on all tests.
    """
    test = row.iloc[0]
    name = f"test-{test['test_id']}"
    if not pd.isna(test["value"]):
        yield from _measured(name, test, row)
    yield Fact(
        id=f"{name}-threshold",
        label=f"threshold: {test['measure']}",
        value=float(test["threshold"]),
        unit=test["unit"],
        said=f"{text.number(test['threshold'])}{test['unit']}",
        formula=f"value of threshold in raw/verdict_tests.csv with test_id {test['test_id']}, "
        f"chosen by this report: {test['reason']}",
        table="verdict_results",
        rows=either(row, tests),
    )


def _measured(name: str, test: pd.Series, row: pd.DataFrame) -> Iterator[Fact]:
    """The measure of a test as an interval, and its result."""
    fact = partial(Fact, table="verdict_results", rows=row)
    yield fact(
        id=name,
        label=test["measure"],
        value=float(test["value"]),
        unit=test["unit"],
        said=text.interval(test["low"], test["high"], test["unit"]),
        formula=f"lower and higher end of the measure, which is {MEASURED[test['test_id']]}",
    )
    yield fact(
        id=f"{name}-result",
        label=f"result of the test: {test['measure']}",
        value=test["result"],
        unit=None,
        said=RESULTS[test["result"]],
        formula=f"value of result in processed/verdict_results.csv: {RESULT}. Here the interval "
        f"is that of facts/{name}, the threshold facts/{name}-threshold, and the direction "
        f"{test['direction']}",
    )


def _sources(row: pd.DataFrame, tests: pd.DataFrame) -> Iterator[Fact]:
    """How many sources stand behind a test, and how many of them are weak."""
    test = row.iloc[0]
    name = f"test-{test['test_id']}"
    measure = tests.set_index("test_id").loc[test["test_id"], "measure"]
    fact = partial(Fact, unit="sources", table="sensitivity_summary", rows=row)
    behind = (
        "source_ids of processed/verdict_results.csv with test_id "
        f"{test['test_id']}: the sources of every row that the measure reads"
    )
    yield fact(
        id=f"{name}-sources",
        label=f"sources behind the test: {measure}",
        value=int(test["n_sources"]),
        said=str(test["n_sources"]),
        formula=f"count of the names in {behind}",
    )
    yield fact(
        id=f"{name}-weak-sources",
        label=f"weak sources behind the test: {measure}",
        value=int(test["n_weak"]),
        said=str(test["n_weak"]),
        formula=f"count of the names in {behind}; of these, those whose evidence in "
        f"processed/sources.csv is not {either_of(STRONG)}",
    )


def _next_count(tests: pd.DataFrame) -> Iterator[Fact]:
    """When the next base line begins to count."""
    later = tests[tests["result"] == "baseline"]
    if later.empty:
        return
    first = later.sort_values("counts_from").head(1)
    yield Fact(
        id="verdict-next-count",
        label="when the next test begins to count",
        value=str(first["counts_from"].iloc[0]),
        unit=None,
        said=text.day(str(first["counts_from"].iloc[0])),
        formula="the first counts_from in processed/verdict_results.csv with result baseline",
        table="verdict_results",
        rows=first,
    )


def _codings(codings: pd.DataFrame, tests: pd.DataFrame) -> Iterator[Fact]:
    """How many combinations of readings there are, and how many give each answer."""
    if codings.empty:
        return
    count = codings["level"].value_counts()
    for level, label in (("", "combinations of readings"), *LEVEL_LABELS.items()):
        yield Fact(
            id=f"codings-{level}" if level else "codings",
            label=label,
            value=int(count.get(level, 0)) if level else len(codings),
            unit="combinations",
            formula=CODINGS.format(which=f" with level {level}" if level else ""),
            table="verdict_results",
            rows=tests,
        )


def _actors(scores: pd.DataFrame) -> Iterator[Fact]:
    """How many actors score higher on coordination, and how many whatever the weights."""
    if scores.empty:
        return
    for name, label, rows, which in (
        ("", "actors of the scorecard", scores, ""),
        (
            "-coordination",
            "actors that score higher on coordination",
            ahead(scores),
            COORDINATES,
        ),
        (
            "-robust",
            "actors that do so in 95% of drawn weightings",
            robustly_ahead(scores),
            ROBUST,
        ),
    ):
        yield counted(
            rows,
            scores,
            id=f"actors{name}",
            label=label,
            unit="actors",
            formula=f"count {LEAD.format(which=which)}",
            table="scorecard",
        )
