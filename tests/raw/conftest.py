"""Small tables made of valid default rows, and copies of the real ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analysis.core.problems import Problem
from analysis.raw.load import RawData, load
from analysis.raw.reading import Rows
from analysis.raw.tables import TABLES
from analysis.raw.values import typed

REAL = Path(__file__).parents[2] / "data" / "raw"
DEFAULTS = {
    "text": "words",
    "texts": "words",
    "identifier": "x",
    "identifiers": "x",
    "places": "USA",
    "interval": "2026-01-01",
    "address": "https://example.org/page",
    "digest": "0" * 64,
    "number": "1",
    "whole": "2024",
    "flag": "true",
}
Made = tuple[pd.DataFrame, list[Problem]]


def make(name: str, *rows: dict[str, str]) -> Made:
    """A table of rows that are valid but for what each of them says, and its problems.

    Columns that may be empty are empty; a vocabulary gives its first value.
    """
    return _made(name, rows) if rows else _without_rows(name)


@cache
def _without_rows(name: str) -> Made:
    return _made(name, ())


def _made(name: str, rows: Sequence[dict[str, str]]) -> Made:
    table = TABLES[name]
    cells = []
    for row in rows:
        assert set(row) <= set(table.fields), f"{set(row) - set(table.fields)} not in {name}"
        cells.append([row.get(column, default(name, column)) for column in table.fields])
    texts = Rows(list(table.fields), cells, list(range(2, 2 + len(rows))))
    frame, problems = typed(table, texts)
    frame["row_key"] = f"{name}:" + table.keys(frame)
    return frame, problems


def default(name: str, column: str) -> str:
    field = TABLES[name].fields[column]
    if field.nullable:
        return ""
    vocabulary = field.metadata["vocabulary"]
    return next(iter(vocabulary), "") or DEFAULTS[TABLES[name].kind(column)]


@pytest.fixture
def table() -> Callable[..., pd.DataFrame]:
    """Makes a frame: `table("promises", {"outcome": "kept"})`."""

    def frame(name: str, *rows: dict[str, str]) -> pd.DataFrame:
        made, problems = make(name, *rows)
        assert not problems, problems
        return made

    return frame


@pytest.fixture(scope="session")
def table_of_anything() -> Callable[..., Made]:
    """Makes a frame of rows that need not be valid, and its problems."""
    return make


@pytest.fixture
def problems_of() -> Callable[..., list[str]]:
    """The sentences of the problems that typing a table finds."""

    def sentences(name: str, *rows: dict[str, str]) -> list[str]:
        return [problem.sentence() for problem in make(name, *rows)[1]]

    return sentences


@pytest.fixture
def sentences() -> Callable[[list[Problem]], list[str]]:
    """Problems as the sentences that a user reads."""
    return lambda problems: [problem.sentence() for problem in problems]


@pytest.fixture(scope="session")
def real_dir() -> Path:
    """The folder of the real tables."""
    return REAL


@pytest.fixture
def raw_dir(tmp_path: Path) -> Path:
    """A copy of the real tables that a test may spoil."""
    return Path(shutil.copytree(REAL, tmp_path / "raw"))


@pytest.fixture(scope="session")
def real() -> RawData:
    """The real tables."""
    return load(REAL)
