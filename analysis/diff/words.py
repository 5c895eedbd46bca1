"""Differences in words, as lines of plain text; what comes from the tables is made harmless."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.diff.exhibits import ExhibitDiff
from analysis.diff.facts import FactChange
from analysis.diff.rows import Cell, RowDifference, TableDiff
from analysis.diff.verdict import Reading, TestChange
from analysis.diff.wording import cell_rank, is_words
from analysis.facts.text import COUNT_WORDS, enumeration

ARROW = "\N{RIGHTWARDS ARROW}"
EMPTY = "empty"
NO_FACT = "none"
LONG = 60  # characters of a cell in a line; longer words are said to be reworded
SHOWN_CELLS = 3  # of one row in a line

ROW_WORDS = {
    "added": "added",
    "removed": "removed",
    "changed": "changed",
    "resourced": "given another source",
    "redated": "given another day",
}


def printable(text: Any) -> str:
    """A text on one line, without signs that would steer a terminal or turn the line around."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def moved(old: Any, new: Any) -> str:
    """`old → new`."""
    return f"{old} {ARROW} {new}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count in digits with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def fact_words(change: FactChange) -> str:
    """`label: old → new (unit)`."""
    old, new = (printed(record) for record in (change.old, change.new))
    return f"{printable(change.record['label'])}: {moved(old, new)}{unit_words(change)}"


def printed(record: Any) -> str:
    """The value of a fact as the prose prints it."""
    return printable(record["text"]) if record else NO_FACT


def unit_words(change: FactChange) -> str:
    """What is counted, in brackets, where the printed value does not say it."""
    unit, text = change.record["unit"], str(change.record["text"])
    is_count = text in COUNT_WORDS or text.replace(",", "").isdigit()
    return f" ({printable(unit)})" if unit and is_count else ""


def test_words(test: TestChange) -> str:
    """A test of the verdict: result, measure, threshold, before and after."""
    if test.old is None or test.new is None:
        told = "a new test" if test.old is None else "no test any more"
        return f"{printable(test.measure)}: {told}"
    parts = [changed(test.old, test.new, part) for part in ("result", "measured")]
    threshold = f"wanted {changed(test.old, test.new, 'wanted')}"
    return f"{printable(test.measure)}: {', '.join(parts)}; {threshold}"


def changed(old: Reading, new: Reading, part: str) -> str:
    """A part of a reading, with what it was if that was something else."""
    was, now = (printable(getattr(reading, part)) or NO_FACT for reading in (old, new))
    return now if was == now else moved(was, now)


def row_words(row: RowDifference, everything: bool = False, cells: int = SHOWN_CELLS) -> str:
    """A row with what changed in it, the most telling `cells`; `everything` leaves nothing out."""
    place = printable(f"{row.table}/{row.name}")
    if row.old is None or row.new is None:
        whole = f": {cells_of(row.new or row.old)}" if everything else ""
        return f"{place} {row.kind}{whole}"
    shown = row.cells if everything else most_telling(row)[:cells]
    parts = [cell_words(row.table, cell, everything) for cell in shown]
    more = len(row.cells) - len(shown) if cells > 1 else 0
    return f"{place}: {', '.join(parts)}{f' and {more} more' if more else ''}"


def most_telling(row: RowDifference) -> list[Cell]:
    """The values of a row that differ: numbers and choices first, words and sources last."""
    return sorted(row.cells, key=lambda cell: cell_rank(row, cell.column))


def cells_of(row: Any) -> str:
    """All known cells of a row."""
    return "; ".join(f"{name} {printable(cell)}" for name, cell in row.items())


def cell_words(table: str, cell: Cell, everything: bool = False) -> str:
    """One value of a row, before and after."""
    old, new = (EMPTY if value is None else printable(value) for value in (cell.old, cell.new))
    if not everything:
        if is_words(table, cell.column) and max(len(old), len(new)) > LONG:
            return f"{cell.column} {said_otherwise(cell)}"
        old, new = clipped(old), clipped(new)
    return f"{printable(cell.column)} {moved(old, new)}"


def said_otherwise(cell: Cell) -> str:
    """What became of a long text."""
    if cell.old is None or cell.new is None:
        return "written" if cell.old is None else "emptied"
    return "reworded"


def clipped(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= LONG else text[: LONG - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def table_words(table: TableDiff) -> str:
    """A table with the counts of its rows that differ."""
    parts = [f"{count:,} {ROW_WORDS[kind]}" for kind, count in table.counts.items() if count]
    came = [name for name in table.new_columns if name not in table.old_columns]
    went = [name for name in table.old_columns if name not in table.new_columns]
    if not table.old_columns:
        parts.append("the table is new")
    elif not table.new_columns:
        parts.append("the table is gone")
    else:
        parts += [f"column {name} is new" for name in came]
        parts += [f"column {name} is gone" for name in went]
    return f"{table.table}: {', '.join(parts) or 'columns in another order'}"


def exhibit_words(exhibit: ExhibitDiff) -> str:
    """An exhibit with what became of it, counted."""
    if exhibit.old is None or exhibit.new is None:
        return f"{exhibit.id}: {'new' if exhibit.old is None else 'gone'}"
    counts = exhibit.counts
    parts = [
        plural(counts[name], one, many)
        for name, one, many in (
            ("values", "value changed", "values changed"),
            ("rows_added", "row added", "rows added"),
            ("rows_gone", "row gone", "rows gone"),
            ("sources", "source came or went", "sources came or went"),
        )
        if counts[name]
    ]
    return f"{exhibit.id}: {enumeration(parts) or 'other words'}"


def states(names: Iterable[str]) -> str:
    """The two states of a diff, as its title names them."""
    old, new = (printable(name) for name in names)
    return f"From {old} to {new}"
