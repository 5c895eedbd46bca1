"""Warnings that stand with a reason are told apart, and come back when they grow."""

from __future__ import annotations

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.accepted import told_apart


def entry(most: int, rule: str = "old-status", column: str = "status_on") -> pd.DataFrame:
    columns = {"table": "projects", "rule": rule, "column": column, "most": most, "reason": "x"}
    return pd.DataFrame([columns])


def warning(count: int = 1, severity: str = "warning") -> Problem:
    return Problem(
        file="projects.csv",
        column="status_on",
        rule="old-status",
        message="is old",
        repair="look",
        severity=severity,
        count=count,
    )


def test_a_warning_that_is_described_is_accepted() -> None:
    assert told_apart([warning(3)], entry(3)) == ([], [warning(3)])


def test_one_value_more_brings_it_back() -> None:
    assert told_apart([warning(4)], entry(3)) == ([warning(4)], [])


def test_several_warnings_count_together() -> None:
    two = [warning(2), warning(2)]
    assert told_apart(two, entry(3)) == (two, [])
    assert told_apart(two, entry(4)) == ([], two)


def test_another_rule_or_column_is_not_described() -> None:
    for other in (entry(9, rule="other"), entry(9, column="name")):
        assert told_apart([warning()], other) == ([warning()], [])


def test_an_error_is_never_accepted() -> None:
    assert told_apart([warning(severity="error")], entry(9))[1] == []


def test_without_entries_all_are_seen() -> None:
    assert told_apart([warning()], entry(1).head(0)) == ([warning()], [])
