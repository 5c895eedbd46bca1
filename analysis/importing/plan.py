"""What an import would do: a pure function of the tables of today and the rows that came.

A row whose key exists replaces it in the columns that the file has, another is new. Rows named in
`removed.csv` are superseded. Nothing is written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from analysis.core.problems import Problem
from analysis.importing.numbers import is_number, number_text, same_number
from analysis.importing.sheets import visible
from analysis.importing.values import IncomingRow
from analysis.raw.reading import Rows
from analysis.raw.tables import TABLES, Table

Key = tuple[str, ...]
NUMBERS = ("number", "whole")


@dataclass(frozen=True)
class Removal:
    """A row that others supersede: where that is said, its table, and the values that name it.

    `values` are those of `columns`, joined by |; lists may hold | themselves.
    """

    place: str
    number: int
    table: str
    columns: tuple[str, ...]
    values: str


@dataclass(frozen=True)
class Change:
    """A row of today, its place among the rows, and the fields that become others (old, new)."""

    at: int
    key: Key
    fields: Mapping[str, tuple[str, str]]
    row: IncomingRow


@dataclass
class TablePlan:
    """What becomes of one table.

    Attributes: rows added and changed; places of those that are identical; places and keys of rows
    that are superseded; by such a place, the added row that says the same from another source; how
    many superseded rows are gone already; how many rows came twice.
    """

    added: list[IncomingRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    identical: list[int] = field(default_factory=list)
    superseded: list[tuple[int, Key]] = field(default_factory=list)
    successors: dict[int, IncomingRow] = field(default_factory=dict)
    gone: int = 0
    repeated: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the table stays as it is."""
        return not (self.added or self.changed or self.superseded)


@dataclass
class Plan:
    """What becomes of all tables, and why it cannot be done.

    Attributes:
        tables: the plan of each table that rows came for.
        missing: sources that rows name and nobody has, with the number of rows.
        problems: conflicts within the import, and cells that can be read in two ways.
    """

    tables: dict[str, TablePlan] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return all(table.is_empty for table in self.tables.values())


def plan(
    current: Mapping[str, Rows],
    incoming: Mapping[str, Iterable[IncomingRow]],
    removals: Iterable[Removal] = (),
) -> Plan:
    """The plan of an import.

    Parameters: the rows of each table today; the rows that came, by table; the rows that are
    superseded.
    """
    made = Plan()
    for name, rows in incoming.items():
        made.tables[name] = TablePlan()
        _take_in(made, TABLES[name], current[name], rows)
    for removal in removals:
        _supersede(made, current, removal)
    for name, changes in made.tables.items():
        changes.successors = _successors(TABLES[name], changes)
    made.missing = _missing_sources(made, current["sources"])
    return made


def keys_of(table: Table, rows: Rows) -> list[Key]:
    """The key of each row of a table."""
    places = [rows.columns.index(name) for name in table.key]
    return [tuple(cells[place] for place in places) for cells in rows.cells]


def _take_in(made: Plan, table: Table, current: Rows, rows: Iterable[IncomingRow]) -> None:
    places = {_canonical(table, key): at for at, key in enumerate(keys_of(table, current))}
    seen: dict[Key, IncomingRow] = {}
    for row in rows:
        key = _canonical(table, tuple(row.cells[name] for name in table.key))
        if not all(key):
            made.problems += [_keyless(table, row)]
        elif key in seen:
            _again(made, table, seen[key], row)
        else:
            seen[key] = row
            at = places.get(key)
            _compare(made, table, row, key, at, None if at is None else _cells(current, at))


def _canonical(table: Table, key: Key) -> Key:
    """A key whose numbers are written in one way: 2026 and 2026.0 name one row."""
    return tuple(
        number_text(Decimal(part)) if table.kind(name) in NUMBERS and is_number(part) else part
        for name, part in zip(table.key, key, strict=True)
    )


def _cells(rows: Rows, at: int) -> dict[str, str]:
    return dict(zip(rows.columns, rows.cells[at], strict=True))


def _compare(
    made: Plan,
    table: Table,
    row: IncomingRow,
    key: Key,
    at: int | None,
    before: Mapping[str, str] | None,
) -> None:
    """Put one row where it belongs: added, changed or identical."""
    plan = made.tables[table.name]
    made.problems += [
        doubt
        for name, doubt in row.doubts.items()
        if before is None or before[name] != row.cells[name]
    ]
    if at is None or before is None:
        plan.added.append(row)
        return
    fields = {
        name: (before[name], text)
        for name, text in row.cells.items()
        if name not in table.key
        and name in before
        and before[name] != text
        and not (table.kind(name) in NUMBERS and same_number(before[name], text))
    }
    made.problems += [_sharpened(row, name, *fields[name]) for name in _sharper(row, fields)]
    if fields:
        plan.changed.append(Change(at, key, fields, row))
    else:
        plan.identical.append(at)


