"""What a file holds before any of it is understood: sheets of cells with their row numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from analysis.core.problems import Problem
from analysis.raw.signs import cleaned


class Percent(float):
    """A number that a spreadsheet shows as a percentage: 0.12 for 12 %."""


Value = str | bool | int | float | Decimal | dt.date | dt.time | dt.timedelta | None


@dataclass(frozen=True)
class Sheet:
    """One table-like part of a file.

    Attributes:
        place: file, and sheet where there are several, as the user knows them.
        name: file or sheet name by which a table may be recognised.
        rows: row number (1 is the first) and cells of each row that is not wholly empty. Text is
            as it was typed; other types come from files that keep them.
        has_serials: whether a bare number in a date column counts days since 1900.
        book: the file, where it holds several sheets.
    """

    place: str
    name: str
    rows: list[tuple[int, list[Value]]]
    has_serials: bool = False
    book: str = ""


@dataclass
class Found:
    """What was found in a file or folder.

    Attributes:
        sheets: sheets with rows.
        notes: what was passed over, or read in a way that a reader should know.
        problems: what could not be read.
    """

    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Take in what another file holds."""
        self.sheets += other.sheets
        self.notes += other.notes
        self.problems += other.problems


def numbered(rows: Iterable[list[Value]]) -> list[tuple[int, list[Value]]]:
    """Rows with their numbers, without those that are wholly empty."""
    return [(number, cells) for number, cells in enumerate(rows, start=1) if not is_blank(cells)]


def is_blank(cells: Iterable[Value]) -> bool:
    """Whether no cell holds anything."""
    return all(cell is None or (isinstance(cell, str) and not cleaned(cell)) for cell in cells)


def visible(text: str, most: int | None = None) -> str:
    """Text on one line in which nothing steers a terminal or turns the direction of reading.

    With `most` it has no more characters than that.
    """
    short = text if most is None or len(text) <= most else f"{text[: most - 1]}…"
    return "".join(
        " " if c.isspace() and c != "\n" else c if c.isprintable() else "�" for c in short
    )


def refused(place: str, rule: str, message: str, repair: str, row: int | None = None) -> Found:
    """A file that cannot be read, with the reason."""
    return Found(
        problems=[
            Problem(
                file=place,
                row=row,
                rule=rule,
                message=message,
                repair=repair,
            )
        ]
    )
