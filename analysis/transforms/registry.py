"""The processed tables: one line each, in the order in which they are computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import pandera.pandas as pa

if TYPE_CHECKING:
    from analysis.raw.load import RawData

Done = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class ProcessedTable:
    """One table of `data/processed`.

    Attributes:
        name: file name without `.csv`.
        title: what one row is, in a few words.
        model: the columns with meaning and unit; also the contract with the exhibits.
        compute: the transform, given the raw tables and the tables computed before.
    """

    name: str
    title: str
    model: type[pa.DataFrameModel]
    compute: Callable[[RawData, Done], pd.DataFrame]


TABLES: tuple[ProcessedTable, ...] = ()


def compute_all(raw: RawData) -> dict[str, pd.DataFrame]:
    """Every processed table, by name."""
    done: dict[str, pd.DataFrame] = {}
    for table in TABLES:
        done[table.name] = table.compute(raw, done)
    return done
