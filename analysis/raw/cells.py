"""Where a value of a loaded frame stands in its file, in the words of a problem."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.tables import Table


def problem_at(
    table: Table,
    frame: pd.DataFrame,
    at: object,
    column: str,
    rule: str,
    message: str,
    repair: str,
    severity: str = "error",
) -> Problem:
    """A problem with one value of `frame`, the row given by its index label `at`."""
    value = frame.loc[at, column]
    number = int(frame.loc[at, "source_row"])
    shown = None if pd.isna(value) else plain(value)
    return Problem(
        file=table.file,
        row=number,
        column=column,
        value=shown,
        rule=rule,
        message=message,
        repair=repair,
        severity=severity,
    )


def problems_at(
    table: Table,
    frame: pd.DataFrame,
    wrong: pd.Series,
    column: str,
    rule: str,
    message: str,
    repair: str,
    severity: str = "error",
) -> list[Problem]:
    """The same problem with each row that `wrong` marks."""
    return [
        problem_at(table, frame, at, column, rule, message, repair, severity)
        for at in frame.index[wrong.fillna(False).astype(bool)]
    ]


def plain(value: object) -> str:
    """A value as its file would show it: 140 and not 140.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def listed(values: Iterable[object], most: int = 5) -> str:
    """Names in one phrase; beyond `most` only their number is said."""
    names = ["(no name)" if pd.isna(value) else str(value) for value in values]
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
