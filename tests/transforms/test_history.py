"""The history of the verdict: what each month says is what a report of that day would have said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analysis.facts.processed import Processed
from analysis.raw.load import RawData, load
from analysis.transforms.graph import compute_all, verdict_months
from analysis.transforms.history import VerdictHistory, month_ends, verdict_history

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def raw() -> RawData:
    """The raw tables of the report."""
    return load(RAW)


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        (dt.date(2024, 12, 31), []),
        (dt.date(2025, 1, 10), [dt.date(2025, 1, 10)]),
        (dt.date(2025, 1, 31), [dt.date(2025, 1, 31)]),
        (
            dt.date(2025, 3, 4),
            [dt.date(2025, 1, 31), dt.date(2025, 2, 28), dt.date(2025, 3, 4)],
        ),
    ],
)
def test_months_end_on_their_last_day_and_the_last_one_on_the_vintage(
    as_of: dt.date, days: list[dt.date]
) -> None:
    assert month_ends(as_of) == days


def test_before_the_first_month_there_is_no_history(raw: RawData) -> None:
    earlier = raw.at(dt.date(2024, 6, 30))
    history = verdict_history(verdict_months(earlier))
    assert history.empty
    assert list(history.columns) == list(VerdictHistory.to_schema().columns)


def test_every_month_has_every_test_once(processed: Processed) -> None:
    history = processed["verdict_history"]
    assert not history.duplicated(["month", "test_id"]).any()
    tests = processed["verdict_results"]["test_id"].tolist()
    for _, month in history.groupby("month"):
        assert month["test_id"].tolist() == tests


def test_the_last_month_is_the_verdict_of_today(processed: Processed) -> None:
    history = processed["verdict_history"]
    last = history[history["month"] == history["month"].max()]
    assert set(last["level"]) == set(processed["verdict"]["level"])
    same(last, processed["verdict_results"])


@pytest.mark.parametrize("month", ["2025-01", "2025-10", "2026-02"])
def test_a_month_is_the_verdict_of_a_report_of_its_last_day(
    raw: RawData, processed: Processed, month: str
) -> None:
    history = processed["verdict_history"]
    rows = history[history["month"] == month]
    then = raw.at(dt.date.fromisoformat(rows["as_of"].iloc[0]))
    done = compute_all(then, ["verdict"])
    assert set(rows["level"]) == set(done["verdict"]["level"])
    same(rows, done["verdict_results"])


def same(rows: pd.DataFrame, results: pd.DataFrame) -> None:
    """The rows of a month say what the results say."""
    columns = ["test_id", "value", "low", "high", "threshold", "result", "source_ids", "raw_keys"]
    pd.testing.assert_frame_equal(
        rows[columns].fillna({"source_ids": ""}).reset_index(drop=True),
        results[columns].fillna({"source_ids": ""}).reset_index(drop=True),
        check_dtype=False,
        rtol=1e-9,
    )
