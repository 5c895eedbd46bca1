"""What several topics do with the rows behind a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.processed import source_ids


def sourced(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Those facts that a source stands behind: at an older vintage a table may be empty."""
    return (fact for fact in facts if source_ids(fact.rows))


def either(rows: pd.DataFrame, searched: pd.DataFrame) -> pd.DataFrame:
    """The rows counted, or where none was found the rows that were searched."""
    return rows if source_ids(rows) else searched


def counted(
    rows: pd.DataFrame,
    searched: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - as Fact calls it
    label: str,
    unit: str,
    formula: str,
    table: str,
) -> Fact:
    """How many rows were found among those searched.

    Parameters: the rows and those searched, of a processed table; all else as in `Fact`.
    """
    return Fact(
        id=id,
        label=label,
        value=len(rows),
        unit=unit,
        formula=formula,
        table=table,
        rows=either(rows, searched),
    )
