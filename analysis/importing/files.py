"""Any file that people send, or a folder of them, to sheets of cells.

Nothing is guessed in silence: whatever was found out about a file (delimiter, encoding) or passed
over stands in the notes. Nothing is executed.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import charset_normalizer
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.importing.matching import likeness
from analysis.importing.sheets import Found, Sheet, Value, numbered, refused, visible
from analysis.importing.workbooks import read_workbook
from analysis.raw.load import DESCRIPTOR
from analysis.raw.signs import cleaned
from analysis.raw.tables import TABLES

DELIMITED = (".csv", ".tsv", ".tab", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
READABLE = (*DELIMITED, *WORKBOOKS, ".parquet", ".json")
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
# Encodings that spreadsheets write where they do not write UTF-8.
ENCODINGS = ["cp1252", "cp1250", "mac_roman", "cp1251", "cp932", "cp949", "gb18030", "big5"]
WORD = re.compile(r"[^\s,;]+")
HEAD = 20  # rows in which a header is looked for


def read(path: Path) -> Found:
    """The sheets of a file, or of all files of a folder in the order of their names."""
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        return refused(path.name, "missing-file", "there is no such file", "check the name")
    if path.suffix.lower() not in READABLE:
        message = f"files of this kind are not read; those that are: {', '.join(READABLE)}"
        return refused(path.name, "file-kind", message, "save it as one of these")
    return _file(path, _label(path))


def _label(path: Path) -> str:
    """The file's name; with its folder, where a raw table is called the same."""
    is_called_like_a_table = path.name in {table.file for table in TABLES.values()}
    return f"{path.resolve().parent.name}/{path.name}" if is_called_like_a_table else path.name


def _folder(folder: Path) -> Found:
    found = Found()
    for path in sorted(folder.iterdir()):
        is_table = path.suffix.lower() in READABLE and path.name != DESCRIPTOR
        if not is_table or path.name.startswith((".", "~$")):
            found.notes.append(f"{path.name}: passed over, not a table")
        elif path.is_file():
            found.add(_file(path, f"{folder.resolve().name}/{path.name}"))
    if not found.sheets and not found.problems:
        message = "the folder holds no file that can be read"
        found.add(refused(folder.name, "empty-folder", message, f"kinds: {', '.join(READABLE)}"))
    return found


def _file(path: Path, label: str) -> Found:
    """The sheets of one file, which is called `label` in all that is said of it."""
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        return read_workbook(path, label)
    if kind == ".parquet":
        return _parquet(path, label)
    text, notes, problem = decoded(label, path.read_bytes())
    if text is None:
        return problem
    read_text = _json if kind == ".json" else _delimited
    found = read_text(label, path.stem, text)
    found.notes[:0] = notes
    return found


