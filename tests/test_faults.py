"""Whenever a run is killed or finds no room, nothing is lost, and nothing of it stays.

Three moments of each command in the suite, and all its renames; BRIEFING_KILLS=50 takes fifty.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import faults
import pytest
from faults import Tree, tree
from stand_ins import request_of, stand_ins, write_small_project

from analysis.build import build
from analysis.core.files import there
from analysis.importing import bring_in as module
from analysis.raw.tables import TABLES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
REAL = faults.ROOT / "data" / "raw"
Fresh = Callable[[str], Path]


def part(found: Tree, folder: str) -> Tree:
    """What a tree has in one of its folders."""
    start = f"{folder}/"
    return {name.removeprefix(start): found[name] for name in found if name.startswith(start)}


# An import of one changed note.


def import_note(root: Path) -> None:
    """Import without the check of all tables, which writes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "check", lambda _: [])
        module.bring_in(module.Request(root / "update.csv", root / "data" / "raw"), lambda _: True)


@pytest.fixture
def tables(tmp_path: Path) -> Fresh:
    """A function that makes a folder with the raw tables and a file that changes one note."""

    def fresh(name: str) -> Path:
        root = tmp_path / name
        shutil.copytree(REAL, root / "data" / "raw")
        text = (REAL / TABLES["lead_times"].file).read_text(encoding="utf-8")
        first = text.splitlines()[1].split(",")[0]
        (root / "update.csv").write_text(f"lead_time_id,note\n{first},mended\n", encoding="utf-8")
        return root

    return fresh


def test_a_killed_import_leaves_all_tables_or_the_new_ones(tables: Fresh, scraps: Path) -> None:
    before, moments = tree(tables("before")), faults.whole(import_note, done := tables("done"))
    after = tree(done)
    assert after != before
    for at in faults.to_kill_at(moments, import_note):
        root = tables(f"killed at {at}")
        faults.killed(import_note, root, at=at)
        assert there(root / "data" / "raw")
        assert part(tree(root), "data/raw") in (part(before, "data/raw"), part(after, "data/raw"))
        import_note(root)
        assert tree(root) == after
        assert tree(scraps) == {}


def test_an_import_without_room_says_so_and_leaves_every_byte(tables: Fresh, scraps: Path) -> None:
    root = tables("full")
    before, moments = tree(root), faults.whole(import_note, tables("done"))
    for at in faults.to_fill_at(moments, import_note):
        said = faults.on_full_disk(import_note, root, at=at)
        assert "No space left on device" in said[0]
        assert "nothing has changed; make room on the disk" in said[0]
        assert said[1:] == ["1 errors, 0 warnings"]
        assert tree(root) == before


# A build.


def build_small(root: Path) -> None:
    """Build in one process, with stand-ins for engine and transforms."""
    with pytest.MonkeyPatch.context() as patch:
        stand_ins(patch)
        one = lambda *_, **__: nullcontext(map)  # noqa: E731 - stands in once
        patch.setattr("analysis.core.parallel.on_all_cores", one)
        build(request_of(root))


@pytest.fixture
def small_project(tmp_path: Path) -> Fresh:
    """A function that makes a small project that was built before."""

    def fresh(name: str) -> Path:
        write_small_project(tmp_path / name)
        return tmp_path / name

    return fresh


def test_a_killed_build_leaves_the_last_site_or_the_new_one(
    small_project: Fresh, scraps: Path
) -> None:
    before = tree(small_project("before"))
    moments = faults.whole(build_small, done := small_project("done"))
    after = tree(done)
    assert after != before
    for at in faults.to_kill_at(moments, build_small):
        root = small_project(f"killed at {at}")
        faults.killed(build_small, root, at=at)
        for folder in ("_site", "data/processed"):
            assert there(root / folder)
            assert part(tree(root), folder) in (part(before, folder), part(after, folder))
        build_small(root)
        assert tree(root) == after
        assert tree(scraps) == {}


def test_a_build_without_room_says_so_and_leaves_the_last_site(
    small_project: Fresh, scraps: Path
) -> None:
    before = tree(small_project("before"))
    moments = faults.whole(build_small, small_project("done"))
    for at in faults.to_fill_at(moments, build_small):
        root = small_project(f"full at {at}")
        said = faults.on_full_disk(build_small, root, at=at)
        assert "the disk is full" in said[0]
        assert "free some space" in said[0]
        assert said[1:] == ["1 errors, 0 warnings"]
        for folder in ("_site", "data"):
            assert part(tree(root), folder) == part(before, folder)
        assert tree(scraps) == {}
