"""Is coordination turning into capacity? The answer by stated rules.

Measures are held against thresholds that stand in `verdict_tests.csv` with their reasons. Where a
measure can be read in several ways that can all be defended, each is a reading, and the measure is
the interval that holds them all. A test is met or not met only if the whole interval lies on one
side of its threshold; otherwise it is undecided. A measure that cannot be computed is unknown. A
test that could not yet have come out either way is a base line: it is shown, and not counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.core.problems import Problem, ProblemsError
from analysis.raw.intervals import first_days
from analysis.transforms.conversion import mature
from analysis.transforms.funding import is_strong, minerals_usd, stockpile_money
from analysis.transforms.model import EVIDENCE, Evidenced
from analysis.transforms.promises import UNSETTLED, due_of_partners
from analysis.transforms.provenance import STRONG, join_unique
from analysis.transforms.slippage import READINGS as PLANT_READINGS
from analysis.transforms.slippage import judged, share_in_time
from analysis.transforms.statistics import count_of, wilson_interval

RESULTS = ("met", "not_met", "undecided", "baseline", "unknown")

ANSWERS = ("turning", "beginning", "little", "not")
"""From the most to the least favourable answer."""

LEVELS = (*ANSWERS, "open", "unknown")
"""Open: what is left open decides between answers. Unknown: too few tests have data."""

CHINA = "CHN"

LEAST_CASES = 10
"""Cases below which no share of them decides a test: one case moves it by more than a tenth."""

Bounds = tuple[float, float, float]
"""Value, lower and upper bound of a measure."""

Measured = tuple[float, float, float, pd.DataFrame]
"""Value, lower and upper bound of a measure, and the processed rows behind it."""

UNKNOWN: Measured = (np.nan, np.nan, np.nan, pd.DataFrame({"source_ids": [], "raw_keys": []}))

Tables = Mapping[str, pd.DataFrame]

Read = Callable[[Tables], Measured]


class VerdictTestResults(Evidenced):
    """One test of the verdict at the vintage."""

    test_id: str = column("test", unique=True)
    question: str = column("question that the test answers")
    measure: str = column("what is measured")
    value: float = column("the measure", "as unit", nullable=True)
    low: float = column("lower bound of the measure", "as unit", nullable=True)
    high: float = column("upper bound of the measure", "as unit", nullable=True)
    direction: str = column("on which side the test is met", isin=("at_least", "at_most"))
    threshold: float = column("threshold", "as unit")
    unit: str = column("unit of measure and threshold")
    reason: str = column("why the threshold has its value")
    result: str = column("result of the test", isin=RESULTS)
    weak_only: bool = column("the measure rests on weak sources alone")
    counts_from: str = column("from when on it could come out either way", nullable=True)
    counts_reason: str = column("why not earlier", nullable=True)


class VerdictReadings(Evidenced):
    """One test of the verdict under one admissible reading of its measure."""

    test_id: str = column("test")
    reading: str = column("how the measure is read, in words")
    value: float = column("the measure", "as unit", nullable=True)
    low: float = column("lower bound of the measure", "as unit", nullable=True)
    high: float = column("upper bound of the measure", "as unit", nullable=True)
    unit: str = column("unit of measure and threshold")
    result: str = column("result of the test under this reading", isin=RESULTS)
    at_value: str = column("result if the value were exact, chance left out", isin=RESULTS)


class VerdictCodings(Evidenced):
    """The answer under one combination of readings, one of each test that counts."""

    coding: int = column("number of the combination", "number", ge=1)
    readings: str = column("the readings, one a test, joined by |; of each test that has several")
    level: str = column("answer under these readings", isin=LEVELS)
    met: int = column("tests met", "tests", ge=0)
    not_met: int = column("tests not met", "tests", ge=0)
    undecided: int = column("tests that the data leave open", "tests", ge=0)


class Verdict(Evidenced):
    """The answer at the vintage: one row."""

    level: str = column("answer, from turning to not; open between low and high", isin=LEVELS)
    low: str = column("answer if every open test were not met", isin=LEVELS)
    high: str = column("answer if every open test were met", isin=LEVELS)
    tests: int = column("tests that count", "tests", ge=0)
    met: int = column("tests met", "tests", ge=0)
    not_met: int = column("tests not met", "tests", ge=0)
    undecided: int = column("tests that the data leave open", "tests", ge=0)
    unknown: int = column("tests without data", "tests", ge=0)
    baseline: int = column("tests that could not come out either way yet", "tests", ge=0)


def verdict_results(tests: pd.DataFrame, as_of: dt.date, done: Tables) -> pd.DataFrame:
    """Every test with its measure and result.

    Parameters: the raw table verdict_tests; the vintage; `done`, the processed tables that
    `MEASURES` name, and sources.
    Returns `VerdictTestResults` in the order of the raw table.
    Raises ProblemsError if the table names a test that has no measure.
    """
    problems = _without_measure(tests)
    if problems:
        raise ProblemsError(problems)
    evidence = done["sources"].set_index("source_id")["evidence"]
    counts = counting(tests, as_of)
    rows = [
        _result(test, MEASURES[test["test_id"]].of(done), evidence, counts[test["test_id"]])
        for test in records(tests)
    ]
    return VerdictTestResults.validate(
        pd.DataFrame(rows, columns=list(VerdictTestResults.to_schema().columns))
    )


def verdict(results: pd.DataFrame) -> pd.DataFrame:
    """The answer from the results of the tests.

    Parameters: `results`, a `VerdictTestResults` frame.
    Returns `Verdict`, one row.
    Method: `answers` over the tests that count.
    """
    count = count_of(results["result"], RESULTS)
    low, high = answers(count)
    row = {
        "level": low if low == high else "open",
        "low": low,
        "high": high,
        "tests": len(results) - count["baseline"],
        **count,
        "source_ids": join_unique(results["source_ids"]),
        "raw_keys": join_unique(results["raw_keys"]),
    }
    return Verdict.validate(pd.DataFrame([row])[list(Verdict.to_schema().columns)])


def verdict_readings(tests: pd.DataFrame, as_of: dt.date, done: Tables) -> pd.DataFrame:
    """Every test under each admissible reading of its measure.

    Parameters: as for `verdict_results`.
    Returns `VerdictReadings` in the order of the tests, the reading whose value stands first.
    """
    counts = counting(tests, as_of)
    rows = []
    for test in records(tests):
        for reading, read in MEASURES[test["test_id"]].readings.items():
            value, low, high, behind = read(done)
            rows.append(
                {
                    "test_id": test["test_id"],
                    "reading": reading,
                    "value": value,
                    "low": low,
                    "high": high,
                    "unit": test["unit"],
                    "result": counted_result(low, high, test, counts[test["test_id"]]),
                    "at_value": counted_result(value, value, test, counts[test["test_id"]]),
                    "source_ids": join_unique(behind["source_ids"]),
                    "raw_keys": join_unique([*behind["raw_keys"], test["row_key"]]),
                }
            )
    columns = list(VerdictReadings.to_schema().columns)
    return VerdictReadings.validate(pd.DataFrame(rows, columns=columns))


def verdict_codings(readings: pd.DataFrame) -> pd.DataFrame:
    """The answer under every combination of readings, each taken at its value.

    Parameters: a `VerdictReadings` frame.
    Returns `VerdictCodings`: the first row takes the first reading of each test. What is read in
    one way only is part of every combination, and the evidence is of what is read in several.
    """
    counted = readings[readings["result"] != "baseline"]
    ways = [rows.to_dict("records") for _, rows in counted.groupby("test_id", sort=False)]
    rows = []
    for number, chosen in enumerate(product(*ways), start=1):
        count = count_of(pd.Series([way["at_value"] for way in chosen], dtype="str"), RESULTS)
        low, high = answers(count)
        open_ways = [way for way, of in zip(chosen, ways, strict=True) if len(of) > 1]
        rows.append(
            {
                "coding": number,
                "readings": "|".join(way["reading"] for way in open_ways),
                "level": low if low == high else "open",
                **{name: count[name] for name in ("met", "not_met", "undecided")},
                **{name: join_unique(way[name] for way in open_ways) for name in EVIDENCE},
            }
        )
    columns = list(VerdictCodings.to_schema().columns)
    return VerdictCodings.validate(pd.DataFrame(rows, columns=columns))


def counting(tests: pd.DataFrame, as_of: dt.date) -> dict[str, bool]:
    """Whether each test could have come out either way by a day, by test_id."""
    begun = first_days(tests["counts_from"]) <= pd.Timestamp(as_of)
    return dict(zip(tests["test_id"], begun | tests["counts_from"].isna(), strict=True))


def answers(count: Mapping[str, int]) -> tuple[str, str]:
    """The answer if every open test were not met, and if every one were.

    Parameters: how many tests have each of `RESULTS`; base lines do not count.
    Method: of the tests with data that count, `turning` if at least two thirds are met,
    `beginning` if at least half, `little` if at least one, `not` if none; `unknown` if fewer than
    half of the tests that count have data.
    """
    known = count["met"] + count["not_met"] + count["undecided"]
    if not known or known < count["unknown"]:
        return "unknown", "unknown"
    low, high = (answer(met, known) for met in (count["met"], count["met"] + count["undecided"]))
    return low, high


def answer(met: int, tests: int) -> str:
    """The answer for so many tests met, of so many."""
    if 3 * met >= 2 * tests:
        return "turning"
    if 2 * met >= tests:
        return "beginning"
    return "little" if met else "not"


def result_of(low: float, high: float, direction: str, threshold: float) -> str:
    """Whether an interval lies on the good side of a threshold, on the bad side, or on both."""
    if np.isnan(low) or np.isnan(high):
        return "unknown"
    good_end, bad_end = (low, high) if direction == "at_least" else (-high, -low)
    bar = threshold if direction == "at_least" else -threshold
    if good_end >= bar:
        return "met"
    return "not_met" if bad_end < bar else "undecided"


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries with text keys."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def counted_result(low: float, high: float, test: dict[str, Any], counts: bool) -> str:
    """The result of a test, if it counts yet and there is a measure."""
    result = result_of(low, high, test["direction"], float(test["threshold"]))
    return result if counts or result == "unknown" else "baseline"


def _result(
    test: dict[str, Any], measured: Measured, evidence: pd.Series, counts: bool
) -> dict[str, Any]:
    """One row of the results."""
    value, low, high, rows = measured
    sources = join_unique(rows["source_ids"])
    strengths = {evidence.get(source) for source in sources.split("|")} if sources else set()
    return {
        **{key: test[key] for key in ("test_id", "question", "measure", "direction")},
        **{key: test[key] for key in ("threshold", "unit", "reason", "counts_from")},
        "counts_reason": test["counts_reason"],
        "value": value,
        "low": low,
        "high": high,
        "result": counted_result(low, high, test, counts),
        "weak_only": bool(sources) and not strengths & set(STRONG),
        "source_ids": sources,
        "raw_keys": join_unique([*rows["raw_keys"], test["row_key"]]),
    }


def _without_measure(tests: pd.DataFrame) -> list[Problem]:
    """Tests of the raw table for which there is no measure in code."""
    return [
        Problem(
            file="verdict_tests.csv",
            row=int(test["source_row"]),
            column="test_id",
            value=str(test["test_id"]),
            rule="test",
            message=f"no measure has this name; there are {', '.join(MEASURES)}",
            repair="correct the name, or write the measure in transforms/verdict.py",
        )
        for test in records(tests)
        if test["test_id"] not in MEASURES
    ]


def promises_kept(done: Tables) -> Measured:
    """Kept of due, per cent: from no unsettled promise kept to all of them."""
    due = due_of_partners(done["promises"])
    if due.empty:
        return UNKNOWN
    kept, unclear = (due["outcome"] == "kept").sum(), due["outcome"].isin(UNSETTLED).sum()
    low, high = 100 * float(kept / len(due)), 100 * float((kept + unclear) / len(due))
    return (low, *((low, high) if len(due) >= LEAST_CASES else (0.0, 100.0)), due)


def acts_converted(reading: str) -> Read:
    """Acts that began as words or rules and led to money, a contract or a plant, per cent.

    Of those that are old enough, with Wilson's interval; of fewer than `LEAST_CASES` nothing can
    be said but between which ends a share lies. `reading` says which links count.
    """

    def read(done: Tables) -> Measured:
        acts = mature(done["act_paths"], reading)
        if acts.empty:
            return UNKNOWN
        reached = int(acts["money_months"].notna().sum())
        thin = len(acts) < LEAST_CASES
        low, high = (0.0, 1.0) if thin else wilson_interval(reached, len(acts))
        return 100 * reached / len(acts), 100 * low, 100 * high, acts

    return read


def money_moved(stage: str, strong_only: bool) -> Read:
    """Stockpile money that reached a stage, of what is announced, per cent.

    Minerals alone: what is documented as spent on other materials is taken off. Both sums follow
    one rule on sources: all of them, or those that a primary or reputable source documents.
    """

    def read(done: Tables) -> Measured:
        money = stockpile_money(done["funding"])
        money = money[is_strong(money)] if strong_only else money
        announced = minerals_usd(money, "announced")
        if not announced:
            return UNKNOWN
        share = 100 * minerals_usd(money, stage) / announced
        return share, share, share, money[money["stage"].isin(["announced", stage])]

    return read


def china_refining(done: Tables) -> Measured:
    """China's share of refining magnet rare earths in the newest observed year, per cent."""
    shares = done["shares"]
    rows = shares[
        (shares["mineral"] == "magnet_rare_earths")
        & (shares["stage"] == "refining")
        & (shares["country"] == CHINA)
        & (shares["measure"] == "production")
        & (shares["basis"] != "projection")
    ]
    if rows.empty:
        return UNKNOWN
    newest = rows[rows["year"] == rows["year"].max()]
    row = newest.iloc[0]
    value, low, high = (
        float(row[name]) for name in ("share_pct", "share_low_pct", "share_high_pct")
    )
    return value, low, high, newest


