"""What the page on citing promises: no column of a released table goes without being told."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from analysis.citation.editions import TABLES_NAME, released
from analysis.core.project import Project
from analysis.release import notes

PROJECT = Project(Path(__file__).parents[1])
Columns = dict[str, list[str]]


def columns(archive: Path) -> Columns:
    """The columns of each table of a release, by `raw/name` or `processed/name`."""
    with zipfile.ZipFile(archive) as tables:
        return {
            name.removesuffix(".csv"): next(csv.reader(io.StringIO(tables.read(name).decode())))
            for name in tables.namelist()
            if name.endswith(".csv")
        }


def now(name: str) -> list[str]:
    """The columns of a table of the project; none if it is gone."""
    path = PROJECT.root / "data" / f"{name}.csv"
    return next(csv.reader(io.StringIO(path.read_text("utf-8")))) if path.is_file() else []


def untold(before: Columns, after: Columns, told: str) -> list[str]:
    """The columns that are gone and that the change log does not name as `table.column`."""
    gone = (
        f"{name.rpartition('/')[2]}.{column}"
        for name, names in before.items()
        for column in names
        if column not in after[name]
    )
    return [name for name in gone if f"`{name}`" not in told]


def test_each_column_of_the_last_release_is_there_or_its_end_is_told() -> None:
    newest = released(PROJECT.releases)[0]
    before = columns(PROJECT.releases / newest.version / TABLES_NAME)
    assert before["raw/projects"]
    assert untold(before, {name: now(name) for name in before}, notes(PROJECT)) == []


def test_a_column_that_goes_untold_is_found() -> None:
    before = {"raw/acts": ["id", "day", "place"], "processed/sums": ["sum"]}
    after = {"raw/acts": ["id"], "processed/sums": []}
    assert untold(before, after, "`acts.day` is gone") == ["acts.place", "sums.sum"]
