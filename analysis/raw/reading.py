"""Bytes of a CSV file to rows of text that remember where they stood in the file.

Nothing is ever written. A byte order mark and Windows line ends are read correctly and reported
as warnings, because spreadsheets add them unasked; everything that could shift or lose a value
is an error.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.problems import Problem


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
    content = path.read_bytes()
    text, problems = _decode(path.name, content)
    if text is None:
        return Rows(problems=problems)
    records, broken = _records(path.name, text)
    problems += broken
    if not records:
        if not broken:
            problems.append(_empty_file(path.name, expected))
        return Rows(problems=problems)
    (_, columns), *body = records
    columns = [name.strip() for name in columns]
    problems += header_problems(path.name, columns, expected)
    rows = Rows(columns, problems=problems)
    for number, cells in body:
        _add(rows, path.name, number, cells)
    return rows


def header_problems(file: str, columns: Sequence[str], expected: Sequence[str]) -> list[Problem]:
    """Columns that are missing, unknown, named twice or in another order."""
    found = _strange_columns(file, columns, expected) + _repeated_columns(file, columns)
    if found or list(columns) == list(expected):
        return found
    message = f"the columns stand in another order than {', '.join(expected)}"
    repair = "put them in that order, so that the file matches its description"
    return [Problem(file, 1, None, None, "column-order", message, repair, "warning")]


def _strange_columns(file: str, columns: Sequence[str], expected: Sequence[str]) -> list[Problem]:
    missing = [name for name in expected if name not in columns]
    unknown = [name for name in columns if name not in expected]
    absent = f"the column is missing; the file has {', '.join(columns)}"
    strange = f"the column is not known; the table has {', '.join(expected)}"
    problems = []
    for name in missing:
        repair = f"add it{_or_rename(name, unknown)}"
        problems.append(Problem(file, 1, name, None, "missing-column", absent, repair))
    for name in unknown:
        at, repair = name or None, f"remove it{_or_rename_to(name, missing)}"
        problems.append(Problem(file, 1, at, None, "unknown-column", strange, repair))
    return problems


def _repeated_columns(file: str, columns: Sequence[str]) -> list[Problem]:
    message, repair = "the column stands twice in the header", "keep one of the two"
    return [
        Problem(file, 1, name or None, None, "duplicate-column", message, repair)
        for name, count in Counter(columns).items()
        if count > 1
    ]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that looks most like `name`, if any looks like it at all."""
    found = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return found[0] if found else None


def _or_rename(name: str, unknown: Sequence[str]) -> str:
    like = nearest(name, unknown)
    return f', or rename "{like}" if that is meant' if like else ""


def _or_rename_to(name: str, missing: Sequence[str]) -> str:
    like = nearest(name, missing)
    return f', or rename it to "{like}" if that is meant' if like else ""


def _missing_file(path: Path) -> Problem:
    return Problem(
        path.name,
        None,
        None,
        None,
        "missing-file",
        "the table is not there",
        f"put {path.name} into the folder of the raw tables",
    )


def _empty_file(file: str, expected: Sequence[str]) -> Problem:
    return Problem(
        file,
        None,
        None,
        None,
        "empty-file",
        "the file is empty",
        f"write at least the header: {','.join(expected)}",
    )


def _decode(file: str, content: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file with plain line ends, and what had to be set right for that."""
    problems = []
    if content.startswith(codecs.BOM_UTF8):
        message, repair = "the file begins with a byte order mark", "save it as UTF-8 without BOM"
        problems.append(Problem(file, 1, None, None, "byte-order-mark", message, repair, "warning"))
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, [*problems, _not_utf8(file, content, error.start)]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        message, repair = "the lines end as on Windows", "save the file with Unix line ends (LF)"
        problems.append(Problem(file, None, None, None, "line-ends", message, repair, "warning"))
    return text, problems


def _not_utf8(file: str, content: bytes, at: int) -> Problem:
    line = content.count(b"\n", 0, at) + 1
    message = f"byte {at + 1} of the file (0x{content[at]:02x}) is not UTF-8"
    return Problem(file, line, None, None, "encoding", message, "save the file as UTF-8")


def _records(file: str, text: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """Rows with their number, or none if a quotation mark cannot be understood."""
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text), strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if cells:
                records.append((row, cells))
    except csv.Error:
        message = f"a quotation mark is not closed or stands alone (near line {reader.line_num})"
        repair = 'put the whole text between quotation marks and write "" for a mark inside it'
        return [], [Problem(file, row + 1, None, None, "quote", message, repair)]
    return records, []


def _add(rows: Rows, file: str, number: int, cells: list[str]) -> None:
    wanted = len(rows.columns)
    if len(cells) != wanted:
        few = "fewer" if len(cells) < wanted else "more"
        rows.problems.append(
            Problem(
                file,
                number,
                None,
                None,
                "row-length",
                f"the row has {len(cells)} fields, {few} than the {wanted} of the header",
                "add or remove commas; put text that holds a comma between quotation marks",
            )
        )
        return
    stripped = [cell.strip() for cell in cells]
    for name, cell, bare in zip(rows.columns, cells, stripped, strict=True):
        if cell != bare:
            rows.problems.append(
                Problem(
                    file,
                    number,
                    name,
                    cell,
                    "blank",
                    "begins or ends with a blank",
                    "remove the blank",
                    "warning",
                )
            )
    rows.cells.append(stripped)
    rows.numbers.append(number)
