"""Scratch folders for a run, which go with it; those of killed runs go with the next one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from secrets import token_hex

from analysis.core import locks
from analysis.core.cache import environment
from analysis.core.problems import Problem, ProblemsError

PREFIX = "briefing-"
LOCK_SUFFIX = ".lock"
# Where programs look for the folder of temporary files: Unix, then Windows.
VARIABLES = ("TMPDIR", "TEMP", "TMP")


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder that is removed after the block.

    What this process, or one that it starts, writes to the folder of temporary files meanwhile lies
    in it too: so nothing of a killed run lies elsewhere. What killed runs left is removed first.
    """
    with locked_folder() as folder, temporary_files_in(folder):
        yield folder


@cache
def scratch_of_this_process() -> Path:
    """A scratch folder for what lives as long as this process, such as its helpers' sockets."""
    lifetime = ExitStack()
    folder = lifetime.enter_context(locked_folder())
    # After the helpers' own end, whose priority is -100.
    Finalize(None, lifetime.close, exitpriority=-200)
    return folder


@contextmanager
def locked_folder() -> Iterator[Path]:
    """An empty folder with a lock beside it, which is held until the folder is removed."""
    root = outermost(place_of_temporary_files())
    sweep(root)
    folder = root / f"{PREFIX}{token_hex(4)}"
    # The lock is there first and goes last: a sweep leaves alone what has none.
    with locks.held(lock_of(folder)):
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def place_of_temporary_files() -> Path:
    """The folder of temporary files. Raises ProblemsError if nothing can be written to any."""
    try:
        return Path(tempfile.gettempdir()).resolve()
    except FileNotFoundError:
        message = "no folder takes them: the disk is full, or may only be read"
        repair = "free some space, or name another folder in TMPDIR"
        problem = Problem(file="temporary files", rule="disk", message=message, repair=repair)
        raise ProblemsError([problem]) from None


def outermost(folder: Path) -> Path:
    """The folder itself, or that in which the scratch folder lies that holds it."""
    holding = [path for path in (folder, *folder.parents) if lock_of(path).is_file()]
    return holding[-1].parent if holding else folder


def clear_away() -> None:
    """Remove the scratch folders of killed runs, for a run that needs none itself."""
    with suppress(ProblemsError):
        sweep(outermost(place_of_temporary_files()))


def sweep(root: Path) -> None:
    """Remove the scratch folders in `root` whose processes have ended."""
    for lock in root.glob(f"{PREFIX}*{LOCK_SUFFIX}"):
        with suppress(OSError):  # another user's, or gone meanwhile
            file = locks.take(lock)
            if file is not None:
                shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                locks.release(lock, file)


def lock_of(folder: Path) -> Path:
    """The lock of a scratch folder, beside it."""
    return folder.parent / f"{folder.name}{LOCK_SUFFIX}"


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Temporary files of this process and of those that it starts lie in `folder`."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    unix, windows, dos = (environment(name, str(folder)) for name in VARIABLES)
    try:
        with unix, windows, dos:
            yield
    finally:
        tempfile.tempdir = before
