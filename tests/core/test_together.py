"""Files in several places change together, wherever a run is cut off."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.core.together import together

OLD = {"data/raw/package.json": "old", "CHANGES.md": "old", "releases/1/facts.json": "one"}
NEW = {"data/raw/package.json": "new", "CHANGES.md": "new", "releases/2/facts.json": "two"}


class CutError(Exception):
    """Stands for the end of a run at any moment."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with files in several places."""
    write(tmp_path, OLD)
    return tmp_path


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def contents(root: Path) -> dict[str, str]:
    """Every file below a folder, also those that nobody should leave behind."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*")
        if path.is_file()
    }


def test_new_files_take_their_places_and_others_stay(root: Path) -> None:
    with together(root) as fresh:
        write(fresh, NEW)
        assert {name for name in contents(root) if not name.startswith(".")} == set(OLD)
    assert contents(root) == OLD | NEW


def test_nothing_changes_if_the_block_fails(root: Path) -> None:
    with pytest.raises(CutError), together(root) as fresh:
        write(fresh, NEW)
        raise CutError
    assert contents(root) == OLD


@pytest.mark.parametrize("done", range(len(NEW)))
def test_what_was_decided_is_finished_by_whoever_comes_next(
    root: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    moves = iter(range(done))
    move = shutil.move

    def cut(source: Path, target: Path) -> None:
        if next(moves, None) is None:
            raise CutError
        move(source, target)

    monkeypatch.setattr(shutil, "move", cut)
    with pytest.raises(CutError), together(root) as fresh:
        write(fresh, NEW)
    monkeypatch.undo()
    with pytest.raises(CutError), together(root) as fresh:
        raise CutError
    assert contents(root) == OLD | NEW


def test_what_a_killed_run_had_not_decided_is_removed(root: Path) -> None:
    write(root / ".together-prepared.abcdefgh", NEW)
    with together(root):
        pass
    assert contents(root) == OLD


def test_git_does_not_see_what_is_under_way() -> None:
    patterns = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8").split()
    for name in (".together-prepared.abcdefgh/", ".together.complete/", ".together.lock"):
        assert any(Path(name).match(pattern.rstrip("/")) for pattern in patterns), name
