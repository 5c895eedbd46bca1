"""The European benchmarks: facts on how many materials meet them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import tbl_benchmarks, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed

POSITIONS = {
    "materials": "materials held against the benchmark",
    "meets": "materials that are certain to meet it",
    "falls_short": "materials that are certain to miss it",
    "not_known": "materials of which it cannot be said",
}
NAMES = {"meets": "meet", "falls_short": "miss", "not_known": "unknown"}


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
            "count of benchmarks; missed by most: more than half of the materials fall short",
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
        "positions from weak sources over all positions of materials",
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
        "as the Critical Raw Materials Act says",
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
            "count of materials by what all their positions agree on",
            "benchmarks",
            rows,
        )
