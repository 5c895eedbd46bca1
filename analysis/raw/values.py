"""Rows of text to typed columns, with a problem for each value that does not fit its column."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa

from analysis.problems import Problem
from analysis.raw import intervals
from analysis.raw.cells import problem_at, problems_at
from analysis.raw.reading import Rows, nearest
from analysis.raw.tables import Table

DTYPES = {"number": "float64", "whole": "Int64", "flag": "boolean"}
NUMBER = r"-?\d+(?:\.\d+)?"
SHAPES = {
    "number": (NUMBER, "is not a number", "write digits and a decimal point, without unit"),
    "whole": (r"-?\d+", "is not a whole number", "write digits only"),
    "flag": ("true|false", "is not true or false", "write true or false, or leave it empty"),
}


def typed(table: Table, rows: Rows) -> tuple[pd.DataFrame, list[Problem]]:
    """The table's frame and the values that do not fit.

    Returns a frame with the table's columns in order (text as `str`, numbers as float64, whole
    numbers as Int64, true and false as boolean, dates as interval text; empty is missing) and
    `source_row`, the row in the file. A value that cannot be read is missing in it.
    """
    frame = _texts(table, rows)
    problems: list[Problem] = []
    for name in table.fields:
        kind = table.kind(name)
        if kind in SHAPES:
            frame[name], wrong = _parsed(table, frame, name, kind)
            problems += wrong
        elif kind == "interval":
            problems += _not_in_calendar(table, frame, name)
    reported = {(problem.row, problem.column) for problem in problems}
    absent = set(table.fields) - set(rows.columns)
    problems += [
        problem
        for problem in _broken_rules(table, frame)
        if (problem.row, problem.column) not in reported and problem.column not in absent
    ]
    return frame, problems


def _texts(table: Table, rows: Rows) -> pd.DataFrame:
    place = {name: index for index, name in reversed(list(enumerate(rows.columns)))}
    frame = pd.DataFrame(index=range(len(rows.cells)))
    for name in table.fields:
        at = place.get(name)
        texts = [None if at is None else cells[at] or None for cells in rows.cells]
        frame[name] = pd.Series(texts, dtype="str")
    return frame.assign(source_row=pd.array(rows.numbers, dtype="int64"))


def _parsed(
    table: Table, frame: pd.DataFrame, name: str, kind: str
) -> tuple[pd.Series, list[Problem]]:
    shape, message, repair = SHAPES[kind]
    texts = frame[name]
    wrong = texts.notna() & ~texts.str.fullmatch(shape).fillna(False).astype(bool)
    problems = problems_at(table, frame, wrong, name, kind, message, repair)
    good = texts.mask(wrong)
    if kind == "flag":
        return good.map({"true": True, "false": False}).astype("boolean"), problems
    return pd.to_numeric(good).astype(DTYPES[kind]), problems


def _not_in_calendar(table: Table, frame: pd.DataFrame, name: str) -> list[Problem]:
    strange = [text for text in frame[name].dropna().unique() if not intervals.is_interval(text)]
    return problems_at(
        table,
        frame,
        frame[name].isin(strange),
        name,
        "date",
        "is not a date",
        f"write {intervals.EXPECTED}",
    )


def _broken_rules(table: Table, frame: pd.DataFrame) -> list[Problem]:
    try:
        table.model.validate(frame.drop(columns="source_row"), lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["index", "column", "check"])
        return [
            _reworded(table, frame, case["index"], str(case["column"]), str(case["check"]))
            for case in cases.to_dict("records")
            if case["check"] != "field_uniqueness"  # keys are checked with the row they repeat
        ]
    return []


def _reworded(table: Table, frame: pd.DataFrame, at: object, column: str, check: str) -> Problem:
    """One failed column rule in words for people."""
    name, _, argument = check.partition("(")
    words = WORDS[name](table, column, frame.loc[at, column], argument.rstrip(")"))  # type: ignore[index]
    return problem_at(table, frame, at, column, *words)


Words = tuple[str, str, str]


def _empty(table: Table, column: str, value: object, argument: str) -> Words:
    meaning = table.fields[column].description
    return "required", f"the value is missing ({meaning})", "fill it in"


def _not_allowed(table: Table, column: str, value: object, argument: str) -> Words:
    allowed = list(table.fields[column].metadata["vocabulary"])
    like = nearest(str(value), allowed)
    hint = f'write "{like}" if that is meant' if like else "write one of these"
    return "vocabulary", f"is not one of {', '.join(allowed)}", hint


def _wrong_shape(table: Table, column: str, value: object, argument: str) -> Words:
    kind = table.kind(column)
    if kind == "choices":
        allowed = ", ".join(table.fields[column].metadata["vocabulary"])
        return "vocabulary", f"is not made of {allowed}", "separate several by |"
    if kind == "address":
        return "address", "is not a web address", "write it in full, from http:// or https:// on"
    return (
        "identifier",
        "is not an identifier",
        "use letters, digits, hyphen, underscore and point, without blanks",
    )


def _too_low(table: Table, column: str, value: object, argument: str) -> Words:
    return "range", f"is less than {argument}, the least possible", "mend the number"


def _not_positive(table: Table, column: str, value: object, argument: str) -> Words:
    return "range", f"is not more than {argument}", "mend the number"


def _too_high(table: Table, column: str, value: object, argument: str) -> Words:
    return "range", f"is more than {argument}, the most possible", "mend the number"


WORDS: dict[str, Callable[[Table, str, object, str], Words]] = {
    "not_nullable": _empty,
    "isin": _not_allowed,
    "str_matches": _wrong_shape,
    "greater_than_or_equal_to": _too_low,
    "greater_than": _not_positive,
    "less_than_or_equal_to": _too_high,
}
