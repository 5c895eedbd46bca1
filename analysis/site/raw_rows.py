"""What the raw rows behind a number say, in few words, for its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from analysis.raw.reading import read_rows
from analysis.raw.tables import TABLES, Table

LONGEST = 200  # letters; the table has the rest
SOURCE = "source_id"


@dataclass(frozen=True)
class RawRow:
    """A row of a raw table: its filled cells in words, and its source if it names one."""

    says: str
    source: str


def raw_rows(raw: Path) -> dict[str, RawRow]:
    """The rows of all raw tables of a folder by `table:key`, as facts cite them."""
    return {name: row for table in TABLES.values() for name, row in rows_of(table, raw)}


def rows_of(table: Table, raw: Path) -> Iterator[tuple[str, RawRow]]:
    """The rows of one table with their names."""
    read = read_rows(raw / table.file, list(table.fields))
    for cells in read.cells:
        row = dict(zip(read.columns, cells, strict=True))
        key = "/".join(row[column] or "" for column in table.key)
        told = (column for column in row if column not in {*table.key, SOURCE} and row[column])
        says = "; ".join(f"{column} {row[column]}" for column in told)
        source = row.get(SOURCE) or ""
        yield f"{table.name}:{key}", RawRow(in_few_words(says), source)


def in_few_words(text: str) -> str:
    """A text on one line, cut at a word where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else shorten(line, LONGEST, placeholder=" …")
