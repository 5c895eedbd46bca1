"""Whether a picture found somewhere is genuine, and what changed since it was exported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from analysis.citation import carriers
from analysis.citation.catalogue import exhibit_record
from analysis.citation.changes import Change, exhibit_changes
from analysis.citation.lookup import require_processed
from analysis.citation.publication import Publication
from analysis.citation.stamps import is_consistent
from analysis.exhibits import registry
from analysis.exhibits.processed import read_processed
from analysis.problems import Problem, ProblemsError
from analysis.project import Project

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


def verify(paths: Iterable[Path], current: Current) -> list[Finding]:
    """What can be said of files, and of all SVG, PNG and PDF files in folders.

    Raises ProblemsError if a path does not exist.
    """
    listed = list(paths)
    missing = [no_such_file(path) for path in listed if not path.exists()]
    if missing:
        raise ProblemsError(missing)
    return [finding for path in listed for file in pictures(path) for finding in of(file, current)]


def no_such_file(path: Path) -> Problem:
    message, repair = "there is no such file or folder", "check the path"
    return Problem(str(path), None, None, None, "missing-file", message, repair)


def pictures(path: Path) -> list[Path]:
    """The file itself, or the files of a folder that may carry a stamp."""
    if not path.is_dir():
        return [path]
    found = (p for p in path.rglob("*") if p.suffix.lower() in (".svg", ".png", ".pdf"))
    return sorted(p for p in found if p.is_file())


def of(path: Path, current: Current) -> list[Finding]:
    """The findings of one file: one per stamp in it."""
    stamps = list(stamps_in(path.read_bytes()))
    if not stamps:
        message = "no stamp; a screenshot or another report's file, about which nothing can be said"
        return [Finding(str(path), Status.unknown, message)]
    return [judged(str(path), stamp, picture_hash, current) for stamp, picture_hash in stamps]


def stamps_in(content: bytes) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Each stamp of a file with the hash of the picture that it is in."""
    if content.startswith(carriers.PNG_SIGNATURE):
        stamp = carriers.png_stamp(content)
        if stamp:
            yield stamp, decoded_hash(content)
    elif content.startswith(b"%PDF-"):
        yield from ((stamp, stamp["picture_hash"]) for stamp in carriers.pdf_stamps(content))
    else:
        text = content.decode("utf-8", "replace")
        stamp = carriers.svg_stamp(text)
        if stamp:
            yield stamp, carriers.svg_hash(text)


def decoded_hash(content: bytes) -> str | None:
    """The hash of a PNG's pixels; None if they cannot be decoded any more."""
    try:
        return carriers.png_hash(content)
    except (OSError, SyntaxError, ValueError):
        return None


def judged(file: str, stamp: dict[str, Any], picture_hash: str | None, current: Current) -> Finding:
    """The finding on one stamp."""
    name, version = stamp["id"], stamp["data_version"]

    def finding(status: Status, message: str, changes: Iterable[Change] = ()) -> Finding:
        return Finding(file, status, message, name, version, tuple(changes))

    if picture_hash != stamp.get("picture_hash"):
        message = f"altered: the picture is not the one exported with data version {version}"
        return finding(Status.altered, message)
    if not is_consistent(stamp):
        message = f"altered: the numbers in its stamp are not those of data version {version}"
        return finding(Status.altered, message)
    record = current.records.get(name)
    if record is None:
        message = f"genuine, data version {version}; data version {current.version} has no {name}"
        return finding(Status.superseded, message)
    if record["content_hash"] == stamp["content_hash"]:
        same = f"genuine and current, data version {version}"
        later = f"; nothing changed up to data version {current.version}"
        return finding(Status.current, same + (later if version != current.version else ""))
    changes = exhibit_changes(stamp, record)
    message = f"genuine, data version {version}, superseded by data version {current.version}"
    return finding(Status.superseded, f"{message}; {len(changes)} changes", changes)


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
    records = (exhibit_record(publication, shown) for shown in registry.exhibits(processed))
    return Current(publication.version, {record["id"]: record for record in records})


def current_of_site(site: Path) -> Current:
    """What a built site says, from its catalogue.

    Raises ProblemsError if the folder holds no catalogue.
    """
    index = site / "exhibits" / "index.json"
    if not index.is_file():
        message, repair = "the folder holds no exhibits/index.json", "name the folder of a site"
        raise ProblemsError([Problem(str(site), None, None, None, "no-site", message, repair)])
    document = json.loads(index.read_text(encoding="utf-8"))
    names = [record["id"] for record in document["exhibits"]]
    files = {name: site / "exhibits" / name / f"{name}.json" for name in names}
    records = {name: json.loads(file.read_text("utf-8")) for name, file in files.items()}
    return Current(document["data_version"], records)
