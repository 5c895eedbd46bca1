"""Work on all cores has the results of work on one, and its problems."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from analysis.core.parallel import on_all_cores
from analysis.core.problems import Problem, ProblemsError

PROBLEM = Problem(
    file="a.csv", row=2, column="b", value="c", rule="rule", message="is wrong", repair="mend it"
)


def refuse(number: int) -> None:
    """Find a problem, whatever the number."""
    raise ProblemsError([PROBLEM])


def test_results_come_in_the_order_of_the_items() -> None:
    with on_all_cores() as run:
        assert list(run(abs, range(-5, 0))) == [5, 4, 3, 2, 1]


def test_a_problem_found_elsewhere_comes_back_whole() -> None:
    with on_all_cores() as run, pytest.raises(ProblemsError) as caught:
        list(run(refuse, [1]))
    assert caught.value.problems == (PROBLEM,)


KILLED = """
import os, signal, sys
from analysis.core.parallel import on_all_cores
with on_all_cores() as run:
    print(*run(abs, [-1]), flush=True)
    from multiprocessing import active_children
    print(*(child.pid for child in active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows works in one process")
def test_the_processes_end_with_a_killed_parent() -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    result, numbers = killed.stdout.splitlines()
    assert result == "1"
    children = [
        psutil.Process(int(number)) for number in numbers.split() if psutil.pid_exists(int(number))
    ]
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []


def killed(number: int) -> int:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def without_memory(number: int) -> int:
    raise MemoryError


@pytest.mark.skipif(sys.platform == "win32", reason="works in one process there")
@pytest.mark.parametrize("work", [killed, without_memory])
def test_a_process_that_ends_before_its_work_is_told_in_one_sentence(
    work: Callable[[int], int],
) -> None:
    with on_all_cores() as run, pytest.raises(ProblemsError) as raised:
        list(run(work, range(3)))
    assert [problem.sentence() for problem in raised.value.problems] == [
        "a process of this run: it was ended before its work was done, most likely because memory "
        "ran out; close other programs and run the command again; what is done stays"
    ]
