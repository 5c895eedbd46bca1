"""What was made from what: a note is found for the same inputs and the same result alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analysis.core import cache, made
from analysis.core.files import write_text
from analysis.core.made import hash_of, packed, state_of, tables_from, unpack


@pytest.mark.parametrize(
    ("kind", "made_from", "result", "found"),
    [
        ("process", "tables", "abc", ["note"]),
        ("process", "tables", "spoilt", None),
        ("process", "other tables", "abc", None),
        ("build", "tables", "abc", None),
    ],
)
def test_a_note_is_of_one_run_of_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, made_from: str, result: str,
    found: object,
) -> None:  # fmt: skip
    monkeypatch.setenv(cache.FOLDER, str(tmp_path))
    made.note("process", "tables", "abc", ["note"])
    assert made.written(kind, made_from, result) == found


def test_an_older_day_is_another_state_of_the_same_tables(tmp_path: Path) -> None:
    write_text(tmp_path / "x.csv", "1")
    assert tables_from(tmp_path) != tables_from(tmp_path, dt.date(2026, 2, 4))


def test_a_folder_counts_by_what_lies_in_it_and_not_by_its_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_text(tmp_path / name / "deep" / "x.csv", "1")
    assert state_of(tmp_path / "a") == state_of(tmp_path / "b")
    write_text(tmp_path / "b" / "deep" / "__pycache__" / "x.pyc", "kept")
    assert state_of(tmp_path / "a") == state_of(tmp_path / "b")
    write_text(tmp_path / "b" / "deep" / "y.csv", "")
    assert state_of(tmp_path / "a") != state_of(tmp_path / "b")
    assert state_of(tmp_path / "none") == hash_of([])


def test_the_end_of_a_file_is_not_the_beginning_of_the_next(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "x", "1y\0001\0002")
    write_text(tmp_path / "b" / "x", "1")
    write_text(tmp_path / "b" / "y", "2")
    assert state_of(tmp_path / "a") != state_of(tmp_path / "b")


def test_a_packed_folder_has_the_same_bytes_and_is_the_same_again(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "deep" / "x.csv", "1")
    write_text(tmp_path / "a" / "y.csv", "2")
    content = packed(tmp_path / "a")
    (tmp_path / "a" / "y.csv").touch()
    assert packed(tmp_path / "a") == content
    unpack(content, tmp_path / "b")
    assert state_of(tmp_path / "b") == state_of(tmp_path / "a")


def test_names_count_as_much_as_contents(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "x.csv", "1")
    before = hash_of([tmp_path / "a", tmp_path / "none"])
    (tmp_path / "a" / "x.csv").rename(tmp_path / "a" / "y.csv")
    assert hash_of([tmp_path / "a"]) != before
    assert hash_of([tmp_path / "a"], [tmp_path / "a"]) == hash_of([])
