"""Scratch folders go with their run, or with the next one."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from analysis.core.problems import ProblemsError
from analysis.core.scratch import scratch

ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, tempfile
from analysis.core.scratch import scratch
with scratch() as folder:
    tempfile.mkdtemp(prefix="pandoc-")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files of this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_a_scratch_folder_goes_with_all_that_was_put_into_temporary_files(temporary: Path) -> None:
    with scratch() as folder:
        assert folder.parent == temporary
        assert Path(tempfile.mkdtemp()).parent == folder
        shown = subprocess.check_output([sys.executable, "-c", "import tempfile as t; t.mkstemp()"])
        assert shown == b""
        assert len(list(folder.iterdir())) == 2
    assert list(temporary.iterdir()) == []
    assert tempfile.gettempdir() == str(temporary)
    assert os.environ["TMPDIR"] == str(temporary)


def test_no_place_for_temporary_files_is_a_problem_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    with pytest.raises(ProblemsError) as caught, scratch():
        pass
    assert caught.value.problems[0].sentence() == (
        "temporary files: no folder takes them: the disk is full, or may only be read; "
        "free some space, or name another folder in TMPDIR"
    )


def test_it_goes_too_if_the_run_fails(temporary: Path) -> None:
    with pytest.raises(RuntimeError), scratch():
        raise RuntimeError
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_the_next_run_removes_what_a_killed_one_left_and_nothing_of_a_living_one(
    temporary: Path,
) -> None:
    (temporary / "briefing-of-somebody").mkdir()
    with scratch() as living:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
        done = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False)
        assert done.returncode < 0
        assert len(list(temporary.glob("briefing-????????"))) == 2
        os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
        with scratch():
            assert living.is_dir()
            assert len(list(temporary.glob("briefing-????????"))) == 2
    assert [path.name for path in temporary.iterdir()] == ["briefing-of-somebody"]
