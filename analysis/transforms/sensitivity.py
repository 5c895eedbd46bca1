"""What would change the verdict: each test without each source, and how far from its threshold.

A verdict that hangs on one document should say so. Every source behind a test is taken away in
turn, with every processed row that cites it, and the test is run again; that is harsher than
doubting one figure, because a row often cites several sources. Where a row adds up many plants or
prices, taking one source away takes the row, and the test cannot be computed: it is unknown then.
All weak sources are taken away at once in two ways: with every row that cites one, and with the
rows that no strong source supports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import STRONG, join_unique
from analysis.transforms.verdict import (
    MEASURES,
    RESULTS,
    Bounds,
    over_readings,
    records,
    result_of,
)

ANY_WEAK, WEAK_ALONE = WEAK = ("any_weak", "weak_alone")
"""All weak sources taken away: with every row that cites one; with rows that cite no strong one."""

HOLDS, CHANGES, UNKNOWN = WITHOUT_WEAK = ("holds", "changes", "unknown")
"""What a test comes to without weak sources, by the harsher of the two ways to take them away."""


class Exclusions(Evidenced):
    """One reading of one test without some of its sources."""

    test_id: str = column("test")
    without: str = column("source taken away, or weak ones: any_weak, weak_alone")
    reading: str = column("how the measure is read, in words")
    value: float = column("the measure without them", "as unit", nullable=True)
    low: float = column("lower bound without them", "as unit", nullable=True)
    high: float = column("upper bound without them", "as unit", nullable=True)
    source_ids: str = column("the sources taken away, of those behind the test")
    raw_keys: str = column("the test's row")


class Sensitivity(Evidenced):
    """One test without one source."""

    test_id: str = column("test")
    without_source: str = column("source that is taken away with every row that cites it")
    value: float = column("the measure without it", "as unit", nullable=True)
    low: float = column("lower bound without it", "as unit", nullable=True)
    high: float = column("upper bound without it", "as unit", nullable=True)
    result: str = column("result without it", isin=RESULTS)
    changes: bool = column("whether the result is another than with it, and not unknown")
    source_ids: str = column("the source taken away")
    raw_keys: str = column("the test's row")


class SensitivitySummary(Evidenced):
    """One test: on how many sources it rests, and how many change it."""

    test_id: str = column("test", unique=True)
    result: str = column("result with all sources", isin=RESULTS)
    flips_at: float = column(
        "threshold beyond which the result would change; missing if already open",
        "as unit",
        nullable=True,
    )
    n_sources: int = column("sources behind the test", "sources", ge=0)
    n_changing: int = column("sources without which the result changes", "sources", ge=0)
    n_unknown: int = column("sources without which nothing can be said", "sources", ge=0)
    changing: str = column("those sources, joined by |")
    n_weak: int = column("of the sources behind the test, weak ones", "sources", ge=0)
    without_weak: str = column(
        "result without weak sources: holds if it is the same without the rows that cite one and "
        "without those that rest on them alone, changes if either gives another, else unknown; of "
        "a base line the side of the threshold",
        isin=WITHOUT_WEAK,
    )


def exclusions(results: pd.DataFrame, done: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every reading of every test without its weak sources, and without each of its sources.

    Parameters: `results`, a `VerdictTestResults` frame; `done`, the processed tables that the
    measures read, and sources.
    Returns `Exclusions`, ordered as the tests, then by what is taken away, then by reading.
    """
    weak = set(done["sources"].loc[~done["sources"]["evidence"].isin(STRONG), "source_id"])
    rows = [
        row
        for test in records(results)
        for without in (*WEAK, *str(test["source_ids"]).split("|"))
        if test["source_ids"]
        for row in _readings_without(test, without, weak if without in WEAK else {without}, done)
    ]
    columns = list(Exclusions.to_schema().columns)
    return Exclusions.validate(pd.DataFrame(rows, columns=columns))


def _readings_without(
    test: dict[str, Any], without: str, taken: set[str], done: Mapping[str, pd.DataFrame]
) -> Iterator[dict[str, Any]]:
    """Each reading of a test without some sources."""
    measure, alone = MEASURES[test["test_id"]], without == WEAK_ALONE
    left = {name: rows_without(done[name], taken, alone) for name in measure.tables}
    behind = taken.intersection(test["source_ids"].split("|"))
    for reading, read in measure.readings.items():
        value, low, high, _ = read(left)
        yield {
            "test_id": test["test_id"],
            "without": without,
            "reading": reading,
            "value": value,
            "low": low,
            "high": high,
            "source_ids": join_unique(behind),
            "raw_keys": f"verdict_tests:{test['test_id']}",
        }


