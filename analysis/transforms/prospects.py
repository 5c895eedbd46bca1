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
    MOVES,
    STATE_OF,
    drawn_chances,
    drawn_rates,
    luck,
)
from analysis.transforms.progress_shape import RATE_DRAWS, by_age, drawn_waits
from analysis.transforms.provenance import joined_by
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.starts import timeline
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
    shapes: pd.DataFrame,
    projects: pd.DataFrame,
    history: pd.DataFrame,
    as_of: dt.date,
    years: tuple[int, ...] = (2027, 2028, 2030),
) -> pd.DataFrame:
    """Capacity that operates at the end of some years: as promised, and as history suggests.

    Parameters:
        capacity: a `ProjectCapacity` frame.
        rates, shapes: a `ProgressRates` and a `ProgressShape` frame of the same day.
        projects, history: as for `timeline`.
        as_of: the day of the report.
        years: calendar years, not before that day.

    Returns an `ExpectedCapacity` frame: for each product and year one row per reading of how long
    a plant without news was watched; ordered by material, stage, product, year and followed_to.

    Method: Monte Carlo, in `DRAWS` worlds. Each takes one rate per move (`drawn_rates`; the same
    for all plants, because they share what is not known), which gives the chance that a plant
    operates by then from the state it is in; a plan comes to money or works at a rate that may have
    fallen since it became one (`by_age`). Each plant operates if a number of its own is at most its
    chance. What operates counts in full. Random numbers belong to a plant, not to its place in the
    table: a new plant changes no other, and a later year never brings less.
    """
    firm = capacity[(capacity["capacity_class"] == "firm") & (capacity["net_t_per_year"] > 0)]
    live = firm[~firm["status"].isin(STOPPED)].reset_index(drop=True)
    names = list(ExpectedCapacity.to_schema().columns)
    if live.empty:
        return ExpectedCapacity.validate(pd.DataFrame(columns=names))
    live["held"] = live["project_id"].map(years_known(projects, history, as_of))
    own = luck(list(live["project_id"]))
    first = shapes[shapes["move"] == MOVES[0]]
    rows = [
        {"followed_to": followed_to, **row}
        for followed_to, part in rates.groupby("followed_to")
        for row in _outlook(
            live,
            own,
            drawn_rates(part, RATE_DRAWS),
            drawn_waits(first[first["followed_to"] == followed_to], RATE_DRAWS),
            years,
            as_of,
        )
    ]
    frame = pd.DataFrame(rows)
    for name in ("source_ids", "raw_keys"):
        frame = frame.join(joined_by(live, GROUP, name), on=GROUP)
    order = [*GROUP, "year", "followed_to"]
    frame = frame.sort_values(order, kind="stable").reset_index(drop=True)
    return ExpectedCapacity.validate(frame[names])


def years_known(projects: pd.DataFrame, history: pd.DataFrame, as_of: dt.date) -> pd.Series:
    """For how many years each plant has been on record, by its id."""
    first = timeline(projects, history, as_of).groupby("project_id")["on"].min()
    return (pd.Timestamp(as_of) - first).dt.days / DAYS_PER_YEAR


def chances_of(
    live: pd.DataFrame, rates: np.ndarray, waits: np.ndarray, years: float
) -> np.ndarray:
    """The chance that each plant operates so many years later, a row a draw of the rates."""
    from_state = drawn_chances(rates, years)
    state = live["status"].map(STATE_OF)
    found = np.ones((len(rates), len(live)))
    for place, name in enumerate(LIVE[1:], 1):
        found[:, state == name] = from_state[:, [place]]
    early = (state == LIVE[0]).to_numpy()
    held = live.loc[early, "held"].to_numpy()
    found[:, early] = by_age(np.full(held.shape, years), waits, rates, held).operation
    return found


def _outlook(
    live: pd.DataFrame,
    own: np.ndarray,
    rates: np.ndarray,
    waits: np.ndarray,
    years: tuple[int, ...],
    as_of: dt.date,
) -> list[dict[str, object]]:
    """One reading: per product and year what is live, promised, started and drawn."""
    started = (live["status"] == "operating").to_numpy()
    tonnes, due = live["net_t_per_year"].to_numpy(), last_days(live["expected_start"])
    rows = []
    for year in years:
        end = dt.date(year, 12, 31)
        chances = chances_of(live, rates, waits, (end - as_of).days / DAYS_PER_YEAR)
        operates = own <= np.repeat(chances, DRAWS // RATE_DRAWS, axis=0).T
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
