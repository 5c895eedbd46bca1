"""Whether a file found somewhere is genuine, and what changed since it was exported.

What is said stands in `findings.json`, which the page `/verify/` of the site reads too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, NamedTuple

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import exhibit_record
from analysis.citation.changes import Change, exhibit_changes
from analysis.citation.credentials import credentials
from analysis.citation.files_to_verify import Sample, samples
from analysis.citation.locations import Folder, Location, read_json
from analysis.citation.lookup import require_processed
from analysis.citation.publication import Publication
from analysis.citation.published import File, Published, read_published
from analysis.citation.stamps import is_consistent
from analysis.citation.works import REPORT_ID
from analysis.core.project import Project
from analysis.exhibits import registry
from analysis.facts.processed import Processed, read_processed

RULES = files("analysis.citation").joinpath("findings.json")
SHOWN_CHANGES = 20  # in a sentence for people; JSON holds all


class Status(StrEnum):
    """What can be said of a file."""

    current = "current"
    superseded = "superseded"
    altered = "altered"
    unknown = "no stamp"
    unproven = "not proven"


# Exit codes for scripts; of several files the worst counts.
EXIT_CODES = {
    Status.current: 0,
    Status.superseded: 10,
    Status.altered: 11,
    Status.unknown: 12,
    Status.unproven: 13,
}


@dataclass(frozen=True)
class Current:
    """What the report says now: its data version, its exhibits' records by id, and what it knows to
    be published.
    """

    version: str
    records: Mapping[str, Mapping[str, Any]]
    published: Published


@dataclass(frozen=True)
class Records(Mapping[str, Mapping[str, Any]]):
    """Records by id, each made or fetched when it is asked for."""

    names: tuple[str, ...]
    read: Callable[[str], Mapping[str, Any]]

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        if name not in self.names:
            raise KeyError(name)
        return self.read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Finding:
    """What was found of one stamp, or of a file without one."""

    file: str
    status: Status
    message: str
    exhibit: str | None = None
    version: str | None = None
    changes: tuple[Change, ...] = field(default=())
    credentials: str = ""

    def sentences(self) -> Iterator[str]:
        """The finding in words: one line, and one for each of the first changes."""
        name = f" ({self.exhibit})" if self.exhibit else ""
        yield f"{self.file}{name}: {self.message}"
        if self.credentials:
            yield f"  {self.credentials}"
        for change in self.changes[:SHOWN_CHANGES]:
            yield f"  {change.sentence()}"
        if len(self.changes) > SHOWN_CHANGES:
            yield f"  and {len(self.changes) - SHOWN_CHANGES} more; --json lists all"

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "status": self.status.value,
            "message": self.message,
            "exhibit": self.exhibit,
            "data_version": self.version,
            "changes": [change.as_json() for change in self.changes],
            "credentials": self.credentials or None,
        }


def verify(names: Iterable[str], current: Current) -> list[Finding]:
    """What can be said of files, folders, addresses of files, and sites.

    Raises ProblemsError if there is nothing behind a name.
    """
    return [finding for sample in samples(names) for finding in of(sample, current)]


def of(sample: Sample, current: Current) -> list[Finding]:
    """The findings of one file: one per stamp in it, one of a report whose pages are others.

    What its Content Credentials say stands beside the first.
    """
    seen = content_of(sample)
    said = credentials(sample.content, seen.kind, current.published.certificates)
    first, *others = of_content(sample, seen, current)
    return [replace(first, credentials=said), *others]


def of_content(sample: Sample, seen: Seen, current: Current) -> list[Finding]:
    """The findings on what a file shows and on the stamps in it; there is always one."""
    stamps = stamps_in(sample)
    if seen.kind == "pdf" and stamps:
        return of_report(sample.name, stamps, seen.content, current)
    if not stamps:
        return [unstamped(sample, seen, current)]
    return [judged(sample.name, stamp, seen, current) for stamp in stamps]


class Seen(NamedTuple):
    """What a file is, and the hashes of its content: in today's form, and in older ones."""

    kind: str
    content: str | None
    older: tuple[str, ...] = ()


def content_of(sample: Sample) -> Seen:
    """The kind of a file, by its first bytes or its name, and the hash of what it shows."""
    content = sample.content
    if content.startswith(carriers.PNG_SIGNATURE):
        is_sound = carriers.decoded(content) is not None
        return Seen("png", carriers.png_hash(content) if is_sound else None)
    if content.startswith(b"%PDF-"):
        return Seen("pdf", carriers.pdf_hash(content))
    if sample.package is not None or sample.name.lower().endswith(".csv"):
        return Seen("csv", carriers.csv_hash(content))
    text = content.decode("utf-8", "replace")
    try:
        return Seen("svg", carriers.svg_hash(text), (carriers.older_svg_hash(text),))
    except RecursionError:  # nested deeper than any picture
        return Seen("svg", None)


def stamps_in(sample: Sample) -> list[Mapping[str, Any] | Literal["damaged"]]:
    """Each stamp of a file."""
    content = sample.content
    if content.startswith(b"%PDF-"):
        found = carriers.pdf_stamps(content)
    elif content.startswith(carriers.PNG_SIGNATURE):
        found = [carriers.png_stamp(content)]
    elif sample.package is not None:
        found = [carriers.csv_stamp(sample.package, Path(sample.name).name)]
    else:
        found = [carriers.svg_stamp(content.decode("utf-8", "replace"))]
    return [stamp for stamp in found if stamp is not None]


