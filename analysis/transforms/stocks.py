"""What stockpiles hold, sought, ordered or aim at, in one unit of weight or of time.

Targets, searches, contracts and stocks are four different things and stay apart. A weight whose
ton is not stated is not converted, and days of one country's use are no days of another's.
"""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import evidence_tiers, join_columns
from analysis.transforms.quantities import KG_PER_TONNE
from analysis.transforms.units import factors

# From what is in the store to what is only wished for.
BASES = {
    "holding": "held",
    "contract": "contract",
    "solicitation": "solicitation",
    "target": "target",
}


class Stocks(Evidenced):
    """One material of one programme on one basis."""

    content_id: str = column("row of the stockpile's contents", unique=True)
    programme_id: str = column("programme")
    programme: str = column("name of the programme")
    jurisdiction: str = column("jurisdiction, codes joined by |")
    mineral: str = column("mineral or minerals, joined by |")
    coverage: str = column("the source's words where they say more", nullable=True)
    form: str = column("form of the material", nullable=True)
    basis: str = column("held, contract, solicitation or target", isin=list(BASES.values()))
    as_of: str = column("when this was so, as an interval", nullable=True)
    quantity: float = column("quantity as stated", "unit", nullable=True, ge=0)
    unit: str = column("unit as stated", nullable=True)
    quantity_t: float = column("weight; empty if no weight or ton not stated", "t", nullable=True)
    cover_days: float = column("days of use; empty if no time", "d", nullable=True)
    value_usd: float = column("value as stated", "USD", nullable=True, ge=0)
    evidence: str = column("tier of the source; quoted is weak")
    note: str = column("remarks of the source", nullable=True)


def stocks(
    contents: pd.DataFrame,
    programmes: pd.DataFrame,
    conversions: pd.DataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """Every material of every programme, with its weight in tonnes or its cover in days.

    Parameters: the raw tables stockpile_contents, stockpile_programmes, unit_conversions and
    sources, as known at the vintage. Rows of a programme not known yet are left out.
    Returns `Stocks`, sorted by programme_id, basis (held first), mineral and content_id.
    Rows of one material can repeat one order: they are never added.
    """
    about = programmes.set_index("programme_id")[["programme", "jurisdiction"]]
    rows = contents.join(about, on="programme_id", how="inner")
    kg = rows["quantity"] * _factor(rows, conversions, "kg")
    placed = rows.assign(
        basis=rows["basis"].map(BASES),
        quantity_t=kg / KG_PER_TONNE,
        cover_days=rows["quantity"] * _factor(rows, conversions, "days"),
        evidence=rows["source_id"].map(evidence_tiers(sources)),
        source_ids=join_columns(rows, ["source_id"]),
        raw_keys=join_columns(rows, ["row_key"]),
    )
    order = list(BASES.values())
    ordered = placed.sort_values(
        ["programme_id", "basis", "mineral", "content_id"],
        key=lambda values: values.map(order.index) if values.name == "basis" else values,
        ignore_index=True,
    )
    return Stocks.validate(ordered[list(Stocks.to_schema().columns)])


def _factor(rows: pd.DataFrame, conversions: pd.DataFrame, unit: str) -> pd.Series:
    return factors(conversions, rows["unit"], pd.Series(unit, index=rows.index, dtype="str"))
