"""Rows of text to typed columns, with a problem for each value that does not fit its column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache
from itertools import combinations

import pandas as pd
import pandera.pandas as pa

from analysis.core.columns import fits
from analysis.core.problems import Problem, errors
from analysis.raw import intervals, repairs
from analysis.raw.cells import problem_at
from analysis.raw.reading import Rows, nearest
from analysis.raw.tables import Table

DTYPES = {"number": "float64", "whole": "Int64", "flag": "boolean"}
SHAPES: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "number": (repairs.NUMBER, "is not a number", repairs.number),
    "whole": (repairs.WHOLE, "is not a whole number", repairs.whole),
    "flag": (
        "(?i:true|false)",
        "is not true or false",
        lambda text: "write true or false, or leave it empty",
    ),
}
# From so many wrong values on, that are so large a part of their column, the column is at fault.
MANY, MOST_OF_THEM = 5, 0.5


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
        elif "true" in table.fields[name].metadata["vocabulary"]:
            frame[name], shouted = _in_small_letters(table, frame, frame[name])
            problems += shouted
    reported = {(problem.row, problem.column) for problem in problems}
    absent = set(table.fields) - set(rows.columns)
    problems += [
        problem
        for problem in _broken_rules(table, frame)
        if (problem.row, problem.column) not in reported and problem.column not in absent
    ]
    return frame, as_columns(table, rows, problems)


def as_columns(table: Table, rows: Rows, problems: list[Problem]) -> list[Problem]:
    """The problems with one for each column of which most values are wrong, in place of them all.

    Two such columns whose values fit each other were probably swapped, and are one problem.
    """
    wrong = Counter(problem.column for problem in errors(problems))
    known = {
        name: sum(1 for cells in rows.cells if cells[rows.columns.index(name)])
        for name in table.fields
        if wrong[name] >= MANY and name in rows.columns
    }
    at_fault = [name for name, count in known.items() if wrong[name] >= MOST_OF_THEM * count]
    first = {
        name: next(problem for problem in problems if problem.column == name) for name in at_fault
    }
    kept = [problem for problem in problems if problem.column not in at_fault]
    pairs = _swapped(table, rows, at_fault)
    for one, other in pairs:
        message = f"and {other} seem to hold each other's values"
        repair = "swap the two headings, or the two columns"
        kept.append(
            Problem(
                file=table.file,
                row=1,
                column=one,
                rule="swapped",
                message=message,
                repair=repair,
            )
        )
    for name in at_fault:
        if not any(name in pair for pair in pairs):
            more = f"so are {wrong[name] - 1} more of {known[name]} values"
            kept.append(replace(first[name], message=f"{first[name].message}; {more}"))
    return kept


def _swapped(table: Table, rows: Rows, columns: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of columns at fault in which the first value of each would fit the other."""

    def values(name: str) -> list[str]:
        place = rows.columns.index(name)
        return [cells[place] for cells in rows.cells if cells[place]]

    def fit(name: str, other: str) -> bool:
        return all(_fits(table, name, text) for text in dict.fromkeys(values(other)))

    pairs = combinations(columns, 2)
    return [(one, other) for one, other in pairs if fit(one, other) and fit(other, one)]


def _fits(table: Table, name: str, text: str) -> bool:
    """Whether a text has the shape that a column asks for."""
    kind, vocabulary = table.kind(name), table.fields[name].metadata["vocabulary"]
    if kind in SHAPES:
        return re.fullmatch(SHAPES[kind][0], text) is not None
    if kind == "interval":
        return intervals.is_interval(text)
    if kind == "choices":
        return all(part in vocabulary for part in text.split("|"))
    return text in vocabulary if vocabulary else True


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
    problems = [
        problem_at(table, frame, at, name, kind, message, repair(str(texts[at])))
        for at in texts.index[wrong]
    ]
    good = texts.mask(wrong)
    if kind == "flag":
        words, shouted = _in_small_letters(table, frame, good)
        flags = words.map({"true": True, "false": False}).astype("boolean")
        return flags, problems + shouted
    return pd.to_numeric(good).astype(DTYPES[kind]), problems


def _in_small_letters(
    table: Table, frame: pd.DataFrame, texts: pd.Series
) -> tuple[pd.Series, list[Problem]]:
    """TRUE and FALSE, as spreadsheets write them, in small letters; reported once a column."""
    small = texts.str.lower()
    shouted = small.isin(["true", "false"]) & (texts != small)
    if not shouted.any():
        return texts, []
    at, name = texts.index[shouted][0], str(texts.name)
    message = f"is read as {small[at]}, as are {int(shouted.sum()) - 1} more like it"
    repair = "write true and false in small letters"
    problem = problem_at(table, frame, at, name, "flag", message, repair, "warning")
    return texts.mask(shouted, small), [problem]


def _not_in_calendar(table: Table, frame: pd.DataFrame, name: str) -> list[Problem]:
    texts = frame[name]
    strange = {
        text: _no_date(text) for text in texts.dropna().unique() if not intervals.is_interval(text)
    }
    return [
        problem_at(table, frame, at, name, "date", *strange[text])
        for at, text in texts.items()
        if text in strange
    ]


def _no_date(text: str) -> tuple[str, str]:
    """Why a text is none of the dates of the tables, and what to write."""
    if intervals.is_of_another_age(text):
        years = f"{intervals.FIRST_YEAR} to {intervals.LAST_YEAR}"
        return f"is of no year from {years}", "mend the year"
    return "is not a date", repairs.date(text, intervals.EXPECTED)


def _broken_rules(table: Table, frame: pd.DataFrame) -> list[Problem]:
    rules, values = rules_of(table.model), frame.drop(columns="source_row")
    if fits(rules, values):
        return []
    try:
        rules.validate(values, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["index", "column", "check"])
        return [
            _reworded(table, frame, case["index"], str(case["column"]), str(case["check"]))
            for case in cases.to_dict("records")
            if case["check"] != "field_uniqueness"  # keys are checked with the row they repeat
        ]
    return []


@cache
def rules_of(model: type[pa.DataFrameModel]) -> pa.DataFrameSchema:
    """The rules of a model but for its types, which `typed` gave just before."""
    schema = deepcopy(model.to_schema())
    schema.coerce = False
    for rules in schema.columns.values():
        rules.dtype, rules.coerce = None, False
    return schema


def _reworded(table: Table, frame: pd.DataFrame, at: object, column: str, check: str) -> Problem:
    """One failed column rule in words for people."""
    name, _, argument = check.partition("(")
    words = WORDS[name](table, column, frame.loc[at, column], argument.rstrip(")"))
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
    if kind == "digest":
        return "digest", "is not a SHA-256", "write its 64 hexadecimal digits in small letters"
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
