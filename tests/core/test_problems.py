"""A problem says where, what and how to mend it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from analysis.core.problems import Problem, ProblemsError, errors

PROBLEM = Problem(
    file="announcements.csv",
    row=41,
    column="deadline_on",
    value="2026-02-30",
    rule="date",
    message="is not a date",
    repair="write a day",
)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (PROBLEM, 'announcements.csv row 41, deadline_on: "2026-02-30" is not a date; write a day'),
        (replace(PROBLEM, value=None), "announcements.csv row 41, deadline_on: is not a date;"),
        (replace(PROBLEM, value=""), 'announcements.csv row 41, deadline_on: "" is not a date;'),
        (replace(PROBLEM, column=None), 'announcements.csv row 41: "2026-02-30" is not a date;'),
        (replace(PROBLEM, row=None), 'announcements.csv, deadline_on: "2026-02-30" is not a date;'),
        (
            replace(PROBLEM, file="report/index.qmd", column=None),
            'report/index.qmd:41: "2026-02-30" is not a date;',
        ),
    ],
)
def test_a_sentence_names_the_place_that_the_reader_knows(problem: Problem, sentence: str) -> None:
    assert problem.sentence().startswith(sentence)
    assert problem.sentence().endswith("; write a day")


def test_a_problem_is_plain_json() -> None:
    record = json.loads(json.dumps(PROBLEM.as_json()))
    assert list(record) == [
        *("file", "row", "column", "value", "rule", "message", "repair", "severity", "count"),
    ]
    assert Problem(**record) == PROBLEM


def test_warnings_do_not_stop_a_build() -> None:
    warning = replace(PROBLEM, severity="warning")
    assert errors([PROBLEM, warning]) == [PROBLEM]


def test_the_error_carries_all_problems() -> None:
    other = replace(PROBLEM, row=42)
    error = ProblemsError(iter([PROBLEM, other]))
    assert error.problems == (PROBLEM, other)
    assert str(error) == f"{PROBLEM.sentence()}\n{other.sentence()}"
