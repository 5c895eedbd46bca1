"""Where the European Union stands against its benchmarks for 2030.

The Act sets three targets for all strategic raw materials together (10 % extraction, 40 %
processing, 25 % recycling of annual use) and one limit for each of them (65 % from one country).
Most known positions are of single materials and many are bounds; a bound stays a bound.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.bounds import interval_of
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import TIERS, evidence_tiers, join_unique

KINDS = ("target", "limit")
"""Raw rows of these kinds stand against the adopted Act; of a limit, less is better."""

WHOLE_LIST = "strategic raw materials together"

POSITIONS = ("meets", "falls_short", "not_known", "no_position")
"""meets, falls_short: certain from the value or its bounds; not_known: the bounds allow both;
no_position: a target without a position."""

SCOPES = ("aggregate", "group", "material")

BENCHMARK = ["stage", "kind", "target_pct"]
"""What one benchmark is."""

POSITION_COUNTS = {"n_meet": "meets", "n_fall_short": "falls_short", "n_not_known": "not_known"}
"""The columns of the summary that count materials by what is certain of them."""


class BenchmarkPositions(Evidenced):
    """One EU benchmark, for all strategic materials together or for one of them."""

    benchmark_id: str = column("benchmark", unique=True)
    stage: str = column("step of the value chain")
    metric: str = column("what is measured")
    scope: str = column(
        "all strategic materials together, an unnamed group, or one material", isin=SCOPES
    )
    subject: str = column("material, or the whole list")
    kind: str = column("a target is to be reached, a limit not passed", isin=KINDS)
    target_pct: float = column("target or limit", "%", ge=0, le=100)
    target_year: int = column("year of the target", "year")
    position_low_pct: float = column("lower bound of the position", "%", nullable=True, ge=0)
    position_high_pct: float = column("upper bound of the position", "%", nullable=True, ge=0)
    position_year: float = column("year of the position", "year", nullable=True)
    gap_low_pp: float = column(
        "least distance to the target; 0 or less is met", "pp", nullable=True
    )
    gap_high_pp: float = column("largest distance to the target", "pp", nullable=True)
    position: str = column("what can be said for certain", isin=POSITIONS)
    doubtful: bool = column("the position is in doubt")
    note: str = column("remarks of the raw row", nullable=True)
    evidence_tier: str = column("strength of the source", isin=TIERS)


class BenchmarkSummary(Evidenced):
    """Materials counted against one benchmark."""

    stage: str = column("step of the value chain that it concerns")
    kind: str = column("a target is to be reached, a limit not passed", isin=KINDS)
    target_pct: float = column("target or limit", "%", ge=0, le=100)
    n_materials: int = column("materials with a position", "materials", ge=0)
    n_meet: int = column("of these, certain to meet it", "materials", ge=0)
    n_fall_short: int = column("certain to fall short", "materials", ge=0)
    n_not_known: int = column("whose bounds allow both", "materials", ge=0)
    n_positions: int = column("positions of these materials", "positions", ge=0)
    n_weak: int = column("of these, positions that rest on weak sources", "positions", ge=0)


def benchmarks(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The position of the European Union against each of its benchmarks for 2030.

    Parameters:
        rows: the raw table of benchmarks.
        sources: source_id, tier, access.

    Returns `BenchmarkPositions`, ordered by stage, scope and benchmark_id. Proposals that the
    adopted Act replaced, counts that are no percentages and indicators without a target are left
    out.

    Method: the position is an interval, from baseline_pct, bound, low_pct and high_pct. For a
    target the gap is target less position, for a limit position less limit; the side that a bound
    leaves open gives no gap. Met or not is said only where the whole interval lies on one side; a
    bound that touches the target decides as sources mean it: an upper one ("below target") falls
    short, a lower one ("target met") meets it.
    """
    kept = rows[_is_position_or_target(rows)].reset_index(drop=True)
    interval = interval_of(kept["baseline_pct"], kept["bound"], kept["low_pct"], kept["high_pct"])
    limit = kept["kind"] == "limit"
    towards = np.where(limit, -1.0, 1.0)
    near = interval["low"].where(limit, interval["high"])
    far = interval["high"].where(limit, interval["low"])
    frame = kept.assign(
        subject=kept["subject"].fillna(WHOLE_LIST),
        position_low_pct=interval["low"],
        position_high_pct=interval["high"],
        position_year=kept["baseline_year"],
        gap_low_pp=towards * (kept["target_pct"] - near),
        gap_high_pp=towards * (kept["target_pct"] - far),
        doubtful=kept["doubtful"].fillna(False).astype(bool),
        evidence_tier=kept["source_id"].map(evidence_tiers(sources)),
        source_ids=kept["source_id"],
        raw_keys=kept["row_key"],
    )
    frame["position"] = _position(frame)
    frame = frame.sort_values(["stage", "scope", "benchmark_id"]).reset_index(drop=True)
    return BenchmarkPositions.validate(frame[list(BenchmarkPositions.to_schema().columns)])


