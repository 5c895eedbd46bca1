"""Locks that end with their process, however that ends.

The system holds them, so that a killed process leaves none behind. Process numbers are not asked:
they come again, and mean nothing in another container that shares the folder.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PAUSE_S = 0.2


def take(path: Path) -> int | None:
    """The open file of the lock at `path`, which is made; None if somebody holds it.

    Raises OSError if nothing can be written there.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever held it before removes the file: then this is a lock that nobody else can see.
        if os.path.samestat(os.fstat(file), path.stat()):
            return file
    except (BlockingIOError, PermissionError, FileNotFoundError):
        pass
    except BaseException:
        os.close(file)
        raise
    os.close(file)
    return None


def release(path: Path, file: int) -> None:
    """Give a taken lock back and remove its file."""
    if sys.platform == "win32":  # where an open file cannot be removed
        os.close(file)
        with suppress(OSError):
            path.unlink()
        return
    path.unlink(missing_ok=True)
    os.close(file)


@contextmanager
def held(path: Path, busy: Callable[[], None] = lambda: None) -> Iterator[bool]:
    """The lock at `path` inside the block; yields whether somebody else had to be waited for.

    `busy` is called once, before waiting.
    """
    waited = False
    while (file := take(path)) is None:
        if not waited:
            busy()
        waited = True
        time.sleep(PAUSE_S)
    try:
        yield waited
    finally:
        release(path, file)
