"""The raw rows behind a number: their filled cells in words, by the key that facts cite."""

from __future__ import annotations

from pathlib import Path

from analysis.core.files import write_text
from analysis.raw.tables import TABLES
from analysis.site.raw_rows import LONGEST, RawRow, rows_of

MILESTONES = TABLES["milestones"]


def rows(folder: Path, *cells: dict[str, str]) -> list[tuple[str, RawRow]]:
    lines = [",".join(row.get(name, "") for name in MILESTONES.fields) for row in cells]
    text = "\n".join([",".join(MILESTONES.fields), *lines, ""])
    write_text(folder / MILESTONES.file, text)
    return list(rows_of(MILESTONES, folder))


def test_a_row_says_what_is_filled_but_its_key_and_its_source(tmp_path: Path) -> None:
    event = {"announcement_id": "mou", "event_on": "2026-04", "status": "signed"}
    [(name, row)] = rows(tmp_path, event | {"source_id": "paper", "note": "by both"})
    assert name == "milestones:mou/2026-04/signed/paper"
    assert row == RawRow("note by both", "paper")


def test_a_long_row_is_shortened_at_a_word_and_a_source_may_be_missing(tmp_path: Path) -> None:
    [(_, row)] = rows(tmp_path, {"announcement_id": "mou", "note": "word " * 60})
    assert row.source == ""
    assert row.says.endswith("word …")
    assert len(row.says) <= LONGEST
