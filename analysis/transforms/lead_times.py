"""How long each step takes: the time needed, beside the time that a stockpile buys."""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import TIERS, evidence_tiers, joined_by

KINDS = ("observed", "planned", "legal")
"""What a company plans, and what a law allows at most, does not show how long a step takes."""

STAGE_ORDER = (
    "mine",
    "permit",
    "refinery",
    "separation",
    "magnet_plant",
    "qualification",
    "licence",
)


class StageTimes(Evidenced):
    """Years that one stage takes, from all rows of one kind."""

    stage: str = column("what is built or granted")
    kind: str = column("observed, planned by a company, or allowed by law", isin=KINDS)
    years_low: float = column("shortest of the rows", "years", ge=0)
    years_typical: float = column("median of the rows", "years", nullable=True, ge=0)
    years_high: float = column("longest of the rows", "years", ge=0)
    n_rows: int = column("rows that were read", "rows", ge=1)
    n_typical: int = column("of these, rows with a typical value", "rows", ge=0)
    n_sources: int = column("documents behind them", "documents", ge=1)
    evidence_tier: str = column("strength of the strongest document", isin=TIERS)


def lead_times(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The shortest, median and longest time of each stage, by kind of evidence.

    Parameters:
        rows: stage, kind, years_low, years_typical, years_high, source_id, row_key.
        sources: source_id, tier, access.

    Returns a `StageTimes` frame, ordered along the value chain, observed first. The rows of a stage
    count from different events (discovery, decision, start of works), so the range is one of
    documents and not of plants; the steps stand in the raw rows.
    """
    bounds = ["years_low", "years_typical", "years_high"]
    known = rows[rows[bounds].notna().any(axis=1)]
    tiers = known["source_id"].map(evidence_tiers(sources)).map(TIERS.index)
    frame = known.assign(
        shortest=known[bounds].min(axis=1),
        longest=known[bounds].max(axis=1),
        tier=tiers,
    )
    keys = ["stage", "kind"]
    result = frame.groupby(keys).agg(
        years_low=("shortest", "min"),
        years_typical=("years_typical", "median"),
        years_high=("longest", "max"),
        n_rows=("stage", "size"),
        n_typical=("years_typical", "count"),
        n_sources=("source_id", "nunique"),
        tier=("tier", "min"),
    )
    result["evidence_tier"] = result.pop("tier").map(dict(enumerate(TIERS)))
    result = result.join(joined_by(frame, keys, "source_id").rename("source_ids"))
    result = result.join(joined_by(frame, keys, "row_key").rename("raw_keys")).reset_index()
    order = {"stage": STAGE_ORDER, "kind": KINDS}
    result = result.sort_values(keys, key=lambda texts: texts.map(order[texts.name].index))
    result = result.reset_index(drop=True)
    return StageTimes.validate(result[list(StageTimes.to_schema().columns)])
