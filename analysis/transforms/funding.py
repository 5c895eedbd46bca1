"""What the money of stockpiles and funds came to, from proposal to purchase.

The raw rows of one programme overlap: totals, their parts, and the same sum reported again. They
are therefore never added. Per programme, kind of money and stage the largest documented amount
stands; a sum that reached a later stage has passed the earlier ones, so that the amount reached at
a stage is the largest documented there or later. Nothing found at a stage stays empty: it is not
zero. Ceilings of contracts are a right to order and no money, and are kept apart.
"""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from analysis.columns import column
from analysis.raw.intervals import last_days
from analysis.transforms.currency import in_usd
from analysis.transforms.provenance import evidence_tiers, join_columns, join_unique, strongest

STAGES = ("proposed", "announced", "approved", "committed", "disbursed", "purchased")
KINDS = ("public", "private", "ceiling")

# A budget that is appropriated stands where a loan that is approved stands.
STAGE_OF = {stage: stage for stage in STAGES} | {"appropriated": "approved"}

# What funding_scope.csv says of a row, and the kind of money it then is. `outside` rows are none.
KIND_OF = {"money": "public", "private": "private", "ceiling": "ceiling", "not_mineral": "public"}

CELL = ["programme_id", "kind", "stage"]
KIND_ORDER = pd.CategoricalDtype(KINDS, ordered=True)
STAGE_ORDER = pd.CategoricalDtype(STAGES, ordered=True)


class Funding(pa.DataFrameModel):
    """One programme, kind of money and stage."""

    programme_id: str = column("programme")
    programme: str = column("name of the programme")
    jurisdiction: str = column("jurisdiction, ISO 3166-1 alpha-3 codes and blocs, joined by |")
    purpose: str = column("what the programme does: stockpile, investment, mixed, market, ...")
    contained_in: str = column("programme whose money already holds this one's", nullable=True)
    kind: str = column("public money, private capital, or contract ceilings", isin=KINDS)
    stage: str = column("stage of the money; approved includes appropriated", isin=STAGES)
    documented_usd: float = column(
        "largest amount documented at this stage; empty: none found", "USD", nullable=True, gt=0
    )
    documented_on: str = column("date of that amount, as an interval", nullable=True)
    usd_basis: str = column("how it was converted", nullable=True)
    evidence: str = column("strongest tier behind that amount; quoted is weak", nullable=True)
    not_minerals_usd: float = column(
        "part of that amount documented as spent on other than critical minerals",
        "USD",
        nullable=True,
    )
    reached_usd: float = column(
        "largest amount documented at this stage or later", "USD", nullable=True, gt=0
    )
    reached_from: str = column("stage at which that amount is documented", nullable=True)
    reached_evidence: str = column("strongest tier behind the amount reached", nullable=True)
    source_ids: str = column("sources, joined by |")
    raw_keys: str = column("raw rows, joined by |")

    class Config:
        strict = True
        coerce = True
        ordered = True


class FundingTotals(pa.DataFrameModel):
    """Amounts reached, added over programmes that do not contain each other."""

    jurisdiction: str = column("jurisdiction, or `all`")
    scope: str = column("stockpile programmes alone, or all programmes", isin=("stockpile", "all"))
    kind: str = column("public money, private capital, or contract ceilings", isin=KINDS)
    stage: str = column("stage of the money; approved includes appropriated", isin=STAGES)
    programmes: int = column("programmes with an amount at this stage or later", "programmes", ge=0)
    reached_usd: float = column("sum of amounts reached; empty: none found", "USD", nullable=True)
    weak_usd: float = column("part of the sum that rests on weak evidence alone", "USD", ge=0)
    of_announced_pct: float = column("sum as a share of the sum announced", "%", nullable=True)
    source_ids: str = column("sources, joined by |", nullable=True)
    raw_keys: str = column("raw rows, joined by |", nullable=True)

    class Config:
        strict = True
        coerce = True
        ordered = True


