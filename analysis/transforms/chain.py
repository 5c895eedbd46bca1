"""The chain of the sintered magnet, step by step from the mine: who makes how much of each."""

from __future__ import annotations

import pandas as pd

CHINA = "CHN"

STEPS = (
    ("mining", "magnet_rare_earths"),
    ("refining", "magnet_rare_earths"),
    ("separation", "heavy_rare_earths"),
    ("metal_alloy", "rare_earth_metals"),
    ("magnet", "rare_earth_magnets"),
)
"""Which market, stage and mineral, stands for which step."""


def magnet_chain(shares: pd.DataFrame) -> pd.DataFrame:
    """Who makes how much at each step, in its newest observed and its first projected year.

    Parameters: a `Shares` frame.
    Returns the rows of these markets and years in the order of `STEPS`; of one step first what was
    observed. The projection is the first of a year after the newest observed one.
    """
    produced = shares[shares["measure"] == "production"]
    steps = [
        _years(produced[(produced["stage"] == stage) & (produced["mineral"] == mineral)])
        for stage, mineral in STEPS
    ]
    return pd.concat(steps, ignore_index=True)


def _years(cells: pd.DataFrame) -> pd.DataFrame:
    """The newest observed year of one step and the first projection after that."""
    projected = cells["basis"] == "projection"
    newest = cells.loc[~projected, "year"].max()
    later = cells.loc[projected & (cells["year"] > newest), "year"].min()
    observed = cells[~projected & (cells["year"] == newest)]
    return pd.concat([observed, cells[projected & (cells["year"] == later)]])


def of_china(chain: pd.DataFrame) -> pd.DataFrame:
    """China's part of each step."""
    return chain[chain["country"] == CHINA]
