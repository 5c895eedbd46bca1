"""The verdict without each source, against the same worked out in the most direct way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import verdict_tables as small

from analysis.facts.processed import Processed
from analysis.raw.load import load
from analysis.transforms.sensitivity import (
    ANY_WEAK,
    WEAK,
    WEAK_ALONE,
    exclusions,
    flips_at,
    rows_without,
    sensitivity,
    sensitivity_summary,
    without_weak,
)
from analysis.transforms.verdict import MEASURES, records, result_of, verdict_results

TODAY = dt.date(2032, 1, 1)
RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def tests() -> pd.DataFrame:
    """The questions and thresholds of the report."""
    return load(RAW)["verdict_tests"]


def one_for_all(tables: dict[str, pd.DataFrame], name: str, source: str) -> dict:
    """The tables, with one source for the whole of one of them."""
    shared = tables[name].assign(source_ids=source)
    sources = pd.DataFrame({"source_id": [source], "evidence": ["primary"]})
    return {**tables, name: shared, "sources": pd.concat([tables["sources"], sources])}


def test_a_source_takes_every_row_that_cites_it_and_no_other() -> None:
    frame = pd.DataFrame({"source_ids": ["a", "a|b", "ab", "b|ab", "", None]})
    assert rows_without(frame, {"a"}).index.tolist() == [2, 3, 4, 5]
    assert rows_without(frame, {"ab"}).index.tolist() == [0, 1, 4, 5]
    assert rows_without(frame, {"a", "ab"}).index.tolist() == [4, 5]


def test_sources_that_stand_alone_take_only_the_rows_that_no_other_source_supports() -> None:
    frame = pd.DataFrame({"source_ids": ["a", "a|b", "ab", "a|ab", ""]})
    assert rows_without(frame, {"a", "ab"}, alone=True).index.tolist() == [1, 4]


def test_weak_sources_go_with_all_that_they_tell_or_with_what_they_alone_tell(
    tests: pd.DataFrame,
) -> None:
    """Of twelve promises six are kept: one by a weak source alone, one by a strong one as well."""
    promises = small.promises("kept", "late", each=6)
    promises.loc[2, "source_ids"] = "promises-1|promises-2"
    done = {**small.all_met(), "promises": promises}
    sources = done["sources"].set_index("source_id")
    sources.loc[["promises-0", "promises-2"], "evidence"] = ["weak", "subject"]
    done["sources"] = sources.reset_index()
    found = exclusions(verdict_results(tests, TODAY, done), done)
    first = found[found["test_id"] == "promises"].groupby("without")["value"].first()
    # Four of ten are left as kept, or five of eleven.
    assert first[ANY_WEAK] == pytest.approx(40)
    assert first[WEAK_ALONE] == pytest.approx(500 / 11)
    taken = found.loc[found["without"].isin(WEAK) & (found["test_id"] == "promises"), "source_ids"]
    assert set(taken) == {"promises-0|promises-2"}


def test_without_one_of_twelve_promises_the_share_is_of_the_others(
    tests: pd.DataFrame,
) -> None:
    done = {**small.all_met(), "promises": small.promises("kept", "late", each=6)}
    results = verdict_results(tests, TODAY, done)
    left = sensitivity(results, exclusions(results, done))
    left = left[left["test_id"] == "promises"].set_index("without_source")
    # Every other one was kept: five of eleven are left without it, six without one that was late.
    kept = {f"promises-{place}": place % 2 == 0 for place in range(12)}
    assert left["value"].round(3).to_dict() == {
        name: 45.455 if was_kept else 54.545 for name, was_kept in kept.items()
    }
    assert left["changes"].to_dict() == kept


def test_without_the_only_source_nothing_is_known_and_nothing_changes(tests: pd.DataFrame) -> None:
    done = one_for_all(small.all_met(), "act_paths", "all acts")
    results = verdict_results(tests, TODAY, done)
    excluded = exclusions(results, done)
    left = sensitivity(results, excluded)
    row = left[left["test_id"] == "conversion"].iloc[0]
    assert (row["result"], row["changes"]) == ("unknown", False)
    summary = sensitivity_summary(results, left, excluded).set_index("test_id").loc["conversion"]
    assert (summary["n_sources"], summary["n_changing"], summary["n_unknown"]) == (1, 0, 1)


def test_the_summary_names_the_sources_that_change_a_test(tests: pd.DataFrame) -> None:
    done = {**small.all_met(), "promises": small.promises("kept", "late", each=6)}
    results = verdict_results(tests, TODAY, done)
    excluded = exclusions(results, done)
    left = sensitivity(results, excluded)
    summary = sensitivity_summary(results, left, excluded).set_index("test_id")
    changing = sorted(f"promises-{place}" for place in range(0, 12, 2))
    assert summary.loc["promises", "changing"].split("|") == changing
    assert summary.loc["promises", "n_changing"] == 6
    assert summary.loc["magnets", "n_sources"] == 1
    assert summary.index.tolist() == tests["test_id"].tolist()


@pytest.mark.parametrize(
    ("citing", "alone", "said"),
    [
        ((60, 70), (55, 80), "holds"),
        ((30, 40), (55, 80), "changes"),
        ((55, 80), (40, 60), "changes"),
        ((np.nan, np.nan), (55, 80), "unknown"),
        ((np.nan, np.nan), (30, 40), "changes"),
    ],
)
def test_without_weak_sources_the_harsher_of_two_ways_counts(
    citing: tuple[float, float], alone: tuple[float, float], said: str
) -> None:
    """A share of at least 50 is wanted and 60 to 90 found; a base line is judged the same way."""
    rows = [
        {"without": way, "value": low, "low": low, "high": high}
        for way, (low, high) in zip(WEAK, (citing, alone), strict=True)
    ]
    for result in ("met", "baseline"):
        test = {"result": result, "low": 60, "high": 90, "direction": "at_least", "threshold": 50}
        assert without_weak(test, pd.DataFrame(rows)) == said


def test_weak_sources_behind_a_test_are_counted_once(tests: pd.DataFrame) -> None:
    """Of twelve promises on a source each, two sources are weak, and six still share the result."""
    done = {**small.all_met(), "promises": small.promises("kept", "late", each=6)}
    weak = done["sources"]["source_id"].isin(["promises-0", "promises-3"])
    done["sources"] = done["sources"].assign(
        evidence=done["sources"]["evidence"].mask(weak, "weak")
    )
    results = verdict_results(tests, TODAY, done)
    excluded = exclusions(results, done)
    found = sensitivity_summary(results, sensitivity(results, excluded), excluded)
    counted = found.set_index("test_id")[["n_sources", "n_weak", "without_weak"]]
    assert counted.loc["promises"].tolist() == [12, 2, "holds"]
    assert counted.loc["starts", "n_weak"] == 0


@pytest.mark.parametrize(
    ("result", "direction", "end"),
    [
        ("met", "at_least", 10.0),
        ("met", "at_most", 20.0),
        ("not_met", "at_least", 20.0),
        ("not_met", "at_most", 10.0),
        ("undecided", "at_least", np.nan),
        ("unknown", "at_most", np.nan),
    ],
)
def test_a_result_flips_at_the_end_of_the_interval_nearest_to_the_threshold(
    result: str, direction: str, end: float
) -> None:
    test = {"result": result, "direction": direction, "low": 10.0, "high": 20.0}
    assert flips_at(test) == pytest.approx(end, nan_ok=True)


@pytest.mark.parametrize("direction", ["at_least", "at_most"])
@pytest.mark.parametrize("threshold", [5.0, 25.0])
def test_a_threshold_beyond_that_end_changes_the_result(direction: str, threshold: float) -> None:
    result = result_of(10.0, 20.0, direction, threshold)
    end = flips_at({"result": result, "direction": direction, "low": 10.0, "high": 20.0})
    beyond = end + 1e-6 if threshold < end else end - 1e-6
    assert result_of(10.0, 20.0, direction, beyond) != result


@pytest.mark.parametrize("place", [0, -1])
def test_the_report_agrees_with_computing_each_test_again_without_a_source(
    processed: Processed, place: int
) -> None:
    results = records(processed["verdict_results"])
    found = processed["sensitivity"].set_index(["test_id", "without_source"])
    for test in results:
        source = test["source_ids"].split("|")[place]
        measure = MEASURES[test["test_id"]]
        left = {
            name: frame[[source not in str(ids).split("|") for ids in frame["source_ids"]]]
            for name, frame in ((name, processed[name]) for name in measure.tables)
        }
        value, low, high, _ = measure.of(left)
        row = found.loc[(test["test_id"], source)]
        assert (row["value"], row["low"], row["high"]) == pytest.approx(
            (value, low, high), nan_ok=True
        )
        result = result_of(low, high, test["direction"], test["threshold"])
        counts = test["result"] != "baseline" or result == "unknown"
        assert row["result"] == (result if counts else "baseline")
        assert row["changes"] == (row["result"] not in (test["result"], "unknown"))


def test_every_source_of_every_test_is_taken_away_once(processed: Processed) -> None:
    expected = [
        (test["test_id"], source)
        for test in records(processed["verdict_results"])
        for source in test["source_ids"].split("|")
    ]
    frame = processed["sensitivity"]
    assert list(zip(frame["test_id"], frame["without_source"], strict=True)) == expected
