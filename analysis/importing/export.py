"""A table as a file that is made to be sent around, edited and imported back.

The workbook says what each column means and offers the values it may have. Every text is written as
text: whatever it begins with, no spreadsheet runs it.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from analysis.core.columns import unit_of
from analysis.core.files import save
from analysis.core.problems import ProblemsError, errors
from analysis.importing.numbers import PLAIN, number_text
from analysis.raw.descriptor import codebook
from analysis.raw.reading import Rows, read_rows
from analysis.raw.tables import Table

LAST_ROW = 1_048_575  # of a sheet, from 0
LIST = 255  # characters that a drop-down may hold in itself
WIDEST = 60  # characters
LISTS = "lists"
NUMBERS = ("number", "whole")
# No clock: two exports of one table are the same file.
CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def export_csv(table: Table, raw: Path, target: Path) -> None:
    """Copy a table as it is, byte for byte. Raises ProblemsError where it cannot be read."""
    _readable(table, raw)
    save((raw / table.file).read_bytes(), target)


def export_workbook(table: Table, raw: Path, target: Path) -> None:
    """Write a table as a workbook for people.

    Raises ProblemsError where the table cannot be read: then no cell could hold it either.
    """
    rows = _readable(table, raw)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties({"title": table.name, "created": CREATED})
        sheet = book.add_worksheet(table.name[:31])
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        for place, name in enumerate(rows.columns):
            _column(sheet, table, rows, place, text, head)
            for row, cells in enumerate(rows.cells, start=1):
                _cell(sheet, row, place, cells[place], table.kind(name), text)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows.cells), 1), len(rows.columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{_last(rows)}{LAST_ROW + 1}"})
        _drop_downs(book, sheet, table, rows)
    save(content.getvalue(), target)


def _readable(table: Table, raw: Path) -> Rows:
    rows = read_rows(raw / table.file, list(table.fields))
    if errors(rows.problems):
        raise ProblemsError(errors(rows.problems))
    return rows


def _column(
    sheet: Worksheet, table: Table, rows: Rows, place: int, text: Format, head: Format
) -> None:
    name = rows.columns[place]
    longest = max((len(cells[place]) for cells in rows.cells[:50]), default=0)
    width = min(WIDEST, max(len(name) + 4, longest + 2))
    sheet.set_column(place, place, width, None if table.kind(name) in NUMBERS else text)
    sheet.write_string(0, place, name, head)
    sheet.write_comment(0, place, note(table, name), {"x_scale": 2, "y_scale": 2})


@cache
def _codebook() -> dict[tuple[str, str], dict[str, Any]]:
    """The entry of each column, by table and name."""
    return {(one["table"], one["column"]): one for one in codebook().to_dict("records")}


def note(table: Table, name: str) -> str:
    """What a column means, for the note at its head."""
    entry = _codebook()[table.name, name]
    field = table.fields[name]
    unit, allowed = unit_of(field), entry["allowed_values"]
    lines = [
        str(field.description),
        f"{entry['type']}{f', unit {unit}' if unit else ''}",
        "may be empty: unknown" if field.nullable else "must be filled in",
        *(["part of what names the row"] if name in table.key else []),
        *([f"allowed: {allowed}"] if isinstance(allowed, str) else []),
    ]
    return "\n".join(lines)


def _cell(sheet: Worksheet, row: int, place: int, text: str, kind: str, look: Format) -> None:
    if not text:
        return
    if kind in NUMBERS and _is_exact(text):
        sheet.write_number(row, place, float(text))
    else:
        sheet.write_string(row, place, text, look)


def _is_exact(text: str) -> bool:
    """Whether a spreadsheet's number keeps every digit."""
    return bool(PLAIN.fullmatch(text)) and Decimal(number_text(float(text))) == Decimal(text)


def _drop_downs(book: xlsxwriter.Workbook, sheet: Worksheet, table: Table, rows: Rows) -> None:
    """Offer the values of vocabularies and flags; long ones stand on a hidden sheet."""
    lists: Worksheet | None = None
    for place, name in enumerate(rows.columns):
        allowed = choices(table, name)
        if not allowed:
            continue
        source: list[str] | str = allowed
        if len(",".join(allowed)) > LIST or any("," in value for value in allowed):
            if lists is None:
                lists = book.add_worksheet(LISTS)
                lists.hide()
            lists.write_column(0, place, allowed)
            letter = xl_col_to_name(place)
            source = f"={LISTS}!${letter}$1:${letter}${len(allowed)}"
        rule = {"validate": "list", "source": source, "error_title": name}
        rule |= {"error_message": "Choose one of the list; the note at the head says what it means"}
        sheet.data_validation(1, place, LAST_ROW, place, rule)


def choices(table: Table, name: str) -> list[str]:
    """The values that one cell of a column may have, where they are few."""
    kind = table.kind(name)
    if kind == "flag":
        return ["true", "false"]
    return list(table.fields[name].metadata["vocabulary"]) if kind == "choice" else []


def _last(rows: Rows) -> str:
    return str(xl_col_to_name(len(rows.columns) - 1))
