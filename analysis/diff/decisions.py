"""Who answers for what moved: the lines of `decisions.csv` that came with the new state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.core.problems import Problem
from analysis.diff import words
from analysis.diff.comparison import Diff
from analysis.diff.outline import SEEN
from analysis.diff.rows import Row, values
from analysis.diff.states import State

TABLE = "decisions"
TEST = "test-"
LEVEL_NAMES = ("verdict", "verdict-level")


@dataclass(frozen=True)
class Decision:
    """A line of `decisions.csv`: when, by whom, of which kind, on which tests and facts, why."""

    decided_on: str
    by: str
    kind: str
    what: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Move:
    """Something that does not move unless somebody answers for it.

    Attributes:
        id: of the test or the fact.
        names: what a decision may call it.
        sentence: what moved, in words.
    """

    id: str
    names: tuple[str, ...]
    sentence: str

    def problem(self) -> Problem:
        """The problem of a move for which nobody answers."""
        return Problem(
            file="decisions.csv",
            column="what",
            value=self.id,
            rule="decision",
            message=f"moved and nobody answers for it ({self.sentence})",
            repair="add a line with the day, who decided, the kind (evidence, correction or "
            f"method), {self.id} and the reason",
        )


def decisions(old: State, new: State) -> list[Decision]:
    """The decisions of the new state that the old one did not have."""
    before = set(map(as_decision, lines(old)))
    found = dict.fromkeys(map(as_decision, lines(new)))
    return [decision for decision in found if decision not in before]


def lines(state: State) -> Sequence[Row]:
    """The rows of the table, if the state has it."""
    return state.raw[TABLE].rows if TABLE in state.raw else ()


def as_decision(row: Row) -> Decision:
    """A row of the table as a decision; `what` may name several things, separated by `|`."""
    named = tuple(name.strip() for name in row.get("what", "").split("|") if name.strip())
    day, by, kind, reason = values(row, ("decided_on", "by", "kind", "reason"))
    return Decision(day, by, kind, named, reason)


def moves(diff: Diff) -> list[Move]:
    """What moved of the answer: its level, results of tests, numbers of the headline."""
    found = []
    if diff.verdict.moves:
        old, new = diff.verdict.answers()
        found.append(Move(LEVEL_NAMES[1], LEVEL_NAMES, f"the answer: {words.moved(old, new)}"))
    found += [
        Move(test.id, names_of(TEST + test.id), words.test_words(test))
        for test in diff.verdict.tests
        if test.moves
    ]
    found += [
        Move(fact.id, names_of(fact.id), words.fact_words(fact))
        for fact in diff.headline
        if fact.kind in SEEN
    ]
    return found


def names_of(fact: str) -> tuple[str, ...]:
    """What a decision may call a fact: its id, and of a test's fact the id of the test."""
    if not fact.startswith(TEST):
        return (fact,)
    test = fact.removeprefix(TEST).removesuffix("-result").removesuffix("-threshold")
    return tuple(dict.fromkeys((fact, test, TEST + test, f"{TEST}{test}-result")))


def answers_for(decision: Decision, fact: str) -> bool:
    """Whether a decision names a fact, its test, or the answer that it is."""
    names = LEVEL_NAMES if fact in LEVEL_NAMES else names_of(fact)
    return bool({*names} & {*decision.what})


def unanswered(found: Iterable[Move], made: Iterable[Decision]) -> list[Move]:
    """The moves for which no decision answers."""
    named = {name for decision in made for name in decision.what}
    return [move for move in found if not named & {*move.names}]
