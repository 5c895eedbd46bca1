"""What the pipeline may bring by the end of a year: as promised, and as history suggests."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import last_days
from analysis.transforms.model import Evidenced
from analysis.transforms.pipeline import GROUP
from analysis.transforms.progress import (
    CENTRAL_PCT,
    DRAWS,
    FOLLOW_UPS,
    LIVE,
    STATE_OF,
    drawn_chances,
    drawn_rates,
    luck,
)
from analysis.transforms.provenance import joined_by
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.statuses import STOPPED

REPORTED_YEAR = 2030
"""Of the years the one that the report shows."""


class ExpectedCapacity(Evidenced):
    """Capacity of one product that operates at the end of a year, as promised and as expected."""

    material: str = column("mineral under which the capacity is counted")
    stage: str = column("step of the value chain")
    product: str = column("material and form; only equal products are added")
    year: int = column("at the end of this year", "year")
    followed_to: str = column("end of observation in the rates used", isin=FOLLOW_UPS)
    live_t_per_year: float = column("firm capacity not stopped", "t/yr", ge=0)
    promised_t_per_year: float = column(
        "started already, or promised to start by then", "t/yr", ge=0
    )
    started_t_per_year: float = column("started already", "t/yr", ge=0)
    expected_t_per_year: float = column("mean of the draws", "t/yr", ge=0)
    low_t_per_year: float = column("5th percentile of the draws", "t/yr", ge=0)
    high_t_per_year: float = column("95th percentile of the draws", "t/yr", ge=0)
    n_projects: int = column("firm plants or phases not stopped", "projects", ge=1)


def expected_capacity(
    capacity: pd.DataFrame,
    rates: pd.DataFrame,
    as_of: dt.date,
    years: tuple[int, ...] = (2027, 2028, 2030),
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Capacity that operates at the end of some years: as promised, and as history suggests.

    Parameters:
        capacity: a `ProjectCapacity` frame.
        rates: a `ProgressRates` frame of the same day.
        as_of: the day of the report.
        years: calendar years, not before that day.
        draws: number of simulated worlds.

    Returns an `ExpectedCapacity` frame: for each product and year one row per reading of how long
    a plant without news was watched; ordered by material, stage, product, year and followed_to.

    Method: Monte Carlo. Each draw takes one rate per move (`drawn_rates`; the same for all plants,
    because they share what is not known), which gives the chance that a plant operates by then
    from the state it is in; each plant operates if a number of its own is at most this chance.
    What operates counts in full. Random numbers belong to a plant, not to its place in the table:
    a new plant changes no other, and a later year never brings less.
    """
    firm = capacity[(capacity["capacity_class"] == "firm") & (capacity["net_t_per_year"] > 0)]
    live = firm[~firm["status"].isin(STOPPED)].reset_index(drop=True)
    names = list(ExpectedCapacity.to_schema().columns)
    if live.empty:
        return ExpectedCapacity.validate(pd.DataFrame(columns=names))
    own = luck(list(live["project_id"]), draws)
    rows = [
        {"followed_to": followed_to, **row}
        for followed_to, part in rates.groupby("followed_to")
        for row in _outlook(live, own, drawn_rates(part, draws), years, as_of)
    ]
    frame = pd.DataFrame(rows)
    for name in ("source_ids", "raw_keys"):
        frame = frame.join(joined_by(live, GROUP, name), on=GROUP)
    order = [*GROUP, "year", "followed_to"]
    frame = frame.sort_values(order, kind="stable").reset_index(drop=True)
    return ExpectedCapacity.validate(frame[names])


def _operates(statuses: pd.Series, own: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Whether each plant operates in each draw, from the chance of its state in that draw."""
    by_state = dict(zip(LIVE, drawn.T, strict=True)) | {"operating": np.ones(len(drawn))}
    return own <= np.stack([by_state[STATE_OF[status]] for status in statuses])


def _outlook(
    live: pd.DataFrame,
    own: np.ndarray,
    rates: np.ndarray,
    years: tuple[int, ...],
    as_of: dt.date,
) -> list[dict[str, object]]:
    """One reading: per product and year what is live, promised, started and drawn."""
    started = (live["status"] == "operating").to_numpy()
    tonnes, due = live["net_t_per_year"].to_numpy(), last_days(live["expected_start"])
    rows = []
    for year in years:
        end = dt.date(year, 12, 31)
        drawn = drawn_chances(rates, (end - as_of).days / DAYS_PER_YEAR)
        operates = _operates(live["status"], own, drawn)
        promised = started | (due <= pd.Timestamp(end)).to_numpy()
        for key, index in live.groupby(GROUP).indices.items():
            outcome = tonnes[index] @ operates[index]
            low, high = np.percentile(outcome, CENTRAL_PCT)
            rows.append(
                {
                    **dict(zip(GROUP, key, strict=True)),
                    "year": year,
                    "n_projects": len(index),
                    "live_t_per_year": tonnes[index].sum(),
                    "started_t_per_year": tonnes[index][started[index]].sum(),
                    "promised_t_per_year": tonnes[index][promised[index]].sum(),
                    "expected_t_per_year": outcome.mean(),
                    "low_t_per_year": low,
                    "high_t_per_year": high,
                }
            )
    return rows


def reported_outlook(capacity: pd.DataFrame) -> pd.DataFrame:
    """What the report shows of it: capacity in operation at the end of `REPORTED_YEAR`.

    Parameters: an `ExpectedCapacity` frame.
    Returns the rows after both readings of the histories, the cautious one first.
    """
    rows = capacity[capacity["year"] == REPORTED_YEAR]
    return rows.sort_values("followed_to", kind="stable")
