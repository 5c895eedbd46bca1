"""Atom feeds (RFC 4287): the releases, the change log, and the log for each mineral and actor.

An entry is dated by the day that the data name or by the state of knowledge, never by a clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.citation.editions import Edition
from analysis.citation.publication import Publication, web
from analysis.core.files import write_text
from analysis.core.project import Project
from analysis.core.templates import rendered
from analysis.diff.log import KINDS
from analysis.documents.news import LOG, Version, feed_of, subject_name, versions
from analysis.facts import text

TEMPLATE = "feed.xml"
CHANGES = "report/changes.html"


@dataclass(frozen=True)
class Item:
    """One entry of a feed.

    Attributes:
        title, summary: what happened, short and longer.
        id: a name that no other entry has and that stays.
        link: where more of it stands, from the site's root.
        day: ISO text.
    """

    title: str
    summary: str
    id: str
    link: str
    day: str


def feed(
    theme: Path, publication: Publication, path: str, title: str, items: Sequence[Item]
) -> str:
    """A feed at a path from the site's root, its items in their order."""
    address = web(publication.live(path))
    root = publication.address or ("../" * path.count("/")).rstrip("/") or "."
    return rendered(
        theme,
        TEMPLATE,
        title=f"{publication.title}: {title}",
        id=address or named(publication, path.removesuffix(".xml")),
        address=address,
        updated=max((item.day for item in items), default=publication.about.as_of.isoformat()),
        author=publication.author,
        entries=[{**vars(item), "link": f"{root}/{item.link}"} for item in items],
    )


def named(publication: Publication, what: str) -> str:
    """A name that is no address (RFC 4122, from the title and words)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.title}/{what}").urn


def of_releases(publication: Publication, releases: Sequence[Edition]) -> Iterator[Item]:
    """The released versions, the newest first."""
    for kept in releases:
        link = f"v/{kept.version}/"
        yield Item(
            title=f"Data version {kept.version}",
            summary=f"{len(kept.exhibits['exhibits'])} exhibits, "
            f"{len(kept.facts['facts'])} numbers.",
            id=web(publication.live(link)) or named(publication, kept.version),
            link=link,
            day=kept.exhibits["as_of"],
        )


def of_log(publication: Publication, found: Sequence[Version]) -> Iterator[Item]:
    """The change log, the newest first."""
    for version in found:
        for entry in version.entries:
            answer = "The verdict moved." if entry.moves else "The verdict did not move."
            told = ". ".join([*entry.numbers, answer])
            yield Item(
                title=f"{text.capitalised(KINDS[entry.kind])}, {entry.sentence}",
                summary=f"{text.capitalised(version.name)}. {told}",
                id=named(publication, f"{entry.day}/{entry.kind}/{entry.sentence}"),
                link=CHANGES,
                day=entry.day,
            )


def of_subject(publication: Publication, subject: str, found: Sequence[Version]) -> Iterator[Item]:
    """What changed about one mineral or actor, version by version."""
    for version in found:
        if subject in version.subjects:
            rows, told = version.subjects[subject]
            yield Item(
                title=f"{text.capitalised(text.counted(rows, 'row'))} came or changed",
                summary=f"{text.capitalised(version.name)}. {told}.",
                id=named(publication, f"{subject}/{version.name}"),
                link=CHANGES,
                day=version.day,
            )


def write_releases(
    project: Project, site: Path, publication: Publication, releases: Sequence[Edition]
) -> None:
    """Write the feed of the released versions, the newest first."""
    items = list(of_releases(publication, releases))
    write(project, site, publication, "releases.xml", "releases", items)


def write_log(project: Project, site: Path, publication: Publication) -> None:
    """Write the feed of the change log, and one for each mineral and actor that it tells of."""
    found = versions(project)
    write(project, site, publication, LOG, "changes", list(of_log(publication, found)))
    for subject in sorted({name for version in found for name in version.subjects}):
        items = list(of_subject(publication, subject, found))
        write(project, site, publication, feed_of(subject), subject_name(subject), items)


def write(
    project: Project,
    site: Path,
    publication: Publication,
    path: str,
    title: str,
    items: Sequence[Item],
) -> None:
    """Write a feed at a path from the site's root."""
    content = feed(project.report / "theme", publication, path, title, items)
    write_text(site / path, content)
