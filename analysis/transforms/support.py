"""Public support to projects: loans, equity, grants, tax credits, floors and purchase promises.

A row counts if `counts_in_total` says so; superseded awards and second reports of the same money do
not. Stages are apart: what is announced is not yet bound, what is bound is not yet paid. Purchase
promises and floors are shown with the sums that are stated, and never added to money given. The
stockpile's own purchase contracts also appear in its funding: the two tables are never added.
"""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.currency import in_usd
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import evidence_tiers, join_columns, join_unique

STAGES = ("announced", "committed", "disbursed")
CAPITALS = ("public", "mixed", "private")

# Instruments that move money to the project. The others promise a purchase or a price.
MONEY = ("grant", "tax_credit", "equity", "loan", "guarantee")
PROMISES = ("offtake", "price_floor")
INSTRUMENTS = (*MONEY, *PROMISES)

ALL_MONEY = "all_money"


class Support(Evidenced):
    """One support to one project that counts in a total."""

    support_id: str = column("support", unique=True)
    project_id: str = column("plant or phase")
    project: str = column("name of the project")
    country: str = column("country of the site, ISO 3166-1 alpha-3")
    chain_stage: str = column("step of the value chain")
    funder: str = column("who gives it")
    jurisdiction: str = column("jurisdiction of the funder, codes joined by |")
    capital: str = column("public, or mixed with private capital", isin=CAPITALS)
    instrument: str = column("kind of support", isin=INSTRUMENTS)
    stage: str = column("how far it has come", isin=STAGES)
    announced_on: str = column("date, as an interval")
    amount_usd: float = column("amount; empty: not stated", "USD", nullable=True, ge=0)
    usd_basis: str = column("how it was converted", nullable=True)
    evidence: str = column("tier of the source; quoted is weak")


class SupportTotals(Evidenced):
    """Support of one jurisdiction by instrument and stage."""

    jurisdiction: str = column("jurisdiction of the funders, or `all`")
    instrument: str = column(
        "kind of support, or `all_money`: grants, tax credits, equity, loans and guarantees",
        isin=(ALL_MONEY, *INSTRUMENTS),
    )
    stage: str = column("how far it has come", isin=STAGES)
    supports: int = column("supports", "supports", ge=0)
    projects: int = column("projects that get them", "projects", ge=0)
    without_amount: int = column("supports of which no amount is stated", "supports", ge=0)
    amount_usd: float = column("sum of the stated amounts", "USD", nullable=True, ge=0)
    mixed_usd: float = column("part given together with private capital", "USD", ge=0)
    weak_usd: float = column("part that rests on weak evidence", "USD", ge=0)


def public_support(
    support: pd.DataFrame,
    funders: pd.DataFrame,
    projects: pd.DataFrame,
    rates: pd.DataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """Every support that counts, in US dollars, with the funder's jurisdiction.

    Parameters: the raw tables project_support, support_funders, projects, exchange_rates and
    sources, as known at the vintage. A support whose project is not known yet is left out.
    Returns `Support`, sorted by jurisdiction, project_id and support_id.
    Raises ProblemsError if a sum cannot be converted (see `in_usd`).
    """
    counted = support[support["counts_in_total"] == "yes"]
    plants = projects.set_index("project_id")[["name", "country", "stage"]]
    plants = plants.rename(columns={"name": "project", "stage": "chain_stage"})
    rows = counted.join(plants, on="project_id", how="inner")
    rows = rows.merge(funders[["funder", "jurisdiction", "capital"]], on="funder", how="left")
    money = in_usd(rows, rows["announced_on"], rates, "project_support.csv")
    rows = rows.assign(
        amount_usd=money["usd"],
        usd_basis=money["usd_basis"],
        evidence=rows["source_id"].map(evidence_tiers(sources)),
        source_ids=join_columns(rows, ["source_id"]),
        raw_keys=join_columns(rows, ["row_key"]),
    )[rows["capital"] != "private"]
    ordered = rows.sort_values(["jurisdiction", "project_id", "support_id"], ignore_index=True)
    return Support.validate(ordered[list(Support.to_schema().columns)])


def support_totals(supports: pd.DataFrame) -> pd.DataFrame:
    """Support by jurisdiction (and over all), instrument (and all money) and stage.

    Parameters: supports as `public_support` returns them.
    Returns `SupportTotals`, only what occurs, sorted by jurisdiction (`all` first), instrument and
    stage in their order above. Sums are floors: supports without an amount are counted beside.
    """
    amount = supports["amount_usd"]
    rows = supports.assign(
        mixed=amount.where(supports["capital"] == "mixed"),
        weak=amount.where(supports["evidence"] == "weak"),
        unstated=amount.isna(),
    )
    money = rows[rows["instrument"].isin(MONEY)].assign(instrument=ALL_MONEY)
    both = pd.concat([rows, money])
    totals = _totals(pd.concat([both, both.assign(jurisdiction="all")]))
    order = {name: place for place, name in enumerate(("all", ALL_MONEY, *INSTRUMENTS, *STAGES))}
    ranked = totals.sort_values(
        ["jurisdiction", "instrument", "stage"],
        key=lambda names: names.map(lambda name: (order.get(name, len(order)), name)),
        ignore_index=True,
    )
    return SupportTotals.validate(ranked[list(SupportTotals.to_schema().columns)])


def _totals(rows: pd.DataFrame) -> pd.DataFrame:
    grouped = rows.groupby(["jurisdiction", "instrument", "stage"])
    return grouped.agg(
        supports=("support_id", "size"),
        projects=("project_id", "nunique"),
        without_amount=("unstated", "sum"),
        amount_usd=("amount_usd", lambda amounts: amounts.sum(min_count=1)),
        mixed_usd=("mixed", "sum"),
        weak_usd=("weak", "sum"),
        source_ids=("source_ids", join_unique),
        raw_keys=("raw_keys", join_unique),
    ).reset_index()
