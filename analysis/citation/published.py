"""What was published: the content of each file of an exhibit, and of the report, by version.

A stamp is a record and no proof: whoever draws another picture can put it on anew. That a file is
genuine is said only if its content is that of a file in this list, which every built site holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from analysis.citation import stamp_formats as carriers
from analysis.citation.editions import PUBLISHED_NAME, Edition, stamped_png
from analysis.citation.identity import CERTIFICATE
from analysis.citation.locations import Location, read_json
from analysis.citation.works import REPORT_ID
from analysis.core import cache
from analysis.core.project import PDF_NAME

LIST = "verify/published.json"


NEAR_BITS = 6
"""Of 64 bits of a perceptual hash so many may differ in a picture that was only saved again."""


@dataclass(frozen=True, kw_only=True)
class File:
    """One published file.

    Attributes:
        version: data version that it shows; a draft has that of the release which it began from.
        id: of the exhibit, or `report`.
        kind: svg, png, csv or pdf.
        content: hash of what it shows, as `stamp_formats` computes it for its kind.
        record: content hash of the exhibit's record; empty for the report.
        sha256: hash of its bytes; of a PNG as the list's own site or release gave it out.
        look: perceptual hash of a PNG; empty for others.
    """

    version: str
    id: str
    kind: str
    content: str
    record: str
    sha256: str
    look: str = ""


@dataclass(frozen=True)
class Published:
    """The files that one place knows to be published, and the certificates of who signed them."""

    files: tuple[File, ...]
    certificates: tuple[str, ...] = ()

    @cached_property
    def versions(self) -> frozenset[str]:
        """The data versions that are held."""
        return frozenset(file.version for file in self.files)

    def holds(self, kind: str, stamp: Mapping[str, Any], content: str | None) -> bool:
        """Whether a file of this kind and content was published with this stamp."""
        own = (stamp["data_version"], stamp["id"], stamp["content_hash"])
        return any(
            (file.kind, file.content) == (kind, content)
            and (file.version, file.id, file.record) == own
            for file in self.files
        )

    def names(self, stamp: Mapping[str, Any]) -> bool:
        """Whether an exhibit was published with what this stamp says, in whatever form."""
        own = (stamp["data_version"], stamp["id"], stamp["content_hash"])
        return any((file.version, file.id, file.record) == own for file in self.files)

    def like(self, kind: str, content: str | None) -> File | None:
        """The newest file of this kind with this content."""
        return next((one for one in self.files if (one.kind, one.content) == (kind, content)), None)

    def newest(self, kind: str, name: str) -> File | None:
        """The newest file of this kind of an exhibit, or of the report."""
        return next((one for one in self.files if (one.kind, one.id) == (kind, name)), None)

    def looking_like(self, picture: bytes) -> File | None:
        """The published picture that a PNG looks most like, if any is near."""
        seen = look(picture)
        near = [
            (distance(seen, file.look), place)
            for place, file in enumerate(self.files)
            if seen and file.look
        ]
        bits, place = min(near, default=(NEAR_BITS + 1, 0))
        return self.files[place] if bits <= NEAR_BITS else None

    def as_json(self) -> dict[str, Any]:
        signed = {"certificates": list(self.certificates)} if self.certificates else {}
        return {"files": [asdict(file) for file in self.files], **signed}


def read_published(site: Location) -> Published:
    """The list that a site holds; empty for one that was built before there were lists.

    Raises ProblemsError if the place cannot be asked.
    """
    if site.read(LIST) is None:
        return Published(())
    document = read_json(site, LIST)
    return Published(tuple(files_in(document)), tuple(document.get("certificates", ())))


def files_in(document: Mapping[str, Any]) -> Iterator[File]:
    """The files of a list as JSON."""
    return (File(**file) for file in document["files"])


def published(editions: Iterable[Edition], report: bytes | None) -> Published:
    """The list over some editions, the newest first.

    Of a release its own list is taken over: a later renderer may draw the same picture otherwise.

    Parameters: the editions; the PDF that stands beside the first, if there is one.
    """
    files: list[File] = []
    certificates: list[str] = []
    for place, kept in enumerate(editions):
        own = kept.attached.get(PUBLISHED_NAME)
        files += files_in(json.loads(own)) if own else of_edition(kept)
        pdf = report if place == 0 else None if own else kept.attached.get(PDF_NAME)
        if pdf is not None:
            files += of_report(str(kept.exhibits["data_version"]), pdf)
        if CERTIFICATE in kept.attached:
            certificates.append(kept.attached[CERTIFICATE].decode())
    return Published(tuple(dict.fromkeys(files)), tuple(dict.fromkeys(certificates)))


def with_list(kept: Edition) -> Edition:
    """An edition to be kept, with the list of its files."""
    text = json.dumps(published([kept], kept.attached.get(PDF_NAME)).as_json(), indent=1) + "\n"
    return replace(kept, attached={**kept.attached, PUBLISHED_NAME: text.encode()})


def of_edition(kept: Edition) -> Iterator[File]:
    """The files of an edition's exhibits."""
    for name, record in kept.exhibit_records.items():
        common: Mapping[str, str] = {
            "version": record["data_version"],
            "id": name,
            "record": record["content_hash"],
        }
        table = kept.files[f"{name}.csv"].encode()
        yield File(**common, kind="csv", content=carriers.csv_hash(table), sha256=sha256(table))
        picture = kept.files.get(f"{name}.svg")
        drawn = carriers.svg_hash(picture) if picture else None
        if picture and drawn:
            yield File(**common, kind="svg", content=drawn, sha256=sha256(picture.encode()))
            pixels = kept.pictures.get(f"{name}.png") or stamped_png(kept, name)
            yield File(
                **common,
                kind="png",
                content=carriers.png_hash(pixels),
                sha256=sha256(pixels),
                look=look(pixels),
            )


def of_report(version: str, pdf: bytes) -> Iterator[File]:
    """The report of a version as PDF."""
    content = carriers.pdf_hash(pdf)
    if content is not None:
        yield File(
            version=version,
            id=REPORT_ID,
            kind="pdf",
            content=content,
            record="",
            sha256=sha256(pdf),
        )


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def look(picture: bytes) -> str:
    """The perceptual hash of a PNG; empty if it cannot be decoded.

    Method: imagehash's `phash`, the signs of the lowest frequencies of the picture made small.
    """

    def make() -> bytes:
        import imagehash

        image = carriers.decoded(picture)
        return b"" if image is None else str(imagehash.phash(image.convert("RGB"))).encode()

    return cache.kept("look", sha256(picture), make).decode()


def distance(one: str, other: str) -> int:
    """In how many bits two perceptual hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
