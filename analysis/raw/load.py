"""The raw tables as typed frames, or the list of everything that is wrong with them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from analysis.core.cache import as_bytes, found, frame_of, keep
from analysis.core.made import state_of
from analysis.core.problems import Problem, ProblemsError, errors
from analysis.core.project import ABOUT_FILE
from analysis.raw import accepted, checks, corrections, vintage
from analysis.raw.intervals import last_days
from analysis.raw.knowledge import Knowledge, knowledge
from analysis.raw.reading import Rows, read_rows
from analysis.raw.tables import TABLES, Table
from analysis.raw.values import typed

CORRECTIONS = "corrections"
DESCRIPTOR = "datapackage.json"
FIRST_VERSION = "0.1.0"


@dataclass(frozen=True)
class RawData:
    """The raw tables of one data version, as known at one date.

    Attributes:
        tables: frame of each table by name. Text and dates (interval text) are `str`, numbers
            float64, whole numbers Int64, true and false boolean; unknown is missing. Beside the
            columns of the file: `source_row` (row in the file, header = 1) and `row_key`
            (`table:key`, as facts cite it).
        version: data version.
        as_of: the date of knowledge; without a choice, the newest day a source was read.
    """

    tables: Mapping[str, pd.DataFrame]
    version: str
    as_of: dt.date

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def at(self, as_of: dt.date) -> RawData:
        """Only what the world knew on `as_of`; the rules are in `raw/vintage.py`."""
        tables = MappingProxyType(vintage.known_at(self.tables, self._since, as_of))
        return replace(self, tables=tables, as_of=as_of)

    @property
    def flags(self) -> pd.DataFrame:
        """The values that are doubtful: table, key, column, reason, source_id."""
        return corrections.flags(self.tables[CORRECTIONS], self.tables)

    @cached_property
    def _since(self) -> Knowledge:
        """The dates of knowledge, which all vintages share."""
        return knowledge(self.tables)


def load(raw_dir: Path) -> RawData:
    """Read and check all tables of a folder, once for each state in which it is.

    Raises ProblemsError with every error of every table; warnings do not stop it.
    """
    return _loaded(raw_dir, state_of(raw_dir))


@lru_cache(maxsize=1)
def _loaded(raw_dir: Path, state: str) -> RawData:
    tables, problems = _gather(raw_dir)
    if errors(problems):
        raise ProblemsError(errors(problems))
    newest = last_days(tables["sources"]["accessed_on"]).max()
    return RawData(MappingProxyType(tables), data_version(raw_dir), newest.date())


def check(raw_dir: Path) -> list[Problem]:
    """Everything that is wrong or doubtful in a folder of raw tables, errors first.

    Warnings that `accepted_warnings.csv` lets stand are left out.
    """
    return checked(raw_dir)[0]


def checked(raw_dir: Path) -> tuple[list[Problem], list[Problem]]:
    """What is wrong or doubtful, errors first, and the warnings that are accepted."""
    tables, problems = _gather(raw_dir)
    ordered = sorted(problems, key=lambda p: (p.severity, p.file, p.row or 0, p.column or ""))
    known = tables.get(accepted.TABLE)
    return (ordered, []) if known is None else accepted.told_apart(ordered, known)


def as_written(raw_dir: Path) -> dict[str, pd.DataFrame]:
    """All tables as their authors wrote them: typed, without corrections, unknown is missing.

    What does not fit its column is missing too: `check` names it, and a build stops before.
    """
    read = {
        name: read_rows(raw_dir / table.file, list(table.fields)) for name, table in TABLES.items()
    }
    return {
        name: _table(TABLES[name], rows)[0].drop(columns=["source_row", "row_key"])
        for name, rows in read.items()
        if rows.columns
    }


def data_version(raw_dir: Path) -> str:
    """The data version that the data package names; the first one if there is none yet."""
    path = raw_dir / DESCRIPTOR
    if not path.is_file():
        return FIRST_VERSION
    return str(json.loads(path.read_text(encoding="utf-8"))["version"])


def _gather(raw_dir: Path) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    problems = _unknown_files(raw_dir)
    read = {
        name: read_rows(raw_dir / table.file, list(table.fields)) for name, table in TABLES.items()
    }
    problems += [problem for rows in read.values() for problem in rows.problems]
    problems += cut_short(raw_dir, read)
    mending, _ = _tables({CORRECTIONS: read[CORRECTIONS]})
    if mending:
        read, unfit = corrections.corrected(read, mending[CORRECTIONS])
        problems += unfit
    tables, wrong = _tables(read)
    # A table that lost rows or columns would make others look wrong: it has problems of its own.
    whole = {name: frame for name, frame in tables.items() if is_whole(TABLES[name], read[name])}
    return tables, problems + wrong + checks.run(whole)


def is_whole(table: Table, rows: Rows) -> bool:
    """Whether a table has all its columns and rows."""
    has_rows = bool(rows.cells) or table.may_be_empty
    return has_rows and set(table.fields) <= set(rows.columns) and not errors(rows.problems)


def cut_short(raw_dir: Path, read: Mapping[str, Rows]) -> list[Problem]:
    """Tables without a row, or with fewer than the processed tables beside them were made from."""
    before = rows_before(raw_dir)
    problems = []
    for name, rows in read.items():
        count, file = len(rows.cells), TABLES[name].file
        if rows.columns and not rows.problems and not count and not TABLES[name].may_be_empty:
            message, repair = "the table has no row", "restore it from an earlier version"
            problems.append(
                Problem(
                    file=file,
                    rule="no-row",
                    message=message,
                    repair=repair,
                )
            )
        elif rows.columns and count < before.get(name, 0):
            message = f"the table has {count} rows, {before[name] - count} fewer than last time"
            repair = "restore them if they were cut off; `briefing process` takes note otherwise"
            problem = Problem(
                file=file,
                rule="cut-short",
                message=message,
                repair=repair,
                severity="warning",
            )
            problems.append(problem)
    return problems


def rows_before(raw_dir: Path) -> dict[str, int]:
    """How many rows each raw table had when the processed tables beside it were made."""
    path = raw_dir.parent / "processed" / ABOUT_FILE
    if not path.is_file():
        return {}
    counts: dict[str, int] = json.loads(path.read_text(encoding="utf-8")).get("raw_rows", {})
    return counts


def _tables(read: Mapping[str, Rows]) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The typed frames of those tables that could be read, and the values that do not fit."""
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name, rows in read.items():
        if not rows.columns:
            continue
        tables[name], wrong = _table(TABLES[name], rows)
        problems += wrong
    return tables, problems


def _table(table: Table, rows: Rows) -> tuple[pd.DataFrame, list[Problem]]:
    """A typed frame with its `row_key`, and the values that do not fit; kept if all of them do."""
    made_from = json.dumps([table.name, rows.columns, rows.numbers, rows.cells])
    content = found("typed", made_from)
    if content is not None:
        return frame_of(content), []
    frame, wrong = typed(table, rows)
    frame = frame.assign(row_key=f"{table.name}:" + table.keys(frame))
    if not wrong:
        keep("typed", made_from, as_bytes(frame))
    return frame, wrong


def _unknown_files(raw_dir: Path) -> list[Problem]:
    return [
        Problem(
            file=path.name,
            rule="unknown-table",
            message="the file is none of the raw tables and is not read",
            repair="remove it, or describe its columns among the schemas",
            severity="warning",
        )
        for path in sorted(raw_dir.glob("*.csv"))
        if path.stem not in TABLES
    ]
