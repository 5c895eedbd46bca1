"""What a second reader doubted in the rows that a table or a number shows, until it is mended."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.facts.processed import Processed

FOUND = {
    "detail": "a detail is inexact",
    "wrong": "not borne out by its source",
    "unclear": "not settled",
}


def doubts(processed: Processed) -> dict[str, str]:
    """The doubts that stand, in words, by raw row (`table:key`)."""
    readings = processed["second_readings"]
    standing = readings[readings["stands"].astype(bool)]
    return {row.raw_keys: in_words(row.judgement, row.note) for row in standing.itertuples()}


def in_words(judgement: str, note: object) -> str:
    """`second reader, not settled: no list was found`."""
    words = f"second reader, {FOUND[judgement]}"
    return f"{words}: {note}" if isinstance(note, str) else words


def of_rows(raw_keys: pd.Series, known: Mapping[str, str]) -> pd.Series:
    """The doubts about the raw rows behind each processed row, joined by `; `; missing if none.

    Parameters: raw_keys (`table:key`, joined by `|`); doubts by raw row. Returns text (str).
    """
    found = [
        "; ".join(known[key] for key in keys.split("|") if key in known) or None
        for keys in raw_keys.fillna("")
    ]
    return pd.Series(found, raw_keys.index, dtype="str")


def beside(name: str, doubt: object) -> str:
    """A name, and in an editor's square brackets the doubt about its row if there is one."""
    return f"{name} [{doubt}]" if isinstance(doubt, str) else name
