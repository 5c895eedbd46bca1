"""Copies of the real tables, and imports into them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.core.problems import Problem
from analysis.importing import bring_in as module
from analysis.importing.bring_in import Outcome, Request, bring_in
from analysis.raw.load import check

Bytes = frozenset[tuple[str, bytes]]
REAL = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="session")
def real_dir() -> Path:
    """The folder of the real tables. Only for looking at."""
    return REAL


@pytest.fixture
def raw_dir(tmp_path: Path) -> Path:
    """A copy of the real tables that a test may change, in a folder of its own."""
    return Path(shutil.copytree(REAL, tmp_path / "data" / "raw"))


@pytest.fixture
def bring(raw_dir: Path) -> Callable[..., Outcome]:
    """A function that imports a file into the copy, agreeing unless told otherwise."""

    def call(source: Path, agree: bool = True, **options: Any) -> Outcome:
        return bring_in(Request(source, raw_dir, **options), lambda _: agree)

    return call


@pytest.fixture(scope="session")
def remembered() -> Callable[[Path], list[Problem]]:
    """The check of a folder, which says at once what it has said of the same bytes before."""
    said: dict[Bytes, list[Problem]] = {}

    def checked(folder: Path) -> list[Problem]:
        seen = frozenset((path.name, path.read_bytes()) for path in folder.iterdir())
        if seen not in said:
            said[seen] = check(folder)
        return said[seen]

    return checked


@pytest.fixture(autouse=True)
def checked_once(
    monkeypatch: pytest.MonkeyPatch, remembered: Callable[[Path], list[Problem]]
) -> None:
    """Checks the real tables once for all tests."""
    monkeypatch.setattr(module, "check", remembered)


@pytest.fixture
def unchecked(checked_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the check of all tables, in tests of what happens around it."""
    monkeypatch.setattr(module, "check", lambda _: [])