def plants_in_time(reading: str, unseen_in_time: bool) -> Read:
    """Plants that start by their first promised date, of those due or stopped, per cent.

    A Wilson interval. What is no plant of the partners for the market is left out; plants that were
    not seen after their date are taken all as in time, or none.
    """

    def read(done: Tables) -> Measured:
        due = judged(done["slippage"])
        if due.empty:
            return UNKNOWN
        found = share_in_time(due, reading)
        kept = round((found.all if unseen_in_time else found.none) * len(due) / 100)
        thin = len(due) < LEAST_CASES
        low, high = (0.0, 1.0) if thin else wilson_interval(kept, len(due))
        return 100 * kept / len(due), 100 * low, 100 * high, due

    return read


def magnet_cover(column_name: str) -> Read:
    """Magnet capacity of North America and Europe over demand there, per cent: of plants that
    operate and whose size is known, or also of those that start up and of those of unknown size.
    """

    def read(done: Tables) -> Measured:
        need = done["capacity_need"]
        rows = need[
            (need["product"] == "ndfeb_magnets")
            & (need["jurisdiction"] == "USA|EU")
            & need[column_name].notna()
        ]
        if rows.empty:
            return UNKNOWN
        newest = rows[rows["year"] == rows["year"].max()]
        cover = float(newest[column_name].iloc[0])
        return cover, cover, cover, newest

    return read


