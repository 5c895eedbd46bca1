"""The chain of the sintered magnet, step by step from the mine: who makes how much of each."""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_unique
from analysis.transforms.quantities import TONNES_PER_UNIT
from analysis.transforms.shares import WORLD

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


class MadeBeyond(Evidenced):
    """What is made outside China of one mineral at one step, by China's share and a world total."""

    stage: str = column("step of the value chain")
    mineral: str = column("mineral or product")
    share_year: int = column("year of China's share", "year")
    china_share_pct: float = column("China's share of the world's output", "%", ge=0, le=100)
    world_year: int = column("year of the world's output", "year")
    world_basis: str = column("actual or estimate, of the world's output")
    world_t_per_year: float = column("the world's output", "t/yr", ge=0)
    beyond_t_per_year: float = column("output outside China", "t/yr", ge=0)


def made_beyond(shares: pd.DataFrame, production: pd.DataFrame) -> pd.DataFrame:
    """Output outside China at each step of the magnet chain that has a world total in tonnes.

    Parameters: a `Shares` frame; the raw table production.
    Returns a `MadeBeyond` frame in the order of `STEPS`.
    Method: China's share in its newest observed year, taken off the newest world total. The two
    may be of different years and sources.
    """
    china = of_china(magnet_chain(shares))
    china = china[china["basis"] != "projection"]
    total = production[
        (production["country"] == WORLD)
        & (production["measure"] == "production")
        & (production["basis"] != "projection")
        & production["unit"].isin(list(TONNES_PER_UNIT))
    ]
    newest = total.sort_values("year").groupby(["stage", "mineral"]).tail(1)
    both = china.merge(newest, on=["stage", "mineral"], suffixes=("", "_world"))
    world = both["quantity_world"] * both["unit_world"].map(TONNES_PER_UNIT)
    frame = pd.DataFrame(
        {
            "stage": both["stage"],
            "mineral": both["mineral"],
            "share_year": both["year"],
            "china_share_pct": both["share_pct"],
            "world_year": both["year_world"],
            "world_basis": both["basis_world"],
            "world_t_per_year": world,
            "beyond_t_per_year": world * (1 - both["share_pct"] / 100),
            "source_ids": _joined(both["source_ids"], both["source_id_world"]),
            "raw_keys": _joined(both["raw_keys"], both["row_key"]),
        }
    )
    return MadeBeyond.validate(frame)


def _joined(one: pd.Series, other: pd.Series) -> list[str]:
    return [join_unique(pair) for pair in zip(one, other, strict=True)]
