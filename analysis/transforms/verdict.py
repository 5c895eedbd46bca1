"""Is coordination turning into capacity? The answer by stated rules.

Seven measures are held against thresholds that stand in `verdict_tests.csv` with their reasons. A
measure is an interval where the data leave it open. A test is met or not met only if the whole
interval lies on one side of its threshold; otherwise it is undecided. A measure that cannot be
computed is unknown, and counts neither way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.core.problems import Problem, ProblemsError
from analysis.transforms.funding import is_strong, stockpile_money, total_usd
from analysis.transforms.ladder import acts_of_partners, on_capacity
from analysis.transforms.model import Evidenced
from analysis.transforms.promises import due_of_partners
from analysis.transforms.provenance import STRONG, join_unique
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.slippage import judged, share_in_time
from analysis.transforms.statistics import count_of

RESULTS = ("met", "not_met", "undecided", "unknown")

# From the most to the least favourable answer.
LEVELS = ("turning", "beginning", "little", "not", "unknown")

CHINA = "CHN"

Measured = tuple[float, float, float, pd.DataFrame]
"""Value, lower and upper bound of a measure, and the processed rows behind it."""

UNKNOWN: Measured = (np.nan, np.nan, np.nan, pd.DataFrame({"source_ids": [], "raw_keys": []}))

Tables = Mapping[str, pd.DataFrame]


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


class Verdict(Evidenced):
    """The answer at the vintage: one row."""

    level: str = column("answer, from turning to not", isin=LEVELS)
    tests: int = column("tests", "tests", ge=0)
    met: int = column("tests met", "tests", ge=0)
    not_met: int = column("tests not met", "tests", ge=0)
    undecided: int = column("tests that the data leave open", "tests", ge=0)
    unknown: int = column("tests without data", "tests", ge=0)


def verdict_results(tests: pd.DataFrame, done: Tables) -> pd.DataFrame:
    """Every test with its measure and result.

    Parameters: the raw table verdict_tests; `done`, the processed tables that `MEASURES` name,
    and sources.
    Returns `VerdictTestResults` in the order of the raw table.
    Raises ProblemsError if the table names a test that has no measure.
    """
    problems = _without_measure(tests)
    if problems:
        raise ProblemsError(problems)
    evidence = done["sources"].set_index("source_id")["evidence"]
    rows = [_result(test, MEASURES[test["test_id"]].of(done), evidence) for test in records(tests)]
    return VerdictTestResults.validate(
        pd.DataFrame(rows, columns=list(VerdictTestResults.to_schema().columns))
    )


def verdict(results: pd.DataFrame) -> pd.DataFrame:
    """The answer from the results of the tests.

    Parameters: `results`, a `VerdictTestResults` frame.
    Returns `Verdict`, one row.
    Method: of the decided tests (met or not met), `turning` if at least two thirds are met,
    `beginning` if at least half, `little` if at least one, `not` if none; `unknown` if fewer than
    half of all tests are decided.
    """
    count = count_of(results["result"], RESULTS)
    met, decided = count["met"], count["met"] + count["not_met"]
    row = {
        "level": level(met, decided, len(results)),
        "tests": len(results),
        **count,
        "source_ids": join_unique(results["source_ids"]),
        "raw_keys": join_unique(results["raw_keys"]),
    }
    return Verdict.validate(pd.DataFrame([row])[list(Verdict.to_schema().columns)])


def level(met: int, decided: int, tests: int) -> str:
    """The answer for so many tests met, of so many decided, of so many in all."""
    if 2 * decided < tests or not tests:
        return "unknown"
    if 3 * met >= 2 * decided:
        return "turning"
    if 2 * met >= decided:
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


def _result(test: dict[str, Any], measured: Measured, evidence: pd.Series) -> dict[str, Any]:
    """One row of the results."""
    value, low, high, rows = measured
    sources = join_unique(rows["source_ids"])
    strengths = {evidence.get(source) for source in sources.split("|")} if sources else set()
    return {
        **{key: test[key] for key in ("test_id", "question", "measure", "direction")},
        **{key: test[key] for key in ("threshold", "unit", "reason")},
        "value": value,
        "low": low,
        "high": high,
        "result": result_of(low, high, test["direction"], float(test["threshold"])),
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
    """Kept of due, per cent: from no unclear promise kept to all of them."""
    due = due_of_partners(done["promises"])
    if due.empty:
        return UNKNOWN
    kept, unclear = (due["outcome"] == "kept").sum(), (due["outcome"] == "unclear").sum()
    low, high = 100 * float(kept / len(due)), 100 * float((kept + unclear) / len(due))
    return low, low, high, due


def acts_on_capacity(done: Tables) -> Measured:
    """Counted acts on the rungs of capacity, as a share of all, per cent."""
    acts = acts_of_partners(done["ladder"])
    if acts.empty:
        return UNKNOWN
    share = 100 * float(on_capacity(acts).mean())
    return share, share, share, acts


def money_committed(done: Tables) -> Measured:
    """Stockpile money committed of announced, per cent; the lower bound from strong sources."""
    money = stockpile_money(done["funding"])
    announced = total_usd(money, "announced")
    if not announced:
        return UNKNOWN
    share = 100 * (total_usd(money, "committed") / announced)
    strong = 100 * (total_usd(money[is_strong(money)], "committed") / announced)
    return share, strong, share, money[money["stage"].isin(["announced", "committed"])]


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


def plants_in_time(done: Tables) -> Measured:
    """Plants that operate by their first promised date, of those due or stopped, per cent.

    Demonstration plants are no plants for the market and are left out.

    A Wilson interval; its upper bound is at least the share that has begun to start up in time.
    """
    due = judged(done["slippage"])
    if due.empty:
        return UNKNOWN
    found = share_in_time(due)
    return found.share, found.low, max(found.high, found.up), due


def magnet_cover(done: Tables) -> Measured:
    """Operating magnet capacity of North America and Europe over demand there, per cent."""
    need = done["capacity_need"]
    rows = need[
        (need["product"] == "ndfeb_magnets")
        & (need["jurisdiction"] == "USA|EU")
        & need["operating_cover_pct"].notna()
    ]
    if rows.empty:
        return UNKNOWN
    newest = rows[rows["year"] == rows["year"].max()]
    cover = float(newest["operating_cover_pct"].iloc[0])
    return cover, cover, cover, newest


def time_bought(done: Tables) -> Measured:
    """Time that the stockpile's money buys over the time that a magnet plant took, per cent.

    The value holds for the minerals that could be priced, which are not all on the list; an
    analyst's figure for the whole list, where there is one, is the lower bound.
    """
    basket, lead = done["buffer_basket"], done["lead_times"]
    plants = lead[(lead["stage"] == "magnet_plant") & (lead["kind"] == "observed")]
    if basket.empty or plants.empty or pd.isna(basket["days_bought"].iloc[0]):
        return UNKNOWN
    days, years = basket.iloc[0], plants.iloc[0]
    least = np.nanmin([days["days_bought_low"], days["analyst_days"]])
    columns = ["source_ids", "raw_keys"]
    return (
        100 * float(days["days_bought"] / (years["years_typical"] * DAYS_PER_YEAR)),
        100 * float(least / (years["years_high"] * DAYS_PER_YEAR)),
        100 * float(days["days_bought_high"] / (years["years_low"] * DAYS_PER_YEAR)),
        pd.concat([basket[columns], plants[columns]]),
    )


@dataclass(frozen=True)
class Measure:
    """How a test is measured: the processed tables it reads, and the function over them."""

    tables: tuple[str, ...]
    of: Callable[[Tables], Measured]


MEASURES = {
    "promises": Measure(("promises",), promises_kept),
    "ladder": Measure(("ladder",), acts_on_capacity),
    "money": Measure(("funding",), money_committed),
    "refining": Measure(("shares",), china_refining),
    "starts": Measure(("slippage",), plants_in_time),
    "magnets": Measure(("capacity_need",), magnet_cover),
    "time": Measure(("buffer_basket", "lead_times"), time_bought),
}
