"""Raw tables in, processed tables out: complete, founded, all or nothing."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import numpy as np
import pandas as pd
import pytest
import yaml

from analysis.core.cache import FOLDER
from analysis.core.parallel import Map
from analysis.core.problems import ProblemsError
from analysis.core.project import Project
from analysis.facts.processed import About, Processed, typed
from analysis.process import csv_text, months_of_history, page_metadata, process
from analysis.raw.load import RawData, load
from analysis.transforms.graph import TABLES

ROOT = Path(__file__).parents[1]


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file in a folder by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_committed_tables_are_what_the_transforms_write_now(fresh_processed: Path) -> None:
    committed, now = contents(ROOT / "data" / "processed"), contents(fresh_processed)
    stale = [name for name in sorted({*committed, *now}) if committed.get(name) != now.get(name)]
    assert stale == [], "data/processed is stale: run `briefing process` and commit the result"


def test_every_table_is_written_and_described(fresh_processed: Path) -> None:
    package = json.loads((fresh_processed / "datapackage.json").read_text(encoding="utf-8"))
    written = {path.name for path in fresh_processed.glob("*.csv")}
    assert written == {f"{table.name}.csv" for table in TABLES}
    assert {resource["path"] for resource in package["resources"]} == written


def test_the_written_tables_fit_their_description(fresh_processed: Path) -> None:
    report = frictionless.validate(str(fresh_processed / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []


def test_a_table_is_written_with_twelve_digits_and_unknown_empty() -> None:
    frame = pd.DataFrame({"share_pct": [1 / 3, 123456.789012345, None], "met": ["no", "", None]})
    assert csv_text(frame) == "share_pct,met\n0.333333333333,no\n123456.789012,\n,\n"


def test_a_table_that_was_read_is_written_as_it_was(processed: Processed, tmp_path: Path) -> None:
    for table in TABLES:
        path = tmp_path / f"{table.name}.csv"
        path.write_text(csv_text(processed[table.name]), encoding="utf-8")
        again = typed(pd.read_csv(path, dtype="str"), table.model)
        pd.testing.assert_frame_equal(again, processed[table.name])


def test_every_processed_row_names_its_evidence(processed: Processed) -> None:
    known = set(processed.sources.index)
    for name, frame in processed.tables.items():
        if name == "sources":
            continue
        cited = frame["source_ids"].str.split("|").explode()
        assert set(cited[cited.notna() & (cited != "")]) <= known, name
        told = frame["raw_keys"].dropna().str.split("|").explode()
        assert told[(told != "") & ~told.str.contains(":")].empty, name


def test_facts_have_unique_ids_in_order(fresh_processed: Path) -> None:
    document = json.loads((fresh_processed / "facts.json").read_text(encoding="utf-8"))
    names = [record["id"] for record in document["facts"]]
    assert names == sorted(set(names))
    shapes = {tuple(record) for record in document["facts"]}
    assert len(shapes) == 1
    assert document["data_version"] == document["data_version"].strip() != ""


def test_references_hold_exactly_the_sources(fresh_processed: Path, processed: Processed) -> None:
    records = json.loads((fresh_processed / "references.json").read_text(encoding="utf-8"))
    assert {record["id"] for record in records} == {f"src-{s}" for s in processed.sources.index}


def test_files_are_utf_8_with_unix_line_ends(fresh_processed: Path) -> None:
    for name, data in contents(fresh_processed).items():
        assert b"\r" not in data, name
        assert data.endswith(b"\n"), name
        data.decode("utf-8")


# Bad input.


@pytest.fixture
def bad_copy(project_copy: Project) -> Project:
    """A project with three mistakes in two tables, and a processed folder."""
    spoil(project_copy.raw / "announcements.csv", "announced_on", "2026-02-30")
    spoil(project_copy.raw / "production.csv", "share_pct", "140")
    spoil(project_copy.raw / "production.csv", "source_id", "nobody-2026", row=1)
    shutil.rmtree(project_copy.processed, ignore_errors=True)
    project_copy.processed.mkdir(parents=True)
    (project_copy.processed / "about.json").write_text("{}\n", encoding="utf-8")
    return project_copy


def spoil(path: Path, column: str, value: str, row: int = 0) -> None:
    """Put a value into one cell of a CSV file."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    frame.loc[row, column] = value
    frame.to_csv(path, index=False, lineterminator="\n")


def test_all_problems_come_at_once_and_nothing_is_written(bad_copy: Project) -> None:
    before = contents(bad_copy.root / "data")
    with pytest.raises(ProblemsError) as caught:
        process(bad_copy.raw, bad_copy.processed)
    found = {(p.file, p.row, p.column, p.value) for p in caught.value.problems}
    assert {
        ("announcements.csv", 2, "announced_on", "2026-02-30"),
        ("production.csv", 2, "share_pct", "140"),
        ("production.csv", 3, "source_id", "nobody-2026"),
    } <= found
    assert contents(bad_copy.root / "data") == before


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (dt.date(2099, 1, 1), "is a day that nothing is known of: the newest source was read on"),
        (dt.date(2020, 1, 1), "is a day that too little is known of: before"),
    ],
)
def test_a_day_outside_the_record_is_refused(tmp_path: Path, day: dt.date, reason: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        process(ROOT / "data" / "raw", tmp_path / "processed", day)
    [problem] = caught.value.problems
    assert problem.value == day.isoformat()
    assert problem.message.startswith(reason)
    assert contents(tmp_path) == {}


# Small parts.


def test_page_metadata_is_yaml_whatever_the_version_says() -> None:
    about = About('1.2: "odd" #x', dt.date(2026, 2, 4), dt.date(2026, 2, 4))
    shown: dict[str, Any] = yaml.safe_load(page_metadata(about))
    assert shown["data-version"] == '1.2: "odd" #x'
    assert shown["as-of"] == "2026-02-04"


def test_a_csv_keeps_small_differences_and_leaves_unknown_empty() -> None:
    frame = pd.DataFrame({"a": [0.1 + 0.2, None], "b": ["x, y", None]})
    assert csv_text(frame) == 'a,b\n0.3,"x, y"\n,\n'


@pytest.mark.parametrize(
    ("table", "column", "value", "times"),
    [
        ("prices", "note", "seen again", 1),
        ("lead_times", "note", "as planned", 1),
        ("lead_times", "kind", "planned", 1),
        ("claims", "claim", "said anew", 1),
        ("prices", "price_usd_per_kg", 1.5, 1),
        ("stockpile_funding", "amount_usd", 1.5, 2),
        ("sources", "tier", "subject", 2),
    ],
)
def test_the_months_are_computed_again_if_what_they_read_changed(
    table: str,
    column: str,
    value: object,
    times: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[RawData] = []

    def months(raw: RawData, run: Map) -> list[pd.DataFrame]:
        begun.append(raw)
        return [pd.DataFrame({"month": ["2025-01"], "value": [0.1 + 0.2], "low": [np.nan]})]

    monkeypatch.setenv(FOLDER, str(tmp_path))
    monkeypatch.setattr("analysis.process.verdict_months", months)
    raw = load(ROOT / "data" / "raw")
    changed = raw[table].copy()
    changed.loc[0, column] = value
    for state in (raw, raw, replace(raw, tables={**raw.tables, table: changed})):
        [month] = months_of_history(state)
        pd.testing.assert_frame_equal(month, months(raw, map)[0], check_exact=True)
        begun.pop()
    assert len(begun) == times
