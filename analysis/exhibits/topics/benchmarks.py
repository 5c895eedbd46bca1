"""The European benchmarks: facts on how many materials meet them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import tbl_benchmarks, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.rules import either_of

POSITIONS = {
    "materials": "materials held against the benchmark",
    "meets": "materials that are certain to meet it",
    "falls_short": "materials that are certain to miss it",
    "not_known": "materials of which it cannot be said",
}
NAMES = {"meets": "meet", "falls_short": "miss", "not_known": "unknown"}

ROWS = (
    "of the rows of processed/benchmarks.csv with scope material, a stage out of "
    f"{either_of(tbl_benchmarks.STAGES)} and a position other than no_position"
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
    """Per benchmark its target and its materials by position, and benchmarks mostly missed."""
    rows = tbl_benchmarks.data(processed)
    if tbl_benchmarks.materials(rows).empty:
        return
    positions = rows[rows["scope"] == "material"]
    for stage in tbl_benchmarks.STAGES:
        if (positions["stage"] == stage).any():
            yield from _benchmark(positions[positions["stage"] == stage], stage)
    missed, benchmarks = tbl_benchmarks.mostly_short(rows)
    counts = {
        "eu-benchmarks": (benchmarks, "EU benchmarks with materials on record"),
        "eu-benchmarks-missed": (missed, "of these, benchmarks that most materials miss"),
    }
    for name, (count, label) in counts.items():
        yield Fact(
            name,
            label,
            count,
            "benchmarks",
            text.count(count),
            FORMULAS[name],
            "benchmarks",
            positions,
        )
    weak = 100 * float(positions["evidence_tier"].eq("weak").mean())
    yield Fact(
        "eu-benchmarks-weak-share",
        "share of the materials' positions that rest on weak sources",
        weak,
        "%",
        text.percent(weak),
        FORMULAS["eu-benchmarks-weak-share"],
        "benchmarks",
        positions,
    )


def _benchmark(rows: pd.DataFrame, stage: str) -> Iterator[Fact]:
    """One benchmark: target, materials, and how many of them meet or miss it."""
    named = tbl_benchmarks.materials(rows)
    target = float(rows["target_pct"].iloc[0])
    where = tbl_benchmarks.STAGES[stage].lower()
    yield Fact(
        f"eu-{stage}-target",
        f"EU benchmark, {where}",
        target,
        "%",
        text.percent(target),
        "value of target_pct in the rows of processed/benchmarks.csv with scope material and stage "
        f"{stage}, as raw/benchmarks.csv takes it from the Critical Raw Materials Act",
        "benchmarks",
        rows,
    )
    for position, label in POSITIONS.items():
        chosen = named if position == "materials" else named[named["position"] == position]
        yield Fact(
            f"eu-{stage}-{NAMES.get(position, position)}",
            f"{label}, {where}",
            len(chosen),
            "materials",
            text.count(len(chosen)),
            _counted(stage, position),
            "benchmarks",
            rows,
        )


def _counted(stage: str, position: str) -> str:
    """How the materials of one position are counted."""
    rows = (
        "count of the different materials (subject) in the rows of processed/benchmarks.csv with "
        f"scope material, stage {stage} and a position other than no_position"
    )
    if position == "materials":
        return rows
    if position == "not_known":
        return f"{rows} whose rows say not_known or differ in their position. {POSITION}"
    return f"{rows} whose every row has the position {position}. {POSITION}"
