"""A place in a document, and the problem found there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.core.problems import Problem


@dataclass(frozen=True)
class Place:
    """A line of a file of the project; row None means the whole file."""

    file: str
    row: int | None = None

    def problem(
        self, rule: str, message: str, repair: str, value: str | None = None, warning: bool = False
    ) -> Problem:
        """The problem with this place."""
        severity = "warning" if warning else "error"
        return Problem(
            file=self.file,
            row=self.row,
            value=value,
            rule=rule,
            message=message,
            repair=repair,
            severity=severity,
        )


@dataclass(frozen=True)
class Line:
    """One line of text, and where it was read; a line that a cell printed has the cell's place."""

    text: str
    place: Place
    verbatim: bool = False


def locate(lines: Sequence[Line], document: str, pattern: str, occurrence: int = 0) -> Place:
    """Where the pattern first stands (or for the n-th time); the document if it does not."""
    stands_in = re.compile(pattern).search
    places = [line.place for line in lines if stands_in(line.text)]
    if not places:
        return Place(document)
    return places[min(occurrence, len(places) - 1)]