def of_report(
    file: str,
    stamps: Sequence[Mapping[str, Any] | Literal["damaged"]],
    content: str | None,
    current: Current,
) -> list[Finding]:
    """The findings of a report: of each stamp, if its pages are those that were published."""
    sound = [stamp for stamp in stamps if stamp != "damaged"]
    if len(sound) < len(stamps):
        return [finding(file, "damaged")]
    same = current.published.like("pdf", content)
    if same is None:
        is_held = sound[0]["data_version"] in current.published.versions
        return [finding(file, "pages" if is_held else "unproven", sound[0], current)]
    return [attached_to(same, file, stamp, current) for stamp in sound]


def attached_to(same: File, file: str, stamp: Mapping[str, Any], current: Current) -> Finding:
    """The finding on a stamp attached to a report with the pages of a published one."""
    if not is_consistent(stamp):
        return finding(file, "inconsistent", stamp, current)
    if stamp["data_version"] != same.version or not current.published.names(stamp):
        return finding(file, "forged", stamp, current)
    return compared(file, stamp, current)


def unstamped(sample: Sample, seen: Seen, current: Current) -> Finding:
    """The finding on a file without a stamp: the same as one that was published, or like one."""
    same = current.published.like(seen.kind, seen.content)
    if same is not None:
        stamp = {"id": same.id, "data_version": same.version, "content_hash": same.record}
        rule = "same" if still_said(same, current) else "same-superseded"
        return finding(sample.name, rule, stamp, current)
    near = current.published.looking_like(sample.content) if seen.kind == "png" else None
    if near is not None:
        stamp = {"id": near.id, "data_version": near.version}
        return finding(sample.name, "looks", stamp, current)
    return finding(sample.name, "none-table" if seen.kind == "csv" else "none")


def still_said(file: File, current: Current) -> bool:
    """Whether the newest version says the same as a published file."""
    if file.id == REPORT_ID:
        return file.version == current.version and file == current.published.newest(
            "pdf", REPORT_ID
        )
    record = current.records.get(file.id)
    return record is not None and record["content_hash"] == file.record


def judged(
    file: str, stamp: Mapping[str, Any] | Literal["damaged"], seen: Seen, current: Current
) -> Finding:
    """The finding on one stamp. `report/theme/verify.js` asks in the same order.

    Parameters: the file's name; its stamp; what the file shows; what is newest.
    """
    if stamp == "damaged":
        return finding(file, "damaged")
    fits = stamp["picture_hash"] in (seen.content, *seen.older)
    if seen.content is None or not fits:
        return finding(file, "altered", stamp, current)
    if not is_consistent(stamp):
        return finding(file, "inconsistent", stamp, current)
    if stamp["data_version"] not in current.published.versions:
        return finding(file, "unproven", stamp, current)
    if not current.published.holds(seen.kind, stamp, seen.content):
        return finding(file, "forged", stamp, current)
    return compared(file, stamp, current)


def compared(file: str, stamp: Mapping[str, Any], current: Current) -> Finding:
    """The finding on a genuine file: whether what it says still stands."""
    record = current.records.get(stamp["id"])
    if record is None:
        return finding(file, "gone", stamp, current)
    is_same = record["content_hash"] == stamp["content_hash"]
    changes = [] if is_same else exhibit_changes(stamp, record)
    if changes:
        return finding(file, "superseded", stamp, current, changes)
    is_newest = stamp["data_version"] == current.version
    return finding(file, "current" if is_newest else "unchanged", stamp, current)


def finding(
    file: str,
    rule: str,
    stamp: Mapping[str, Any] | None = None,
    current: Current | None = None,
    changes: Sequence[Change] = (),
) -> Finding:
    """What `findings.json` says of a file to which a rule applies."""
    said = rules()[rule]
    name = stamp["id"] if stamp else None
    version = stamp["data_version"] if stamp else None
    message = said["message"].format(
        id=name,
        version=version,
        newest=current.version if current else None,
        changes=f"{len(changes)} change{'' if len(changes) == 1 else 's'}",
    )
    return Finding(file, Status(said["status"]), message, name, version, tuple(changes))


@cache
def rules() -> dict[str, dict[str, str]]:
    """What is said in each case, for the command line and for the page alike."""
    found: dict[str, dict[str, str]] = json.loads(RULES.read_text("utf-8"))
    return found


def exit_code(findings: Iterable[Finding]) -> int:
    """The code of the worst finding."""
    return max((EXIT_CODES[finding.status] for finding in findings), default=0)


def current_of_project(project: Project) -> Current:
    """What the project's processed tables say, and what its built site holds.

    Raises ProblemsError if there are none yet.
    """
    require_processed(project)
    processed = read_processed(project.processed)
    publication = Publication.of(project, processed.about)
    read = partial(record_of, publication, processed)
    held = read_published(Folder(str(project.site)))
    return Current(publication.version, Records(tuple(registry.MODULES), read), held)


def record_of(publication: Publication, processed: Processed, name: str) -> dict[str, Any]:
    """An exhibit's record, made from the processed tables."""
    return exhibit_record(publication, registry.exhibit(name, processed))


def current_of_site(site: Location) -> Current:
    """What a built site says, from its catalogue; its records are read when they are needed.

    Raises ProblemsError if there is no catalogue.
    """
    index = read_json(site, "exhibits/index.json")
    names = tuple(record["id"] for record in index["exhibits"])
    return Current(
        index["data_version"],
        Records(names, lambda name: read_json(site, f"exhibits/{name}/{name}.json")),
        read_published(site),
    )
