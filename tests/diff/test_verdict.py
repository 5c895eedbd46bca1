"""The verdict of two states: tests that are printed otherwise, those that moved first."""

from __future__ import annotations

from analysis.diff import verdict
from analysis.diff.verdict import Reading, VerdictDiff, verdict_diff

Facts = dict[str, dict[str, str]]


def facts(level: str, **tests: tuple[str, str, str]) -> Facts:
    """The facts of a verdict, and of tests by result, measure and threshold."""
    records = {"verdict-level": {"text": level}}
    for name, (result, measured, wanted) in tests.items():
        if result:
            records[f"test-{name}-result"] = {"text": result}
        if measured:
            records[f"test-{name}"] = {"text": measured}
        records[f"test-{name}-threshold"] = {"text": wanted, "label": f"threshold: {name} spent"}
    return records


MONEY = ("not met", "9–21%", "50%")
OLD = facts("not", money=MONEY, late=("met", "5%", "20%"))
NEW = facts("partly", money=("not met", "9–22%", "50%"), late=("not met", "25%", "20%"))


def test_tests_that_differ_are_told_with_both_readings_and_those_that_moved_come_first() -> None:
    found = verdict_diff(OLD, NEW, {"money": "at_least", "late": "at_most"})
    assert found.moves
    assert found.tests == (
        verdict.TestChange(
            "late",
            "late spent",
            Reading("met", "5%", "at most 20%"),
            Reading("not met", "25%", "at most 20%"),
        ),
        verdict.TestChange(
            "money",
            "money spent",
            Reading("not met", "9–21%", "at least 50%"),
            Reading("not met", "9–22%", "at least 50%"),
        ),
    )
    assert [test.moves for test in found.tests] == [True, False]


def test_a_test_that_came_or_went_moves_and_one_without_data_is_unknown() -> None:
    new = facts("not", money=MONEY, starts=("", "", "3"))
    [late, starts] = verdict_diff(OLD, new, {}).tests
    assert (late.id, late.new, late.moves, late.measure) == ("late", None, True, "late spent")
    assert starts.old is None
    assert starts.new == Reading("no data", "", "3")


def test_the_same_verdict_has_no_difference() -> None:
    same = verdict_diff(OLD, OLD, {})
    assert (same.moves, same.tests) == (False, ())
    assert same.as_json() == {"old": "not", "new": "not", "moves": False, "tests": []}


def test_the_answer_of_a_level_is_a_sentence() -> None:
    before, after = VerdictDiff("not", "partly", ()).answers()
    assert before != after
    assert before.strip()
