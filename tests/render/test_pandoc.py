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
    (folder / "metadata.json").write_text('{"title": "Ä"}', encoding="utf-8")
    (folder / "template.html").write_text("$title$: $body$", encoding="utf-8")
    arguments = ["--to", "html", "--standalone", f"--template={folder / 'template.html'}"]
    arguments.append(f"--metadata-file={folder / 'metadata.json'}")
    output, warnings = pandoc.run(arguments, "Türkiye", "a.qmd")
    assert output.strip() == "Ä: <p>Türkiye</p>"
    assert warnings == []
