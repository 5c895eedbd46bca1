"""What is wrong with an input, as a value: where it is, which rule it breaks, how to mend it.

Tables and documents share this vocabulary, so that `briefing check`, `briefing build` and the
tests print and count problems in one way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to mend in one file.

    Attributes:
        file: name of the file as its user knows it (`announcements.csv`, `report/index.qmd`).
        row: line in that file; 1 is the first line (the header, in a table). None: the whole file.
        column: name of the table's column, if one is at fault.
        value: the text that was read, if one is at fault.
        rule: short name of the broken rule (`date`, `foreign-key`, `unknown-reference`, ...).
        message: what is wrong and what was expected, in one sentence.
        repair: what to do about it, in one sentence.
        severity: `error` stops a build, `warning` does not.
        count: how many values the problem stands for.
    """

    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    rule: str
    message: str
    repair: str
    severity: str = "error"
    count: int = 1

    def where(self) -> str:
        """The place in words, as in `announcements.csv row 41, deadline_on`."""
        place = self.file
        if self.row is not None:
            place += f" row {self.row}" if self.file.endswith(".csv") else f":{self.row}"
        return f"{place}, {self.column}" if self.column else place

    def sentence(self) -> str:
        """Place, message and repair in one line."""
        shown = f': "{printable(self.value)}"' if self.value is not None else ":"
        return f"{self.where()}{shown} {self.message}; {self.repair}"

    def as_json(self) -> dict[str, str | int | None]:
        """The fields of the problem as plain JSON values."""
        return asdict(self)


LOST = "\ufffd"  # stands where a sign was lost


def printable(value: str, most: int = 200) -> str:
    """A value as a message may show it: signs that cannot be seen by their number, not too long."""
    shown = "".join(
        f"<U+{ord(sign):04X}>" if unicodedata.category(sign)[0] == "C" or sign == LOST else sign
        for sign in value[: most + 1]
    )
    return shown if len(value) <= most else f"{shown[:most]}… ({len(value)} characters)"


class ProblemsError(Exception):
    """Input that cannot be used; carries all its problems, so that one run shows them all."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence() for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        """Made again from its problems, when it comes from another process."""
        return type(self), (self.problems,)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those problems that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]
