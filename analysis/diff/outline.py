"""A diff as headings and lines, in the order in which a reader would ask: what is the answer now,
which numbers moved and why, what looks otherwise, which rows are behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from analysis.diff import words
from analysis.diff.comparison import Diff
from analysis.diff.facts import FactChange
from analysis.diff.rows import TableDiff
from analysis.diff.verdict import TestChange

T = TypeVar("T")

# What is shown of each kind unless everything is asked for.
FACTS, ROWS, REASONS = 15, 5, 3
ROWS_OF_TABLES = "Rows"
NOT_COMPARED = "Not compared"
SEEN = ("moved", "came", "went")  # what became of a fact that a reader would see


@dataclass(frozen=True)
class Line:
    """A line with the lines below it."""

    text: str
    below: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with its lines."""

    title: str
    lines: tuple[Line, ...]


def outline(diff: Diff, everything: bool = False) -> list[Section]:
    """The sections of a diff; those without a line are left out."""
    sections = [
        Section("Verdict", tuple(verdict(diff))),
        Section("Headline numbers", tuple(facts(diff.headline, everything))),
        Section("Other numbers", tuple(facts(diff.facts, everything))),
        Section("Sentences", tuple(sentences(diff, everything))),
        Section("Figures and tables of the report", tuple(exhibits(diff, everything))),
        Section("Raw tables", tuple(Line(words.table_words(table)) for table in diff.tables)),
        Section(ROWS_OF_TABLES, tuple(rows(diff.tables, everything))),
        Section(NOT_COMPARED, tuple(Line(words.printable(note)) for note in diff.notes)),
    ]
    return [section for section in sections if section.lines]


def verdict(diff: Diff) -> Iterator[Line]:
    """The answer and its tests."""
    old, new = diff.verdict.answers()
    if not old and not new:
        return
    if diff.verdict.moves:
        yield Line(f"The answer moves: {words.moved(old or words.NO_FACT, new or words.NO_FACT)}.")
    else:
        yield Line(f"The answer stays: {new}.")
    moving = [test for test in diff.verdict.tests if test.moves]
    others = [test for test in diff.verdict.tests if not test.moves]
    if moving:
        below = tuple(map(test_line, moving))
        yield Line(f"{words.plural(len(moving), 'test')} with another result:", below)
    else:
        yield Line("No test has another result.")
    if others:
        below = tuple(map(test_line, others))
        yield Line(f"{words.plural(len(others), 'test')} with another measure:", below)


def test_line(test: TestChange) -> Line:
    """A test of the verdict with its id."""
    return Line(f"{words.test_words(test)} [{words.printable(test.id)}]")


def facts(changes: Sequence[FactChange], everything: bool) -> Iterator[Line]:
    """Facts that a reader would see moving, with the rows behind them; the others are counted."""
    seen = [change for change in changes if change.kind in SEEN]
    yield from some(seen, FACTS, everything, lambda change: fact(change, everything), "number")
    for kind, what in (
        ("within", "changed by less than is printed"),
        ("redefined", "printed as before, with another formula or label"),
        ("resourced", "printed as before, on rows or sources that changed"),
    ):
        quiet = [change for change in changes if change.kind == kind]
        if quiet:
            below = tuple(Line(quiet_fact(change)) for change in quiet) if everything else ()
            yield Line(f"{words.plural(len(quiet), 'number')} {what}{':' if below else ''}", below)


def fact(change: FactChange, everything: bool) -> Line:
    """A fact with the changed rows behind it."""
    below = list(some(change.why, REASONS, everything, lambda row: Line(words.row_words(row)),
                      "row behind it", "rows behind it"))  # fmt: skip
    if change.is_redefined:
        formula = f": {words.printable(change.record['formula'])}" if everything else ""
        below.append(Line(f"its formula reads otherwise{formula}"))
    if not below and change.kind == "moved":
        below = [Line("no row behind it changed: the rules or the draws did")]
    return Line(f"{words.fact_words(change)} [{change.id}]", tuple(below))


def quiet_fact(change: FactChange) -> str:
    """A fact that prints as before."""
    return f"{words.printable(change.record['label'])}: {words.printed(change.new)} [{change.id}]"


def sentences(diff: Diff, everything: bool) -> Iterator[Line]:
    """The sentences that read otherwise; those of the headline in any case."""
    for each in diff.sentences:
        if everything or each.is_headline:
            old, new = (words.printable(text or words.NO_FACT) for text in (each.old, each.new))
            yield Line(f"{each.id}:", (Line(f"before: {old}"), Line(f"after: {new}")))
    left = [each for each in diff.sentences if not each.is_headline]
    if left and not everything:
        verb = "reads" if len(left) == 1 else "read"
        yield Line(f"{words.plural(len(left), 'other sentence')} {verb} otherwise.")


def exhibits(diff: Diff, everything: bool) -> Iterator[Line]:
    """The exhibits that changed, with their findings where those are others."""
    for each in diff.exhibits:
        below = []
        if each.old is not None and each.new is not None and each.old != each.new:
            below = [Line(words.moved(words.printable(each.old), words.printable(each.new)))]
        if everything:
            below += [Line(words.printable(change.sentence())) for change in each.changes]
        yield Line(words.exhibit_words(each), tuple(below))


def rows(tables: Sequence[TableDiff], everything: bool) -> Iterator[Line]:
    """The rows of each table."""
    for table in tables:
        below = some(
            table.rows, ROWS, everything, lambda row: Line(words.row_words(row, everything)), "row"
        )
        if table.rows:
            yield Line(table.table, tuple(below))


def some(
    items: Sequence[T],
    most: int,
    everything: bool,
    line: Callable[[T], Line],
    one: str,
    many: str | None = None,
) -> Iterator[Line]:
    """Lines of the first items, and how many more there are."""
    yield from map(line, items if everything else islice(items, most))
    more = len(items) - most
    if more > 0 and not everything:
        yield Line(f"and {more:,} more {one if more == 1 else many or one + 's'}")
