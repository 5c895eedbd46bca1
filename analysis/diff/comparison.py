"""Two states held together: the verdict, facts, sentences, exhibits and rows that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.diff.exhibits import ExhibitDiff, exhibit_diffs
from analysis.diff.facts import FactChange, fact_changes
from analysis.diff.rows import RawTable, TableDiff, applied, table_diff
from analysis.diff.sentences import SentenceChange, sentence_changes, spoken
from analysis.diff.states import State
from analysis.diff.verdict import VerdictDiff, verdict_diff
from analysis.facts.headline import headline
from analysis.facts.sentence_files import MissingFactError
from analysis.raw.tables import TABLES

Records = Mapping[str, Mapping[str, Any]]

TESTS = "verdict_tests"


@dataclass(frozen=True)
class Diff:
    """Everything that differs between two states.

    Attributes:
        old, new: the names of the states.
        verdict: the answer and its tests.
        headline: the facts that carry the answer; `facts`: all others.
        sentences, exhibits, tables: those that differ.
        notes: what could not be compared, in sentences.
    """

    old: str
    new: str
    verdict: VerdictDiff
    headline: tuple[FactChange, ...]
    facts: tuple[FactChange, ...]
    sentences: tuple[SentenceChange, ...]
    exhibits: tuple[ExhibitDiff, ...]
    tables: tuple[TableDiff, ...]
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        parts = (self.headline, self.facts, self.sentences, self.exhibits, self.tables)
        return any(parts) or self.verdict.moves or bool(self.verdict.tests)

    def as_json(self) -> dict[str, Any]:
        """The whole as plain JSON values."""
        return {
            "old": self.old,
            "new": self.new,
            "verdict": self.verdict.as_json(),
            "headline": [fact.as_json() for fact in self.headline],
            "facts": [fact.as_json() for fact in self.facts],
            "sentences": [sentence.as_json() for sentence in self.sentences],
            "exhibits": [exhibit.as_json() for exhibit in self.exhibits],
            "tables": [
                {
                    "table": each.table,
                    "counts": each.counts,
                    "old_columns": list(each.old_columns),
                    "new_columns": list(each.new_columns),
                    "rows": [row.as_json() for row in each.rows],
                }
                for each in self.tables
            ],
            "notes": list(self.notes),
        }


def compare(old: State, new: State) -> Diff:
    """The differences between two states."""
    tables = table_diffs(old.raw, new.raw) if old.raw and new.raw else []
    before, after = (old.facts, new.facts) if old.facts and new.facts else ({}, {})
    facts = fact_changes(before, after, tables, spoken(before) | spoken(after))
    answer = {*headline_of(before), *headline_of(after)}
    exhibits = exhibit_diffs(old.exhibits, new.exhibits) if old.exhibits and new.exhibits else []
    return Diff(
        old.name,
        new.name,
        verdict_diff(before, after, directions(old) | directions(new)),
        tuple(fact for fact in facts if fact.id in answer),
        tuple(fact for fact in facts if fact.id not in answer),
        tuple(sentence_changes(before, after)),
        tuple(exhibits),
        tuple(tables),
        tuple(note for state in (old, new) for note in missing(state)),
    )


def table_diffs(old: Mapping[str, RawTable], new: Mapping[str, RawTable]) -> list[TableDiff]:
    """The raw tables that differ, in the order of the list of tables, unknown ones last."""
    known = [name for name in TABLES if name in old or name in new]
    others = sorted((old.keys() | new.keys()) - TABLES.keys())
    diffs = [
        table_diff(old.get(name), new.get(name), key_of(name, old, new), dates_of(name))
        for name in [*known, *others]
    ]
    return [diff for diff in diffs if diff]


def applied_to(tables: Mapping[str, RawTable], diffs: Iterable[TableDiff]) -> dict[str, RawTable]:
    """All tables of the new state, from those of the old one and the diffs."""
    found = dict(tables)
    for diff in diffs:
        table = applied(diff, found.pop(diff.table, None))
        if table is not None:
            found[diff.table] = table
    return found


def key_of(name: str, old: Mapping[str, RawTable], new: Mapping[str, RawTable]) -> tuple[str, ...]:
    """The columns that name a row; of a table that the code does not know, the first one."""
    if name in TABLES:
        return TABLES[name].key
    columns = next((each[name].columns for each in (new, old) if name in each), ())
    return columns[:1]


def dates_of(name: str) -> list[str]:
    """Those columns of a table's key that hold days."""
    table = TABLES.get(name)
    return [column for column in table.key if table.kind(column) == "interval"] if table else []


def directions(state: State) -> dict[str, str]:
    """Of each test of the verdict whether it wants at least or at most its threshold."""
    tests = state.raw[TESTS].rows if TESTS in state.raw else ()
    return {test.get("test_id", ""): test.get("direction", "") for test in tests}


def headline_of(facts: Records) -> list[str]:
    """The facts that carry the answer; none if an older version lacks some of them."""
    try:
        return headline(facts)
    except MissingFactError:
        return []


def missing(state: State) -> list[str]:
    """What a state does not hold, in sentences."""
    notes = []
    if not state.raw:
        notes.append(f"{state.name} did not keep its raw tables: rows are not compared.")
    if not state.facts:
        notes.append(
            f"The tables of {state.name} do not fit today's rules: rows alone are compared."
        )
    elif not state.exhibits:
        notes.append(
            f"The processed tables of {state.name} have another shape than today's: "
            "exhibits are not compared."
        )
    return notes
