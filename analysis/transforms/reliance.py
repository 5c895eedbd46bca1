"""How far a country leans on imports of a mineral, and on whom: the newest year on record."""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import TIERS, evidence_tiers, join_columns

NUMBERS = ["net_import_reliance_pct", "main_supplier_share_pct"]


class Reliance(Evidenced):
    """The newest figures of one mineral in one country or bloc."""

    mineral: str = column("mineral or product")
    jurisdiction: str = column("importing country or bloc, ISO 3166-1 alpha-3 code")
    year: float = column("year of the figures; empty: not stated", "year", nullable=True)
    net_import_reliance_pct: float = column("net imports in consumption", "%", nullable=True)
    nir_qualifier: str = column("> or < before that share, E for net exports", nullable=True)
    main_supplier: str = column("country that supplies most", nullable=True)
    main_supplier_share_pct: float = column("share of that country", "%", nullable=True)
    evidence_tier: str = column("strength of the source", isin=TIERS)


def reliance(trade: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The newest year of each mineral and country for which a share is on record.

    Parameters: the raw tables trade_reliance and sources. Returns `Reliance`, ordered by
    jurisdiction and mineral. Of several rows of one year the first stands; undated ones come last.
    """
    known = trade[trade[NUMBERS].notna().any(axis=1)]
    newest = known.sort_values("year", ascending=False, na_position="last", kind="stable")
    newest = newest.drop_duplicates(["mineral", "jurisdiction"])
    rows = newest.assign(
        evidence_tier=newest["source_id"].map(evidence_tiers(sources)),
        source_ids=join_columns(newest, ["source_id"]),
        raw_keys=join_columns(newest, ["row_key"]),
    ).sort_values(["jurisdiction", "mineral"], ignore_index=True)
    return Reliance.validate(rows[list(Reliance.to_schema().columns)])