def rows_without(frame: pd.DataFrame, taken: Collection[str], alone: bool = False) -> pd.DataFrame:
    """The rows that cite none of some sources; with `alone`, those that cite another one."""
    cited = [set(str(ids).split("|")) for ids in frame["source_ids"].fillna("")]
    kept = [bool(ids - set(taken)) if alone else ids.isdisjoint(taken) for ids in cited]
    return frame[kept]


def sensitivity(results: pd.DataFrame, excluded: pd.DataFrame) -> pd.DataFrame:
    """Every test of the verdict without each of its sources.

    Parameters: `results`, a `VerdictTestResults` frame; `excluded`, an `Exclusions` frame.
    Returns `Sensitivity`, ordered as the tests and then by source.
    """
    single = excluded[~excluded["without"].isin(WEAK)]
    tests = {test["test_id"]: test for test in records(results)}
    rows = [
        _without(tests[test_id], source, over_readings(readings[["value", "low", "high"]].values))
        for (test_id, source), readings in single.groupby(["test_id", "without"], sort=False)
    ]
    columns = list(Sensitivity.to_schema().columns)
    return Sensitivity.validate(pd.DataFrame(rows, columns=columns))


def _without(test: dict[str, Any], source: str, bounds: Bounds) -> dict[str, Any]:
    """One test without one source."""
    value, low, high = bounds
    result = result_of(low, high, test["direction"], float(test["threshold"]))
    if test["result"] == "baseline" and result != "unknown":
        result = "baseline"  # no source makes it count earlier
    return {
        "test_id": test["test_id"],
        "without_source": source,
        "value": value,
        "low": low,
        "high": high,
        "result": result,
        "changes": result not in (test["result"], "unknown"),
        "source_ids": source,
        "raw_keys": f"verdict_tests:{test['test_id']}",
    }


def sensitivity_summary(
    results: pd.DataFrame, without: pd.DataFrame, excluded: pd.DataFrame
) -> pd.DataFrame:
    """Per test, on how many sources it rests, which of them change it, and what weak ones do.

    Parameters: `results`, a `VerdictTestResults` frame; `without`, a `Sensitivity` frame;
    `excluded`, an `Exclusions` frame.
    Returns `SensitivitySummary` in the order of the tests. `flips_at` is the end of the measure's
    interval that lies nearest to the threshold: a threshold beyond it would change the result.
    """
    rows = []
    for test in records(results):
        own = without[without["test_id"] == test["test_id"]]
        changing = own.loc[own["changes"], "without_source"]
        weak = excluded[(excluded["test_id"] == test["test_id"]) & excluded["without"].isin(WEAK)]
        rows.append(
            {
                "test_id": test["test_id"],
                "result": test["result"],
                "flips_at": flips_at(test),
                "n_sources": len(own),
                "n_changing": len(changing),
                "n_unknown": int((own["result"] == "unknown").sum()),
                "changing": "|".join(changing),
                "n_weak": len({*join_unique(weak["source_ids"]).split("|")} - {""}),
                "without_weak": without_weak(test, weak),
                "source_ids": test["source_ids"],
                "raw_keys": test["raw_keys"],
            }
        )
    columns = list(SensitivitySummary.to_schema().columns)
    return SensitivitySummary.validate(pd.DataFrame(rows, columns=columns))


def without_weak(test: dict[str, Any], weak: pd.DataFrame) -> str:
    """What a test comes to without weak sources, one of `WITHOUT_WEAK`.

    Parameters: the test's row of `VerdictTestResults`; its rows of `Exclusions` without weak ones.
    """
    wanted = (test["direction"], float(test["threshold"]))
    side = result_of(test["low"], test["high"], *wanted)
    found = {
        result_of(low, high, *wanted)
        for _, readings in weak.groupby("without")
        for _, low, high in [over_readings(readings[["value", "low", "high"]].values)]
    }
    if found - {side, "unknown"}:
        return CHANGES
    return UNKNOWN if "unknown" in found or side == "unknown" else HOLDS


def flips_at(test: dict[str, Any]) -> float:
    """The end of the interval nearest to the threshold; missing if the test is not decided."""
    if test["result"] not in ("met", "not_met"):
        return np.nan
    upper_is_near = (test["result"] == "not_met") == (test["direction"] == "at_least")
    return float(test["high" if upper_is_near else "low"])
