"""What moves of the answer needs a line in `decisions.csv` that came with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.diff.comparison import compare
from analysis.diff.decisions import decisions, moves, unanswered
from analysis.diff.states import State
from analysis.raw.schemas.decisions import KINDS, Decisions

Make = Callable[..., State]

KEPT = {"promises-kept-of-due": {"text": "98 of 99"}}
MET = {"test-magnets-result": {"value": "met", "text": "met"}}


def line(what: str) -> dict[str, str]:
    said = ("2026-11-26", "an editor", "evidence", what, "a plant opened")
    return dict(zip(("decided_on", "by", "kind", "what", "reason"), said, strict=True))


def open_moves(old: State, new: State) -> list[str]:
    return [move.id for move in unanswered(moves(compare(old, new)), decisions(old, new))]


def test_a_test_that_moves_needs_a_decision(committed: State, altered: Make) -> None:
    assert open_moves(committed, altered(MET)) == ["magnets"]


@pytest.mark.parametrize("name", ["magnets", "test-magnets", "test-magnets-result"])
def test_a_decision_may_name_the_test_or_its_facts(
    committed: State, altered: Make, name: str
) -> None:
    assert open_moves(committed, altered(MET, {"decisions": [line(name)]})) == []


def test_a_number_of_the_headline_needs_a_decision(committed: State, altered: Make) -> None:
    assert open_moves(committed, altered(KEPT)) == ["promises-kept-of-due"]
    signed = altered(KEPT, {"decisions": [line("promises-kept-of-due")]})
    assert open_moves(committed, signed) == []


def test_the_answer_itself_needs_a_decision(committed: State, altered: Make) -> None:
    moved = {"verdict-level": {"value": "little", "text": "little"}}
    assert "verdict-level" in open_moves(committed, altered(moved))
    assert open_moves(committed, altered(moved, {"decisions": [line("verdict")]})) == []


def test_one_decision_may_answer_for_several_moves(committed: State, altered: Make) -> None:
    both = altered(KEPT | MET, {"decisions": [line("magnets|promises-kept-of-due")]})
    assert open_moves(committed, both) == []


def test_a_decision_of_an_earlier_version_answers_for_nothing_new(
    committed: State, altered: Make
) -> None:
    signed = {"decisions": [line("magnets")]}
    assert open_moves(altered(rows=signed), altered(MET, signed)) == ["magnets"]


def test_other_numbers_need_no_decision(committed: State, altered: Make) -> None:
    moved = {"programmes-all": {"value": 21, "text": "21"}}
    assert open_moves(committed, altered(moved)) == []


def test_the_table_of_decisions_knows_three_kinds() -> None:
    columns = Decisions.to_schema().columns
    assert list(columns) == ["decided_on", "by", "kind", "what", "reason"]
    assert set(KINDS) == {"evidence", "correction", "method"}
