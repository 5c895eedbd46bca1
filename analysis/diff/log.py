"""The change log: what happened to the data from one version to the next, entry by entry.

An entry has a day that the tables name and one of four kinds. It is computed from a diff: who
decided what and why, which rows came or changed, what was looked for in vain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.diff import words
from analysis.diff.comparison import Diff
from analysis.diff.decisions import LEVEL_NAMES, TEST, Decision, answers_for, decisions
from analysis.diff.facts import CORRECTIONS, FactChange
from analysis.diff.outline import SEEN
from analysis.diff.rows import SOURCE, RowDifference, TableDiff
from analysis.diff.states import State
from analysis.facts import text
from analysis.facts.text import shortened
from analysis.raw.tables import TABLES

KINDS = {
    "evidence": "evidence",
    "correction": "correction",
    "method": "method",
    "looked": "looked and nothing new",
}
SEARCHES, NOTHING = "searches", "nothing"
READINGS = "second_readings"
TESTS = "verdict_tests"
NUMBERS = 2  # so many numbers stand in an entry; the page of changes has all
ROWS = TABLES_NAMED = 3  # so many rows, and tables, are named

MINERALS = ("mineral", "minerals")
ACTORS = ("parties", "jurisdiction")
PLANTS = "projects"


@dataclass(frozen=True)
class Entry:
    """One line of the change log.

    Attributes:
        day: ISO text, as the tables name it.
        version: of the data, as a sentence names it.
        kind: one of `KINDS`.
        sentence: what happened.
        numbers: those of the answer that moved by it, `label: new, before that old`.
        moves: whether the answer moved by it.
    """

    day: str
    version: str
    kind: str
    sentence: str
    numbers: tuple[str, ...] = ()
    moves: bool = False


def entries(diff: Diff, old: State, new: State) -> list[Entry]:
    """What happened between two states, the newest first; of one day what moves most."""
    found = [
        *(decided(diff, each, old, new) for each in decisions(old, new)),
        *(each for kind in ("evidence", "correction") if (each := rows_of(kind, diff, new))),
        *looked(diff, new),
    ]
    by_weight = sorted(found, key=lambda entry: (not entry.moves, not entry.numbers))
    return sorted(by_weight, key=lambda entry: entry.day, reverse=True)


def decided(diff: Diff, decision: Decision, old: State, new: State) -> Entry:
    """Who lets something of the answer move says why: the first part of the reason."""
    moving = [
        fact
        for fact in diff.headline
        if fact.kind in SEEN
        and not fact.id.endswith("-threshold")
        and answers_for(decision, fact.id)
    ]
    subject, reason = subject_of(decision, old, new), decision.reason.split("; ")[0]
    said = text.capitalised(reason) if subject.endswith("?") else reason
    return Entry(
        decision.decided_on,
        new.name,
        decision.kind,
        words.printable(f"{subject} {said}"),
        tuple(map(number_words, moving[:NUMBERS])),
        diff.verdict.moves and answers_for(decision, LEVEL_NAMES[0]),
    )


def subject_of(decision: Decision, old: State, new: State) -> str:
    """The first thing that was decided on: a test by its question, else its words and a colon."""
    name = next(iter(decision.what), "").removeprefix(TEST)
    questions = {
        key: row["question"] for state in (old, new) for key, row in keyed(state, TESTS).items()
    }
    return questions.get(name) or f"{name.replace('-', ' ')}:"


def number_words(change: FactChange) -> str:
    """`label: new, before that old`, as a reader who sees no other number understands it."""
    old, new = (words.printed(record) if record else None for record in (change.old, change.new))
    label = words.printable(change.record["label"])
    if new is None:
        return f"{label}: no longer measured, {old} before that"
    return f"{label}: {new}, {'not measured before' if old is None else f'before that {old}'}"


def rows_of(kind: str, diff: Diff, new: State) -> Entry | None:
    """The rows of evidence, or the corrections, that came, went or changed, counted."""
    tables = [table for table in diff.tables if kind_of_table(table) == kind and table.rows]
    if not tables:
        return None
    rows = [row for table in tables for row in table.rows]
    came = sum(row.old is None for row in rows)
    names = [table.table.replace("_", " ") for table in by_size(tables)]
    other = len(rows) - came
    told = [f"{words.plural(came, 'row')} came"] if came else []
    told += [f"{words.plural(other, 'row')} changed or went"] if other else []
    where = f"in the {'table' if len(names) == 1 else 'tables'} {shortened(names, TABLES_NAMED)}"
    return Entry(new.day, new.name, kind, f"{' and '.join(told)}, {where}")


def by_size(tables: Sequence[TableDiff]) -> list[TableDiff]:
    """The tables by how many rows differ, the most first."""
    return sorted(tables, key=lambda table: -len(table.rows))


def looked(diff: Diff, new: State) -> Iterator[Entry]:
    """The searches of each day, with how many of them found nothing."""
    came = [
        row.new
        for table in diff.tables
        if table.table == SEARCHES
        for row in table.rows
        if row.new and row.old is None
    ]
    for day in sorted({row["searched_on"] for row in came}):
        found = [row.get("found", "") for row in came if row["searched_on"] == day]
        in_vain = sum(text.startswith(NOTHING) for text in found)
        searches = words.plural(len(found), "search", "searches")
        yield Entry(day, new.name, "looked", f"{in_vain:,} of {searches} found nothing new")


def kind_of_table(table: TableDiff) -> str:
    """What a table holds: corrections, searches, evidence (its rows name a source), or method."""
    if table.table in (CORRECTIONS, READINGS):
        return "correction"
    if table.table == SEARCHES:
        return "looked"
    names_sources = SOURCE in (table.new_columns or table.old_columns)
    return "evidence" if names_sources else "method"


def by_subject(diff: Diff, old: State, new: State) -> dict[tuple[str, str], list[RowDifference]]:
    """The rows that differ, by what they are about: ("minerals", code) or ("actors", code).

    A row is about what its own columns name, and about what the act, plant or programme that it
    belongs to is about.
    """
    parents = parents_of(old, new)
    found: dict[tuple[str, str], list[RowDifference]] = {}
    for table in diff.tables:
        for row in table.rows:
            for subject in sorted(subjects(table.table, row.new or row.old or {}, parents)):
                found.setdefault(subject, []).append(row)
    return dict(sorted(found.items()))


# The tables whose rows others are about, with the column that readers know them by.
PARENTS = {"announcements": "title", "projects": "name", "stockpile_programmes": "programme"}
Parents = Mapping[str, Mapping[str, Mapping[str, str]]]


def parents_of(old: State, new: State) -> Parents:
    """The acts, plants and programmes of both states by their key, as they are now or were last."""
    return {name: {**keyed(old, name), **keyed(new, name)} for name in PARENTS}


def keyed(state: State, table: str) -> dict[str, Mapping[str, str]]:
    """The rows of a table by their key."""
    key = TABLES[table].key[0]
    return {row[key]: row for row in state.raw[table].rows} if table in state.raw else {}


def subjects(table: str, row: Mapping[str, str], parents: Parents) -> set[tuple[str, str]]:
    """What a row is about."""
    named = {"minerals": MINERALS, "actors": ACTORS + (("country",) if table == PLANTS else ())}
    found = {
        (kind, code)
        for kind, columns in named.items()
        for column in columns
        for code in row.get(column, "").split("|")
        if code
    }
    references = TABLES[table].references if table in TABLES else {}
    for column, parent in references.items():
        if parent in parents and table != parent and row.get(column) in parents[parent]:
            found |= subjects(parent, parents[parent][row[column]], parents)
    return found


def told(rows: Sequence[RowDifference], parents: Parents) -> str:
    """What became of what rows are about: of the first in words, and how many more rows there are.

    Parameters: the rows that differ; acts, plants and programmes, as `parents_of` gives them.
    """
    groups: dict[str, list[RowDifference]] = {}
    for row in rows:
        groups.setdefault(about(row, parents), []).append(row)
    first = list(groups.items())[:ROWS]
    named = "; ".join(f"{name}: {counted(own)}" for name, own in first)
    more = len(rows) - sum(len(own) for _, own in first)
    return f"{named}; and {words.plural(more, 'more row', 'more rows')}" if more else named


def about(row: RowDifference, parents: Parents) -> str:
    """What a row is about, as readers know it: an act, a plant, a programme; else its table."""
    cells = row.new or row.old or {}
    references = TABLES[row.table].references if row.table in TABLES else {}
    owners = [(row.table, cells)]
    for column, table in references.items():
        owners.append((table, parents.get(table, {}).get(cells.get(column, ""), {})))
    for table, owner in owners:
        name = owner.get(PARENTS.get(table, ""))
        if name:
            return words.printable(name)
    return f"the table of {row.table.replace('_', ' ')}"


def counted(rows: Sequence[RowDifference]) -> str:
    """How many rows came, went or changed, in words."""
    kinds = Counter(row.kind for row in rows)
    parts = [
        f"{words.plural(kinds[kind], 'row')} {said}"
        for kind, said in words.ROW_WORDS.items()
        if kinds[kind]
    ]
    return text.enumeration(parts)
