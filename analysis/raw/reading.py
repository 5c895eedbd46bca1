"""Bytes of a CSV file to rows of text that remember where they stood in the file.

The one reader of raw tables: checks, transforms, downloads and imports see the same text. Nothing
is ever written. What a spreadsheet adds unasked (a byte order mark, Windows line ends, empty rows
and columns, blanks that are none) is read over and reported as a warning; everything that could
shift or lose a value is an error, and one fault is one problem.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.core.problems import Problem
from analysis.raw import signs

DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
# First bytes of files that are no text, or text of another encoding.
FORMATS = {
    codecs.BOM_UTF16_LE: "text in UTF-16",
    codecs.BOM_UTF16_BE: "text in UTF-16",
    b"PK\x03\x04": "a workbook and no text",
    b"\xd0\xcf\x11\xe0": "a workbook and no text",
    b"%PDF": "a PDF and no text",
}
IMPORT = "`briefing import` reads it"

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

Record = tuple[int, list[str]]


@dataclass
class Rows:
    """The text of one table.

    Attributes:
        columns: the header.
        cells: one list of texts for each row, as long as the header, without outer blanks.
        numbers: row of the file for each row of `cells`; the header is row 1.
        problems: what was wrong with the file itself.
    """

    columns: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_rows(path: Path, expected: Sequence[str]) -> Rows:
    """Read a table of which `expected` are the columns; whatever is wrong is in its `problems`."""
    if not path.is_file():
        return Rows(problems=[_missing_file(path)])
    text, problems = _decode(path.name, path.read_bytes())
    if text is None:
        return Rows(problems=problems)
    records, broken = _records(path.name, text)
    problems += broken
    if not records:
        if not broken:
            problems.append(_empty_file(path.name, expected))
        return Rows(problems=problems)
    delimiter = _other_delimiter(path.name, records[0][1], expected)
    if delimiter:
        return Rows(problems=[*problems, delimiter])
    rows = rows_of(path.name, records, expected, signs.is_plain(text))
    return Rows(rows.columns, rows.cells, rows.numbers, problems + rows.problems)


def rows_of(
    file: str, records: Sequence[Record], expected: Sequence[str], is_plain: bool = False
) -> Rows:
    """Rows of a table from its records: the header first, each with its row in the file.

    `is_plain` says that no cell holds a sign that is not seen, so that none need be looked for.
    """
    (first, header), *body = records
    columns = [signs.cleaned(name) for name in header]
    body, padding = _without_padding(file, columns, body)
    columns = columns[: _width(columns, body)]
    rows = Rows(columns, problems=padding + header_problems(file, columns, expected, first))
    for number, cells in body:
        _add(rows, file, number, cells, is_plain)
    return rows


def _width(columns: Sequence[str], body: Iterable[Record]) -> int:
    """How many columns the table has, without those at its end that hold nothing at all."""
    named = max((at for at, name in enumerate(columns, start=1) if name), default=0)
    filled = max((len(cells) for _, cells in body if len(cells) <= len(columns)), default=0)
    return max(named, filled)


def _without_padding(
    file: str, columns: Sequence[str], body: Sequence[Record]
) -> tuple[list[Record], list[Problem]]:
    """The rows without the empty cells and rows that spreadsheets leave around a table."""
    lengths = {
        number: max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=0)
        for number, cells in body
    }
    inside = (length for length in lengths.values() if length <= len(columns))
    named = (at for at, name in enumerate(columns, start=1) if name)
    used = max([*inside, *named], default=0)
    kept = [
        (number, cells[: max(lengths[number], min(len(cells), used))])
        for number, cells in body
        if lengths[number]
    ]
    empty = [number for number, length in lengths.items() if not length]
    wide = len(columns) > used or any(len(c) > max(used, lengths[n]) for n, c in body)
    problems = []
    if wide:
        message, repair = "the table has empty columns beside it", "delete them"
        problems.append(
            Problem(
                file=file,
                row=1,
                rule="padding",
                message=message,
                repair=repair,
                severity="warning",
            )
        )
    if empty:
        message, repair = f"{len(empty)} rows of the table are empty", "delete them"
        problems.append(
            Problem(
                file=file,
                row=empty[0],
                rule="padding",
                message=message,
                repair=repair,
                severity="warning",
            )
        )
    return kept, problems


def _other_delimiter(file: str, header: Sequence[str], expected: Sequence[str]) -> Problem | None:
    """The problem of a file whose fields are parted by something else than commas."""
    line = ",".join(header)
    for sign, words in DELIMITERS.items():
        names = [signs.cleaned(name).strip('"') for name in line.split(sign)]
        if len(names) > 1 and len(set(names) & set(expected)) > len(set(header) & set(expected)):
            message = f"the fields are separated by {words} and not by commas"
            repair = f"save it as CSV with commas; {IMPORT}"
            return Problem(
                file=file,
                row=1,
                rule="delimiter",
                message=message,
                repair=repair,
            )
    return None


def header_problems(
    file: str, columns: Sequence[str], expected: Sequence[str], row: int = 1
) -> list[Problem]:
    """Columns that are missing, unknown, named twice or in another order."""
    found = _strange_columns(file, columns, expected) + _repeated_columns(file, columns)
    if found or list(columns) == list(expected):
        return found
    message = f"the columns stand in another order than {', '.join(expected)}"
    repair = "put them in that order, so that the file matches its description"
    return [
        Problem(
            file=file,
            row=row,
            rule="column-order",
            message=message,
            repair=repair,
            severity="warning",
        )
    ]


def _strange_columns(file: str, columns: Sequence[str], expected: Sequence[str]) -> list[Problem]:
    missing = [name for name in expected if name not in columns]
    unknown = [name for name in columns if name not in expected]
    absent = f"the column is missing; the file has {', '.join(columns)}"
    strange = f"the column is not known; the table has {', '.join(expected)}"
    problems = []
    for name in missing:
        repair = f"add it{_or_rename(name, unknown)}"
        problems.append(
            Problem(
                file=file,
                row=1,
                column=name,
                rule="missing-column",
                message=absent,
                repair=repair,
            )
        )
    for name in dict.fromkeys(unknown):
        repair = f"remove it{_or_rename_to(name, missing)}"
        if name:
            problems.append(
                Problem(
                    file=file,
                    row=1,
                    column=name,
                    rule="unknown-column",
                    message=strange,
                    repair=repair,
                )
            )
        else:
            message = f"column {columns.index(name) + 1} has no heading and holds values"
            problems.append(
                Problem(
                    file=file,
                    row=1,
                    rule="unknown-column",
                    message=message,
                    repair=repair,
                )
            )
    return problems


def _repeated_columns(file: str, columns: Sequence[str]) -> list[Problem]:
    message, repair = "the column stands twice in the header", "keep one of the two"
    return [
        Problem(
            file=file,
            row=1,
            column=name or None,
            rule="duplicate-column",
            message=message,
            repair=repair,
        )
        for name, count in Counter(columns).items()
        if count > 1 and name
    ]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that looks most like `name`, if any looks like it at all.

    Whether letters are small or large says nothing.
    """
    known = {each.casefold(): each for each in names}
    found = difflib.get_close_matches(name.casefold(), list(known), n=1, cutoff=0.6)
    return known[found[0]] if found else None


