"""Which rows and sources stand behind a processed row, and how strong they are."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

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
    rows = zip(*(frame[name].to_numpy(dtype=object) for name in columns), strict=True)
    return pd.Series([join_unique(row) for row in rows], index=frame.index, dtype="str")


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
    Returns a text series indexed by the keys, named as the column. One pass over plain lists: a
    million rows stay a matter of seconds.
    """
    names = [keys] if isinstance(keys, str) else keys
    known = frame[[*names, column]].dropna(subset=[column])
    groups: dict[int, list[str]] = {}
    numbers = known.groupby(names, sort=False).ngroup()
    for number, value in zip(numbers.tolist(), known[column].tolist(), strict=True):
        groups.setdefault(number, []).append(value)
    texts = [values[0] if len(values) == 1 else join_unique(values) for values in groups.values()]
    index = known.drop_duplicates(names).set_index(keys).index
    return pd.Series(texts, index=index, name=column, dtype="str")