def programme_funding(
    funding: pd.DataFrame,
    programmes: pd.DataFrame,
    funding_scope: pd.DataFrame,
    programme_scope: pd.DataFrame,
    rates: pd.DataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """Per programme, kind and stage the largest documented amount and the amount reached.

    Parameters: the raw tables stockpile_funding, stockpile_programmes, funding_scope,
    programme_scope, exchange_rates and sources, as known at the vintage.
    Returns `Funding`: every programme with its public money at all six stages, and private
    capital and ceilings where there are any; sorted by programme_id, kind and stage.
    Raises ProblemsError if a sum cannot be converted (see `in_usd`).
    """
    sums = _classified(funding, funding_scope, rates)
    grid = _grid(programmes, programme_scope, sums)
    cells = grid.merge(_largest(sums, evidence_tiers(sources)), on=CELL, how="left")
    return Funding.validate(_reached(cells)[list(Funding.to_schema().columns)])


def _classified(funding: pd.DataFrame, scope: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Funding rows that are money, with kind, ordered stage, dollars and all their sources."""
    about = scope.set_index("funding_id")
    treatment = funding["funding_id"].map(about["treatment"]).astype("str").fillna("money")
    rows = funding[treatment != "outside"]
    treatment = treatment[rows.index]
    money = in_usd(rows, rows["stage_on"], rates, "stockpile_funding.csv")
    also = rows["funding_id"].map(about["also_source_ids"])
    return rows.assign(
        treatment=treatment,
        kind=treatment.map(KIND_OF).astype(KIND_ORDER),
        stage=rows["stage"].map(STAGE_OF).astype(STAGE_ORDER),
        evidence_ids=[join_unique(pair) for pair in zip(rows["source_id"], also, strict=True)],
        usd=money["usd"],
        usd_basis=money["usd_basis"],
    )


def _grid(programmes: pd.DataFrame, scope: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """All stages of each programme's public money, and of the other kinds that it has."""
    public = programmes[["programme_id"]].assign(kind="public")
    pairs = pd.concat([public, sums[["programme_id", "kind"]].astype("str")]).drop_duplicates()
    pairs = pairs.assign(kind=pairs["kind"].astype(KIND_ORDER))
    stages = pd.DataFrame({"stage": pd.Categorical(STAGES, dtype=STAGE_ORDER)})
    about = programmes.merge(scope[["programme_id", "purpose", "contained_in"]], on="programme_id")
    return pairs.merge(about, on="programme_id").merge(stages, how="cross").sort_values(CELL)


def _largest(sums: pd.DataFrame, tiers: pd.Series) -> pd.DataFrame:
    """Per cell the largest amount, with every row that reports it."""
    candidates = sums[sums["usd"].notna() & (sums["treatment"] != "not_mineral")]
    top = candidates.groupby(CELL, observed=True)["usd"].transform("max")
    cells = (
        candidates[candidates["usd"] == top]
        .sort_values(["stage_on", "funding_id"])
        .groupby(CELL, observed=True, as_index=False)
        .agg(
            documented_usd=("usd", "first"),
            documented_on=("stage_on", "first"),
            usd_basis=("usd_basis", "first"),
            documented_ids=("evidence_ids", join_unique),
            documented_rows=("row_key", join_unique),
        )
    )
    evidence = cells["documented_ids"].map(lambda ids: strongest(ids, tiers))
    return cells.assign(evidence=evidence, not_minerals_usd=_not_minerals(cells, sums))


def _not_minerals(cells: pd.DataFrame, sums: pd.DataFrame) -> pd.Series:
    """What of each cell's amount is documented, up to its date, as other than minerals."""
    other = sums[sums["treatment"] == "not_mineral"]
    both = cells.reset_index().merge(other, on=CELL, suffixes=("", "_other"))
    inside = both[last_days(both["stage_on"]) <= last_days(both["documented_on"])]
    return inside.groupby("index")["usd"].sum().reindex(cells.index)


def _reached(cells: pd.DataFrame) -> pd.DataFrame:
    """Carry the largest later amount back to the stages that it must have passed."""
    backwards = cells.iloc[::-1]
    group = [backwards["programme_id"], backwards["kind"]]
    highest = backwards["documented_usd"].groupby(group, observed=True).cummax()
    own = backwards["documented_usd"].notna() & (backwards["documented_usd"] == highest)
    carried = backwards[["evidence", "documented_ids", "documented_rows"]].where(own)
    carried = carried.assign(usd=highest, stage=backwards["stage"].astype("str").where(own))
    carried = carried.groupby(group, observed=True).ffill()
    joined = backwards.assign(
        reached_usd=carried["usd"],
        reached_from=carried["stage"],
        reached_evidence=carried["evidence"],
        reached_ids=carried["documented_ids"],
        reached_rows=carried["documented_rows"],
    ).iloc[::-1]
    return joined.assign(
        source_ids=join_columns(joined, ["source_id", "documented_ids", "reached_ids"]),
        raw_keys=join_columns(joined, ["row_key", "documented_rows", "reached_rows"]),
    ).reset_index(drop=True)


def funding_totals(cells: pd.DataFrame) -> pd.DataFrame:
    """Amounts reached per jurisdiction, and over all of them, without counting money twice.

    Parameters: cells as `programme_funding` returns them.
    Returns `FundingTotals`, for stockpile programmes alone and for all programmes, sorted by
    scope, jurisdiction (`all` first), kind and stage. A programme contained in another is left out.
    Each sum is a floor: what is documented, at the largest single amount of each programme.
    """
    top = cells[cells["contained_in"].isna()]
    top = top.assign(
        kind=top["kind"].astype(KIND_ORDER),
        stage=top["stage"].astype(STAGE_ORDER),
        weak_usd=top["reached_usd"].where(top["reached_evidence"] == "weak"),
    )
    stockpiles = top[top["purpose"] == "stockpile"]
    parts = [
        part.assign(scope=scope, jurisdiction=jurisdiction)
        for scope, rows in (("all", top), ("stockpile", stockpiles))
        for part, jurisdiction in ((rows, "all"), (rows, rows["jurisdiction"]))
    ]
    return _totals(pd.concat(parts))


def _totals(rows: pd.DataFrame) -> pd.DataFrame:
    by = ["scope", "jurisdiction", "kind", "stage"]
    found = rows[rows["reached_usd"].notna()]
    evidence = found.groupby(by, observed=True).agg(
        source_ids=("source_ids", join_unique), raw_keys=("raw_keys", join_unique)
    )
    sums = rows.groupby(by, observed=True).agg(
        programmes=("reached_usd", "count"),
        reached_usd=("reached_usd", lambda amounts: amounts.sum(min_count=1)),
        weak_usd=("weak_usd", "sum"),
    )
    totals = sums.join(evidence).reset_index()
    at_start = totals["reached_usd"].where(totals["stage"] == "announced")
    announced = at_start.groupby([totals[name] for name in by[:3]], observed=True).transform("max")
    share = 100 * totals["reached_usd"] / announced
    totals = totals.assign(of_announced_pct=share.where(totals["stage"] >= "announced"))
    ordered = totals[list(FundingTotals.to_schema().columns)].sort_values(by, key=_all_first)
    return FundingTotals.validate(ordered.reset_index(drop=True))


def _all_first(values: pd.Series) -> pd.Series:
    return values.replace("all", "") if values.name == "jurisdiction" else values