def decoded(file: str, content: bytes) -> tuple[str | None, list[str], Found]:
    """The text of a file, with a note where it is not UTF-8.

    An old encoding is accepted only where one reading is clearly better than all others: the bytes
    of `à` and `ŕ` are the same in western and eastern Europe, and a name must not change unseen.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), [f"{file}: read as UTF-16"], Found()
        except UnicodeDecodeError:
            return None, [], refused(file, "encoding", "is cut UTF-16", "save it as UTF-8")
    try:
        return content.decode("utf-8-sig"), [], Found()
    except UnicodeDecodeError as error:
        strange = error
    matches = list(charset_normalizer.from_bytes(content, cp_isolation=ENCODINGS))
    if matches and not _in_doubt(matches):
        text, shown = str(matches[0]), _first_foreign(str(matches[0]))
        names = " or ".join(matches[0].could_be_from_charset)
        return text, [f'{file}: not UTF-8, read as {names}: "{shown}"'], Found()
    seen = f"; it reads {_apart(str(matches[0]), str(matches[1]))}" if matches[1:] else ""
    line = content.count(b"\n", 0, strange.start) + 1
    message = f"byte {strange.start + 1} is not UTF-8, and the encoding is not certain{seen}"
    repair = "save it as UTF-8 (in spreadsheets: CSV UTF-8), or send the workbook"
    return None, [], refused(file, "encoding", message, repair, line)


def _in_doubt(matches: list[Any]) -> bool:
    """Whether a second reading with another text is as likely as the first."""
    if len(matches) < 2:
        return False
    first, second = matches[:2]
    return (first.chaos, first.coherence) == (second.chaos, second.coherence)


def _first_foreign(text: str) -> str:
    """The first word with a letter beyond ASCII."""
    return next((word[:40] for word in WORD.findall(text) if not word.isascii()), "")


def _apart(one: str, other: str) -> str:
    """The first word that two readings of the same bytes have differently."""
    pairs = zip(WORD.findall(one), WORD.findall(other), strict=False)
    return next((f'"{a[:40]}" or "{b[:40]}"' for a, b in pairs if a != b), "in several ways")


def _delimited(label: str, name: str, text: str) -> Found:
    if "\0" in text:
        message = "the file holds NUL characters; it is not a table of text"
        return refused(label, "file-kind", message, "save it anew as CSV")
    parsed = {mark: _records(label, text, mark) for mark in DELIMITERS}
    scores = {mark: _header_likeness(rows) for mark, (rows, _) in parsed.items()}
    mark = max(scores, key=lambda mark: scores[mark])
    rows, problems = parsed[mark]
    if problems.problems:
        return problems
    notes = [] if mark == "," else [f"{label}: fields are separated by {DELIMITERS[mark]}"]
    return Found([Sheet(label, name, numbered(rows))], notes)


def _records(file: str, text: str, mark: str) -> tuple[list[list[Value]], Found]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[list[Value]] = []
    try:
        rows.extend([*cells] for cells in reader)
    except csv.Error:
        number = len(rows) + 1
        message = f"a quotation mark is not closed or stands alone (near line {reader.line_num})"
        repair = 'put the whole text between quotation marks and write "" for a mark inside it'
        return rows, refused(file, "quote", message, repair, number)
    return rows, Found()


def _header_likeness(rows: list[list[Value]]) -> tuple[int, int]:
    """How much a reading of a file looks like a table: known names, then cells in the head."""
    head = rows[:HEAD]
    return (
        max((likeness(cells) for cells in head), default=0),
        max((len(cells) for cells in head), default=0),
    )


def _json(label: str, stem: str, text: str) -> Found:
    try:
        document = json.loads(text, parse_float=Decimal)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        return refused(label, "json", "is not JSON", "mend or export it anew", line)
    tables = {stem: document} if isinstance(document, list) else document
    found = Found()
    for name, records in tables.items() if isinstance(tables, dict) else ():
        if not isinstance(records, list) or not all(isinstance(row, dict) for row in records):
            found.notes.append(f"{label}, {visible(name, 60)}: passed over, not a list of rows")
            continue
        place = label if len(tables) == 1 else f"{label} ({visible(name, 60)})"
        found.add(_from_records(place, name, records, label if len(tables) > 1 else ""))
    if not found.sheets and not found.problems:
        message = "holds no rows; a list of objects is expected, or one for each table"
        found.add(refused(label, "json", message, "export it as records"))
    return found


def _parquet(path: Path, label: str) -> Found:
    try:
        records = pq.read_table(path).to_pylist()
    except (pa.ArrowException, OSError, ValueError):
        message, repair = "cannot be read as Parquet", "write it anew"
        return refused(label, "parquet", message, repair)
    return _from_records(label, path.stem, records)


def _from_records(place: str, name: str, records: list[dict[str, Any]], book: str = "") -> Found:
    """Rows that name their columns, as a sheet with a header; a list is joined by |."""
    columns = list(dict.fromkeys(column for record in records for column in record))
    rows: list[list[Value]] = [[*columns]]
    for number, record in enumerate(records, start=2):
        cells = [_flat(record.get(column)) for column in columns]
        for column, cell in zip(columns, cells, strict=True):
            if isinstance(cell, dict | list):
                message = f"{column} holds a structure, not a value"
                return refused(place, "structure", message, "give one value a cell", number)
        rows.append(cells)
    return Found([Sheet(place, name, numbered(rows), book=book)])


def _flat(value: Any) -> Any:
    if isinstance(value, float) and value != value:  # missing numbers of Parquet
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "|".join(cleaned(item) for item in value)
    return value
