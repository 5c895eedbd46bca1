"""Results that are kept between builds, by the content of all that they were made from.

An entry's name is a hash of what went in, the code and the libraries too, so that a stale one is
never found. It begins with the hash of its own content: one that was damaged is made anew. Whoever
deletes the folder loses time, and nothing else.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "BRIEFING_KEPT"  # environment variable: where results are kept; without it nowhere

# The layers of the package from the ground up, in the order that pyproject.toml states, as far as a
# kind of result is made in one.
LAYERS = (
    "core",
    "render",
    "raw",
    "transforms",
    "importing",
    "facts",
    "process",
    "worklists",
    "exhibits",
    "citation",
    "diff",
    "documents",
)

# The highest layer that the making of a kind can reach: only an edit there or below makes it anew.
# A kind that is not named here rests on all code.
REACHES = {
    "font": "core",
    "checked": "raw",
    "typed": "raw",
    "months": "transforms",
    "month": "transforms",
    "table": "transforms",
    "read": "facts",
    "processed": "process",
    "asked": "exhibits",
    "data": "exhibits",
    "drawing": "exhibits",
    "interactive": "exhibits",
    "markup": "exhibits",
    "png": "exhibits",
    "tables": "process",
    "citations": "citation",
    "stamped": "citation",
    "look": "citation",
    "codebook": "documents",
    "answers": "documents",
    "document": "documents",
}

# Entries that are left when a build has ended, the last used ones, and how many bytes they may have
# together: a few states of the data.
MOST, MOST_BYTES = 1000, 1_000_000_000


def kept(kind: str, made_from: str, make: Callable[[], bytes]) -> bytes:
    """What `make` returns, made only if it was not kept since the same went into it.

    Parameters: a word for what it is; all that it depends on besides code and libraries, as text.
    """
    content = found(kind, made_from)
    return keep(kind, made_from, make()) if content is None else content


def kept_frame(kind: str, made_from: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """As `kept`, for what makes a frame."""
    content = found(kind, made_from)
    if content is None:
        frame = make()
        keep(kind, made_from, as_bytes(frame))
        return frame
    return frame_of(content)


def found(kind: str, made_from: str) -> bytes | None:
    """What was kept of this kind, made from the same; None if there is nothing."""
    path = place(kind, made_from)
    return read(path) if path else None


def is_kept(kind: str, made_from: str) -> bool:
    """Whether something lies where what was made from the same is kept."""
    path = place(kind, made_from)
    return path is not None and path.is_file()


def keep(kind: str, made_from: str, content: bytes) -> bytes:
    """Keep a result, where results are kept; returns it."""
    path = place(kind, made_from)
    if path:
        # Keeping saves time and nothing else: a checkout that is only read does without.
        with suppress(OSError):
            write(path, content)
    return content


def place(kind: str, made_from: str) -> Path | None:
    """The file of an entry; None where nothing is kept."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return None
    named = hashlib.sha256(f"{made_by(kind)}\0{kind}\0{made_from}".encode()).hexdigest()
    return Path(folder) / f"{kind}-{named}"


def read(path: Path) -> bytes | None:
    """The content of an entry; None if there is none, or if it is not as it was written."""
    if not path.is_file():
        return None
    seal, _, content = path.read_bytes().partition(b"\n")
    if hashlib.sha256(content).hexdigest().encode() != seal:
        return None
    with suppress(OSError):
        path.touch()
    return content


def write(path: Path, content: bytes) -> None:
    """Write an entry, which appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    Path(file.name).replace(path)


def clear_unfinished(folder: Path) -> None:
    """Remove what killed runs began to write. Who writes at this moment only keeps nothing."""
    for path in folder.glob(".*"):
        if path.is_file():
            with suppress(OSError):
                path.unlink(missing_ok=True)


def tidy(folder: Path, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
    """Remove what is unfinished, and all entries but the last used ones.

    Of these stay at most so many, and so many that they have at most so many bytes together.
    """
    clear_unfinished(folder)
    entries = [(path, path.stat()) for path in folder.glob("*") if path.is_file()]
    newest_first = sorted(entries, key=lambda entry: entry[1].st_mtime, reverse=True)
    sizes = itertools.accumulate(state.st_size for _, state in newest_first)
    for count, ((path, _), size) in enumerate(zip(newest_first, sizes, strict=True), 1):
        if count > most or size > most_bytes:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def content_of(frame: pd.DataFrame) -> str:
    """A hash of all that a frame holds: index, names, types and exact values."""
    return hashlib.sha256(as_bytes(frame)).hexdigest()


def as_bytes(frame: pd.DataFrame) -> bytes:
    """All that a frame holds, in Arrow's format."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame).combine_chunks()
    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, table.schema) as target:
        target.write_table(table)
    content: bytes = stream.getvalue().to_pybytes()
    return content


def frame_of(content: bytes) -> pd.DataFrame:
    """The frame that `as_bytes` wrote: index, types and values come back exactly."""
    import pyarrow as pa

    return pa.ipc.open_stream(content).read_pandas()


@contextmanager
def environment(name: str, value: str | None) -> Iterator[None]:
    """The environment variable `name` set to `value` inside the block; None leaves it unset."""
    before = os.environ.pop(name, None)
    if value is not None:
        os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before


def keep_from_now_on(folder: Path) -> None:
    """Keep results in `folder`, unless a build around this process says where."""
    os.environ.setdefault(FOLDER, str(folder))


@contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """Results kept in `folder` inside the block, unless a build around it says where."""
    with environment(FOLDER, os.environ.get(FOLDER) or str(folder)):
        yield


def libraries() -> list[str]:
    """The installed libraries with their versions, as the names of their folders give them."""
    return sorted(found.stem for at in sys.path for found in Path(at).glob("*.dist-info"))


@cache
def made_by(kind: str) -> str:
    """A hash of the code that a kind of result can reach, and of the installed libraries."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(" ".join(libraries()).encode())
    for path in code_of(kind, package):
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def code_of(kind: str, package: Path) -> list[Path]:
    """The files of a package that the making of a kind of result can reach."""
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return [path for path in files if is_reached(kind, path.relative_to(package))]


def is_reached(kind: str, name: Path) -> bool:
    """Whether the making of a kind of result can reach a file, named from the package."""
    if kind not in REACHES:
        return True
    return name.parts[0].split(".")[0] in LAYERS[: LAYERS.index(REACHES[kind]) + 1]
