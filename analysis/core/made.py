"""What was made from what: hashes of inputs and results, and notes of the runs between them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
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


def tables_from(raw: Path, as_of: dt.date | None = None) -> str:
    """All that processed tables depend on besides code and libraries."""
    return f"{state_of(raw)} {as_of}"


def processed_from(project: Project, raw: Path, as_of: dt.date | None = None) -> str:
    """All that decides whether processed tables may stand in place.

    The sentences are part of it: they say which facts carry the answer, and those are checked.
    """
    return f"{tables_from(raw, as_of)} {state_of(project.sentences)}"


def state_of(folder: Path, left_out: Iterable[Path] = ()) -> str:
    """A hash of all that lies in a folder, whatever its own name; of nothing if it is not there."""
    return hash_of(sorted(folder.iterdir()) if folder.is_dir() else [], left_out)


def packed(folder: Path) -> bytes:
    """All files of a folder as one, for `unpack`."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            # An entry of its own is dated 1980: the same files give the same bytes.
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            target.writestr(entry, path.read_bytes())
    return content.getvalue()


def unpack(content: bytes, folder: Path) -> None:
    """Write the files of a packed folder into another one."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        source.extractall(folder)


def hash_of(paths: Iterable[Path], left_out: Iterable[Path] = ()) -> str:
    """A hash of names and contents of files and of all files in folders.

    What is not there counts as nothing; files and folders `left_out` neither.
    """
    digest = hashlib.sha256()
    skipped = set(left_out)
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            named = file.relative_to(path.parent)
            if not file.is_file() or skipped & {file, *file.parents} or CACHES & {*named.parts}:
                continue
            content, name = file.read_bytes(), named.as_posix()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
