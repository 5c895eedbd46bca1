"""Pandoc reads the same on every machine, whatever its locale."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.render import pandoc


def test_a_folder_with_an_umlaut_is_read_without_a_utf_8_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    folder = tmp_path / "tämp"
    folder.mkdir()
    works = folder / "works.json"
    works.write_text('[{"id": "a", "type": "book", "title": "Ägypten"}]', encoding="utf-8")
    arguments = ["--from=markdown", "--to=plain", "--citeproc", f"--bibliography={works}"]
    output, warnings = pandoc.run(arguments, "Türkiye [@a]", "a.qmd")
    assert "Türkiye" in output
    assert "Ägypten" in output
    assert warnings == []
