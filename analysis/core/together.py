"""Files in several places that change together or not at all, however the run ends.

All are written to one folder first. Renaming that folder decides: before it nothing has changed,
after it the rest is put in place by whoever comes next.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.core.locks import held

LOCK = ".together.lock"
# .gitignore knows both by the eight letters at their end.
PREPARED = ".together-prepared."
DECIDED = ".together.complete"


@contextmanager
def together(root: Path) -> Iterator[Path]:
    """A new folder whose files take the places of those of the same path in `root`.

    They do so if the block succeeds; if it raises, or the run is killed in it, nothing changes.
    What an earlier run decided and could not finish is finished before the block.
    """
    with held(root / LOCK):
        finish(root)
        fresh = Path(tempfile.mkdtemp(prefix=PREPARED, dir=root))
        try:
            yield fresh
            fresh.rename(root / DECIDED)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        finish(root)


def finish(root: Path) -> None:
    """Put in place what was decided, and remove what was not."""
    for undecided in root.glob(f"{PREPARED}*"):
        shutil.rmtree(undecided, ignore_errors=True)
    decided = root / DECIDED
    if decided.is_dir():
        place(decided, root)
        shutil.rmtree(decided)


def place(new: Path, target: Path) -> None:
    """Move a file to its place, and a folder as a whole where there is none yet.

    What was moved is gone from `new`, so that this can be done again from any point.
    """
    if new.is_dir() and target.is_dir():
        for path in sorted(new.iterdir()):
            place(path, target / path.name)
    else:
        shutil.move(new, target)