def _sharper(row: IncomingRow, fields: Mapping[str, tuple[str, str]]) -> list[str]:
    """Columns in which a spreadsheet made the first day of a month or year of that month or year.

    The first of February is not what `2026-02` says, but it is what spreadsheets make of it.
    """
    return [
        name
        for name, (old, new) in fields.items()
        if name in row.days and new == f"{old}-01-01"[: len(new)] and len(old) in (4, 7)
    ]


def _again(made: Plan, table: Table, first: IncomingRow, row: IncomingRow) -> None:
    """The same key a second time: twice the same is once, other values are a conflict."""
    differing = [name for name, text in row.cells.items() if first.cells.get(name, text) != text]
    if not differing:
        made.tables[table.name].repeated += 1
        return
    name = differing[0]
    key = visible("/".join(row.cells[part] for part in table.key), 160)
    before, now = visible(first.cells[name], 80), visible(row.cells[name], 80)
    message = (
        f'conflicts with {first.place} row {first.number}, which has "{before}" for the same row '
        f"of {table.name} ({key})"
    )
    repair = "keep one of the two"
    made.problems.append(
        Problem(
            file=row.place,
            row=row.number,
            column=name,
            value=now,
            rule="conflict",
            message=message,
            repair=repair,
        )
    )


def _supersede(made: Plan, current: Mapping[str, Rows], removal: Removal) -> None:
    table = TABLES[removal.table]
    rows = current[removal.table]
    plan = made.tables.setdefault(removal.table, TablePlan())
    places = [rows.columns.index(name) for name in removal.columns]
    found = [
        at
        for at, cells in enumerate(rows.cells)
        if "|".join(cells[place] for place in places) == removal.values
    ]
    if len(found) > 1:
        made.problems.append(_not_one(removal, len(found)))
    elif _came(plan, removal, found):
        made.problems.append(_kept_and_removed(removal))
    elif not found:
        plan.gone += 1
    elif found[0] not in {at for at, _ in plan.superseded}:
        plan.superseded.append((found[0], keys_of(table, rows)[found[0]]))


def _came(plan: TablePlan, removal: Removal, found: list[int]) -> bool:
    """Whether the import also holds the row that it supersedes."""
    added = ("|".join(row.cells.get(name, "") for name in removal.columns) for row in plan.added)
    kept = {*plan.identical, *(change.at for change in plan.changed)}
    return bool(kept & {*found}) or removal.values in added


def _successors(table: Table, plan: TablePlan) -> dict[int, IncomingRow]:
    """By the place of a superseded row, the new one whose key differs in the source alone."""
    if "source_id" not in table.key or len(table.key) == 1:
        return {}
    own = [at for at, name in enumerate(table.key) if name != "source_id"]
    new = {tuple(row.cells[table.key[at]] for at in own): row for row in plan.added}
    found = {}
    for place, key in plan.superseded:
        row = new.pop(tuple(key[at] for at in own), None)
        if row:
            found[place] = row
    return found


def _missing_sources(made: Plan, sources: Rows) -> dict[str, int]:
    """Sources that rows of the import name and that neither the tables nor the import hold."""
    known = {key for (key,) in keys_of(TABLES["sources"], sources)}
    gone = {key for _, (key,) in made.tables.get("sources", TablePlan()).superseded}
    new = {row.cells["source_id"] for row in made.tables.get("sources", TablePlan()).added}
    named: Counter[str] = Counter()
    for name, table_plan in made.tables.items():
        columns = [column for column, to in TABLES[name].references.items() if to == "sources"]
        rows = [*table_plan.added, *(change.row for change in table_plan.changed)]
        for row in rows:
            for column in columns:
                named.update(key for key in row.cells.get(column, "").split("|") if key)
    return {key: count for key, count in named.items() if key not in (known - gone) | new}


def _keyless(table: Table, row: IncomingRow) -> Problem:
    empty = next(name for name in table.key if not row.cells[name])
    message = f"the row of {table.name} has no {empty}, which names it"
    return Problem(
        file=row.place,
        row=row.number,
        column=empty,
        rule="missing-key",
        message=message,
        repair="fill it in",
    )


def _sharpened(row: IncomingRow, name: str, old: str, new: str) -> Problem:
    message = f"is a spreadsheet's date where the table has {old}, which may be all that is known"
    repair = f"format the cell as text and write {old}, or {new} if that day is meant"
    return Problem(
        file=row.place,
        row=row.number,
        column=name,
        value=new,
        rule="false-precision",
        message=message,
        repair=repair,
    )


def _not_one(removal: Removal, count: int) -> Problem:
    message = f"names {count} rows of {removal.table}"
    repair = f"name one, by {' + '.join(TABLES[removal.table].key)}"
    place, number = removal.place, removal.number
    return Problem(
        file=place,
        row=number,
        column="key_values",
        value=removal.values,
        rule="superseded",
        message=message,
        repair=repair,
    )


def _kept_and_removed(removal: Removal) -> Problem:
    message = f"is superseded, but the import also holds this row of {removal.table}"
    repair = "keep one of the two"
    place, number = removal.place, removal.number
    return Problem(
        file=place,
        row=number,
        column="key_values",
        value=removal.values,
        rule="conflict",
        message=message,
        repair=repair,
    )
