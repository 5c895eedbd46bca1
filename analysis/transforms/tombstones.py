"""Numbers and figures that were released and are no more, so that their addresses go on."""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced

KINDS = ("fact", "exhibit")


class Tombstones(Evidenced):
    """One id that is no more, why, and what took its place."""

    gone_id: str = column("id that is no more", unique=True)
    kind: str = column("what it was", isin=KINDS)
    successors: str = column("ids that took its place, joined by |", nullable=True)
    last_version: str = column("last data version that had it")
    reason: str = column("why it is no more")


def tombstones(raw: pd.DataFrame) -> pd.DataFrame:
    """The raw table tombstones, by id.

    Returns `Tombstones`, ordered by kind and gone_id; no row has a source: the report decided it.
    """
    rows = raw.assign(source_ids="", raw_keys=raw["row_key"])
    rows = rows.sort_values(["kind", "gone_id"], ignore_index=True)
    return Tombstones.validate(rows[list(Tombstones.to_schema().columns)])
