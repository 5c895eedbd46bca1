"""Runs that are killed at a chosen moment, as by `kill -9` or a power cut, or find the disk full.

A moment is a change of the disk: a file opened for writing, made, renamed or removed. So chance
can be seeded, and the moments that matter come up as often as they are many, not as they are long.
"""

from __future__ import annotations

import errno
import importlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).parents[2]
SEED = 20261126
HOW_OFTEN = int(os.environ.get("BRIEFING_KILLS", "3"))
OPEN, RENAME = "open", "os.rename"
MAKING = {OPEN, "os.mkdir", "os.link"}
CHANGES = MAKING | {RENAME, "os.rmdir", "os.remove", "os.truncate", "os.utime"}

Work = Callable[..., Any]
Tree = dict[str, bytes | None]
Fault = Callable[[str, tuple[Any, ...]], None]


def kill(event: str, arguments: tuple[Any, ...]) -> None:
    """End this process; a file that it was about to open is there, with nothing in it."""
    if event == OPEN:
        os.close(os.open(arguments[0], arguments[2], 0o666))
    os.kill(os.getpid(), signal.SIGKILL)


def fill(event: str, arguments: tuple[Any, ...]) -> None:
    """Nothing new finds room; what is there can be moved and removed."""
    if event in MAKING:
        raise OSError(errno.ENOSPC, "No space left on device", str(arguments[0]))


@dataclass
class Moments:
    """Sees each change of the disk before it is made; the fault begins `at` one of them."""

    fault: Fault
    at: int
    seen: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The interpreter's report of what it is about to do."""
        if event in CHANGES and (event != OPEN or is_writing(arguments[2])):
            self.seen.append(event)
            if 0 < self.at <= len(self.seen):
                self.strike(event, arguments)

    def strike(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Let the fault happen; what it does itself is no moment."""
        at, self.at = self.at, 0
        try:
            self.fault(event, arguments)
        finally:
            self.at = at


def is_writing(flags: int) -> bool:
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def whole(work: Work, *arguments: Path) -> list[str]:
    """Run a function of a test module in a process of its own; returns its moments."""
    ended = _run(work, kill, 0, arguments)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split()


def killed(work: Work, *arguments: Path, at: int) -> None:
    """Run it until it is killed."""
    ended = _run(work, kill, at, arguments)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def on_full_disk(work: Work, *arguments: Path, at: int) -> list[str]:
    """Run it on a disk that is full from then on; returns the lines of its complaint."""
    ended = _run(work, fill, at, arguments)
    assert ended.returncode == 1, ended.stderr
    return ended.stderr.splitlines()


def _run(
    work: Work, fault: Fault, at: int, arguments: Iterable[Path]
) -> subprocess.CompletedProcess[str]:
    module = sys.modules[work.__module__]
    paths = [str(ROOT), str(Path(__file__).parent), str(Path(str(module.__file__)).parent)]
    asked = [work.__module__, work.__name__, fault.__name__, str(at)]
    return subprocess.run(
        [sys.executable, __file__, *asked, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def tree(folder: Path) -> Tree:
    """All that lies in a folder: files with their bytes, folders with None."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def to_kill_at(moments: Sequence[str], work: Work, every_rename: bool = True) -> list[int]:
    """All renames, since between two of them a folder may be nowhere, and others by chance.

    Of slow work the renames are also by chance.
    """
    renames = _places(moments, {RENAME})
    chosen = renames if every_rename else _by_chance(renames, work)
    return sorted([*chosen, *_by_chance(_places(moments, CHANGES - {RENAME}), work)])


def to_fill_at(moments: Sequence[str], work: Work) -> list[int]:
    """Moments at which something new is made, by chance."""
    return _by_chance(_places(moments, MAKING), work)


def _places(moments: Sequence[str], kinds: AbstractSet[str]) -> list[int]:
    return [at for at, event in enumerate(moments, start=1) if event in kinds]


def _by_chance(places: list[int], work: Work) -> list[int]:
    """As many of them as BRIEFING_KILLS says."""
    chance = random.Random(f"{SEED}-{work.__name__}")
    return sorted(chance.sample(places, min(HOW_OFTEN, len(places))))


def main() -> None:
    """The process of one run: says its moments, or what a user is told."""
    from analysis.cli import problems_shown

    module, name, fault, at, *arguments = sys.argv[1:]
    work = getattr(importlib.import_module(module), name)
    moments = Moments({each.__name__: each for each in (kill, fill)}[fault], int(at))
    sys.addaudithook(moments)
    try:
        with problems_shown():
            work(*map(Path, arguments))
    except typer.Exit as end:
        sys.exit(end.exit_code)
    print("\n".join([*moments.seen]))


if __name__ == "__main__":
    main()
