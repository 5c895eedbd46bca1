"""Workbooks to sheets: what their cells show, and what must not pass unseen.

The library gives the stored values only. Formulas, errors and percent formats are looked up in the
file itself, where its kind allows that: a formula counts as the value that was stored with it and
is never executed; without one, and for an error, the workbook is refused. Of an old `.xls` neither
is known, and the notes say so.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree

import python_calamine as calamine

from analysis.core.problems import Problem
from analysis.importing.sheets import Found, Percent, Sheet, Value, numbered, refused, visible

LARGEST = 400_000_000  # bytes that a workbook may unpack to
MOST_CELLS = 20_000_000  # cells between the first and the last that hold something
UNNAMED = ("sheet", "tabelle", "feuil", "hoja", "foglio")  # names that programs give
PERCENT_FORMATS = ("9", "10")  # the built-in ones
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ODS_ERROR = b'value-type="error"'
ODS_PERCENT = b'value-type="percentage"'


@dataclass
class Inside:
    """What the file says of a sheet's cells beyond their values; places are (row, column) from 0.

    Attributes: cells shown as percentages; the number of formulas with a stored value; cells of
    which no value is known; the last row and column.
    """

    percents: set[tuple[int, int]] = field(default_factory=set)
    formulas: int = 0
    lost: dict[str, str] = field(default_factory=dict)
    last: tuple[int, int] = (0, 0)


def read_workbook(path: Path, label: str) -> Found:
    """The visible sheets of a workbook, which is called `label` in all that is said of it."""
    try:
        return _read(path, label)
    except calamine.PasswordError:
        message, repair = "is locked by a password", "save it without"
    except Exception:  # noqa: BLE001 - a damaged file fails in as many ways as it has layers
        message, repair = "is damaged, or no workbook", "save it anew, or as CSV UTF-8"
    return refused(label, "workbook", message, repair)


def _read(path: Path, label: str) -> Found:
    found, since_1904 = Found(), False
    inside: dict[str, Inside] = {}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                return refused(label, "workbook", "is too large", "send the tables alone")
            if "xl/workbook.xml" in archive.namelist():
                inside, since_1904 = _inside(archive)
            elif "content.xml" in archive.namelist():
                found.problems += _inside_ods(label, archive)
    elif path.suffix.lower() == ".xls":
        found.notes.append(
            f"{label}: formulas and percent formats of .xls are not seen; .xlsx is safer"
        )
    if any((at.last[0] + 1) * (at.last[1] + 1) > MOST_CELLS for at in inside.values()):
        message = "has cells so far apart that the sheet would not fit into memory"
        return refused(label, "workbook", message, "remove the stray cells")
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        for about in book.sheets_metadata:
            if about.visible != calamine.SheetVisibleEnum.Visible:
                found.notes.append(f"{label} ({visible(about.name)}): passed over, hidden")
                continue
            rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            sheet = _unread(path, label, about.name, len(book.sheets_metadata) > 1)
            sheet = replace(sheet, has_serials=bool(inside) and not since_1904)
            found.add(_sheet(sheet, rows, inside.get(about.name, Inside())))
    return found


def _unread(path: Path, label: str, name: str, is_one_of_many: bool) -> Sheet:
    """The sheet without its rows. One that is alone and has no name is called as the file."""
    if is_one_of_many:
        return Sheet(f"{label} ({visible(name)})", name, [], book=label)
    return Sheet(label, path.stem if name.lower().startswith(UNNAMED) else name, [])


def _sheet(sheet: Sheet, rows: Sequence[Sequence[Value]], inside: Inside) -> Found:
    place = sheet.place
    cells: list[list[Value]] = [[None if cell == "" else cell for cell in row] for row in rows]
    for row, column in inside.percents:
        if row < len(cells) and column < len(cells[row]):
            cell = cells[row][column]
            if isinstance(cell, float):
                cells[row][column] = Percent(cell)
    found = Found([replace(sheet, rows=numbered(cells))])
    if inside.formulas:
        found.notes.append(
            f"{place}: formulas are read as the values stored with them ({inside.formulas})"
        )
    found.problems += [
        Problem(
            file=place,
            row=int(re.sub(r"\D", "", cell)),
            rule="formula",
            message=f"cell {cell} {what}; formulas are never executed",
            repair="put the value itself into the cell (copy, paste special, values)",
        )
        for cell, what in inside.lost.items()
    ]
    return found


def _inside(archive: zipfile.ZipFile) -> tuple[dict[str, Inside], bool]:
    """What each sheet of an xlsx file says of its cells, and whether its days count from 1904."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {part.get("Id"): part.get("Target", "") for part in relations}
    percents = _percent_styles(archive)
    inside = {}
    for sheet in book.iter(f"{SPREADSHEET}sheet"):
        target = targets[sheet.get(RELATION)].removeprefix("/xl/")
        if f"xl/{target}" in archive.namelist():
            inside[sheet.get("name", "")] = _cells(archive, f"xl/{target}", percents)
    properties = book.find(f"{SPREADSHEET}workbookPr")
    flag = properties.get("date1904", "0") if properties is not None else "0"
    return inside, flag in ("1", "true")


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """Numbers of the cell styles that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    own = {
        entry.get("numFmtId")
        for entry in styles.iter(f"{SPREADSHEET}numFmt")
        if "%" in entry.get("formatCode", "")
    }
    formats = styles.find(f"{SPREADSHEET}cellXfs")
    entries = [] if formats is None else list(formats)
    return {
        str(at)
        for at, entry in enumerate(entries)
        if entry.get("numFmtId") in own or entry.get("numFmtId") in PERCENT_FORMATS
    }


def _cells(archive: zipfile.ZipFile, part: str, percents: set[str]) -> Inside:
    inside = Inside()
    with archive.open(part) as stream:
        for _, cell in ElementTree.iterparse(stream):
            if cell.tag == f"{SPREADSHEET}c":
                _look_at(inside, cell, percents)
            if cell.tag == f"{SPREADSHEET}row":
                cell.clear()
    return inside


def _look_at(inside: Inside, cell: ElementTree.Element, percents: set[str]) -> None:
    name = cell.get("r", "")
    row, column = _place(name)
    value = cell.find(f"{SPREADSHEET}v")
    stored = value is not None and bool(value.text)
    if stored or cell.find(f"{SPREADSHEET}is") is not None:
        inside.last = (max(inside.last[0], row), max(inside.last[1], column))
    if cell.get("s") in percents:
        inside.percents.add((row, column))
    if cell.get("t") == "e":
        inside.lost[name] = f"holds the error {value.text if value is not None else ''}"
    elif cell.find(f"{SPREADSHEET}f") is not None:
        if stored or cell.get("t") == "str":
            inside.formulas += 1
        else:
            inside.lost[name] = "holds a formula without a stored value"


def _place(name: str) -> tuple[int, int]:
    """Row and column from 0 of a cell such as `C7`."""
    letters, digits = re.fullmatch(r"([A-Z]*)(\d*)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits or 1) - 1, column - 1


def _inside_ods(file: str, archive: zipfile.ZipFile) -> list[Problem]:
    content = archive.read("content.xml")
    problems = []
    if ODS_ERROR in content:
        message, repair = "a cell holds an error", "put values into the cells that show Err or #"
        problems.append(
            Problem(
                file=file,
                rule="formula",
                message=message,
                repair=repair,
            )
        )
    if ODS_PERCENT in content:
        message = "a cell is formatted as a percentage, so that 12 % is stored as 0.12"
        repair = "format the cells as numbers and write 12"
        problems.append(
            Problem(
                file=file,
                rule="percent",
                message=message,
                repair=repair,
            )
        )
    return problems
