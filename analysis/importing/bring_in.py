"""An import from file to tables: read, match, convert, plan, check as a whole, ask, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from analysis.core.files import claimed, copy_folder, swapped
from analysis.core.problems import Problem, ProblemsError, errors
from analysis.importing.apply import Origin, is_sorted, write_tables
from analysis.importing.disk import disk_explained
from analysis.importing.files import read
from analysis.importing.matching import Match, match, plain
from analysis.importing.plan import Plan, Removal, plan
from analysis.importing.sheets import Sheet, visible
from analysis.importing.values import IncomingRow, converted
from analysis.raw.load import check
from analysis.raw.reading import Rows, nearest, read_rows
from analysis.raw.signs import cleaned
from analysis.raw.tables import TABLES, Table

REMOVED = "removed"
REMOVED_COLUMNS = ["table", "key_columns", "key_values"]


@dataclass(frozen=True)
class Request:
    """What to bring in: a file or folder, the folder of raw tables, the table if the user names it,
    and headings that the user renames.
    """

    source: Path
    raw: Path
    table: Table | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """What an import found and did.

    Attributes:
        plan: what it would do, or did.
        notes: what was passed over or read in a way that a reader should know.
        guesses: what is only likely, with the options that confirm it.
        problems: why nothing was written.
        warnings: doubts of the check that were not there before.
        in_order: tables that are sorted by key and get new rows at their place.
        is_written: whether the tables hold it now.
    """

    plan: Plan = field(default_factory=Plan)
    notes: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    in_order: list[str] = field(default_factory=list)
    is_written: bool = False

    @property
    def is_done(self) -> bool:
        """Whether the tables hold now what was to come in."""
        return self.is_written or (self.plan.is_empty and not self.problems)


def renamings(options: Iterable[str]) -> dict[str, str]:
    """Headings and the columns that they mean, from `OLD=NEW`. Raises ValueError for another form,
    or a name that no table has.
    """
    known = {column for table in TABLES.values() for column in table.fields}
    renamed = {}
    for option in options:
        old, mark, new = option.rpartition("=")
        if not mark or not old:
            raise ValueError(f"{option}: write OLD=NEW")
        if new and new not in known:
            like = nearest(new, known)
            hint = f"; nearest is {like}" if like else ""
            raise ValueError(f"{option}: no table has a column {new}{hint}")
        renamed[old] = new
    return renamed


class _LeftAsItIs(Exception):
    """Ends a swap before it happens."""


def bring_in(request: Request, agree: Callable[[Outcome], bool]) -> Outcome:
    """Bring rows into the raw tables, or say why not; without agreement nothing is written.

    Parameters: the request; a function that shows a clean plan and says whether to write it.
    Raises ProblemsError if the folder cannot be written or another import is running.
    """
    raw = request.raw.resolve()
    with disk_explained(raw), claimed(raw, partial(_refuse, raw)):
        if not raw.is_dir():
            raise ProblemsError([_no_folder(raw)])
        before = _bytes(raw)
        current = {name: read_rows(raw / t.file, list(t.fields)) for name, t in TABLES.items()}
        outcome = _planned(request, current)
        if outcome.plan.is_empty:
            return outcome
        try:
            with swapped(raw) as fresh:
                _stage(raw, fresh, outcome, current)
                if outcome.problems or not agree(outcome):
                    raise _LeftAsItIs
                if _bytes(raw) != before:
                    raise ProblemsError([_meanwhile(raw)])
        except _LeftAsItIs:
            return outcome
        outcome.is_written = True
        return outcome


def _planned(request: Request, current: Mapping[str, Rows]) -> Outcome:
    found = read(request.source)
    outcome = Outcome(notes=found.notes, problems=found.problems)
    incoming: dict[str, list[IncomingRow]] = {}
    removals: list[Removal] = []
    matched = _matched(request, found.sheets, outcome)
    for sheet in found.sheets:
        if plain(sheet.name) == REMOVED and sheet.rows:
            removals += _removals(sheet, outcome)
    for one in matched:
        outcome.notes += one.notes
        outcome.guesses += one.guesses
        outcome.problems += one.problems
        if not one.problems:
            made = converted(one)
            outcome.notes += made.notes
            outcome.problems += made.problems
            incoming.setdefault(one.table.name, []).extend(made.rows)
    touched = {"sources", *incoming, *(removal.table for removal in removals)}
    unfit = [problem for name in touched for problem in errors(current[name].problems)]
    if unfit:
        outcome.problems += unfit
        return outcome
    ordered = {name: incoming[name] for name in TABLES if name in incoming}
    outcome.plan = plan(current, ordered, removals)
    outcome.problems += outcome.plan.problems
    outcome.in_order = [
        name
        for name, changes in outcome.plan.tables.items()
        if changes.added and is_sorted(TABLES[name], current[name])
    ]
    return outcome


def _matched(request: Request, sheets: list[Sheet], outcome: Outcome) -> list[Match]:
    """The sheets that are tables; of a workbook with others, those are passed over with a word."""
    table = request.table
    found: list[Match] = []
    unfit: list[tuple[Sheet, Problem]] = []
    candidates = _raw_ones([sheet for sheet in sheets if plain(sheet.name) != REMOVED], outcome)
    for sheet in candidates:
        one = match(sheet, table if len(candidates) == 1 else None, request.renamed)
        if isinstance(one, Match) and one.table is table:  # named, and so no guess
            one = match(sheet, table, request.renamed)
        if isinstance(one, Problem):
            unfit.append((sheet, one))
        elif table is None or one.table is table:
            found.append(one)
        else:
            outcome.notes.append(f"{sheet.place}: passed over, it is {one.table.name}")
    for sheet, problem in unfit:
        if sheet.book and any(one.sheet.book == sheet.book for one in found):
            outcome.notes.append(f"{sheet.place}: passed over, {problem.message}")
        else:
            outcome.problems.append(problem)
    return found


def _raw_ones(sheets: list[Sheet], outcome: Outcome) -> list[Sheet]:
    """The sheets without those that stand beside sheets named `raw_...`.

    The workbook of the site holds the raw tables and what was computed from them.
    """
    books = {
        sheet.book
        for sheet in sheets
        if sheet.book and plain(sheet.name) in {f"raw_{name}" for name in TABLES}
    }
    computed = [
        sheet
        for sheet in sheets
        if sheet.book in books and not plain(sheet.name).startswith("raw_")
    ]
    outcome.notes += [f"{sheet.place}: passed over, no raw table" for sheet in computed]
    return [sheet for sheet in sheets if sheet not in computed]


def _removals(sheet: Sheet, outcome: Outcome) -> list[Removal]:
    """The rows that `removed.csv` names."""
    (first, header), *body = sheet.rows
    names = [plain(cell) for cell in header]
    if set(REMOVED_COLUMNS) - set(names):
        message = f"needs the columns {', '.join(REMOVED_COLUMNS)}"
        outcome.problems.append(
            Problem(
                file=sheet.place,
                row=first,
                rule="missing-column",
                message=message,
                repair="add them",
            )
        )
        return []
    removals = []
    for number, cells in body:
        texts = dict(zip(names, (cleaned(str(cell or "")) for cell in cells), strict=False))
        name, columns, values = (texts.get(column, "") for column in REMOVED_COLUMNS)
        problem = _unfit_removal(sheet.place, number, name, columns.split("|"))
        if problem:
            outcome.problems.append(problem)
        else:
            removals.append(Removal(sheet.place, number, name, tuple(columns.split("|")), values))
    return removals


def _unfit_removal(place: str, number: int, name: str, columns: list[str]) -> Problem | None:
    if name not in TABLES:
        like = nearest(name, TABLES)
        hint = f'write "{like}" if that is meant' if like else "mend the name"
        shown = visible(name, 80)
        return Problem(
            file=place,
            row=number,
            column="table",
            value=shown,
            rule="unknown-table",
            message="is no raw table",
            repair=hint,
        )
    strange = [column for column in columns if column not in TABLES[name].fields]
    if strange:
        message, repair = f"is no column of {name}", f"use {'|'.join(TABLES[name].key)}"
        return Problem(
            file=place,
            row=number,
            column="key_columns",
            value=visible(strange[0], 80),
            rule="unknown-column",
            message=message,
            repair=repair,
        )
    return None


def _stage(raw: Path, fresh: Path, outcome: Outcome, current: Mapping[str, Rows]) -> None:
    """Write all tables of the plan beside those of today and check them as a whole."""
    copy_folder(raw, fresh)
    origins = write_tables(outcome.plan, current, fresh)
    said = {(problem.file, problem.row, problem.column) for problem in outcome.problems}
    new = [traced(problem, origins) for problem in problems_that_are_new(check(raw), check(fresh))]
    new = [problem for problem in new if (problem.file, problem.row, problem.column) not in said]
    outcome.problems += errors(new)
    outcome.warnings = [problem for problem in new if problem.severity == "warning"]


def problems_that_are_new(before: list[Problem], after: list[Problem]) -> list[Problem]:
    """Problems that were not there before; rows may have moved meanwhile."""
    known = Counter(_what(problem) for problem in before)
    new = []
    for problem in after:
        known[_what(problem)] -= 1
        if known[_what(problem)] < 0:
            new.append(problem)
    return new


def _what(problem: Problem) -> tuple[str, str | None, str | None, str]:
    return problem.file, problem.column, problem.value, problem.rule


def traced(problem: Problem, origins: Mapping[str, list[Origin]]) -> Problem:
    """The problem at the row of the file that came, or at the row of today's table."""
    of_table = origins.get(problem.file.removesuffix(".csv"), [])
    if problem.row is None or problem.row > len(of_table):
        return problem
    origin = of_table[problem.row - 1]
    if isinstance(origin, IncomingRow):
        return replace(problem, file=origin.place, row=origin.number)
    return replace(problem, row=origin)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _no_folder(raw: Path) -> Problem:
    message = "there is no such folder"
    return Problem(
        file=raw.name,
        rule="missing-folder",
        message=message,
        repair="name another with --raw",
    )


def _refuse(raw: Path) -> None:
    """Raise ProblemsError; whoever runs the other import may look at its plan for hours."""
    message = "another import is running"
    repair = "wait until it has ended"
    raise ProblemsError([Problem(file=raw.name, rule="busy", message=message, repair=repair)])


def _meanwhile(raw: Path) -> Problem:
    message = "the tables were changed by someone else while the plan was looked at"
    return Problem(
        file=raw.name,
        rule="meanwhile",
        message=message,
        repair="import again",
    )
