"""The tests of the verdict: what is measured, what is wanted, and how firm the result is."""

from __future__ import annotations

import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, own, taken
from analysis.exhibits.table import Column, Table
from analysis.facts import text
from analysis.facts.labels import RESULTS
from analysis.facts.processed import Processed
from analysis.transforms.sensitivity import CHANGES, HOLDS, UNKNOWN
from analysis.transforms.statistics import count_of
from analysis.transforms.verdict import result_of

ID = "tbl-verdict"

WITHOUT_WEAK = {
    HOLDS: "\N{BLACK CIRCLE} holds",
    CHANGES: "\N{CIRCLE WITH LEFT HALF BLACK} would change",
    UNKNOWN: "\N{WHITE CIRCLE} cannot be said",
}
"""What a result comes to without weak sources, in form and words."""

MODEL = model(
    **taken("verdict_results", "test_id", "question", "measure", "value", "low", "high"),
    **taken("verdict_results", "direction", "threshold", "unit", "reason", "result", "weak_only"),
    **taken("verdict_results", "counts_from", "counts_reason"),
    n_readings=own("int64", "readings of the measure that can be defended", "readings"),
    n_met=own("int64", "of these, readings whose value meets the threshold", "readings"),
    **taken("sensitivity_summary", "flips_at", "n_sources", "n_changing", "n_unknown"),
    **taken("sensitivity_summary", "n_weak", "without_weak"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The tests with their readings and their sensitivity to single sources."""
    columns = ["flips_at", "n_sources", "n_changing", "n_unknown", "n_weak", "without_weak"]
    extra = processed["sensitivity_summary"].set_index("test_id")[columns]
    tests = processed["verdict_results"]
    known = processed["verdict_readings"].dropna(subset=["value"])
    known = known.assign(
        met=[
            meets(row.value, row.direction, row.threshold)
            for row in known.join(
                tests.set_index("test_id")[["direction", "threshold"]], on="test_id"
            ).itertuples()
        ]
    )
    by_test = known.groupby("test_id")["met"]
    counts = pd.DataFrame({"n_readings": by_test.size(), "n_met": by_test.sum()})
    counts = counts.reindex(tests["test_id"]).fillna(0).astype("int64")
    return tests.join(counts, on="test_id").join(extra, on="test_id")


def counts(data: pd.DataFrame) -> dict[str, int]:
    """Tests by result."""
    return count_of(data["result"], RESULTS)


def title(data: pd.DataFrame) -> str:
    found = counts(data)
    counted = len(data) - found["baseline"]
    return (
        f"Of {text.count(counted)} tests that count, {text.count(found['met'])} "
        f"{'is' if found['met'] == 1 else 'are'} met, {text.count(found['not_met'])} "
        f"{'is' if found['not_met'] == 1 else 'are'} not, and "
        f"{text.count(found['undecided'] + found['unknown'])} cannot be decided"
    )


def subtitle(data: pd.DataFrame) -> str:
    return "What is measured now, what would be wanted, and in how many readings the value meets it"


def description(data: pd.DataFrame) -> str:
    rows = "; ".join(
        f"{row.question} {measured(row)}, wanted {wanted(row)}, {RESULTS[str(row.result)]}"
        for row in data.itertuples()
    )
    return f"One row per test. {rows}."


def note(data: pd.DataFrame) -> str:
    return (
        "A test is left open where its interval lies on both sides of the threshold. A base line "
        "could not have come out either way yet. Weak sources are taken away with every row that "
        f"cites one: the result {', '.join(WITHOUT_WEAK.values())}."
    )


def table(data: pd.DataFrame) -> Table:
    """One row per test."""
    rows = pd.DataFrame(
        {
            "question": data["question"],
            "measure": data["measure"].map(text.capitalised),
            "now": [measured(row) for row in data.itertuples()],
            "wanted": [wanted(row) for row in data.itertuples()],
            "result": [
                f"{judged(row)}; met in {row.n_met} of {row.n_readings} "
                f"{'reading' if row.n_readings == 1 else 'readings'}"
                for row in data.itertuples()
            ],
            "evidence": [evidence(row) for row in data.itertuples()],
            "reason": [reasons(row) for row in data.itertuples()],
        }
    )
    columns = (
        Column("question", "Test", weight=1.4),
        Column("measure", "Measure", weight=2.4),
        Column("now", "Now", weight=1, wraps=False),
        Column("wanted", "Wanted", weight=1, wraps=False),
        Column("result", "Result", weight=1.4),
        Column("evidence", "Without weak sources", weight=1.3),
        Column("reason", "Why this threshold", weight=3.5),
    )
    return Table(rows, columns)


def measured(row: object) -> str:
    """The measure in words: a value, or the interval in which it lies."""
    low, high, unit = (getattr(row, name) for name in ("low", "high", "unit"))
    return RESULTS["unknown"] if pd.isna(low) else text.interval(low, high, unit)


def judged(row: object) -> str:
    """The result in words; of a base line from when on it counts."""
    result = RESULTS[str(getattr(row, "result"))]  # noqa: B009
    if getattr(row, "result") != "baseline":  # noqa: B009
        return result
    return f"{result} until {text.day(getattr(row, 'counts_from'))}"  # noqa: B009


def evidence(row: object) -> str:
    """What the result comes to without weak sources, and how many of its sources are weak."""
    left, weak, all_of_them = (
        getattr(row, name) for name in ("without_weak", "n_weak", "n_sources")
    )
    return f"{WITHOUT_WEAK[left]}; {weak} of {all_of_them} weak"


def reasons(row: object) -> str:
    """Why the threshold, and why a base line does not count earlier."""
    threshold, later = (getattr(row, name) for name in ("reason", "counts_reason"))
    parts = [threshold, *([] if pd.isna(later) else [later])]
    return ". ".join(text.capitalised(part) for part in parts)


def meets(value: float, direction: str, threshold: float) -> bool:
    """Whether a value is on the good side of a threshold."""
    return result_of(value, value, direction, threshold) == "met"


def wanted(row: object) -> str:
    """The threshold in words."""
    word = "at least" if getattr(row, "direction") == "at_least" else "at most"  # noqa: B009
    return f"{word} {text.number(getattr(row, 'threshold'))}{getattr(row, 'unit')}"  # noqa: B009
