"""Is it enough: capacity outside China beside the demand in the same places."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.core.columns import column
from analysis.core.problems import Problem, ProblemsError
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_unique
from analysis.transforms.quantities import TONNES_PER_UNIT
from analysis.transforms.statuses import STOPPED

COVER = "supply_coverage"

RUNNING = ("operating", "commissioning")
"""Plants that may make something: whose output nobody tells."""


class CapacityNeed(Evidenced):
    """Capacity of one product in some countries, beside the demand there."""

    product: str = column("material and form; only equal products are added")
    stage: str = column("step of the value chain")
    jurisdiction: str = column("where the demand is, in codes")
    place: str = column("where the demand is, as prose names it")
    year: int = column("year of the demand", "year")
    measure: str = column("what kind of demand")
    basis: str = column("actual, estimate or projection")
    demand_t: float = column("demand", "t/yr", nullable=True, ge=0)
    operating_t_per_year: float = column("firm capacity operating", "t/yr", nullable=True, ge=0)
    live_t_per_year: float = column("firm capacity not stopped", "t/yr", nullable=True, ge=0)
    n_unknown: int = column("plants there not stopped, capacity unknown", "projects", ge=0)
    n_running_unknown: int = column("of these, operating or starting up", "projects", ge=0)
    typical_t_per_year: float = column(
        "median capacity of the plants of this product that operate or start up",
        "t/yr",
        nullable=True,
        ge=0,
    )
    wide_t_per_year: float = column(
        "capacity operating or starting up, plants of unknown size at the median",
        "t/yr",
        nullable=True,
        ge=0,
    )
    operating_cover_pct: float = column("operating capacity over demand", "%", nullable=True, ge=0)
    wide_cover_pct: float = column(
        "capacity operating or starting up, with unknown sizes, over demand",
        "%",
        nullable=True,
        ge=0,
    )
    live_cover_pct: float = column("capacity not stopped over demand", "%", nullable=True, ge=0)
    stated_cover_pct: float = column("cover as a source states it", "%", nullable=True, ge=0)
    coverage: str = column("what the demand covers, in the words of the table", nullable=True)
    reason: str = column("why the two may be compared")


def capacity_need(
    capacity_needs: pd.DataFrame, demand: pd.DataFrame, capacity: pd.DataFrame
) -> pd.DataFrame:
    """Capacity of a product in some countries beside the demand that the source puts there.

    Parameters:
        capacity_needs: product, stage, demand_id, place, countries (|-separated codes), reason,
            row_key: the comparisons that are like for like, chosen one by one.
        demand: demand_id, coverage, jurisdiction, year, quantity, unit, measure, basis,
            source_id, row_key.
        capacity: a `ProjectCapacity` frame.

    Returns a `CapacityNeed` frame ordered by stage, product, jurisdiction and year. Where a source
    states the cover as a percentage and not the tonnes, that percentage stands alone. Of the plants
    there, the narrow reading counts those that operate and whose size is known; the wide one also
    those that start up, and takes plants of unknown size for the median one of their product.

    Raises ProblemsError for a comparison whose demand is not in tonnes or kilograms, because
    oxide, metal and magnets must not be divided by each other.
    """
    rows = capacity_needs.merge(demand, on="demand_id", suffixes=("_need", ""), validate="m:1")
    problems = _incomparable(rows)
    if problems:
        raise ProblemsError(problems)
    if rows.empty:
        return CapacityNeed.validate(pd.DataFrame(columns=list(CapacityNeed.to_schema().columns)))
    compared = [_comparison(row, capacity) for row in rows.to_dict("records")]
    order = ["stage", "product", "jurisdiction", "year"]
    frame = pd.DataFrame(compared).sort_values(order, kind="stable").reset_index(drop=True)
    return CapacityNeed.validate(frame[list(CapacityNeed.to_schema().columns)])


def _incomparable(rows: pd.DataFrame) -> list[Problem]:
    """Comparisons whose demand is not a plain mass."""
    wrong = rows[(rows["measure"] != COVER) & ~rows["unit"].isin(list(TONNES_PER_UNIT))]
    return [
        Problem(
            file="demand.csv",
            row=int(row.source_row),
            column="unit",
            value=str(row.unit),
            rule="one-unit",
            message=f"capacity of {row.product} is in tonnes a year and cannot be divided by it",
            repair="compare with a demand in tonnes of the same form, or drop the comparison",
        )
        for row in wrong.itertuples()
    ]


def _comparison(row: dict[str, Any], capacity: pd.DataFrame) -> dict[str, object]:
    """One row of `CapacityNeed`."""
    stated = row["measure"] == COVER
    countries = [] if pd.isna(row["countries"]) else row["countries"].split("|")
    here = capacity["country"].isin(countries) & ~capacity["status"].isin(STOPPED)
    here &= capacity["stage"] == row["stage"]
    firm = capacity[
        here & (capacity["capacity_class"] == "firm") & (capacity["product"] == row["product"])
    ]
    operating = firm.loc[firm["status"] == "operating", "net_t_per_year"].sum()
    live = firm["net_t_per_year"].sum()
    unknown = here & (capacity["capacity_class"] == "unknown")
    running = capacity["status"].isin(RUNNING)
    product = capacity[running & (capacity["product"] == row["product"])]
    typical = product.loc[product["capacity_class"] == "firm", "net_t_per_year"].median()
    n_running = int((unknown & running).sum())
    known = firm.loc[firm["status"].isin(RUNNING), "net_t_per_year"].sum()
    wide = known + (n_running * typical if n_running else 0)
    demand = None if stated else row["quantity"] * TONNES_PER_UNIT[row["unit"]]
    return {
        **{name: row[name] for name in ("product", "stage", "jurisdiction", "year", "measure")},
        **{name: row[name] for name in ("place", "basis", "coverage", "reason")},
        "demand_t": demand,
        "operating_t_per_year": None if stated else operating,
        "live_t_per_year": None if stated else live,
        "n_unknown": int(unknown.sum()),
        "n_running_unknown": n_running,
        "typical_t_per_year": None if stated else typical,
        "wide_t_per_year": None if stated else wide,
        "operating_cover_pct": None if stated else 100 * operating / demand,
        "wide_cover_pct": None if stated else 100 * wide / demand,
        "live_cover_pct": None if stated else 100 * live / demand,
        "stated_cover_pct": row["quantity"] if stated else None,
        "source_ids": join_unique(
            [
                row["source_id"],
                *firm["source_ids"],
                *capacity.loc[unknown & running, "source_ids"],
            ]
        ),
        "raw_keys": join_unique(
            [
                row["row_key_need"],
                row["row_key"],
                *firm["raw_keys"],
                *capacity.loc[unknown & running, "raw_keys"],
            ]
        ),
    }


def largest_need(needs: pd.DataFrame) -> pd.DataFrame:
    """For each stage and product the largest demand in tonnes that it can be held against.

    Parameters: a `CapacityNeed` frame.
    """
    rows = needs[needs["demand_t"].notna()].sort_values("demand_t", ascending=False)
    return rows.drop_duplicates(["stage", "product"])
