"""What stands in for the engines and the transforms where a test asks how a build goes about it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.build import AS_OF_VARIABLE, Request
from analysis.core.files import write_text
from analysis.core.parallel import Map
from analysis.core.problems import ProblemsError
from analysis.core.project import FINGERPRINT, Project


@dataclass
class Renderer:
    """Stands in for the engines: runs the project's hooks, writes one page, counts its runs."""

    command: list[str] = field(default_factory=lambda: ["briefing", "process"])
    fails: bool = False
    runs: list[dict[str, Any]] = field(default_factory=list)
    write: Callable[[Path], None] = lambda output: write_text(
        output / "report" / "index.html", "new page"
    )

    def __call__(
        self, root: Path, output: Path, engine: str, run_hook: Callable[..., None], *asked: Any
    ) -> list[Any]:
        run = {"root": root, "engine": engine, "as_of": os.environ.get(AS_OF_VARIABLE)}
        self.runs.append({**run, "theme": sorted(contents(root / "report" / "theme"))})
        run_hook(self.command, {"QUARTO_PROJECT_OUTPUT_DIR": str(output)})
        self.write(output)
        (root / "report" / "scratch.html").touch()
        if self.fails:
            raise ProblemsError([])
        return []


def written_tables(raw: Path, processed: Path, as_of: date | None, run: Map) -> Any:
    """Stands in for the transforms: one table that holds the raw one."""
    write_text(processed / "table.csv", (raw / "table.csv").read_text(encoding="utf-8"))
    return SimpleNamespace(tables={"table": None}, about=SimpleNamespace(stamp="version 1"))


def stand_ins(patch: pytest.MonkeyPatch) -> Renderer:
    """Put stand-ins into the place of engine, transforms and all that is slow."""
    fake = Renderer()
    patch.setattr("analysis.render.render", fake)
    patch.setattr("analysis.process.process", written_tables)
    patch.setattr("analysis.site.publish.prepare", lambda stage, site, *maps: [])
    patch.setattr("analysis.last_run.stop_at_weak_headline", lambda folder: None)
    patch.setattr("analysis.core.fonts.write_fonts", lambda folder: [])
    patch.setattr("analysis.site.vega.write_bundle", lambda folder: None)
    patch.delenv(AS_OF_VARIABLE, raising=False)
    return fake


def write_small_project(root: Path) -> None:
    """A small project that was built before, by another version."""
    for name, text in {
        "_quarto.yml": "project: {type: website}\n",
        "data/raw/table.csv": "a\n1\n",
        "data/processed/table.csv": "old",
        "releases/note.txt": "kept",
        "report/index.qmd": "---\ntitle: A\n---\n",
        "report/sentences/money.md.j2": "",
        "_site/report/index.html": "old page",
        f"_site/{FINGERPRINT}": "of another version\n",
    }.items():
        write_text(root / name, text)


def request_of(root: Path) -> Request:
    """The build of a project with its own tables."""
    project = Project(root)
    return Request(project, project.raw, project.site, "embedded")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
