"""Where the European Union stands against the benchmarks of its Critical Raw Materials Act."""

from __future__ import annotations

import pandas as pd

from analysis.exhibits import blank
from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.table import Column, Table
from analysis.facts import text
from analysis.facts.labels import BENCHMARKS
from analysis.facts.processed import Processed
from analysis.transforms.benchmarks import (
    BENCHMARK,
    agreed,
    benchmark_summary,
    known_positions,
    mostly_short,
)

ID = "tbl-benchmarks"

POSITIONS = {"meets": "Meet it", "falls_short": "Miss it", "not_known": "Not known"}
WEIGHTS = (1.6, 3.0, 1.0)  # room for the materials of each position in print

MODEL = model(
    **taken("benchmarks", "stage", "kind", "target_pct", "target_year", "scope", "subject"),
    **taken("benchmarks", "position_low_pct", "position_high_pct", "position_year", "position"),
    **taken("benchmarks", "doubtful", "evidence_tier"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """Positions of the Union as a whole and of single materials."""
    rows = processed["benchmarks"]
    rows = rows[
        rows["scope"].isin(["aggregate", "material"]) & rows["stage"].isin(list(BENCHMARKS))
    ]
    order = rows["stage"].map(list(BENCHMARKS).index)
    by = ["order", "scope", "subject"]
    return rows.assign(order=order).sort_values(by, ignore_index=True)


def title(data: pd.DataFrame) -> str:
    summary, named = benchmark_summary(data), agreed(data)["subject"].nunique()
    where = _which(len(mostly_short(summary)), len(summary))
    if not named:
        return "No position of a material against the EU benchmarks is on record"
    return (
        f"{where} for {data['target_year'].max()} most materials measured fall short"
        f"{', on weak evidence' if weak_alone(data) else ''}; "
        f"{text.counted(named, 'material')} {'is' if named == 1 else 'are'} on record"
    )


def _which(short: int, benchmarks: int) -> str:
    """In how many of the benchmarks, without a number: single positions are too weak for one."""
    if short == 0:
        return "In no EU benchmark"
    return "In all EU benchmarks" if short == benchmarks else "In some EU benchmarks"


def weak_alone(data: pd.DataFrame) -> bool:
    """Whether any benchmark's materials are known from weak sources alone."""
    positions = known_positions(data)
    return bool(positions["evidence_tier"].eq("weak").groupby(positions["stage"]).all().any())


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Strategic raw materials by what is certain of their position against each benchmark of "
        "the Critical Raw Materials Act, per cent of annual use in the Union"
    )


def description(data: pd.DataFrame) -> str:
    named = agreed(data)
    parts = []
    for stage, kind, target in _benchmarks(data):
        rows = named[(named["stage"] == stage) & (named["kind"] == kind)]
        said = ", ".join(
            f"{words.lower()} {text.count(int((rows['position'] == position).sum()))}"
            for position, words in POSITIONS.items()
        )
        parts.append(f"{benchmark_name(stage, kind, target)}: {said}")
    listed = "; ".join(parts)
    return f"{title(data)}. {listed}." if listed else f"{title(data)}."


def note(data: pd.DataFrame) -> str:
    positions = data[data["scope"] == "material"]
    weak = positions[positions["evidence_tier"] == "weak"]
    caveat = ""
    if len(weak):
        single = int(weak["source_ids"].value_counts().iloc[0])
        caveat = (
            f" Of {text.count(len(positions))} positions {text.count(len(weak))} rest on weak "
            f"sources, {text.count(single)} of them on one document."
        )
    return (
        "The targets bind the list as a whole, the limit each material: the counts show where "
        f"gaps lie. A bound counts only where it decides.{caveat}"
    )


def _benchmarks(data: pd.DataFrame) -> list[tuple[str, str, float]]:
    """The benchmarks in the order of `BENCHMARKS`."""
    return list(data[BENCHMARK].drop_duplicates().itertuples(index=False, name=None))


def benchmark_name(stage: str, kind: str, target_pct: float) -> str:
    """`Extraction, at least 10%`."""
    side = "at least" if kind == "target" else "at most"
    return f"{BENCHMARKS[stage]}, {side} {text.percent(target_pct)}"


def table(data: pd.DataFrame) -> Table:
    """One row per benchmark, the materials by what is certain of them."""
    columns = (
        Column("benchmark", "Benchmark", weight=1.4),
        Column("whole", "Union as a whole", weight=1.1),
        *(
            Column(position, words, weight=weight)
            for (position, words), weight in zip(POSITIONS.items(), WEIGHTS, strict=True)
        ),
    )
    if data.empty:
        return blank.no_rows(columns)
    return Table(pd.DataFrame([_row(data, *each) for each in _benchmarks(data)]), columns)


def _row(data: pd.DataFrame, stage: str, kind: str, target: float) -> dict[str, str]:
    """The cells of one benchmark."""
    own = data[(data["stage"] == stage) & (data["kind"] == kind) & (data["target_pct"] == target)]
    named = agreed(own)
    wholes = own[(own["scope"] == "aggregate") & (own["position"] != "no_position")]
    return {
        "benchmark": benchmark_name(stage, kind, target),
        "whole": "; ".join(whole(row) for row in wholes.itertuples()) or "Not known",
        **{position: _names(named, position) for position in POSITIONS},
    }


def _names(named: pd.DataFrame, position: str) -> str:
    """How many materials have this position, and which."""
    subjects = sorted(named.loc[named["position"] == position, "subject"])
    return f"{len(subjects)}: {', '.join(subjects)}" if subjects else text.EN_DASH


def whole(row: object) -> str:
    """The position of the list as a whole: `3% in 2023, doubtful`."""
    low, high = getattr(row, "position_low_pct"), getattr(row, "position_high_pct")  # noqa: B009
    if pd.isna(high):
        share = f"at least {text.percent(low)}"
    elif pd.isna(low):
        share = f"at most {text.percent(high)}"
    else:
        share = text.span(text.percent(low), text.percent(high))
    year = getattr(row, "position_year")  # noqa: B009
    dated = "" if pd.isna(year) else f" in {year:.0f}"
    return f"{share}{dated}{', doubtful' if getattr(row, 'doubtful') else ''}"  # noqa: B009
