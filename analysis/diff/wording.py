"""How much a changed row can say on why a number moved: words and sources alone move none."""

from __future__ import annotations

from analysis.diff.rows import SOURCE, RowDifference
from analysis.raw.tables import TABLES

SOURCES = "sources"

# Kinds of column: those that are read and not computed with, and those that move numbers most.
WORDS = {"text", "texts", "address"}
MEASURES = {"choice", "choices", "number", "whole", "flag"}


def telling(row: RowDifference) -> int:
    """The rank of a row as a reason: 0 for one that came or measures another thing, 2 for words."""
    if is_wording(row):
        return 2
    cells = [] if row.old is None or row.new is None else row.cells
    measures = any(kind_of(row.table, cell.column) in MEASURES for cell in cells)
    return 0 if row.old is None or measures else 1


def is_wording(row: RowDifference) -> bool:
    """Whether of a row that both states hold only words or the source changed."""
    if row.old is None or row.new is None:
        return False
    return all(is_words(row.table, cell.column) for cell in row.cells)


def is_words(table: str, column: str) -> bool:
    """Whether a column holds words, or names the source."""
    names_source = table in TABLES and TABLES[table].references.get(column) == SOURCES
    return names_source or column == SOURCE or kind_of(table, column) in WORDS


def kind_of(table: str, column: str) -> str:
    """The kind of a column; empty if today's tables have none of this name."""
    known = TABLES.get(table)
    return known.kind(column) if known and column in known.fields else ""
