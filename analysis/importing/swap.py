"""One import at a time, and nothing left over from one that was killed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from analysis.problems import Problem, ProblemsError

PARTS = {"new", "old"}  # what `analysis.files.replacing` keeps in its working folder


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Only one process brings rows into a folder at a time; what a killed one left is mended first.

    Raises ProblemsError if another import is running, or if the place cannot be written.
    """
    lock = folder.parent / f".{folder.name}-import"
    _take(lock, folder)
    try:
        mend(folder)
        yield
    finally:
        lock.unlink(missing_ok=True)


def mend(folder: Path) -> None:
    """Put back the folder that a killed swap had moved aside, and remove its working folders."""
    for work in sorted(folder.parent.glob(f".{folder.name}.*")):
        if not work.is_dir() or {part.name for part in work.iterdir()} - PARTS:
            continue
        if (work / "old").is_dir() and not folder.exists():
            (work / "old").rename(folder)
        shutil.rmtree(work, ignore_errors=True)


def is_swapping(folder: Path) -> bool:
    """Whether a killed swap moved the folder aside and did not come to put the new one there."""
    aside = folder.parent.glob(f".{folder.name}.*/old")
    return not folder.exists() and any(old.is_dir() for old in aside)


def _take(lock: Path, folder: Path) -> None:
    for _ in range(2):
        try:
            with lock.open("x", encoding="ascii") as file:
                file.write(str(os.getpid()))
            return
        except FileExistsError:
            _drop_if_dead(lock, folder)
    raise ProblemsError([_busy(folder, "another one")])


def _drop_if_dead(lock: Path, folder: Path) -> None:
    """Remove the mark of a process that has ended; raises ProblemsError while it runs."""
    try:
        text = lock.read_text(encoding="ascii")
    except FileNotFoundError:
        return
    if text.isdigit() and int(text) != os.getpid() and _made_by(lock, int(text)):
        raise ProblemsError([_busy(folder, f"process {text}")])
    lock.unlink(missing_ok=True)


def _made_by(lock: Path, process: int) -> bool:
    """Whether a process runs that is old enough to have made the mark; numbers are used again."""
    try:
        return psutil.Process(process).create_time() <= lock.stat().st_mtime + 1
    except (psutil.Error, OverflowError, FileNotFoundError):
        return False


def _busy(folder: Path, who: str) -> Problem:
    message = f"another import is running ({who})"
    return Problem(
        file=folder.name,
        rule="busy",
        message=message,
        repair="wait until it has ended",
    )
