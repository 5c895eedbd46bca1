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
    if row.old is None or row.new is None:
        return 0 if row.old is None else 1
    return min((cell_rank(row, cell.column) for cell in row.cells), default=2)


def cell_rank(row: RowDifference, column: str) -> int:
    """The rank of a column as a reason: 0 numbers and choices, 1 dates and keys, 2 words.

    A column that is new says what was known before, perhaps in words: it ranks as they do.
    """
    if column in row.new_columns or is_words(row.table, column):
        return 2
    return 0 if kind_of(row.table, column) in MEASURES else 1


def is_wording(row: RowDifference) -> bool:
    """Whether of a row that both states hold only words or the source changed."""
    return telling(row) == 2


def is_words(table: str, column: str) -> bool:
    """Whether a column holds words, or names the source."""
    names_source = table in TABLES and TABLES[table].references.get(column) == SOURCES
    return names_source or column == SOURCE or kind_of(table, column) in WORDS


def kind_of(table: str, column: str) -> str:
    """The kind of a column; empty if today's tables have none of this name."""
    known = TABLES.get(table)
    return known.kind(column) if known and column in known.fields else ""
