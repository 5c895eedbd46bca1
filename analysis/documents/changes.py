"""The page "What changed": every version against the one before, the newest first, for readers."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.citation.publication import was_released
from analysis.core import cache
from analysis.core.made import hash_of
from analysis.core.project import Project
from analysis.diff import words
from analysis.diff.comparison import Diff, compare
from analysis.diff.decisions import Decision, answers_for, decisions
from analysis.diff.exhibits import ExhibitDiff
from analysis.diff.facts import FactChange
from analysis.diff.log import kind_of_table
from analysis.diff.outline import SEEN
from analysis.diff.states import State, of_release, of_site_tables, releases
from analysis.exhibits.exhibit import escaped, single_block
from analysis.exhibits.registry import MODULES
from analysis.exhibits.table import Column, Table, html, scrolling
from analysis.facts.text import day, enumeration

FIRST = "This is the first version: there is no earlier one to compare with."
NEVER_RELEASED = "It was a draft and has no pages of its own; its tables were kept to compare with."
NONE_YET = (
    "No version of the data has been released yet. From the second release on, this page says "
    "what moved since the one before, and why."
)
METHOD = "method"
KINDS = {
    "evidence": "evidence",
    "correction": "corrections",
    "looked": "searches",
    METHOD: "method",
}
EXHIBITS = frozenset(MODULES)

NUMBERS = (
    Column("number", "Number", weight=3),
    Column("before", "Before"),
    Column("after", "After"),
    Column("why", "Because of", weight=3),
)
METHODS = (
    Column("number", "Number", weight=3),
    Column("before", "Old method"),
    Column("after", "New method"),
)


def changes_page(project: Project) -> str:
    """Markdown: a section for what changed since the last release, and one for each release."""
    folders = releases(project)
    if not folders:
        return f"{NONE_YET}\n"
    read = functools.cache(of_release)
    sections = [since_release(project, read(folders[0]))]
    for newer, older in zip(folders, [*folders[1:], None], strict=True):
        sections.append(
            once((project.sentences, newer, older), partial(release_section, newer, older, read))
        )
    return "\n".join(sections)


def once(folders: Sequence[Path | None], make: Callable[[], str]) -> str:
    """A section that is made once of the same sentences and releases, which never change."""
    made_from = hash_of(folder for folder in folders if folder)
    return cache.kept("changes", made_from, lambda: make().encode()).decode()


def since_release(project: Project, last: State) -> str:
    """What differs between the tables of this build and the last release.

    Of a build as of an earlier day nothing is said: it lacks what was not known then.
    """
    new = of_site_tables(project)
    if new.processed and new.processed.about.is_vintage:
        return "This is the briefing of an earlier day; these versions were released since.\n"
    diff = compare(last, new)
    if not diff:
        return f"This report shows {escaped(last.name)} of the data, unchanged.\n"
    heading = f"## Since {last.name} {{#sec-since-last .unnumbered}}"
    return f"{heading}\n\nNot released yet: a draft.\n\n{section(diff, decisions(last, new))}"


def release_section(newer: Path, older: Path | None, read: Callable[[Path], State]) -> str:
    """A release with its day, and what changed in it; `read` gives the state of a folder."""
    new = read(newer)
    heading = f"## Version {newer.name} {{#sec-version-{anchor(newer.name)} .unnumbered}}"
    known = f"State of knowledge: {day(new.day)}."
    if not was_released(newer):
        known += f" {NEVER_RELEASED}"
    if older is None:
        return f"{heading}\n\n{known} {FIRST}\n"
    old = read(older)
    body = section(compare(old, new), decisions(old, new))
    return f"{heading}\n\n{known} Compared with version {escaped(older.name)}.\n\n{body}"


def anchor(version: str) -> str:
    """A version as a part of a label."""
    return version.replace(".", "-")


def section(diff: Diff, made: Sequence[Decision]) -> str:
    """What changed, in the order in which a reader asks."""
    moving = [fact for fact in (*diff.headline, *diff.facts) if fact.kind in SEEN]
    by_method = of_method(moving, made)
    told = {id(decision) for decision, _ in by_method}
    ruled = {fact.id for _, fact in by_method}
    parts = [
        kinds_of_change(diff),
        verdict(diff),
        methods(diff, by_method),
        listed("Decisions", [decision_words(each) for each in made if id(each) not in told]),
        numbers(diff, [fact for fact in moving if fact.id not in ruled]),
        listed("Figures and tables that changed", [exhibit_words(e) for e in diff.exhibits]),
        listed("Rows of the raw tables", [escaped(words.table_words(t)) for t in diff.tables]),
        listed("Not compared", [escaped(note) for note in diff.notes]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def kinds_of_change(diff: Diff) -> str:
    """Whether evidence, corrections or method changed, with counts."""
    counts: Counter[str] = Counter()
    for table in diff.tables:
        counts[kind_of_table(table)] += len(table.rows)
    formulas = sum(fact.is_redefined for fact in (*diff.headline, *diff.facts))
    parts = [
        f"{name} ({words.plural(counts[kind], 'row')})"
        for kind, name in KINDS.items()
        if counts[kind]
    ]
    if formulas:
        parts.append(f"what formulas say ({words.plural(formulas, 'number')})")
    return f"What changed: {enumeration(parts)}." if parts else "No row of the data changed."


def verdict(diff: Diff) -> str:
    """Whether the answer moved, and its tests."""
    old, new = (escaped(answer) for answer in diff.verdict.answers())
    tests = diff.verdict.tests
    moving = [test for test in tests if test.moves]
    if diff.verdict.moves:
        answer = f"**The verdict moved:** {words.moved(old, new)}."
    else:
        answer = f"**The verdict did not move:** {new}."
    if not moving:
        answer += " No test has another result."
    return "\n\n".join([answer, *bulleted([escaped(words.test_words(test)) for test in tests])])


def decision_words(decision: Decision) -> str:
    """Who let what move, when and why."""
    told = f"{decision.decided_on}, {decision.by} ({decision.kind}): {decision.reason}"
    return escaped(words.printable(told))


def of_method(
    moving: Sequence[FactChange], made: Sequence[Decision]
) -> list[tuple[Decision, FactChange]]:
    """The numbers that moved by a decision on method, each with the first decision on it."""
    found: dict[str, tuple[Decision, FactChange]] = {}
    for decision in made:
        for fact in moving:
            if decision.kind == METHOD and answers_for(decision, fact.id):
                found.setdefault(fact.id, (decision, fact))
    return list(found.values())


def methods(diff: Diff, by_method: Sequence[tuple[Decision, FactChange]]) -> str:
    """The numbers by the old and by the new method, under the reason of each change."""
    if not by_method:
        return ""
    rows = number_rows([fact for _, fact in by_method])
    rows["why"] = [words.printable(decision.reason) for decision, _ in by_method]
    table = Table(rows, METHODS, group="why")
    return titled_table("By the old and the new method", "methods", table, diff)


def numbers(diff: Diff, moving: Sequence[FactChange]) -> str:
    """The numbers that a reader would see moving, those of the headline first, as a table."""
    if not moving:
        return "No printed number moved."
    rows = number_rows(moving).assign(why=[why(fact) for fact in moving])
    return titled_table("Numbers that moved", "numbers", Table(rows, NUMBERS), diff)


def number_rows(moving: Sequence[FactChange]) -> pd.DataFrame:
    """Numbers with what they were and are, as printed."""
    return pd.DataFrame(
        {
            "number": [words.printable(f.record["label"]) + words.unit_words(f) for f in moving],
            "before": [words.printed(fact.old) for fact in moving],
            "after": [words.printed(fact.new) for fact in moving],
        }
    )


def titled_table(title: str, name: str, table: Table, diff: Diff) -> str:
    """A table of numbers under its title, with a name that no other version's table has."""
    versions = "-".join(anchor(state.split()[-1]) for state in (diff.old, diff.new))
    markup = scrolling(html(table, f"{name}-{versions}"), f"{title} from {diff.old} to {diff.new}")
    count = title_of(f"{title} ({len(table.rows):,})")
    return f"{count}\n\n```{{=html}}\n{single_block(markup)}\n```"