def _or_rename(name: str, unknown: Sequence[str]) -> str:
    like = nearest(name, unknown)
    return f', or rename "{like}" if that is meant' if like else ""


def _or_rename_to(name: str, missing: Sequence[str]) -> str:
    like = nearest(name, missing)
    return f', or rename it to "{like}" if that is meant' if like else ""


def _missing_file(path: Path) -> Problem:
    return Problem(
        file=path.name,
        rule="missing-file",
        message="the table is not there",
        repair=f"put {path.name} into the folder of the raw tables",
    )


def _empty_file(file: str, expected: Sequence[str]) -> Problem:
    return Problem(
        file=file,
        rule="empty-file",
        message="the file is empty",
        repair=f"write at least the header: {','.join(expected)}",
    )


def _decode(file: str, content: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file with plain line ends, and what had to be set right for that."""
    for start, what in FORMATS.items():
        if content.startswith(start):
            message = f"the file is {what}, whatever its name says"
            repair = f"save it as CSV in UTF-8; {IMPORT}"
            return None, [
                Problem(
                    file=file,
                    rule="encoding",
                    message=message,
                    repair=repair,
                )
            ]
    problems = []
    if content.startswith(codecs.BOM_UTF8):
        message, repair = "the file begins with a byte order mark", "save it as UTF-8 without BOM"
        problems.append(
            Problem(
                file=file,
                row=1,
                rule="byte-order-mark",
                message=message,
                repair=repair,
                severity="warning",
            )
        )
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, [*problems, _not_utf8(file, content, error.start)]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        message, repair = "the lines end as on Windows", "save the file with Unix line ends (LF)"
        problems.append(
            Problem(
                file=file,
                rule="line-ends",
                message=message,
                repair=repair,
                severity="warning",
            )
        )
    return text, problems


def _not_utf8(file: str, content: bytes, at: int) -> Problem:
    line = content.count(b"\n", 0, at) + 1
    count = sum(byte >= 0x80 for byte in content)
    message = f"byte {at + 1} of the file (0x{content[at]:02x}) is not UTF-8"
    if count > 1:
        message += f"; {count} bytes of it are no plain letters"
    repair = f"save the file as UTF-8; {IMPORT}"
    return Problem(
        file=file,
        row=line,
        rule="encoding",
        message=message,
        repair=repair,
    )


def _records(file: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Rows with their number, or none if a quotation mark cannot be understood."""
    records: list[Record] = []
    reader = csv.reader(io.StringIO(text), strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if cells:
                records.append((row, cells))
    except csv.Error:
        message = f"a quotation mark is not closed or stands alone (near line {reader.line_num})"
        repair = 'put the whole text between quotation marks and write "" for a mark inside it'
        return [], [
            Problem(
                file=file,
                row=row + 1,
                rule="quote",
                message=message,
                repair=repair,
            )
        ]
    return records, []


def _add(rows: Rows, file: str, number: int, cells: list[str], is_plain: bool) -> None:
    wanted = len(rows.columns)
    if len(cells) != wanted:
        few = "fewer" if len(cells) < wanted else "more"
        message = f"the row has {len(cells)} fields, {few} than the {wanted} of the header"
        repair = "add or remove commas; put text that holds a comma between quotation marks"
        rows.problems.append(
            Problem(
                file=file,
                row=number,
                rule="row-length",
                message=message,
                repair=repair,
            )
        )
        return
    for name, cell in zip(rows.columns, cells, strict=True):
        found = _cell_problem(file, number, name, cell, is_plain)
        if found:
            rows.problems.append(found)
    rows.cells.append([cell.strip() if is_plain else signs.cleaned(cell) for cell in cells])
    rows.numbers.append(number)


def _cell_problem(file: str, number: int, column: str, cell: str, is_plain: bool) -> Problem | None:
    """What is wrong with the signs of a cell, the worst first."""

    def problem(rule: str, message: str, repair: str, severity: str = "error") -> Problem:
        return Problem(
            file=file,
            row=number,
            column=column,
            value=cell,
            rule=rule,
            message=message,
            repair=repair,
            severity=severity,
        )

    if len(cell) > signs.LONGEST:
        message = f"has {len(cell)} characters, more than the {signs.LONGEST} of a spreadsheet"
        return problem("too-long", message, "shorten it, or look for a mark that is not closed")
    if not is_plain:
        sign = signs.forbidden(cell)
        if sign:
            message = f"holds {sign}, which no page, drawing or workbook can carry"
            return problem("sign", message, "write the sign that is meant, or remove it")
        names = ", ".join(signs.hidden(cell))
        if names:
            message = f"holds what is not seen ({names}); it is read without, blanks as plain ones"
            return problem("hidden-sign", message, "write plain blanks", "warning")
    if cell != cell.strip():
        return problem("blank", "begins or ends with a blank", "remove the blank", "warning")
    return None
