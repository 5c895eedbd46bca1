"""Folders are replaced whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.files import replacing, script_json, write_text


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    write_text(folder / "old.txt", "old")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_new_folder_takes_the_place_of_the_old(site: Path) -> None:
    with replacing(site) as fresh:
        write_text(fresh / "new.txt", "new")
        assert names(site) == ["old.txt"]
    assert names(site.parent) == ["site", "site/new.txt"]


def test_a_folder_that_was_not_there_is_made_with_its_parents(tmp_path: Path) -> None:
    with replacing(tmp_path / "a" / "b") as fresh:
        write_text(fresh / "c" / "new.txt", "new")
    assert names(tmp_path) == ["a", "a/b", "a/b/c", "a/b/c/new.txt"]


def test_a_failure_leaves_the_old_folder_and_no_scraps(site: Path) -> None:
    with pytest.raises(RuntimeError), replacing(site) as fresh:
        write_text(fresh / "new.txt", "new")
        raise RuntimeError
    assert names(site.parent) == ["site", "site/old.txt"]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_failing_swap_puts_the_old_folder_back(
    site: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise error("the disk is full")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(error, match="the disk is full"), replacing(site):
        pass
    assert names(site.parent) == ["site", "site/old.txt"]


def test_text_is_written_as_utf_8_with_unix_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "deep" / "text.txt", "Türkiye\n−3\n")
    assert (tmp_path / "deep" / "text.txt").read_bytes() == "Türkiye\n−3\n".encode()


def test_text_in_the_page_cannot_end_its_script() -> None:
    text = script_json({"name": "</script><script>alert(1)"})
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><script>alert(1)"
