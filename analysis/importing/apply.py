"""A plan to the bytes of tables: what does not change stays as it is, byte for byte.

A changed row keeps its place, and its other cells their quotation marks. A new row stands at the
end; in a table that is sorted by its key at its place there; where it says the same as a superseded
row from another source, in the place of that. Line ends are those of the file.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.importing.plan import Change, Key, Plan, TablePlan, keys_of
from analysis.importing.values import IncomingRow
from analysis.raw.reading import Rows
from analysis.raw.tables import TABLES, Table

FIELD = re.compile(r'"(?:[^"]|"")*"|[^,]*')
Origin = IncomingRow | int


@dataclass(frozen=True)
class Line:
    """One record of a new file: its text, its key (None for header and blank lines), and where it
    came from: a row that came, or the row's number in the file of today.
    """

    text: str
    key: Key | None
    origin: Origin


def write_tables(plan: Plan, current: Mapping[str, Rows], folder: Path) -> dict[str, list[Origin]]:
    """Write the planned tables into a folder that holds a copy of those of today.

    Returns for each table where its records come from, in order; the header is the first.
    """
    origins = {}
    for name, changes in plan.tables.items():
        if changes.is_empty:
            continue
        path = folder / TABLES[name].file
        lines = applied(path.read_bytes().decode("utf-8"), TABLES[name], current[name], changes)
        path.write_bytes("".join(line.text for line in lines).encode("utf-8"))
        origins[name] = [line.origin for line in lines]
    return origins


def applied(text: str, table: Table, rows: Rows, plan: TablePlan) -> list[Line]:
    """The records of a table's file after a plan.

    Parameters: the file's text; the table; its rows as they were read; the plan.
    """
    found = list(records(text))
    end = _line_end(found[0])
    if not _line_end(found[-1]):
        found[-1] += end if plan.added else ""
    keys = dict(zip(rows.numbers, keys_of(table, rows), strict=True))
    in_order = is_sorted(table, rows)
    following = {} if in_order else plan.successors
    made: dict[int, Line | None] = {rows.numbers[at]: None for at, _ in plan.superseded}
    for at, row in following.items():
        made[rows.numbers[at]] = _added(row, table, rows.columns, end)
    for change in plan.changed:
        number = rows.numbers[change.at]
        made[number] = _changed(found[number - 1], change, rows.columns)
    kept = {number: Line(text, keys.get(number), number) for number, text in enumerate(found, 1)}
    lines = [line for line in (kept | made).values() if line]
    placed = {id(row) for row in following.values()}
    new = [row for row in plan.added if id(row) not in placed]
    added = [_added(row, table, rows.columns, end) for row in new]
    return _placed(lines, added) if in_order else lines + added


def is_sorted(table: Table, rows: Rows) -> bool:
    """Whether the rows of a table stand in the order of its key."""
    keys = keys_of(table, rows)
    return len(keys) > 1 and keys == sorted(keys)


def records(text: str) -> Iterable[str]:
    """The text of each record of a CSV file with its line end; together they are the file."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(iter(lines))
    done = 0
    for _ in reader:
        yield "".join(lines[done : reader.line_num])
        done = reader.line_num


def _placed(lines: list[Line], added: list[Line]) -> list[Line]:
    """New lines among those that are sorted by key."""
    header, body = lines[:1], lines[1:]
    for line in sorted(added, key=lambda line: line.key or ()):
        body.insert(bisect_left(body, line.key or (), key=lambda one: one.key or ()), line)
    return header + body


def _added(row: IncomingRow, table: Table, columns: list[str], end: str) -> Line:
    cells = [row.cells.get(name, "") for name in columns]
    return Line(_written(cells, end), tuple(row.cells[name] for name in table.key), row)


def _changed(record: str, change: Change, columns: list[str]) -> Line:
    """A record with other text in some of its fields; the others keep their quotation marks."""
    end = _line_end(record)
    fields = _fields(record.removesuffix(end))
    for name, (_, new) in change.fields.items():
        fields[columns.index(name)] = _written([new, ""], "").removesuffix(",")
    return Line(",".join(fields) + end, change.key, change.row)


def _fields(record: str) -> list[str]:
    """The fields of a record as they are written, with their quotation marks."""
    fields, at = [], 0
    while True:
        found = FIELD.match(record, at)
        assert found  # the pattern also fits an empty field
        fields.append(found[0])
        if found.end() == len(record):
            return fields
        at = found.end() + 1


def _written(cells: list[str], end: str) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator=end).writerow(cells)
    return target.getvalue()


def _line_end(record: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if record.endswith(end)), "")
