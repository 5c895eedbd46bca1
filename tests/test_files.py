"""Folders are replaced whole or not at all."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from analysis.files import claimed, disk_problem, replacing, script_json, write_text


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


# A target that cannot be renamed: the volume of a container.


@pytest.fixture
def volume(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is a mount point, as far as Python can tell, with what fresh volumes hold."""
    write_text(site / "lost+found" / "of-the-disk.txt", "")
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path) == site)
    return site


VOLUMES_OWN = ["lost+found", "lost+found/of-the-disk.txt"]


def test_the_contents_of_a_volume_are_replaced_inside_it(volume: Path) -> None:
    before = volume.stat().st_ino
    with replacing(volume) as fresh:
        assert fresh.is_relative_to(volume)
        write_text(fresh / "a" / "new.txt", "new")
        assert "old.txt" in names(volume)
    assert names(volume) == ["a", "a/new.txt", *VOLUMES_OWN]
    assert volume.stat().st_ino == before


@pytest.mark.parametrize("failing_at", range(4))
def test_a_swap_inside_a_volume_that_fails_is_taken_back(
    volume: Path, monkeypatch: pytest.MonkeyPatch, failing_at: int
) -> None:
    for name in ("b.txt", "c.txt"):
        write_text(volume / name, "old")
    before, moves, move = names(volume), iter(range(99)), shutil.move

    def failing(source: Path, target: Path) -> Any:
        if next(moves) == failing_at:
            raise OSError(errno.ENOSPC, "the disk is full")
        return move(source, target)

    monkeypatch.setattr("shutil.move", failing)
    with pytest.raises(OSError, match="the disk is full"), replacing(volume) as fresh:
        write_text(fresh / "old.txt", "new")
        write_text(fresh / "z.txt", "new")
    assert names(volume) == before
    assert (volume / "old.txt").read_text(encoding="utf-8") == "old"


def test_a_folder_that_turns_out_not_to_be_renamed_is_replaced_all_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def busy(path: Path, target: Path) -> Path:
        if path == site:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", busy)
    with replacing(site) as fresh:
        write_text(fresh / "new.txt", "new")
    assert names(site.parent) == ["site", "site/new.txt"]


# Runs that were killed. What they leave is made here by hand, state by state.

KILLED = {
    "while it wrote": (["site/old.txt"], ["new/half.txt"]),
    "after it took the old one away": ([], ["new/new.txt", "old/old.txt"]),
    "while it emptied a volume": (["site/z.txt"], ["new/new.txt", "taken/old.txt"]),
    "while it filled a volume": (["site/new.txt"], ["new/b.txt", "emptied/old.txt"]),
}


@pytest.mark.parametrize("moment", KILLED)
def test_the_next_run_puts_right_what_a_killed_one_left(tmp_path: Path, moment: str) -> None:
    there, left = KILLED[moment]
    for name in there:
        write_text(tmp_path / name, "old" if name != "site/new.txt" else "new")
    for name in left:
        write_text(tmp_path / ".site.abcd1234" / name, "old")
    with claimed(tmp_path / "site"):
        found = names(tmp_path / "site")
    assert found == (["old.txt", "z.txt"] if "emptied" in moment else ["old.txt"])
    assert names(tmp_path)[0] == "site"


def test_what_a_run_killed_after_the_swap_left_is_only_removed(site: Path) -> None:
    for name in ("old/older.txt", "done/older.txt"):
        write_text(site.parent / ".site.abcd1234" / name, "older")
    with claimed(site):
        assert names(site) == ["old.txt"]
    assert names(site.parent) == ["site", "site/old.txt"]


def test_folders_that_are_not_of_a_run_stay(site: Path) -> None:
    write_text(site.parent / ".site.settings" / "mine.txt", "mine")
    with replacing(site):
        pass
    assert names(site.parent) == [".site.settings", ".site.settings/mine.txt", "site"]


# What stands against writing.


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "out: the disk is full; free some space and run it again"),
        (errno.EROFS, "out: this may only be read; name another folder to write to"),
        (
            errno.EACCES,
            "out: this may not be written; change who may write it, or name another folder",
        ),
    ],
)
def test_a_disk_that_refuses_is_told_in_a_sentence(number: int, sentence: str) -> None:
    problem = disk_problem(OSError(number, "in the words of the system", "out"))
    assert problem is not None
    assert problem.sentence() == sentence


def test_another_error_of_the_system_is_not_explained_away() -> None:
    assert disk_problem(OSError(errno.ENOENT, "No such file", "x")) is None


def test_where_nothing_can_be_written_that_is_found_before_the_work(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that may only be read, simulated: opening the lock fails as it does there."""

    def read_only(path: Any, *others: Any) -> int:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr("os.open", read_only)
    worked = False
    with pytest.raises(OSError, match="Read-only"), replacing(site):
        worked = True
    assert not worked
