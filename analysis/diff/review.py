"""A review: everything that would change for a reader, for the person who signs it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.core import cache
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import Project
from analysis.diff.comparison import Diff, compare
from analysis.diff.decisions import Decision, Move, decisions, moves, unanswered
from analysis.diff.states import State
from analysis.exhibits import svg
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import MODULES, exhibit


@dataclass(frozen=True)
class Pictures:
    """A figure before and after, as SVG elements; None where there is none.

    Attributes:
        id: of the figure.
        old_title, new_title: its finding.
        old, new: the drawings.
    """

    id: str
    old_title: str | None
    new_title: str | None
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Review:
    """A diff with its figures, and with who answers for what moved.

    Attributes:
        diff: the diff.
        pictures: the figures of which anything changed.
        decisions: the lines of `decisions.csv` that are new.
        unanswered: what moved of the answer without such a line.
    """

    diff: Diff
    pictures: tuple[Pictures, ...]
    decisions: tuple[Decision, ...]
    unanswered: tuple[Move, ...]

    def problems(self) -> list[Problem]:
        """A problem for each move that nobody answers for."""
        return [move.problem() for move in self.unanswered]


def review(project: Project, old: State, new: State) -> Review:
    """The review of the new state against the old one; drawings are kept for the next time.

    Raises ProblemsError if the old state has no facts: nobody could sign what was not compared.
    """
    if not old.facts:
        raise ProblemsError([not_comparable(old)])
    diff = compare(old, new)
    made = decisions(old, new)
    changed = [each.id for each in diff.exhibits if each.id.startswith("fig-")]
    with cache.keeping(project.kept):
        pictures = tuple(drawn(name, old, new) for name in changed)
    return Review(diff, pictures, tuple(made), tuple(unanswered(moves(diff), made)))


def not_comparable(state: State) -> Problem:
    """The problem of a state of which only rows are known."""
    message = "has tables that do not fit today's rules, so that no number can be compared"
    repair = "review against a later revision or a released version; `briefing diff` shows the rows"
    return Problem(
        file="the state",
        value=state.name,
        rule="state",
        message=message,
        repair=repair,
    )


def drawn(name: str, old: State, new: State) -> Pictures:
    """A figure as both states draw it, in the column of a phone: two fit beside each other."""
    before, after = figure(name, old), figure(name, new)
    return Pictures(
        name,
        before.title if before else None,
        after.title if after else None,
        picture(before, f"before-{name}") if before else None,
        picture(after, f"after-{name}") if after else None,
    )


def figure(name: str, state: State) -> Exhibit | None:
    """The figure over a state's tables; None if it cannot be drawn."""
    if state.processed is None:
        return None
    return exhibit(name, state.processed) if name in MODULES else None


def picture(exhibit: Exhibit, name: str) -> str:
    """A drawing as an SVG element whose ids begin with `name`."""
    return svg.inline(exhibit.narrow, name, exhibit.title, exhibit.description)
