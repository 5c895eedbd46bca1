"""Writing without loss: a whole folder appears at once or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from analysis.core.locks import held
from analysis.core.problems import Problem, ProblemsError

# The parts of a folder in which a swap is prepared: see `swap`.
NEW, OLD, TAKEN, EMPTIED, DONE = PARTS = ("new", "old", "taken", "emptied", "done")
# What a fresh volume holds already; it belongs to the file system.
OF_THE_VOLUME = "lost+found"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new empty folder that takes the place of `target` if the block succeeds.

    If the block raises, the target stays as it was. A second run for the same target waits, and
    says so. Raises OSError before the block if nothing can be written there.
    """
    with claimed(target), swapped(target) as fresh:
        yield fresh


@contextmanager
def claimed(target: Path, busy: Callable[[], None] | None = None) -> Iterator[bool]:
    """The right to write `target`; yields whether another run had to be waited for.

    What killed runs left beside it is put right first: the target is whole, and nothing else there.
    `busy` is called before waiting, in place of saying so; whoever will not wait raises in it.
    """
    place = workplace(target)
    place.mkdir(parents=True, exist_ok=True)
    said = busy or partial(tell_of_waiting, target)
    with held(lock_of(target), said) as waited:
        for work in leftovers(target, place):
            restore(target, work)
            shutil.rmtree(work, ignore_errors=True)
        yield waited


def tell_of_waiting(target: Path) -> None:
    """Say to whoever looks why nothing happens."""
    print(f"another run writes {target}; this one waits until it is done", file=sys.stderr)


@contextmanager
def swapped(target: Path) -> Iterator[Path]:
    """As `replacing`, for whoever has claimed the target."""
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=workplace(target)))
    fresh = work / NEW
    try:
        fresh.mkdir()
        yield fresh
        swap(fresh, target, work)
    finally:
        restore(target, work)
        shutil.rmtree(work, ignore_errors=True)


def lock_of(target: Path) -> Path:
    """The lock of whoever writes `target`."""
    return workplace(target) / f".{target.name}.lock"


def workplace(target: Path) -> Path:
    """Where the new folder is prepared: beside the target, so that the swap is a rename.

    Inside it where there is no beside: a volume of a container cannot be renamed.
    """
    is_fixed = os.path.ismount(target) or not os.access(target.parent, os.W_OK)
    return target if target.is_dir() and is_fixed else target.parent


def swap(fresh: Path, target: Path, work: Path) -> None:
    """Put `fresh` in the place of `target`, whose last state is in `work` until that is done.

    A folder that cannot be renamed stays, and its contents are exchanged: taken away, and, from the
    moment it is emptied, replaced. So `restore` knows at each moment what is old and what is new.
    """
    if not target.exists():
        fresh.rename(target)
        return
    try:
        if workplace(target) == target:
            raise OSError(errno.EBUSY, "the folder cannot be renamed")
        target.rename(work / OLD)
    except OSError:
        (work / TAKEN).mkdir()
        move(contents(target), work / TAKEN)
        (work / TAKEN).rename(work / EMPTIED)
        move(contents(fresh), target)
        (work / EMPTIED).rename(work / DONE)
    else:
        fresh.rename(target)


def restore(target: Path, work: Path) -> None:
    """Take back a swap that did not come to its end; one that did, or never began, stays."""
    old, taken, emptied = work / OLD, work / TAKEN, work / EMPTIED
    if old.is_dir() and not target.exists():
        old.rename(target)
    if emptied.is_dir():
        for path in contents(target):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        move(contents(emptied), target)
    elif taken.is_dir():
        move(contents(taken), target)


def contents(folder: Path) -> list[Path]:
    """What lies in a folder, but for what belongs to its volume or to a swap inside it."""
    own = f".{folder.name}."
    return sorted(
        path
        for path in folder.iterdir()
        if path.name != OF_THE_VOLUME and not path.name.startswith(own)
    )


def move(paths: Iterable[Path], folder: Path) -> None:
    """Move files and folders into a folder, from another disk too."""
    for path in paths:
        shutil.move(path, folder / path.name)


class InUseError(Exception):
    """Another run is at work on a folder, and this one does not wait for it."""


def in_use() -> None:
    """For `claimed`: do not wait."""
    raise InUseError


def mend(target: Path) -> None:
    """Put right what killed runs left of a folder, unless a living one is at work on it."""
    place = workplace(target)
    if leftovers(target, place) or lock_of(target).is_file():
        with suppress(InUseError, OSError), claimed(target, in_use):  # where it may be written
            pass


def there(folder: Path) -> bool:
    """Whether a folder is there; one that a killed run moved aside is put back first."""
    place = workplace(folder)
    if not folder.is_dir() and place.is_dir() and leftovers(folder, place):
        with claimed(folder):
            pass
    return folder.is_dir()


def leftovers(target: Path, place: Path) -> list[Path]:
    """The folders in which runs that were killed prepared to replace `target`."""
    start = f".{target.name}."
    return [
        path
        for path in place.iterdir()
        if path.name.startswith(start)
        and path.is_dir()
        and {part.name for part in path.iterdir()} <= set(PARTS)
    ]


def copy_folder(
    source: Path, target: Path, is_left_out: Callable[[Path], bool] = lambda path: False
) -> None:
    """Copy what lies in a folder into another one, which may be there.

    The first error ends it, as it is: `shutil.copytree` goes on, and raises one without a number.
    """
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        if is_left_out(path):
            continue
        if path.is_dir():
            copy_folder(path, target / path.name, is_left_out)
        else:
            shutil.copy2(path, target / path.name)


def may_write(folder: Path) -> bool:
    """Whether something can be written where `folder` is, or would be."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return os.access(there, os.W_OK)


def disk_problem(error: OSError) -> Problem | None:
    """What stands against writing, as a sentence; None for another error of the system."""
    sentences = {
        (errno.ENOSPC, errno.EDQUOT): ("the disk is full", "free some space and run it again"),
        (errno.EROFS,): ("this may only be read", "name another folder to write to"),
        (errno.EACCES, errno.EPERM): (
            "this may not be written",
            "change who may write it, or name another folder",
        ),
    }
    for numbers, (message, repair) in sentences.items():
        if error.errno in numbers:
            place = str(error.filename2 or error.filename or "what was being written")
            return Problem(
                file=place,
                rule="disk",
                message=message,
                repair=repair,
            )
    return None


def save(content: bytes, path: Path) -> None:
    """Write a file that appears whole or not at all.

    Raises ProblemsError if it cannot be written; what stood there is left.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            fresh = Path(folder) / NEW
            fresh.write_bytes(content)
            fresh.replace(path)
    except OSError as error:
        raise ProblemsError([_unwritten(path, error)]) from error


def _unwritten(path: Path, error: OSError) -> Problem:
    known = disk_problem(error)
    if known:
        return replace(known, file=str(path))
    message = f"cannot be written: {(error.strerror or str(error)).lower()}"
    repair = "name a file in a folder that exists"
    return Problem(file=str(path), rule="output", message=message, repair=repair)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with Unix line ends, whatever the machine, making folders as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def script_json(value: Any) -> str:
    """JSON that cannot end the script element in which it stands."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
