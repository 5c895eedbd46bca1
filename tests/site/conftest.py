"""Two more builds, made at once: one elsewhere; one of an older day, hostile, on US letter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from analysis.core.project import Project

BLANKS = "a folder with blanks"
VINTAGE = "2026-02-04"
OLDER = ("--as-of", VINTAGE, "--paper", "us-letter")
HOSTILE = '</title><script>alert(1)</script> "q" & \\ $a$ [b](c) #panic() *d* `e` @nobody <i>f</i>'
HOSTILE_CELLS = {
    "announcements": "title",
    "projects": "name",
    "sources": "title",
    "stockpile_programmes": "programme",
}


@dataclass(frozen=True)
class OtherBuilds:
    """The sites of the other builds, and what their project's own tables were and are."""

    twin: Path
    vintage: Path
    project: Project


@pytest.fixture(scope="session")
def hostile() -> str:
    """Text with every sign that means something to a page, a document or a PDF."""
    return HOSTILE


@pytest.fixture(scope="session")
def other_builds(
    made_once: Callable[[str, Callable[[Path], None]], Path],
    checkout: Callable[[Path], Project],
    built_project: Project,
    build_epoch: str,
) -> OtherBuilds:
    """Builds with `--raw` and `--out` in another folder, time zone, and order of hashing."""

    def make(place: Path) -> None:
        folder = place / BLANKS
        project = checkout(folder / "project")
        shutil.rmtree(project.releases)
        shutil.copytree(built_project.releases, project.releases)
        build_both(folder, project, build_epoch)

    folder = made_once("other", make) / BLANKS
    return OtherBuilds(folder / "twin", folder / "vintage", Project(folder / "project"))


def build_both(folder: Path, project: Project, build_epoch: str) -> None:
    """Build the project's tables once as they are and once hostile, side by side."""
    twin, vintage = folder / "twin", folder / "vintage"
    copy_tables(project.raw, folder / "raw")
    copy_tables(project.raw, folder / "hostile")
    for table, column in HOSTILE_CELLS.items():
        make_hostile(folder / "hostile" / f"{table}.csv", column)
    wishes = (
        ["--raw", str(folder / "raw"), "--out", str(twin)],
        ["--raw", str(folder / "hostile"), "--out", str(vintage), *OLDER],
    )
    environment = {
        **os.environ,
        "TZ": "America/Los_Angeles",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": build_epoch,
    }
    command = [str(Path(sys.executable).parent / "briefing"), "build", "--engine", "embedded"]
    running = [
        subprocess.Popen(
            [*command, *wish],
            cwd=project.root,
            env=environment,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for wish in wishes
    ]
    for process in running:
        _, complaints = process.communicate()
        assert process.returncode == 0, complaints


def copy_tables(source: Path, target: Path) -> None:
    """A folder of raw tables beside the project's own."""
    target.mkdir()
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())


def make_hostile(path: Path, column: str) -> None:
    """Put hostile text behind every text of a column."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    known = frame[column] != ""
    frame.loc[known, column] = frame.loc[known, column] + " " + HOSTILE
    frame.to_csv(path, index=False, lineterminator="\n")
