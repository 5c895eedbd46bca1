"""Work on all cores has the results of work on one, and its problems."""

from __future__ import annotations

import pytest

from analysis.parallel import on_all_cores
from analysis.problems import Problem, ProblemsError

PROBLEM = Problem("a.csv", 2, "b", "c", "rule", "is wrong", "mend it")


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
