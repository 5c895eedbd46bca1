"""Words that formulas share: each names the values of the code as they stand there."""

from __future__ import annotations

import pytest

from analysis.facts.topics import rules


@pytest.mark.parametrize(
    ("words", "expected"),
    [(("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")],
)
def test_values_are_joined_as_alternatives(words: tuple[str, ...], expected: str) -> None:
    assert rules.either_of(words) == expected
    assert rules.either_of(iter(words)) == expected


def test_the_rules_name_what_the_code_counts_by() -> None:
    assert rules.NOT_STOPPED == "a status other than suspended and cancelled"
    assert rules.WILSON == "Wilson score interval at 95% confidence"
    stages = "(in the order proposed, announced, approved, committed, disbursed, purchased; "
    assert stages in rules.REACHED
    assert rules.shown(3) == "shown with 3 significant digits"
