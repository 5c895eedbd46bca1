"""Whether a file found somewhere is genuine, and what changed since it was exported.

What is said stands in `findings.json`, which the page `/verify/` of the site reads too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import exhibit_record
from analysis.citation.changes import Change, exhibit_changes
from analysis.citation.files_to_verify import Sample, samples
from analysis.citation.locations import Location, read_json
from analysis.citation.lookup import require_processed
from analysis.citation.publication import Publication
from analysis.citation.stamps import is_consistent
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


# Exit codes for scripts; of several files the worst counts.
EXIT_CODES = {Status.current: 0, Status.superseded: 10, Status.altered: 11, Status.unknown: 12}


@dataclass(frozen=True)
class Current:
    """What the report says now: its data version, and its exhibits' records by id."""

    version: str
    records: Mapping[str, Mapping[str, Any]]


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

    def sentences(self) -> Iterator[str]:
        """The finding in words: one line, and one for each of the first changes."""
        name = f" ({self.exhibit})" if self.exhibit else ""
        yield f"{self.file}{name}: {self.message}"
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
        }


def verify(names: Iterable[str], current: Current) -> list[Finding]:
    """What can be said of files, folders, addresses of files, and sites.

    Raises ProblemsError if there is nothing behind a name.
    """
    return [finding for sample in samples(names) for finding in of(sample, current)]


def of(sample: Sample, current: Current) -> list[Finding]:
    """The findings of one file: one per stamp in it."""
    stamps = list(stamps_in(sample))
    if not stamps:
        return [finding(sample.name, "none")]
    return [judged(sample.name, stamp, seen, current) for stamp, seen in stamps]


def stamps_in(sample: Sample) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Each stamp of a file with the hash of what it was put on, as that is now."""
    content = sample.content
    if content.startswith(carriers.PNG_SIGNATURE):
        stamp = carriers.png_stamp(content)
        if stamp:
            yield stamp, decoded_hash(content)
    elif content.startswith(b"%PDF-"):
        yield from ((stamp, stamp["picture_hash"]) for stamp in carriers.pdf_stamps(content))
    elif sample.package is not None:
        stamp = carriers.csv_stamp(sample.package, Path(sample.name).name)
        if stamp:
            yield stamp, carriers.csv_hash(content)
    else:
        text = content.decode("utf-8", "replace")
        stamp = carriers.svg_stamp(text)
        if stamp:
            older = carriers.older_svg_hash(text)
            is_older = older == stamp.get("picture_hash")
            yield stamp, older if is_older else carriers.svg_hash(text)


def decoded_hash(content: bytes) -> str | None:
    """The hash of a PNG's pixels; None if they cannot be decoded any more."""
    try:
        return carriers.png_hash(content)
    except (OSError, SyntaxError, ValueError):
        return None


def judged(file: str, stamp: dict[str, Any], seen: str | None, current: Current) -> Finding:
    """The finding on one stamp. `report/theme/verify.js` asks in the same order.

    Parameters: the file's name; its stamp; the hash of what the stamp is on; what is newest.
    """
    if seen != stamp.get("picture_hash"):
        return finding(file, "altered", stamp, current)
    if not is_consistent(stamp):
        return finding(file, "inconsistent", stamp, current)
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
    """What the project's processed tables say.

    Raises ProblemsError if there are none yet.
    """
    require_processed(project)
    processed = read_processed(project.processed)
    publication = Publication.of(project, processed.about)
    read = partial(record_of, publication, processed)
    return Current(publication.version, Records(tuple(registry.MODULES), read))


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
    )
