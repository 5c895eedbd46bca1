"""Folders are replaced whole or not at all."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from analysis.core.files import (
    claimed,
    copy_folder,
    disk_problem,
    mend,
    replacing,
    save,
    script_json,
    there,
    write_text,
)
from analysis.core.problems import ProblemsError


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


# Single files.


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "list.ics").write_bytes(b"old and longer")
    save(b"new", tmp_path / "list.ics")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("list.ics", b"new")]


@pytest.mark.parametrize("name", ["nowhere/list.ics", "folder"])
def test_a_file_that_cannot_be_written_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(ProblemsError, match=r"cannot be written: .*; name a file in a folder"):
        save(b"new", tmp_path / name)
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_a_file_without_room_is_not_there_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ProblemsError, match=r"list\.ics: the disk is full; free some space"):
        save(b"new", tmp_path / "list.ics")
    assert list(tmp_path.iterdir()) == []


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


def test_a_folder_that_a_killed_run_moved_aside_is_there_when_it_is_asked_for(
    tmp_path: Path,
) -> None:
    write_text(tmp_path / ".site.abcd1234" / "old" / "old.txt", "old")
    assert there(tmp_path / "site")
    assert names(tmp_path) == ["site", "site/old.txt"]
    assert not there(tmp_path / "nowhere" / "site")
    assert names(tmp_path) == ["site", "site/old.txt"]


def test_what_a_run_killed_after_the_swap_left_is_only_removed(site: Path) -> None:
    for name in ("old/older.txt", "done/older.txt"):
        write_text(site.parent / ".site.abcd1234" / name, "older")
    with claimed(site):
        assert names(site) == ["old.txt"]
    assert names(site.parent) == ["site", "site/old.txt"]


def test_what_is_left_is_mended_without_waiting_for_a_living_run(site: Path) -> None:
    work, lock = site.parent / ".site.abcd1234", site.parent / ".site.lock"
    with claimed(site):
        write_text(work / "new" / "half.txt", "half")
        mend(site)
        assert (work / "new" / "half.txt").is_file()
    lock.touch()
    mend(site)
    assert names(site.parent) == ["site", "site/old.txt"]


def test_folders_that_are_not_of_a_run_stay(site: Path) -> None:
    write_text(site.parent / ".site.settings" / "mine.txt", "mine")
    with replacing(site):
        pass
    assert names(site.parent) == [".site.settings", ".site.settings/mine.txt", "site"]


# Copies.


def test_a_folder_is_copied_without_what_is_left_out(site: Path, tmp_path: Path) -> None:
    write_text(site / "fonts" / "a.ttf", "font")
    write_text(site / "a" / "b" / "deep.txt", "deep")
    write_text(tmp_path / "copy" / "there.txt", "there")
    copy_folder(site, tmp_path / "copy", [site / "fonts"].__contains__)
    assert names(tmp_path / "copy") == [*("a", "a/b", "a/b/deep.txt", "old.txt", "there.txt")]
    assert (tmp_path / "copy" / "a" / "b" / "deep.txt").read_text(encoding="utf-8") == "deep"


def test_a_copy_without_room_is_told_as_what_it_is(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr("shutil.copy2", full)
    with pytest.raises(OSError, match="No space") as caught:
        copy_folder(site, tmp_path / "copy")
    problem = disk_problem(caught.value)
    assert problem is not None
    assert problem.sentence().endswith(
        "old.txt: the disk is full; free some space and run it again"
    )


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
