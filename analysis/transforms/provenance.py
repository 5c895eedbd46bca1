"""Which rows and sources stand behind a processed row, and how strong they are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

SEPARATOR = "|"

# Strongest first. A source seen only as quoted elsewhere is weaker than its publisher's tier.
TIERS = ("primary", "reputable", "weak", "subject")
STRONG = TIERS[:2]


def join_unique(values: Iterable[object]) -> str:
    """The distinct parts of all values, sorted, joined by `|`.

    Parameters: values, each a text, a text with several parts joined by `|`, or missing.
    Returns one text; empty if nothing is there.
    """
    parts = {part for value in values if isinstance(value, str) for part in value.split(SEPARATOR)}
    return SEPARATOR.join(sorted(parts - {""}))


def join_columns(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Row by row, `join_unique` over some columns.

    Parameters: frame with the text columns named.
    Returns a text series on the frame's index.
    """
    values = pd.concat([frame[name].astype("str") for name in columns], ignore_index=True)
    rows = np.tile(np.arange(len(frame)), len(columns))
    return _joined(rows, values, len(frame)).set_axis(frame.index)


def _joined(groups: np.ndarray, values: pd.Series, count: int) -> pd.Series:
    """`join_unique` of the texts of each group, all at once: for a million rows.

    Parameters: the group of each text, counted from 0; the texts; how many groups there are.
    """
    lists = pa.chunked_array(pa.array(values)).combine_chunks()
    lists = pc.split_pattern(pc.fill_null(lists, ""), SEPARATOR)
    parts = lists.flatten()
    owners = np.repeat(groups, pc.list_value_length(lists).to_numpy())
    # Numbers in the order of the alphabet: one sort of whole numbers then orders all groups.
    places = pc.rank(parts, tiebreaker="dense").to_numpy().astype("int64")
    pairs = owners * (len(parts) + 1) + places
    order = np.argsort(pairs, kind="stable")
    new = np.diff(pairs[order], prepend=-1) > 0
    kept = order[new & pc.not_equal(parts, "").to_numpy(zero_copy_only=False)[order]]
    ends = np.searchsorted(owners[kept], np.arange(count + 1))
    together = pa.LargeListArray.from_arrays(ends, parts.take(kept))
    texts = pc.binary_join(together, pa.scalar(SEPARATOR, parts.type))
    return pd.Series(texts, dtype="str")


def evidence_tiers(sources: pd.DataFrame) -> pd.Series:
    """The tier of each source after how it was read: a quoted source counts as weak.

    Parameters: sources with columns source_id, tier, access.
    Returns a text series, tier by source_id.
    """
    tier = sources["tier"].mask(
        (sources["access"] == "quoted") & (sources["tier"] != "subject"), "weak"
    )
    return pd.Series(tier.to_numpy(), index=sources["source_id"], dtype="str")


def strongest(source_ids: object, tiers: pd.Series) -> str | None:
    """The best tier among sources joined by `|`; None if none of them is known.

    Parameters: source_ids as `join_unique` writes them; tiers as `evidence_tiers` returns them.
    """
    if not isinstance(source_ids, str):
        return None
    found = {tiers.get(source_id) for source_id in source_ids.split(SEPARATOR)}
    return next((tier for tier in TIERS if tier in found), None)


def joined_by(frame: pd.DataFrame, keys: str | list[str], column: str) -> pd.Series:
    """`join_unique` of one column within each group of the key columns.

    Parameters: frame with the key columns and the text column.
    Returns a text series indexed by the keys, named as the column.
    """
    names = [keys] if isinstance(keys, str) else keys
    known = frame[[*names, column]].dropna(subset=[column])
    groups = known.groupby(names, sort=False).ngroup()
    index = known.drop_duplicates(names).set_index(keys).index
    texts = _joined(groups.to_numpy(), known[column].astype("str"), len(index))
    return texts.set_axis(index).rename(column)
