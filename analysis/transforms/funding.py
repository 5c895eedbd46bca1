"""What the money of stockpiles and funds came to, from proposal to purchase.

The raw rows of one programme overlap: totals, their parts, and the same sum reported again. They
are therefore never added. Per programme, kind of money and stage the largest documented amount
stands; a sum that reached a later stage has passed the earlier ones, so that the amount reached at
a stage is the largest documented there or later. Nothing found at a stage stays empty: it is not
zero. Ceilings of contracts are a right to order and no money, and are kept apart.
"""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import last_days
from analysis.transforms.currency import in_usd
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import (
    STRONG,
    evidence_tiers,
    join_columns,
    join_unique,
    strongest,
)

STAGES = ("proposed", "announced", "approved", "committed", "disbursed", "purchased")
KINDS = ("public", "private", "ceiling")

AGREED = STAGES[1:]
"""The stages at which money counts: a proposal is none yet."""

PARTS = ("all", "strong", "weak")
"""All amounts, those that a primary or reputable source documents, and those that none does."""

# A budget that is appropriated stands where a loan that is approved stands.
STAGE_OF = {stage: stage for stage in STAGES} | {"appropriated": "approved"}

# What funding_scope.csv says of a row, and the kind of money it then is. `outside` rows are none.
KIND_OF = {"money": "public", "private": "private", "ceiling": "ceiling", "not_mineral": "public"}

CELL = ["programme_id", "kind", "stage"]
KIND_ORDER = pd.CategoricalDtype(KINDS, ordered=True)
STAGE_ORDER = pd.CategoricalDtype(STAGES, ordered=True)


class Funding(Evidenced):
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


class StockpileTotals(Evidenced):
    """The public money of all stockpile programmes at one stage, by strength of evidence."""

    stage: str = column("stage of the money; approved includes appropriated", isin=AGREED)
    evidence: str = column("all amounts, or those of strong or of weak sources", isin=PARTS)
    programmes: int = column("programmes with such an amount", "programmes", ge=1)
    reached_usd: float = column("sum of the amounts reached", "USD", gt=0)
    of_announced_pct: float = column("sum as a share of all that is announced", "%", ge=0)


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


def stockpile_money(cells: pd.DataFrame) -> pd.DataFrame:
    """The public money of stockpile programmes, nothing counted twice.

    Parameters: cells as `programme_funding` returns them.
    Returns those with an amount reached at a stage of `AGREED`, by stage and the largest first. A
    programme contained in another is left out.
    """
    rows = cells[
        (cells["purpose"] == "stockpile")
        & (cells["kind"] == "public")
        & cells["contained_in"].isna()
        & cells["stage"].isin(AGREED)
        & cells["reached_usd"].notna()
    ]
    rows = rows.assign(order=rows["stage"].map(STAGES.index))
    ordered = rows.sort_values(["order", "reached_usd"], ascending=[True, False], ignore_index=True)
    return ordered.drop(columns="order")


def is_strong(money: pd.DataFrame) -> pd.Series:
    """Whether a primary or reputable source documents each amount reached."""
    return money["reached_evidence"].isin(STRONG)


def total_usd(money: pd.DataFrame, stage: str) -> float:
    """The sum of what reached a stage, in USD; 0 if nothing is documented.

    Parameters: money as `stockpile_money` returns it, or some of its rows.
    """
    return float(money.loc[money["stage"] == stage, "reached_usd"].sum())


def minerals_usd(money: pd.DataFrame, stage: str) -> float:
    """`total_usd` without what is documented as spent on other than critical minerals.

    An amount that was documented at a later stage has its other materials there.
    """
    there = money[money["stage"] == stage]
    own = money.set_index(["programme_id", "stage"])["not_minerals_usd"]
    place = pd.MultiIndex.from_frame(there[["programme_id", "reached_from"]])
    other = own.reindex(place).fillna(0).to_numpy()
    return float((there["reached_usd"] - other).sum())


def stockpile_totals(cells: pd.DataFrame) -> pd.DataFrame:
    """The public money of stockpiles by stage, and how much of it strong and weak sources tell.

    Parameters: cells as `programme_funding` returns them.
    Returns `StockpileTotals`, in the order of `AGREED` and `PARTS`; what nothing is known of has no
    row. Each sum is a floor: what is documented, at the largest single amount of each programme.
    """
    money = stockpile_money(cells)
    announced = total_usd(money, "announced")
    parts = zip(PARTS, (money, money[is_strong(money)], money[~is_strong(money)]), strict=True)
    rows = [
        {
            "stage": stage,
            "evidence": name,
            "programmes": rows["programme_id"].nunique(),
            "reached_usd": total_usd(rows, stage),
            "of_announced_pct": 100 * total_usd(rows, stage) / announced,
            "source_ids": join_unique(rows["source_ids"]),
            "raw_keys": join_unique(rows["raw_keys"]),
        }
        for name, part in parts
        for stage, rows in part.groupby("stage")
    ]
    frame = pd.DataFrame(rows, columns=list(StockpileTotals.to_schema().columns))
    order = {word: place for place, word in enumerate((*AGREED, *PARTS))}
    frame = frame.sort_values(["stage", "evidence"], key=lambda words: words.map(order))
    return StockpileTotals.validate(frame.reset_index(drop=True))
