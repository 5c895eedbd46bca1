"""Which table a sheet is, and which of its columns are which.

Names that agree but for case, blanks and hyphens are taken as they are. A name that is only alike
is a guess: it is used for the plan, said, and must be confirmed by `--table` or `--map` before
anything is written without a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from analysis.core.problems import Problem
from analysis.importing.sheets import Sheet, Value, is_blank, visible
from analysis.raw.signs import cleaned
from analysis.raw.tables import TABLES, Table

SHOWN = 60  # characters of a heading that messages repeat
HEAD = 20  # rows in which a header is looked for
ALIKE = 75  # of 100, from which a name counts as a misspelling of another
NAMES = {name: frozenset(table.fields) for name, table in TABLES.items()}


@dataclass
class Match:
    """A sheet understood as rows of a table.

    Attributes:
        sheet: the sheet.
        table: the table that it is taken for.
        columns: column of the table for each place of a row; None is left out.
        header: row number of the header.
        body: rows below it.
        guesses: what is only likely, each with the option that confirms it.
        notes: what else a reader should know.
        problems: columns that fit nowhere.
    """

    sheet: Sheet
    table: Table
    header: int
    columns: list[str | None] = field(default_factory=list)
    body: list[tuple[int, list[Value]]] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plain(name: Value) -> str:
    """A name as it is compared: small letters, one underscore for blanks, hyphens and points."""
    return re.sub(r"[\s\-./]+", "_", cleaned(str(name or "")).casefold()).strip("_")


def likeness(cells: Iterable[Value]) -> int:
    """How many cells are names of columns of the table that fits them best."""
    names = {plain(cell) for cell in cells if isinstance(cell, str)}
    return max(len(names & fields) for fields in NAMES.values())


def match(
    sheet: Sheet, table: Table | None = None, renamed: Mapping[str, str] | None = None
) -> Match | Problem:
    """The table and columns of a sheet, or why none fits.

    Parameters: the sheet; the table where the user names it; headings that the user renames (an
    empty new name leaves the column out).
    """
    given = {plain(old): new for old, new in (renamed or {}).items()}
    at = header_row(sheet, given)
    if at is None:
        return _no_header(sheet, table)
    number, header = sheet.rows[at]
    names = [given.get(plain(cell), plain(cell)) for cell in header]
    found, guess = (table, "") if table else _table(sheet, names)
    if found is None:
        return _no_table(sheet, number, names)
    body = [row for row in sheet.rows[at + 1 :] if row[1] != header]  # files put together repeat it
    matched = Match(sheet, found, number, body=body)
    matched.guesses += [guess] if guess else []
    if at:
        rows = ", ".join(str(number) for number, _ in sheet.rows[:at])
        matched.notes.append(f"{sheet.place}: rows above the header are passed over ({rows})")
    _match_columns(matched, header, names, given)
    matched.problems += [
        _cut_short(sheet, row, len(cells), len(header))
        for row, cells in body
        if any(name is not None for name in matched.columns[len(cells) :])
    ]
    return matched


def header_row(sheet: Sheet, given: Mapping[str, str]) -> int | None:
    """Place among the rows of the first one with most names of columns; None if none has any."""
    scores = [
        likeness([given.get(plain(cell), cell) for cell in cells]) for _, cells in sheet.rows[:HEAD]
    ]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _table(sheet: Sheet, names: Sequence[str]) -> tuple[Table | None, str]:
    """The table that a sheet is, and what is guessed about that."""
    called = TABLES.get(plain(sheet.name).removeprefix("raw_"))
    there = {name for name in names if name}
    if called and set(called.key) <= there:
        return called, ""
    overlap = {name: len(there & fields) / len(there | fields) for name, fields in NAMES.items()}
    fitting = [name for name in NAMES if there <= NAMES[name] and set(TABLES[name].key) <= there]
    if fitting:
        first, *others = sorted(fitting, key=lambda name: -overlap[name])
        if all(overlap[first] > overlap[other] for other in others):
            return TABLES[first], ""
    first, second = sorted(overlap, key=lambda name: -overlap[name])[:2]
    best = called or (TABLES[first] if overlap[first] > max(overlap[second], 0.4) else None)
    if best is None:
        return None, ""
    shared = len(there & NAMES[best.name])
    why = f"{shared} of its {len(best.fields)} columns are there"
    return best, f"{sheet.place} is taken for {best.name} ({why}); confirm: --table {best.name}"


def _match_columns(
    matched: Match, header: list[Value], names: Sequence[str], given: Mapping[str, str]
) -> None:
    fields = list(matched.table.fields)
    width = max([len(header), *(len(cells) for _, cells in matched.body)])
    for place in range(width):
        title = header[place] if place < len(header) else None
        name = names[place] if place < len(names) else ""
        free = [column for column in fields if column not in {*matched.columns, *names}]
        is_empty = is_blank(cells[place] for _, cells in matched.body if place < len(cells))
        matched.columns.append(_column(matched, title, name, free, is_empty, given))
    absent = [name for name in matched.table.key if name not in matched.columns]
    if absent:
        matched.problems += [_without_key(matched, name) for name in absent]
    left = [name for name in fields if name not in matched.columns and name not in absent]
    if left:
        matched.notes.append(
            f"{matched.sheet.place}: no column {', '.join(left)}; values there stay as they are"
        )


def _column(
    matched: Match,
    title: Value,
    name: str,
    free: list[str],
    is_empty: bool,
    given: Mapping[str, str],
) -> str | None:
    place, heading = matched.sheet.place, visible(cleaned(str(title or "")), SHOWN)
    if name in matched.columns:
        matched.problems.append(_twice(matched, heading, name))
        return None
    if name in matched.table.fields:
        if plain(title) in given:
            matched.notes.append(f'{place}: "{heading}" is read as {name}, as you say')
        elif heading != name:
            matched.notes.append(f'{place}: "{heading}" is read as {name}')
        return name
    if plain(title) in given and not name:
        matched.notes.append(f'{place}: "{heading}" is left out, as you say')
        return None
    if is_empty:
        if heading:
            matched.notes.append(f'{place}: the empty column "{heading}" is passed over')
        return None
    like = process.extractOne(name, free, scorer=fuzz.ratio, score_cutoff=ALIKE) if name else None
    if like:
        matched.guesses.append(
            f'{place}: "{heading}" is taken for {like[0]}; confirm: --map "{heading}={like[0]}"'
        )
        return str(like[0])
    matched.problems.append(_unknown(matched, heading))
    return None


def _header_problem(matched: Match, column: str, rule: str, message: str, repair: str) -> Problem:
    place, row = matched.sheet.place, matched.header
    return Problem(
        file=place,
        row=row,
        column=column or None,
        rule=rule,
        message=message,
        repair=repair,
    )


def _unknown(matched: Match, heading: str) -> Problem:
    table = matched.table
    message = f"{table.name} has no such column; it has {', '.join(table.fields)}"
    repair = f'say what it is (--map "{heading}=NAME") or leave it out (--map "{heading}=")'
    if not heading:
        repair = "give the column a heading, or remove what stands in it"
    return _header_problem(matched, heading, "unknown-column", message, repair)


def _twice(matched: Match, heading: str, name: str) -> Problem:
    message = f"a second column is {name}"
    repair = f'rename one, or leave it out (--map "{heading}=")'
    return _header_problem(matched, heading, "duplicate-column", message, repair)


def _without_key(matched: Match, name: str) -> Problem:
    message = f"the column is missing, and without it no row of {matched.table.name} is known"
    return _header_problem(matched, name, "missing-key", message, f"add it, or --map OLD={name}")


def _cut_short(sheet: Sheet, row: int, count: int, wanted: int) -> Problem:
    message = f"the row has {count} fields, fewer than the {wanted} of the header"
    repair = "fill it up; text that holds a delimiter stands between quotation marks"
    return Problem(
        file=sheet.place,
        row=row,
        rule="row-length",
        message=message,
        repair=repair,
    )


def _no_header(sheet: Sheet, table: Table | None) -> Problem:
    message = f"none of the first {HEAD} rows holds names of columns"
    wanted = ", ".join(table.fields) if table else "the names of a table's columns"
    repair = f"add a header with {wanted}, or name its columns with --map OLD=NEW"
    return Problem(
        file=sheet.place,
        rule="no-header",
        message=message,
        repair=repair,
    )


def _no_table(sheet: Sheet, row: int, names: Sequence[str]) -> Problem:
    there = visible(", ".join(name for name in names if name), 3 * SHOWN)
    message = f"no table has these columns ({there})"
    repair = "name the table with --table"
    return Problem(
        file=sheet.place,
        row=row,
        rule="unknown-table",
        message=message,
        repair=repair,
    )
