"""Cells of a matched sheet to the texts that a raw table would hold.

Converted is only what has one meaning; what has two is refused with both, unless the table holds
that very text already. What is no value of its column at all is left to the check of the tables.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from analysis.core.columns import unit_of
from analysis.core.problems import Problem
from analysis.importing import days, numbers
from analysis.importing.matching import Match
from analysis.importing.sheets import Percent, Value, is_blank, visible
from analysis.raw import signs
from analysis.raw.signs import cleaned
from analysis.raw.tables import Table

SHOWN = 80  # characters of a cell that a problem repeats
# What a spreadsheet would run: no table may hold it, since tables are opened in spreadsheets.
FORMULA = re.compile(r"[=@]|[+-]\s*[A-Za-z_]+[\w.]*\s*[(|!]")
FLAGS = {"true": "true", "wahr": "true", "vrai": "true"} | {
    "false": "false",
    "falsch": "false",
    "faux": "false",
}


@dataclass(frozen=True)
class IncomingRow:
    """One row as it is to stand in a table.

    Attributes:
        cells: text by column; only the columns that the file has.
        place: file and sheet it came from.
        number: its row there.
        doubts: by column, why a cell cannot be read unless the table holds its text already.
        days: columns in which a spreadsheet's date was turned into a day.
    """

    cells: Mapping[str, str]
    place: str
    number: int
    doubts: Mapping[str, Problem] = field(default_factory=dict)
    days: frozenset[str] = frozenset()


@dataclass
class Converted:
    """Rows of one sheet, with what was changed on the way and what is wrong with cells."""

    rows: list[IncomingRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Column:
    """What is known of one column before its cells are read.

    Attributes: name and kind; its unit; decimal marks and orders of dates that its cells show;
    whether it holds true and false; whether bare numbers may be days.
    """

    name: str
    kind: str
    unit: str | None
    marks: set[str]
    orders: set[str]
    has_flags: bool
    has_serials: bool


@dataclass(frozen=True)
class Cell:
    """A converted cell: its text; what was done (for the notes); a problem; a doubt; a day."""

    text: str
    done: str = ""
    wrong: tuple[str, str, str] | None = None
    doubt: tuple[str, str, str] | None = None
    is_day: bool = False


def converted(match: Match) -> Converted:
    """The rows of a matched sheet as texts of its table."""
    known = [
        (place, _column(match, place, name))
        for place, name in enumerate(match.columns)
        if name is not None
    ]
    made = Converted()
    done: dict[tuple[str, str], list[str]] = {}
    for number, cells in match.body:
        values = [cells[place] if place < len(cells) else None for place, _ in known]
        if is_blank(values):
            continue
        read = [
            (column, value, read_cell(value, column))
            for (_, column), value in zip(known, values, strict=True)
        ]
        for column, value, cell in read:
            if cell.done:
                done.setdefault((column.name, cell.done), []).append(f"{value} -> {cell.text}")
            if cell.wrong:
                made.problems.append(_problem(match, number, column, cell.text, cell.wrong))
        made.rows.append(_row(match, number, [(column, cell) for column, _, cell in read]))
    made.notes += [
        f"{match.sheet.place}, {name}: {what} ({len(examples)}, as {examples[0]})"
        for (name, what), examples in done.items()
    ]
    return made


def _row(match: Match, number: int, read: list[tuple[Column, Cell]]) -> IncomingRow:
    doubts = {
        column.name: _problem(match, number, column, cell.text, cell.doubt)
        for column, cell in read
        if cell.doubt
    }
    dated = frozenset(column.name for column, cell in read if cell.is_day)
    texts = {column.name: cell.text for column, cell in read}
    return IncomingRow(texts, match.sheet.place, number, doubts, dated)


def _column(match: Match, place: int, name: str) -> Column:
    table, kind = match.table, match.table.kind(name)
    texts = [
        numbers.tidied(cleaned(cell).removesuffix("%").rstrip())
        for _, cells in match.body
        for cell in cells[place : place + 1]
        if isinstance(cell, str)
    ]
    return Column(
        name,
        kind,
        unit_of(table.fields[name]),
        numbers.decimal_marks(texts) if kind in ("number", "whole") else set(),
        days.orders(texts) if kind == "interval" else set(),
        _has_flags(table, name),
        match.sheet.has_serials,
    )


def _has_flags(table: Table, name: str) -> bool:
    return table.kind(name) == "flag" or "true" in table.fields[name].metadata["vocabulary"]


def read_cell(value: Value, column: Column) -> Cell:
    """One cell as the text of its column."""
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, int | float | Decimal):
        return _number(value, column)
    if isinstance(value, dt.date):
        return _date(value, column)
    if isinstance(value, dt.time | dt.timedelta):
        return Cell(str(value), wrong=_rewritten("a time"))
    return _text(value.replace("\r\n", "\n").replace("\r", "\n"), column)


def _number(value: float | Decimal, column: Column) -> Cell:
    if isinstance(value, Percent) and column.unit == "%":
        return Cell(numbers.number_text(value * 100), "shown as percent, written as its number")
    if column.kind == "interval":
        date = days.of_number(float(value), column.has_serials)
        is_day = date is not None and len(date) > 4
        if date is None:
            return Cell(numbers.number_text(value), wrong=_bare_number())
        return Cell(date, "numbers of days, read as dates" if is_day else "", is_day=is_day)
    return Cell(numbers.number_text(value))


def _date(value: dt.date, column: Column) -> Cell:
    day = (value.date() if isinstance(value, dt.datetime) else value).isoformat()
    if column.kind == "interval":
        return Cell(day, is_day=True)
    return Cell(day, wrong=_rewritten("a date"))


def _text(written: str, column: Column) -> Cell:
    text = cleaned(written)
    if wrong := _unfit(written, text):
        return Cell(text, wrong=wrong)
    if column.has_flags:
        return Cell(FLAGS.get(text.casefold(), text))
    if column.kind == "interval":
        return _written_date(text, column)
    if column.kind in ("number", "whole"):
        return _written_number(text, column)
    return Cell(text)


def _unfit(written: str, text: str) -> tuple[str, str, str] | None:
    """Why a text can stand in no table: as it was written, and without what is not seen."""
    if len(text) > signs.LONGEST:
        message = f"has {len(text)} characters; a cell holds at most {signs.LONGEST}"
        return "cell-size", message, "shorten it"
    if strange := signs.forbidden(written):
        return "sign", f"holds {strange}, which no page can carry", "remove it, or write it anew"
    if meant := _before_garbling(text):
        message = f'looks garbled by a wrong encoding: "{visible(meant, SHOWN)}" may be meant'
        return "garbled", message, "open the file anew as UTF-8, or start from the workbook"
    if FORMULA.match(text):
        return "formula", "would be run by a spreadsheet", "begin with another character"
    return None


def _before_garbling(text: str) -> str | None:
    """What a text was before a spreadsheet took its UTF-8 for western letters: Puławy for
    PuÅ‚awy; None where that does not fit.
    """
    try:
        return None if text.isascii() else text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


def _written_date(text: str, column: Column) -> Cell:
    if days.is_open(text, column.orders):
        return Cell(text, doubt=_two_dates(column.orders))
    date = days.iso(text, column.orders)
    done = "" if date == text else "dates written in another way"
    return Cell(date, done, is_day=date != text and len(date) == len("2026-01-01"))


def _written_number(text: str, column: Column) -> Cell:
    bare_number = text
    if column.unit == "%":
        bare_number = text.removesuffix("%").rstrip()
    bare_number = numbers.tidied(bare_number)
    if numbers.is_open(bare_number, column.marks):
        return Cell(bare_number, doubt=_two_numbers(bare_number, column.marks))
    number = numbers.with_point(bare_number, column.marks)
    if not numbers.PLAIN.fullmatch(number):
        return Cell(text)
    if column.kind == "whole":
        number = numbers.without_zeros(number)
    done = "" if number == text else "numbers written in another way"
    return Cell(number, done)


def _two_numbers(text: str, marks: set[str]) -> tuple[str, str, str]:
    large, small = re.sub(r"[.,]", "", text), text.replace(",", ".")
    why = "nothing in the column says which" if not marks else "the column has both kinds"
    message = f"is {large} or {small}; {why}"
    return "open-number", message, f"write {large} or {small}0"


def _two_dates(shown: set[str]) -> tuple[str, str, str]:
    why = "the column has both kinds" if shown else "nothing in the column says which"
    message = f"may be read with the day or the month first, or in two centuries; {why}"
    return "open-date", message, "write YYYY-MM-DD"


def _rewritten(what: str) -> tuple[str, str, str]:
    message = f"is {what}, made by a spreadsheet from what somebody typed"
    return "rewritten", message, "format the cell as text and write it again"


def _bare_number() -> tuple[str, str, str]:
    return "open-date", "is a number in a column of dates", "format the cell as a date or as text"


def _problem(
    match: Match, number: int, column: Column, text: str, words: tuple[str, str, str]
) -> Problem:
    rule, message, repair = words
    shown = visible(text, SHOWN)
    return Problem(
        file=match.sheet.place,
        row=number,
        column=column.name,
        value=shown,
        rule=rule,
        message=message,
        repair=repair,
    )
