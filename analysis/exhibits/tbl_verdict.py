"""The tests of the verdict: what is measured, what is wanted, and how firm the result is."""

from __future__ import annotations

import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.table import Column, Table
from analysis.facts import text
from analysis.facts.labels import RESULTS
from analysis.facts.processed import Processed
from analysis.transforms.statistics import count_of

ID = "tbl-verdict"

MODEL = model(
    **taken("verdict_results", "test_id", "question", "measure", "value", "low", "high"),
    **taken("verdict_results", "direction", "threshold", "unit", "reason", "result", "weak_only"),
    **taken("sensitivity_summary", "flips_at", "n_sources", "n_changing", "n_unknown"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The tests with their sensitivity."""
    columns = ["flips_at", "n_sources", "n_changing", "n_unknown"]
    extra = processed["sensitivity_summary"].set_index("test_id")[columns]
    return processed["verdict_results"].join(extra, on="test_id")


def counts(data: pd.DataFrame) -> dict[str, int]:
    """Tests by result."""
    return count_of(data["result"], RESULTS)


def title(data: pd.DataFrame) -> str:
    found = counts(data)
    return (
        f"Of {text.count(len(data))} tests, {text.count(found['met'])} "
        f"{'is' if found['met'] == 1 else 'are'} met, {text.count(found['not_met'])} "
        f"{'is' if found['not_met'] == 1 else 'are'} not, and "
        f"{text.count(found['undecided'] + found['unknown'])} cannot be decided"
    )


def subtitle(data: pd.DataFrame) -> str:
    return (
        "What is measured now, what would be wanted, and how many of the sources behind it would "
        "change the result if they fell away"
    )


def description(data: pd.DataFrame) -> str:
    rows = "; ".join(
        f"{row.question} {measured(row)}, wanted {wanted(row)}, {RESULTS[str(row.result)]}"
        for row in data.itertuples()
    )
    return f"One row per test. {rows}."


def note(data: pd.DataFrame) -> str:
    return (
        "A test is left open where its interval lies on both sides of the threshold. Where a "
        "measure adds up many plants or prices, taking away one source leaves it without a value; "
        "such sources are counted after the stroke."
    )


def table(data: pd.DataFrame) -> Table:
    """One row per test."""
    rows = pd.DataFrame(
        {
            "question": data["question"],
            "measure": data["measure"].map(text.capitalised),
            "now": [measured(row) for row in data.itertuples()],
            "wanted": [wanted(row) for row in data.itertuples()],
            "result": data["result"].map(RESULTS),
            "changing": [
                f"{row.n_changing} / {row.n_unknown} of {row.n_sources}"
                for row in data.itertuples()
            ],
            "reason": data["reason"].map(text.capitalised),
        }
    )
    columns = (
        Column("question", "Test", weight=1.6),
        Column("measure", "Measure", weight=2.4),
        Column("now", "Now", weight=1.1, wraps=False),
        Column("wanted", "Wanted", weight=1.1, wraps=False),
        Column("result", "Result", weight=0.9, wraps=False),
        Column("changing", "Sources that change it", weight=1.2),
        Column("reason", "Why this threshold", weight=2.4),
    )
    return Table(rows, columns)


def measured(row: object) -> str:
    """The measure in words: a value, or the interval in which it lies."""
    low, high, unit = (getattr(row, name) for name in ("low", "high", "unit"))
    return RESULTS["unknown"] if pd.isna(low) else text.interval(low, high, unit)


def wanted(row: object) -> str:
    """The threshold in words."""
    word = "at least" if getattr(row, "direction") == "at_least" else "at most"  # noqa: B009
    return f"{word} {text.number(getattr(row, 'threshold'))}{getattr(row, 'unit')}"  # noqa: B009
