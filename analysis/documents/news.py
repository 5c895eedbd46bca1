"""The change log of all versions, the newest first, and its first lines for the briefing."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from analysis.core import cache
from analysis.core.made import hash_of
from analysis.core.project import Project
from analysis.core.templates import rendered
from analysis.diff.comparison import compare
from analysis.diff.log import KINDS, Entry, by_subject, entries, parents_of, told
from analysis.diff.states import State, of_release, of_site_tables, releases
from analysis.exhibits.exhibit import escaped, single_block
from analysis.facts import labels, text
from analysis.facts.processed import read_processed

TEMPLATE = "news.html"
SHOWN = 5
LONGEST = 170  # characters of a sentence on the first page
SHORTEST = 60  # characters that are left of it at least
PAUSES = (": ", ", ")  # where a longer one may end, the better place first
SUBJECTS = {"minerals": "By mineral", "actors": "By government"}

LOG = "changes.xml"
"""The feed of the log, from the site's root."""


@dataclass(frozen=True)
class Version:
    """What came with one version of the data.

    Attributes:
        name: as a sentence names it.
        day: its state of knowledge, ISO text.
        entries: of the change log.
        subjects: for each mineral and actor of which rows differ, how many and the first in words.
    """

    name: str
    day: str
    entries: tuple[Entry, ...]
    subjects: dict[str, tuple[int, str]]


def versions(project: Project) -> list[Version]:
    """All versions with an earlier one to compare with, the newest first.

    First what is not released yet, unless nothing differs. Of a build as of an earlier day only
    what was known then.
    """
    about = read_processed(project.processed).about
    folders = releases(project)
    pairs = list(itertools.pairwise(folders))
    found = [kept((newer, older), partial(released, newer, older)) for newer, older in pairs]
    if folders and not about.is_vintage:
        tables = (project.raw, project.processed, folders[0])
        found.insert(0, kept(tables, partial(draft, project, folders[0])))
    known = about.as_of.isoformat()
    return [each for each in found if each.entries and each.day <= known]


def released(newer: Path, older: Path) -> Version:
    """What came with a release."""
    return between(of_release(older), of_release(newer))


def draft(project: Project, last: Path) -> Version:
    """What came since the last release."""
    new = of_site_tables(project)
    return between(of_release(last), new, "the next version, not released yet")


def between(old: State, new: State, name: str = "") -> Version:
    """What came from one state to the next."""
    diff, parents = compare(old, new), parents_of(old, new)
    subjects = {
        "/".join(subject): (len(rows), told(rows, parents))
        for subject, rows in by_subject(diff, old, new).items()
    }
    return Version(name or new.name, new.day, tuple(entries(diff, old, new)), subjects)


def kept(folders: Iterable[Path], make: Any) -> Version:
    """A version, compared once: folders of releases never change."""
    content = cache.kept("log", hash_of(folders), lambda: json.dumps(asdict(make())).encode())
    record = json.loads(content)
    return Version(**{**record, "entries": tuple(Entry(**each) for each in record["entries"])})


def lead(project: Project) -> str:
    """The last entries of the log as a raw block for pages; empty without any."""
    newest = spread([entry for version in versions(project) for entry in version.entries])
    if not newest:
        return ""
    shown = [
        {
            **asdict(entry),
            "date": text.short_day(entry.day),
            "kind": KINDS[entry.kind],
            "sentence": sentence(entry.sentence),
            "numbers": [text.capitalised(number) for number in entry.numbers[:1]],
        }
        for entry in newest
    ]
    watch = read_processed(project.processed)["watch"]
    ahead = watch.loc[watch["state"] == "ahead", "due_by"].head(1)
    markup = rendered(
        project.report / "theme", TEMPLATE, entries=shown, next_look=[*map(text.day, ahead)]
    )
    return f"```{{=html}}\n{single_block(markup)}\n```\n"


def spread(log: Sequence[Entry]) -> list[Entry]:
    """Of a log, the newest first, as many as are shown: first one of each day and kind."""
    firsts = {(entry.day, entry.kind): place for place, entry in reversed([*enumerate(log)])}
    places = sorted(range(len(log)), key=lambda place: place not in firsts.values())[:SHOWN]
    return sorted(
        (log[place] for place in sorted(places)), key=lambda entry: entry.day, reverse=True
    )


def sentence(said: str) -> str:
    """What happened as a sentence; a long one ends at a pause, without those it ends whole."""
    cuts = (said.rfind(pause, 0, LONGEST) for pause in PAUSES) if len(said) > LONGEST else ()
    short = said[: next((cut for cut in cuts if cut > SHORTEST), len(said))]
    return f"{text.capitalised(short)}."


def feeds(project: Project) -> str:
    """The feeds of the log as lists of links in Markdown: the whole, by mineral, by actor."""
    subjects = sorted(
        {name for version in versions(project) for name in version.subjects}, key=subject_name
    )
    links = {
        kind: ", ".join(
            f"[{escaped(subject_name(each))}](../{feed_of(each)})"
            for each in subjects
            if each.startswith(kind)
        )
        for kind in SUBJECTS
    }
    lists = [f"{title}: {links[kind]}." for kind, title in SUBJECTS.items() if links[kind]]
    return "\n\n".join([f"Feeds (Atom) tell of changes: [all of them](../{LOG}).", *lists]) + "\n"


def feed_of(subject: str) -> str:
    """The feed of a mineral or an actor (`minerals/gallium`), from the site's root."""
    return f"feeds/{subject}.xml"


def subject_name(subject: str) -> str:
    """A mineral or an actor as readers know it."""
    kind, _, code = subject.partition("/")
    return labels.country(code) if kind == "actors" else text.capitalised(labels.mineral(code))
