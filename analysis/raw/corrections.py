"""Corrections: what the researched tables get wrong, mended in sight and not in the tables.

`corrections.csv` names a value by table, key and column, says what it expects to find there, and
drops the row, overrides the value or flags it as doubtful. The other files stay as they were
researched. A correction that does not find what it expects stops the load, so that none outlives
the error that it mends. A correction holds at every vintage; one that rests on a later document
than its row overrides the row's source as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.reading import Rows, nearest
from analysis.raw.tables import TABLES, Table

FILE = TABLES["corrections"].file
FLAG_COLUMNS = ["table", "key", "column", "reason", "source_id"]

# One row of corrections.csv: missing texts are empty.
Correction = Mapping[str, str]


def corrected(
    rows: Mapping[str, Rows], corrections: pd.DataFrame
) -> tuple[dict[str, Rows], list[Problem]]:
    """The tables with all corrections applied, and the corrections that do not fit.

    Parameters: the text of each table by name; the typed table of corrections.
    Returns the same tables, changed where a correction drops or overrides, and problems. A
    correction of a file that could not be read is left out: that file has a problem of its own.
    """
    mended, problems = dict(rows), []
    whole = corrections.dropna(subset=["table", "key", "column", "action"])
    for entry in whole.fillna({"value": "", "expect": ""}).to_dict("records"):
        name = str(entry["table"])
        if name not in TABLES or name == "corrections":
            problems.append(_unknown(entry, "table", name, [t for t in TABLES if t in rows]))
        elif rows[name].columns:
            mended[name], found = _applied(TABLES[name], mended[name], entry)
            problems += found
    return mended, problems


def flags(corrections: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The doubtful values among the rows of some tables.

    Parameters: the typed table of corrections; the tables, at any vintage.
    Returns `FLAG_COLUMNS`, as text, in the order of corrections.csv.
    """
    flagged = corrections[corrections["action"] == "flag"]
    known = {key for frame in tables.values() for key in frame["row_key"]}
    there = (flagged["table"] + ":" + flagged["key"]).isin(known)
    return flagged.loc[there, FLAG_COLUMNS].reset_index(drop=True)


def _applied(table: Table, rows: Rows, entry: Correction) -> tuple[Rows, list[Problem]]:
    """A table after one correction; as it was, with a problem, where that does not fit."""
    if entry["column"] not in rows.columns:
        return rows, [_unknown(entry, "column", entry["column"], rows.columns)]
    keys = [_key(table, rows.columns, cells) for cells in rows.cells]
    if entry["key"] not in keys:
        return rows, [_unknown(entry, "key", entry["key"], keys)]
    at, place = keys.index(entry["key"]), rows.columns.index(entry["column"])
    found = rows.cells[at][place]
    if found != entry["expect"]:
        return rows, [_outlived(table, entry, found)]
    if entry["action"] == "drop":
        return _without(rows, at), []
    if entry["action"] == "override":
        return _overridden(rows, at, place, entry["value"]), []
    return rows, []


def _key(table: Table, columns: list[str], cells: list[str]) -> str:
    """The key of a row, written as `Table.keys` writes it."""
    parts = [cells[columns.index(name)] for name in table.key if name in columns]
    return "/".join(parts).replace("|", "+")


def _without(rows: Rows, at: int) -> Rows:
    """The rows but one; the others keep their numbers in the file."""
    cells, numbers = rows.cells, rows.numbers
    return replace(
        rows, cells=cells[:at] + cells[at + 1 :], numbers=numbers[:at] + numbers[at + 1 :]
    )


def _overridden(rows: Rows, at: int, place: int, value: str) -> Rows:
    """The rows with another text in one cell."""
    row = rows.cells[at]
    changed = [*row[:place], value, *row[place + 1 :]]
    return replace(rows, cells=[*rows.cells[:at], changed, *rows.cells[at + 1 :]])


def _outlived(table: Table, entry: Correction, found: str) -> Problem:
    where = f"{table.file}, {entry['column']} of {entry['key']}"
    return _problem(
        entry,
        "expect",
        "outlived-correction",
        f"is what this correction expects in {where}, but there stands {_quoted(found)}",
        "remove the correction if the table is mended, or say what it should expect now",
    )


def _unknown(entry: Correction, column: str, name: str, names: Iterable[str]) -> Problem:
    like = nearest(name, names)
    return _problem(
        entry,
        column,
        f"unknown-{column}",
        f"is no {column} that can be corrected",
        f'write "{like}" if that is meant' if like else f"name a {column} that exists",
    )


def _problem(entry: Correction, column: str, rule: str, message: str, repair: str) -> Problem:
    return Problem(
        file=FILE,
        row=int(entry["source_row"]),
        column=column,
        value=str(entry[column]),
        rule=rule,
        message=message,
        repair=repair,
    )


def _quoted(text: str) -> str:
    return f'"{text}"' if text else "nothing"
