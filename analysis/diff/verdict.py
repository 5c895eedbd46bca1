"""The verdict of two states: its level, and each of its tests.

Read from the facts, which every released version keeps: `verdict-level`, and for each test
`test-<id>`, `test-<id>-result` and `test-<id>-threshold`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from analysis.facts.labels import RESULTS
from analysis.facts.statements import part

Records = Mapping[str, Mapping[str, Any]]

LEVEL = "verdict-level"
THRESHOLD = re.compile(r"test-(.+)-threshold")
DIRECTION_WORDS = {"at_least": "at least", "at_most": "at most"}
MEASURE_BEGINS = "threshold: "  # the label of a threshold names what is measured


@dataclass(frozen=True)
class Reading:
    """A test at one time: its result, what was measured and what was wanted, as printed."""

    result: str
    measured: str
    wanted: str


@dataclass(frozen=True)
class TestChange:
    """A test of the verdict, before and after; None where it is no test.

    Attributes:
        id: of the test, as in `verdict_tests.csv`.
        measure: what it measures.
        old, new: its readings.
    """

    id: str
    measure: str
    old: Reading | None
    new: Reading | None

    @property
    def moves(self) -> bool:
        """Whether its result is another one, or the test itself came or went."""
        if self.old is None or self.new is None:
            return True
        return self.old.result != self.new.result

    def as_json(self) -> dict[str, Any]:
        """The test as plain JSON values."""
        return {**asdict(self), "moves": self.moves}


@dataclass(frozen=True)
class VerdictDiff:
    """The verdict before and after: its levels, and the tests that are printed otherwise."""

    old: str
    new: str
    tests: tuple[TestChange, ...]

    @property
    def moves(self) -> bool:
        """Whether the answer is another one."""
        return self.old != self.new

    def answers(self) -> tuple[str, str]:
        """Both answers in words."""
        return part("answer", level=self.old), part("answer", level=self.new)

    def as_json(self) -> dict[str, Any]:
        """The verdict as plain JSON values."""
        tests = [test.as_json() for test in self.tests]
        return {"old": self.old, "new": self.new, "moves": self.moves, "tests": tests}


def verdict_diff(old: Records, new: Records, directions: Mapping[str, str]) -> VerdictDiff:
    """The differences between two verdicts; tests whose result moved stand first.

    Parameters: the facts of both states; of each test `at_least` or `at_most`.
    """
    tests = []
    for name in sorted(tests_of(old) | tests_of(new)):
        side = DIRECTION_WORDS.get(directions.get(name, ""), "")
        was, now = reading(name, old, side), reading(name, new, side)
        if was != now:
            tests.append(TestChange(name, measure(name, new) or measure(name, old), was, now))
    ordered = sorted(tests, key=lambda test: not test.moves)
    return VerdictDiff(text(old, LEVEL), text(new, LEVEL), tuple(ordered))


def tests_of(records: Records) -> set[str]:
    """The ids of all tests, with data or without."""
    return {found[1] for name in records if (found := THRESHOLD.fullmatch(name))}


def reading(name: str, records: Records, side: str) -> Reading | None:
    """A test as the facts give it; None if there is none. `side` of the threshold is wanted."""
    if f"test-{name}-threshold" not in records:
        return None
    result = text(records, f"test-{name}-result") or RESULTS["unknown"]
    wanted = f"{side} {text(records, f'test-{name}-threshold')}".strip()
    return Reading(result, text(records, f"test-{name}"), wanted)


def measure(name: str, records: Records) -> str:
    """What a test measures; empty if there is no such test."""
    label = str(records.get(f"test-{name}-threshold", {}).get("label", ""))
    return label.removeprefix(MEASURE_BEGINS)


def text(records: Records, name: str) -> str:
    """The printed text of a fact; empty if there is none."""
    return str(records[name]["text"]) if name in records else ""
