"""What would change the verdict: each test without each source, and how far from its threshold.

A verdict that hangs on one document should say so. Every source behind a test is taken away in
turn, with every processed row that cites it, and the test is run again; that is harsher than
doubting one figure, because a row often cites several sources. Where a row adds up many plants or
prices, taking one source away takes the row, and the test cannot be computed: it is unknown then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.verdict import MEASURES, RESULTS, records, result_of


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


def sensitivity(results: pd.DataFrame, done: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every test of the verdict without each of its sources.

    Parameters: `results`, a `VerdictTestResults` frame; `done`, the processed tables that the
    measures read.
    Returns `Sensitivity`, ordered as the tests and then by source.
    """
    rows = [
        row
        for test in records(results)
        for source in str(test["source_ids"]).split("|")
        if source
        for row in [_without(test, source, done)]
    ]
    columns = list(Sensitivity.to_schema().columns)
    return Sensitivity.validate(pd.DataFrame(rows, columns=columns))


def _without(test: dict[str, Any], source: str, done: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """One test without one source."""
    measure = MEASURES[test["test_id"]]
    left = {name: rows_without(done[name], source) for name in measure.tables}
    value, low, high, _ = measure.of(left)
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


def rows_without(frame: pd.DataFrame, source: str) -> pd.DataFrame:
    """The rows that do not cite a source."""
    cites = ("|" + frame["source_ids"].fillna("") + "|").str.contains(f"|{source}|", regex=False)
    return frame[~cites.astype(bool)]


def sensitivity_summary(results: pd.DataFrame, without: pd.DataFrame) -> pd.DataFrame:
    """Per test, on how many sources it rests and which of them change it.

    Parameters: `results`, a `VerdictTestResults` frame; `without`, a `Sensitivity` frame.
    Returns `SensitivitySummary` in the order of the tests. `flips_at` is the end of the measure's
    interval that lies nearest to the threshold: a threshold beyond it would change the result.
    """
    rows = []
    for test in records(results):
        own = without[without["test_id"] == test["test_id"]]
        changing = own.loc[own["changes"], "without_source"]
        rows.append(
            {
                "test_id": test["test_id"],
                "result": test["result"],
                "flips_at": flips_at(test),
                "n_sources": len(own),
                "n_changing": len(changing),
                "n_unknown": int((own["result"] == "unknown").sum()),
                "changing": "|".join(changing),
                "source_ids": test["source_ids"],
                "raw_keys": test["raw_keys"],
            }
        )
    columns = list(SensitivitySummary.to_schema().columns)
    return SensitivitySummary.validate(pd.DataFrame(rows, columns=columns))


def flips_at(test: dict[str, Any]) -> float:
    """The end of the interval nearest to the threshold; missing if the test is not decided."""
    if test["result"] not in ("met", "not_met"):
        return np.nan
    upper_is_near = (test["result"] == "not_met") == (test["direction"] == "at_least")
    return float(test["high" if upper_is_near else "low"])
