"""What was made from what: hashes of inputs and results, and notes of the runs between them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.core import cache
from analysis.core.project import Project

CACHES = {"__pycache__"}


def written(kind: str, made_from: str, result: str) -> Any:
    """What was noted of the run that made this same result from the same; None if there is none.

    Parameters: a word for the run; all that it depends on besides code and libraries; the hash of
    the result as it is now.
    """
    content = cache.found(kind, made_from)
    noted = json.loads(content) if content else {}
    return noted.get("note") if noted.get("result") == result else None


def note(kind: str, made_from: str, result: str, note: Any) -> None:
    """Note a run: what it made from what, and what the next one wants to know of it."""
    content = json.dumps({"result": result, "note": note}, ensure_ascii=False)
    cache.keep(kind, made_from, content.encode())


def processed_from(project: Project, raw: Path, as_of: dt.date | None = None) -> str:
    """All that processed tables depend on besides code and libraries.

    The sentences are part of it: they say which facts carry the answer, and those are checked.
    """
    return f"{hash_of([raw, project.sentences])} {as_of}"


def hash_of(paths: Iterable[Path], left_out: Iterable[Path] = ()) -> str:
    """A hash of names and contents of files and of all files in folders.

    What is not there counts as nothing; files and folders `left_out` neither.
    """
    digest = hashlib.sha256()
    skipped = set(left_out)
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if not file.is_file() or skipped & {file, *file.parents} or CACHES & {*file.parts}:
                continue
            content, name = file.read_bytes(), file.relative_to(path.parent).as_posix()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
