"""Facts that count: what most topics are made of."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import source_ids


def counted(
    name: str, label: str, value: int, noun: str, formula: str, table: str, rows: pd.DataFrame
) -> Iterator[Fact]:
    """A count as a fact, if a source stands behind it.

    Parameters: id, label, the count, what is counted, how, the processed table and its rows.
    """
    yield from sourced(Fact(name, label, value, noun, text.count(value), formula, table, rows))


def sourced(*facts: Fact) -> Iterator[Fact]:
    """Those facts that a source stands behind: at an older vintage a table may be empty."""
    return (fact for fact in facts if source_ids(fact.rows))


def either(rows: pd.DataFrame, searched: pd.DataFrame) -> pd.DataFrame:
    """The rows counted, or where none was found the rows that were searched."""
    return rows if source_ids(rows) else searched
