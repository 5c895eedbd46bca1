"""Writing without loss: a whole folder appears at once or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new empty folder that takes the place of `target` if the block succeeds.

    The new folder is made beside the target, so that the swap is a rename on one disk. If the
    block raises, the target stays as it was and the new folder is removed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    fresh, old = work / "new", work / "old"
    fresh.mkdir()
    try:
        yield fresh
        try:
            if target.exists():
                target.rename(old)
            fresh.rename(target)
        except BaseException:  # an interruption too must not cost the old folder
            if old.exists() and not target.exists():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with Unix line ends, whatever the machine, making folders as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def script_json(value: Any) -> str:
    """JSON that cannot end the script element in which it stands."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
