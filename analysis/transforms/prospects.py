"""What the pipeline may bring by the end of a year: as promised, and as history suggests."""

from __future__ import annotations

import datetime as dt
import zlib

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import last_days
from analysis.transforms.model import Evidenced
from analysis.transforms.pipeline import GROUP
from analysis.transforms.provenance import joined_by
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.starts import CENTRAL_PCT, FOLLOW_UPS, OUTCOMES, PHASES, start_rate
from analysis.transforms.statuses import STOPPED

DRAWS = 10_000
"""Draws of the simulation: enough for two stable digits of the 5th and 95th percentile."""

SEED = 20260204
"""Any fixed number serves; this one is the day of the Washington ministerial."""


REPORTED_YEAR = 2030
REPORTED_OUTCOME = "operating"
"""Of the years and readings of "it started" what the report shows: production, not the first
trial."""


class ExpectedCapacity(Evidenced):
    """Capacity of one product that operates at the end of a year, as promised and as expected."""

    material: str = column("mineral under which the capacity is counted")
    stage: str = column("step of the value chain")
    product: str = column("material and form; only equal products are added")
    year: int = column("at the end of this year", "year")
    outcome: str = column("what counts as a start", isin=list(OUTCOMES))
    followed_to: str = column("end of observation in the chances used", isin=FOLLOW_UPS)
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
    chances: pd.DataFrame,
    as_of: dt.date,
    years: tuple[int, ...] = (2027, 2028, 2030),
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Capacity that operates at the end of some years: as promised, and as history suggests.

    Parameters:
        capacity: a `ProjectCapacity` frame.
        chances: a `StartChances` frame of the same day.
        as_of: the day of the report.
        years: calendar years, not before that day.
        draws: number of simulated worlds.

    Returns an `ExpectedCapacity` frame: for each product and year one row per reading of "it
    started" and of how long a project without news was watched; ordered by material, stage,
    product, year, outcome and followed_to.

    Method: Monte Carlo. Each draw takes one yearly rate per phase from its gamma distribution
    (the same for all projects of the phase, because they share what is not known), and then each
    project starts with the chance 1 - exp(-rate x years left). What has started counts in full.
    Random numbers belong to a project, not to its place in the table: a new project changes no
    other, and a later year never brings less.
    """
    firm = capacity[(capacity["capacity_class"] == "firm") & (capacity["net_t_per_year"] > 0)]
    live = firm[~firm["status"].isin(STOPPED)].reset_index(drop=True)
    names = list(ExpectedCapacity.to_schema().columns)
    if live.empty:
        return ExpectedCapacity.validate(pd.DataFrame(columns=names))
    luck = _luck(list(live["project_id"]), draws)
    rows = [
        {"outcome": outcome, "followed_to": followed_to, **row}
        for (outcome, followed_to), part in chances.groupby(["outcome", "followed_to"])
        for row in _outlook(live, luck, _rates(part, draws), OUTCOMES[outcome], years, as_of)
    ]
    frame = pd.DataFrame(rows)
    for name in ("source_ids", "raw_keys"):
        frame = frame.join(joined_by(live, GROUP, name), on=GROUP)
    order = [*GROUP, "year", "outcome", "followed_to"]
    frame = frame.sort_values(order, kind="stable").reset_index(drop=True)
    return ExpectedCapacity.validate(frame[names])


def _luck(names: list[str], draws: int) -> np.ndarray:
    """Uniform random numbers, one row per name, the same for a name on every run."""
    seeds = (zlib.crc32(name.encode()) for name in names)
    return np.stack([np.random.default_rng([SEED, seed]).random(draws) for seed in seeds])


def _rates(chances: pd.DataFrame, draws: int) -> dict[str, np.ndarray]:
    """Yearly start rates drawn for each phase."""
    return {
        row.phase: start_rate(row.n_starts, row.project_years).ppf(_luck([row.phase], draws)[0])
        for row in chances.itertuples()
    }


def _waits(statuses: pd.Series, luck: np.ndarray, rates: dict[str, np.ndarray]) -> np.ndarray:
    """Years until each project starts in each draw: the inverse of 1 - exp(-rate x years).

    A status that leads to no start, or of which nothing is known, waits for ever.
    """
    never = np.zeros(luck.shape[1])
    rate = np.stack([rates.get(PHASES.get(status, ""), never) for status in statuses])
    waits = np.full_like(luck, np.inf)
    np.divide(-np.log1p(-luck), rate, out=waits, where=rate > 0)
    return waits


def _outlook(
    live: pd.DataFrame,
    luck: np.ndarray,
    rates: dict[str, np.ndarray],
    started_statuses: tuple[str, ...],
    years: tuple[int, ...],
    as_of: dt.date,
) -> list[dict[str, object]]:
    """One reading: per product and year what is live, promised, started and drawn."""
    started = live["status"].isin(started_statuses).to_numpy()
    wait = np.where(started[:, None], 0.0, _waits(live["status"], luck, rates))
    tonnes, due = live["net_t_per_year"].to_numpy(), last_days(live["expected_start"])
    rows = []
    for key, index in live.groupby(GROUP).indices.items():
        fixed = {
            **dict(zip(GROUP, key, strict=True)),
            "n_projects": len(index),
            "live_t_per_year": tonnes[index].sum(),
            "started_t_per_year": tonnes[index][started[index]].sum(),
        }
        for year in years:
            end = dt.date(year, 12, 31)
            drawn = tonnes[index] @ (wait[index] <= (end - as_of).days / DAYS_PER_YEAR)
            low, high = np.percentile(drawn, CENTRAL_PCT)
            promised = started | (due <= pd.Timestamp(end)).to_numpy()
            rows.append(
                {
                    **fixed,
                    "year": year,
                    "promised_t_per_year": tonnes[index][promised[index]].sum(),
                    "expected_t_per_year": drawn.mean(),
                    "low_t_per_year": low,
                    "high_t_per_year": high,
                }
            )
    return rows


def reported_outlook(capacity: pd.DataFrame) -> pd.DataFrame:
    """What the report shows of it: capacity in production at the end of `REPORTED_YEAR`.

    Parameters: an `ExpectedCapacity` frame.
    Returns the rows after both readings of the histories, the cautious one first.
    """
    rows = capacity[(capacity["year"] == REPORTED_YEAR) & (capacity["outcome"] == REPORTED_OUTCOME)]
    return rows.sort_values("followed_to", kind="stable")
