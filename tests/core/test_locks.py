"""Locks end with their process, and only with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.core.locks import held, take

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from analysis.core.locks import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    """The lock held by another process while the block runs."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.communicate()


def test_a_lock_is_for_one_and_leaves_no_file(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with held(lock) as waited:
        assert not waited
        assert take(lock) is None
    assert list(tmp_path.iterdir()) == []


def test_the_second_waits_says_so_once_and_goes_on(tmp_path: Path) -> None:
    lock, said = tmp_path / "lock", []
    with held_elsewhere(lock) as other:
        assert other.stdin is not None
        threading.Timer(0.5, other.stdin.close).start()
        with held(lock, lambda: said.append("busy")) as waited:
            assert waited
        other.stdin = None
    assert said == ["busy"]


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with held_elsewhere(lock) as other:
        other.kill()
        other.wait()
        assert lock.is_file()
        with held(lock) as waited:
            assert not waited
    assert list(tmp_path.iterdir()) == []