def end_of(measure: Read, place: int) -> Read:
    """One end of a measure that is an interval because something was not found or not seen.

    Parameters: the measure; the place of the end in `Measured`, 1 the lower and 2 the upper one.
    """

    def read(done: Tables) -> Measured:
        found = measure(done)
        end = float(found[place])
        return end, end, end, found[3]

    return read


def over_readings(found: Iterable[Bounds]) -> Bounds:
    """A measure over its readings: the value of the first that is known, and the widest bounds."""
    known = [each for each in found if not np.isnan(each[0])]
    if not known:
        return np.nan, np.nan, np.nan
    return known[0][0], min(each[1] for each in known), max(each[2] for each in known)


@dataclass(frozen=True)
class Measure:
    """How a test is measured: the processed tables it reads, and the readings over them.

    A reading has the words by which it is told from the others of its test; the value of the first
    one stands.
    """

    tables: tuple[str, ...]
    readings: Mapping[str, Read]

    def of(self, done: Tables) -> Measured:
        """The measure over all its readings: the value of the first, and the widest bounds."""
        found = [read(done) for read in self.readings.values()]
        known = [each for each in found if not np.isnan(each[0])]
        if not known:
            return UNKNOWN
        bounds = over_readings(each[:3] for each in found)
        return *bounds, pd.concat([each[3] for each in known])


MEASURES = {
    "promises": Measure(
        ("promises",),
        {
            "promises without judgement not kept": end_of(promises_kept, 1),
            "promises without judgement kept": end_of(promises_kept, 2),
        },
    ),
    "conversion": Measure(
        ("act_paths",),
        {
            "links that a source states": acts_converted("stated"),
            "also links that are inferred": acts_converted("inferred"),
        },
    ),
    "money": Measure(
        ("funding",),
        {
            f"money {stage}, {sources}": money_moved(stage, strong_only)
            for stage in ("committed", "approved")
            for sources, strong_only in (("all sources", False), ("strong sources", True))
        },
    ),
    "refining": Measure(("shares",), {"share of output": china_refining}),
    "starts": Measure(
        ("slippage",),
        {
            f"{words} in time, unseen plants {taken}": plants_in_time(reading, taken == "in time")
            for reading, words in PLANT_READINGS.items()
            for taken in ("late", "in time")
        },
    ),
    "magnets": Measure(
        ("capacity_need",),
        {
            "plants of known size that operate": magnet_cover("operating_cover_pct"),
            "also plants that start up, and of unknown size": magnet_cover("wide_cover_pct"),
        },
    ),
}
