"""What a disk refuses, in words for people."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.core.problems import Problem, ProblemsError


@contextmanager
def disk_explained(place: Path) -> Iterator[None]:
    """Turn a failure of reading or writing into a ProblemsError; `place` is what was worked on."""
    try:
        yield
    except OSError as error:
        name = Path(error.filename).name if isinstance(error.filename, str) else place.name
        if name.startswith("."):  # a lock or a working folder, of which nobody knows
            name = place.name
        full = error.errno == errno.ENOSPC
        message = f"cannot be read or written ({error.strerror or error}); nothing has changed"
        repair = "make room on the disk" if full else "see who may use it; close it elsewhere"
        raise ProblemsError(
            [
                Problem(
                    file=name,
                    rule="disk",
                    message=message,
                    repair=repair,
                )
            ]
        ) from error