def why(fact: FactChange) -> str:
    """The most telling row behind a fact, and how many more there are."""
    if not fact.why:
        return "its formula reads otherwise" if fact.is_redefined else "rules or draws"
    first, *others = fact.why
    more = f"; {words.plural(len(others), 'more row')}" if others else ""
    return f"{words.row_words(first, cells=1)}{more}"


def exhibit_words(exhibit: ExhibitDiff) -> str:
    """An exhibit with what became of it; its name leads to it."""
    name, _, what = words.exhibit_words(exhibit).partition(": ")
    link = f"[{name}](../exhibits/{name}/index.html)" if name in EXHIBITS else escaped(name)
    told = f"{link}: {escaped(what)}"
    if exhibit.old and exhibit.new and exhibit.old != exhibit.new:
        told += f". {escaped(words.printable(exhibit.new))} (before: "
        told += f"{escaped(words.printable(exhibit.old))})"
    return told


def listed(title: str, items: Sequence[str]) -> str:
    """A list with its title; nothing without items."""
    return "\n\n".join([title_of(title), *bulleted(items)]) if items else ""


def title_of(title: str) -> str:
    """The title of a part of a section."""
    return f"### {title} {{.unnumbered .unlisted}}"


def bulleted(items: Sequence[str]) -> Iterator[str]:
    """Lines as one list; nothing without lines."""
    if items:
        yield "\n".join(f"- {item}" for item in items)
