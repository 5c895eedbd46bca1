"""The programmes and agreements to stockpile: how far their money came, and what they name."""

from __future__ import annotations

import pandas as pd

from analysis.transforms.buffer import ANALYST_UNIT
from analysis.transforms.funding import AGREED
from analysis.transforms.provenance import join_unique

PURPOSES = ("stockpile", "mixed", "cooperation")
"""Programmes that only invest or match buyers and sellers keep no material."""

BASES = ("held", "contract", "target")


def materials(stocks: pd.DataFrame) -> pd.DataFrame:
    """What programmes hold, have ordered or aim at.

    Parameters: a `Stocks` frame. An analyst's estimate stands among the aims, but nobody aims at
    it.
    """
    return stocks[stocks["basis"].isin(BASES) & (stocks["unit"] != ANALYST_UNIT)]


def stockpile_programmes(funding: pd.DataFrame, stocks: pd.DataFrame) -> pd.DataFrame:
    """One row per programme that stockpiles, or may come to.

    Parameters: `funding` and `stocks`, frames of `Funding` and `Stocks`.
    Returns, by purpose and the largest announced first, programme_id, programme, jurisdiction,
    purpose; for each stage of `AGREED` an amount such as announced_usd (USD, public, the largest
    documented at this stage or later) and its evidence such as announced_evidence; has_held,
    has_contract, has_target (bool: such material is on record); source_ids, raw_keys.
    """
    public = funding[(funding["kind"] == "public") & funding["purpose"].isin(PURPOSES)]
    named = materials(stocks)
    usd = _by_stage(public, "reached_usd").astype("float64").add_suffix("_usd")
    tiers = _by_stage(public, "reached_evidence").add_suffix("_evidence")
    about = public.groupby("programme_id")[["programme", "jurisdiction", "purpose"]].first()
    rows = about.join([usd, tiers])
    behind = pd.concat([public, named])[["programme_id", "source_ids", "raw_keys"]]
    rows = rows.join(behind.groupby("programme_id").agg(join_unique))
    for basis in BASES:
        rows[f"has_{basis}"] = rows.index.isin(named.loc[named["basis"] == basis, "programme_id"])
    rows = rows.reset_index().assign(order=rows["purpose"].map(PURPOSES.index).to_numpy())
    by = ["order", "announced_usd", "programme_id"]
    ordered = rows.sort_values(by, ascending=[True, False, True], ignore_index=True)
    return ordered.drop(columns="order")


def _by_stage(funding: pd.DataFrame, values: str) -> pd.DataFrame:
    """One column of the funding with a row per programme and a column per stage."""
    wide = funding.pivot_table(
        index="programme_id", columns="stage", values=values, aggfunc="first"
    )
    return wide.reindex(columns=list(AGREED))
