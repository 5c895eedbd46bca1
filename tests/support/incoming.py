"""Files, sheets and rows that come in, made by tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from analysis.importing.matching import Match, match
from analysis.importing.sheets import Sheet, Value, numbered
from analysis.importing.values import Converted, IncomingRow, converted
from analysis.raw.reading import Rows, read_rows
from analysis.raw.tables import TABLES


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def table_text(*rows: Sequence[str], delimiter: str = ",") -> str:
    """Rows as the text of a CSV file."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return target.getvalue()


def rows_of(folder: Path, name: str) -> Rows:
    """The rows of a raw table."""
    return read_rows(folder / TABLES[name].file, list(TABLES[name].fields))


def matched(name: str, columns: Sequence[Value], *rows: Sequence[Value]) -> Match:
    """A sheet of a workbook that is the table `name`."""
    sheet = Sheet(f"{name}.xlsx", name, numbered([[*columns], *([*row] for row in rows)]), True)
    found = match(sheet)
    assert isinstance(found, Match), found
    return found


def column(name: str, title: str, *cells: Value) -> Converted:
    """The cells of one column of a table whose key is one column, converted."""
    key = TABLES[name].key[0]
    return converted(
        matched(name, [key, title], *([f"row-{at}", cell] for at, cell in enumerate(cells)))
    )


def texts(made: Converted, title: str) -> list[str]:
    """The converted cells of one column."""
    return [row.cells[title] for row in made.rows]


def row(number: int, **cells: str) -> IncomingRow:
    """A row that came in."""
    return IncomingRow(cells, "in.csv", number)


def rows(name: str, *cells: Sequence[str]) -> Rows:
    """The rows of a table of today."""
    return Rows(list(TABLES[name].fields), [[*one] for one in cells], [*range(2, 2 + len(cells))])