def _is_position_or_target(rows: pd.DataFrame) -> pd.Series:
    """Rows of the Union that stand against a target of the adopted Act."""
    return (rows["jurisdiction"] == "EU") & rows["target_pct"].notna() & rows["kind"].isin(KINDS)


def _position(frame: pd.DataFrame) -> np.ndarray:
    """Whether each row meets its target, from its gaps; an open side decides nothing."""
    below = frame["position_low_pct"].isna()
    touches = frame["gap_low_pp"] == 0
    short = (frame["gap_low_pp"] > 0) | (below & touches & (frame["kind"] == "target"))
    meets = frame["gap_high_pp"] <= 0
    none = frame["position_low_pct"].isna() & frame["position_high_pct"].isna()
    return np.select([none, short, meets], ["no_position", "falls_short", "meets"], "not_known")


def known_positions(positions: pd.DataFrame) -> pd.DataFrame:
    """The positions of single materials, of which something is known."""
    return positions[(positions["scope"] == "material") & (positions["position"] != "no_position")]


def agreed(positions: pd.DataFrame) -> pd.DataFrame:
    """One row per benchmark and material: what all its positions agree on.

    Parameters: `positions`, a `BenchmarkPositions` frame.
    Returns stage, kind, target_pct, subject, position. Positions that differ make it not known.
    """
    by_material = known_positions(positions).groupby([*BENCHMARK, "subject"], sort=False)
    said = by_material["position"].agg(lambda given: given.iloc[0] if len(set(given)) == 1 else "")
    return said.replace("", "not_known").reset_index()


def benchmark_summary(positions: pd.DataFrame) -> pd.DataFrame:
    """How many materials meet each benchmark, for certain.

    Parameters: `positions`, a `BenchmarkPositions` frame.
    Returns a `BenchmarkSummary` frame ordered by stage and target. A material with several
    positions counts once per benchmark: as meeting or falling short only if all of them agree. The
    targets bind the whole list and not each material; the count says where the gaps lie.
    """
    materials = agreed(positions).groupby(BENCHMARK)["position"]
    known = known_positions(positions)
    rows = known.assign(weak=known["evidence_tier"] == "weak").groupby(BENCHMARK)
    counts = {
        name: materials.agg(lambda said, position=position: int((said == position).sum()))
        for name, position in POSITION_COUNTS.items()
    }
    frame = pd.DataFrame(
        {
            "n_materials": materials.size(),
            **counts,
            "n_positions": rows.size(),
            "n_weak": rows["weak"].sum(),
            "source_ids": rows["source_ids"].agg(join_unique),
            "raw_keys": rows["raw_keys"].agg(join_unique),
        }
    ).reset_index()
    return BenchmarkSummary.validate(frame[list(BenchmarkSummary.to_schema().columns)])


def mostly_short(summary: pd.DataFrame) -> pd.DataFrame:
    """The benchmarks that more than half of their materials are certain to miss.

    Parameters: `summary`, a `BenchmarkSummary` frame.
    """
    return summary[summary["n_fall_short"] > summary["n_materials"] / 2]
