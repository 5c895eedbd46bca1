"""Loading gives typed tables or all that is wrong with them, and writes nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.core.problems import ProblemsError, errors
from analysis.raw.intervals import is_interval
from analysis.raw.load import RawData, check, load
from analysis.raw.tables import TABLES


def replace(path: Path, old: str, new: str) -> None:
    """Change the first place where `old` stands in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_tables_of_the_project_have_no_errors_and_few_warnings(real_dir: Path) -> None:
    problems = check(real_dir)
    assert [problem.sentence() for problem in errors(problems)] == []
    assert len(problems) < 30


def test_every_table_is_loaded_with_rows_that_can_be_cited(real: RawData) -> None:
    assert list(real.tables) == list(TABLES)
    for name, frame in real.tables.items():
        assert len(frame) > 0 or TABLES[name].may_be_empty, f"{name} is empty"
        assert frame["row_key"].is_unique, f"{name} has a row that cannot be told from another"
        assert frame["row_key"].str.startswith(f"{name}:").all()
        assert not frame["row_key"].str.contains("|", regex=False).any()
        assert frame["source_row"].tolist() == sorted(frame["source_row"])


def test_version_and_date_come_from_the_data(real: RawData, real_dir: Path) -> None:
    package = json.loads((real_dir / "datapackage.json").read_text(encoding="utf-8"))
    assert real.version == package["version"]
    assert real.as_of == dt.date.fromisoformat(real["sources"]["accessed_on"].max())


def test_dates_stay_intervals_and_unknown_stays_unknown(real: RawData) -> None:
    assert all(is_interval(text) for text in real["announcements"]["announced_on"])
    assert real["announcements"]["deadline_on"].isna().sum() > 0
    assert real["projects"]["capacity"].dtype == "float64"
    assert real["production"]["year"].dtype == "Int64"
    assert isinstance(real["production"]["mineral"].dtype, pd.StringDtype)


def test_without_a_data_package_the_version_is_the_first(raw_dir: Path) -> None:
    (raw_dir / "datapackage.json").unlink(missing_ok=True)
    assert load(raw_dir).version == "0.1.0"


def test_all_that_is_wrong_in_many_files_comes_in_one_run_and_nothing_is_written(
    raw_dir: Path,
) -> None:
    replace(raw_dir / "announcements.csv", ",2026-03-06,", ",2026-02-30,")
    replace(raw_dir / "claims.csv", ",reex-2026-02-03-logjam", ",reex-2026-02-03-logjan")
    replace(raw_dir / "benchmarks.csv", "crma-2030-processing,", "crma-2030-extraction,")
    replace(raw_dir / "production.csv", ",100,", ",140,")
    replace(raw_dir / "demand.csv", ",EU,2024,20000,", ",EU,2024,-20000,")
    replace(raw_dir / "lead_times.csv", ",years_high,", ",years_hi,")
    (raw_dir / "disruption.csv").write_bytes(b"event,mineral\ncaf\xe9,tin\n")
    (raw_dir / "roadmap_areas.csv").write_bytes(b"")
    replace(raw_dir / "milestones.csv", ",Equity and", ',"Equity" and')
    (raw_dir / "prices.csv").write_bytes(
        b"\xef\xbb\xbf" + (raw_dir / "prices.csv").read_bytes().replace(b"\n", b"\r\n")
    )
    (raw_dir / "notes.csv").write_text("a\n1\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in raw_dir.iterdir()}

    with pytest.raises(ProblemsError) as raised:
        load(raw_dir)
    found = {(problem.file, problem.rule) for problem in raised.value.problems}
    assert found == {
        ("announcements.csv", "date"),
        ("claims.csv", "foreign-key"),
        ("benchmarks.csv", "duplicate-key"),
        ("production.csv", "range"),
        ("production.csv", "share-total"),
        ("production.csv", "share-quantity"),
        ("demand.csv", "range"),
        ("lead_times.csv", "missing-column"),
        ("lead_times.csv", "unknown-column"),
        ("disruption.csv", "encoding"),
        ("roadmap_areas.csv", "empty-file"),
        ("milestones.csv", "quote"),
    }
    warnings = {(p.file, p.rule) for p in check(raw_dir) if p.severity == "warning"}
    assert {
        ("prices.csv", "byte-order-mark"),
        ("prices.csv", "line-ends"),
        ("notes.csv", "unknown-table"),
    } <= warnings
    assert {path.name: path.read_bytes() for path in raw_dir.iterdir()} == before


def test_a_table_of_which_only_the_header_is_left_is_one_error(raw_dir: Path) -> None:
    for name in ("projects.csv", "prices.csv"):
        header = (raw_dir / name).read_text(encoding="utf-8").partition("\n")[0]
        (raw_dir / name).write_text(header + "\n", encoding="utf-8")
    assert [problem.sentence() for problem in errors(check(raw_dir))] == [
        "prices.csv: the table has no row; restore it from an earlier version",
        "projects.csv: the table has no row; restore it from an earlier version",
    ]


def test_marks_and_line_ends_of_windows_change_no_value(raw_dir: Path, real: RawData) -> None:
    for path in raw_dir.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    loaded = load(raw_dir)
    for name, frame in real.tables.items():
        pd.testing.assert_frame_equal(loaded[name], frame)


def test_a_problem_speaks_no_jargon(raw_dir: Path) -> None:
    for path in raw_dir.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        cells = len(lines[0].split(","))
        path.write_text("\n".join([*lines[:2], "?" + "," * (cells - 1)]) + "\n", encoding="utf-8")
    words = " ".join(problem.sentence() for problem in check(raw_dir))
    for jargon in ("pandera", "frictionless", "dtype", "nan", "NaN", "None", "isin", "str_matches"):
        assert f" {jargon}" not in words


def test_errors_stand_before_warnings(raw_dir: Path) -> None:
    replace(raw_dir / "production.csv", ",100,", ",140,")
    severities = [problem.severity for problem in check(raw_dir)]
    assert severities == sorted(severities)
    assert severities[0] == "error"


@pytest.mark.parametrize("name", ["sources", "announcements", "projects", "exchange_rates"])
def test_a_missing_table_is_an_error_and_not_a_crash(
    raw_dir: Path, name: str, sentences: Callable[..., list[str]]
) -> None:
    (raw_dir / f"{name}.csv").unlink()
    found = sentences(errors(check(raw_dir)))
    assert (
        f"{name}.csv: the table is not there; put {name}.csv into the folder of the raw tables"
        in found
    )
