"""The European benchmarks: facts on how many materials meet them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.labels import BENCHMARKS
from analysis.facts.processed import Processed
from analysis.facts.topics.rules import either_of
from analysis.transforms.benchmarks import POSITION_COUNTS, mostly_short

TABLE = "benchmark_summary"
COUNTS = {
    "n_materials": ("materials", "materials held against the benchmark"),
    "n_meet": ("meet", "materials that are certain to meet it"),
}
"""By column of the table: the end of the fact's id, and its label."""

ROWS = (
    "of the rows of processed/benchmarks.csv with scope material, a stage out of "
    f"{either_of(BENCHMARKS)} and a position other than no_position"
)
POSITION = (
    "position says what is certain for the interval from position_low_pct to position_high_pct, "
    "which raw/benchmarks.csv gives as baseline_pct, bound, low_pct and high_pct: meets if all of "
    "it reaches target_pct (of a limit: does not pass it), "
    "falls_short if none of it does or an upper bound only touches a target, not_known otherwise"
)
FORMULAS = {
    "eu-benchmarks": f"count of the different pairs of stage and target_pct {ROWS}",
    "eu-benchmarks-missed": f"count of the different pairs of stage and target_pct {ROWS} where "
    "more than half of the different materials (subject) have the position falls_short in all rows",
    "eu-benchmarks-weak-share": f"100 x count {ROWS} and with evidence_tier weak, divided by the "
    "count of all of them",
}


def facts(processed: Processed) -> Iterator[Fact]:
    """Per benchmark its materials and those that meet it, and benchmarks mostly missed."""
    summary = processed[TABLE]
    summary = summary[summary["stage"].isin(list(BENCHMARKS))]
    if summary.empty:
        return
    for index in summary.index[summary["stage"] != "any"]:
        yield from _benchmark(summary.loc[[index]])
    fact = partial(Fact, table=TABLE, rows=summary)
    for name, label, count in (
        ("", "EU benchmarks with materials on record", len(summary)),
        ("-missed", "of these, benchmarks that most materials miss", len(mostly_short(summary))),
    ):
        yield fact(
            id=f"eu-benchmarks{name}",
            label=label,
            value=count,
            unit="benchmarks",
            formula=FORMULAS[f"eu-benchmarks{name}"],
        )
    yield fact(
        id="eu-benchmarks-weak-share",
        label="share of the materials' positions that rest on weak sources",
        value=100 * float(summary["n_weak"].sum() / summary["n_positions"].sum()),
        unit="%",
        formula=FORMULAS["eu-benchmarks-weak-share"],
    )


def _benchmark(row: pd.DataFrame) -> Iterator[Fact]:
    """One benchmark: its materials, and how many of them meet it."""
    benchmark = row.iloc[0]
    fact = partial(Fact, table=TABLE, rows=row)
    stage = benchmark["stage"]
    where = BENCHMARKS[stage].lower()
    for column, (name, label) in COUNTS.items():
        yield fact(
            id=f"eu-{stage}-{name}",
            label=f"{label}, {where}",
            value=int(benchmark[column]),
            unit="materials",
            formula=_counted(stage, POSITION_COUNTS.get(column)),
        )


def _counted(stage: str, position: str | None) -> str:
    """How the materials of one position are counted, or all of them."""
    rows = (
        "count of the different materials (subject) in the rows of processed/benchmarks.csv with "
        f"scope material, stage {stage} and a position other than no_position"
    )
    if position is None:
        return rows
    return f"{rows} whose every row has the position {position}. {POSITION}"
