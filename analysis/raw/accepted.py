"""Warnings that stand with a reason: told apart from new ones, and shown again when they grow."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.core.problems import Problem

TABLE = "accepted_warnings"


def told_apart(
    problems: Iterable[Problem], accepted: pd.DataFrame
) -> tuple[list[Problem], list[Problem]]:
    """The problems that are to be seen, and the warnings that are accepted.

    Parameters: all problems; the typed table of accepted warnings. An entry accepts all warnings
    that it describes while they stand for no more than `most` values; with one more it accepts
    none, and they are seen again.
    """
    listed = list(problems)
    entries = accepted.dropna(subset=["table", "rule", "most"]).to_dict("records")
    matching = [[p for p in listed if _describes(entry, p)] for entry in entries]
    holding = [
        found
        for entry, found in zip(entries, matching, strict=True)
        if sum(problem.count for problem in found) <= int(entry["most"])
    ]
    hidden = {id(problem) for found in holding for problem in found}
    return (
        [problem for problem in listed if id(problem) not in hidden],
        [problem for problem in listed if id(problem) in hidden],
    )


def _describes(entry: dict[str, object], problem: Problem) -> bool:
    """Whether an entry speaks of a warning."""
    return (
        problem.severity == "warning"
        and problem.file == f"{entry['table']}.csv"
        and problem.rule == entry["rule"]
        and problem.column == entry["column"]
    )
