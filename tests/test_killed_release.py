"""Whenever a release is killed, the project is before it or after it once the next one has run."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import faults
import pytest
from faults import tree

from analysis import release as module
from analysis.core.problems import ProblemsError
from analysis.core.project import ABOUT_FILE, CONFIG, Project
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import exhibit
from analysis.facts.processed import Processed
from analysis.raw.load import data_version

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
VERSION = "1.1.0"


def few(processed: Processed, order: Sequence[str]) -> Sequence[Exhibit]:
    """Stands in for all exhibits: a table."""
    return [exhibit("tbl-areas", processed)]


def empty_pdf(project: Project, raw: Path, out: Path) -> Path:
    """Stands in for the rendering of the report."""
    out.mkdir()
    (out / "report.pdf").write_bytes(b"%PDF-1.7")
    return out / "report.pdf"


def release_small(root: Path, ready: Path) -> None:
    """Release with tables that were computed before; refused where the release is there already."""

    def process(raw: Path, processed: Path, *_: Any) -> None:
        shutil.copytree(ready, processed)
        about = processed / ABOUT_FILE
        known = json.loads(about.read_text(encoding="utf-8"))
        about.write_text(json.dumps(known | {"data_version": data_version(raw)}), encoding="utf-8")

    with pytest.MonkeyPatch.context() as patch, suppress(ProblemsError):
        patch.setattr(module, "process", process)
        patch.setattr(module, "exhibits", few)
        module.release(Project(root), VERSION, rendered=empty_pdf)


def test_a_release_is_made_whole_or_not_at_all(
    tmp_path: Path, scraps: Path, fresh_processed: Path
) -> None:
    def fresh(name: str) -> Path:
        root = tmp_path / name
        shutil.copytree(faults.ROOT / "data" / "raw", root / "data" / "raw")
        shutil.copytree(fresh_processed, root / "data" / "processed")
        for file in (CONFIG, "CHANGELOG.md", "CITATION.cff"):
            shutil.copyfile(faults.ROOT / file, root / file)
        return root

    before = tree(fresh("before"))
    moments = faults.whole(release_small, whole := fresh("whole"), fresh_processed)
    after = tree(whole)
    assert after.keys() > before.keys()
    for at in faults.to_kill_at(moments, release_small, every_rename=False):
        root = fresh(f"killed at {at}")
        faults.killed(release_small, root, fresh_processed, at=at)
        release_small(root, fresh_processed)
        found = tree(root)
        differing = sorted(
            name for name in found.keys() | after.keys() if found.get(name) != after.get(name)
        )
        assert differing == [], f"killed at {at} of {len(moments)}"
        assert tree(scraps) == {}
