"""An edition: everything that the permalinks of one version show, as files that can be kept.

The current edition is made from the catalogue. Released editions lie in `releases/<version>/` of
the project and are read back, so that frozen pages show what they showed when they were cited.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import Catalogue
from analysis.citation.identity import CERTIFICATE
from analysis.citation.publication import was_released
from analysis.citation.stamps import stamp
from analysis.core import cache
from analysis.core.files import replacing, write_text
from analysis.core.project import PDF_NAME, Project
from analysis.exhibits import svg
from analysis.exhibits.exhibit import Exhibit
from analysis.process import csv_text

TABLES_NAME = "tables.zip"
PUBLISHED_NAME = "published.json"
KEPT_AS_IT_IS = (PDF_NAME, TABLES_NAME, PUBLISHED_NAME, CERTIFICATE)


@dataclass(frozen=True)
class Edition:
    """One version as it is shown.

    Attributes:
        version: its data version.
        exhibits, facts: the two documents of the catalogue; exhibits with their rows.
        displays: pictures or table of each exhibit, as HTML.
        files: text of the files that are kept, by name (`fig-shares.svg`, `fig-shares.csv`).
        attached: what is kept as it is, by name: the report, the tables, the list of its files, the
            certificate of who signed.
        pictures: figures as PNG by name, of an edition that was signed; others are drawn anew.
    """

    version: str
    exhibits: Mapping[str, Any]
    facts: Mapping[str, Any]
    displays: Mapping[str, str]
    files: Mapping[str, str]
    attached: Mapping[str, bytes]
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def exhibit_records(self) -> dict[str, dict[str, Any]]:
        return {record["id"]: record for record in self.exhibits["exhibits"]}

    @property
    def fact_records(self) -> dict[str, dict[str, Any]]:
        return {record["id"]: record for record in self.facts["facts"]}


def served(kept: Edition, address: str) -> Edition:
    """An edition as the site at `address` shows it: addresses of the site that kept it replaced.

    Citations of an edition that was kept without an address name its content hash, and stay.
    """
    before = str(kept.exhibits["address"])
    if before == address:
        return kept

    def moved(document: Mapping[str, Any]) -> dict[str, Any]:
        text = json.dumps(document, ensure_ascii=False)
        if before:
            text = text.replace(f"{before}/", f"{address}/")
        read: dict[str, Any] = json.loads(text)
        kind = "exhibits" if "exhibits" in read else "facts"
        for record in read[kind]:
            for name in ("address", "frozen_address"):
                record[name] = address + record[name].removeprefix(address)
        return read | {"address": address}

    return replace(kept, exhibits=moved(kept.exhibits), facts=moved(kept.facts))


def edition(
    catalogue: Catalogue, shown: Iterable[Exhibit], attached: Mapping[str, bytes]
) -> Edition:
    """The edition of the current version.

    Parameters: its catalogue and exhibits; files to keep as they are (see `attachments`).
    """
    displays, files = {}, {}
    licence = catalogue.publication.licence_url
    for exhibit in shown:
        displays[exhibit.id] = exhibit.display()
        files[f"{exhibit.id}.csv"] = csv_text(exhibit.data)
        if exhibit.is_figure:
            picture = exhibit.standalone()
            record = catalogue.exhibits[exhibit.id]
            values = stamp(record, licence, carriers.svg_hash(picture))
            files[f"{exhibit.id}.svg"] = carriers.stamped_svg(picture, values)
    exhibits = catalogue.exhibit_index() | {"exhibits": list(catalogue.exhibits.values())}
    version = catalogue.publication.version
    return Edition(version, exhibits, catalogue.fact_records(), displays, files, attached)


def stamped_png(kept: Edition, name: str) -> bytes:
    """A figure of an edition as PNG with its stamp, drawn from its SVG."""
    record, licence = kept.exhibit_records[name], str(kept.exhibits["licence"])
    picture = carriers.unstamped_svg(kept.files[f"{name}.svg"])

    def make() -> bytes:
        drawn = svg.png(picture)
        values = stamp(record, licence, carriers.png_hash(drawn))
        return carriers.stamped_png(drawn, values)

    return cache.kept("stamped", f"{picture}\n{json.dumps(stamp(record, licence, ''))}", make)


def attachments(project: Project, report: Path) -> dict[str, bytes]:
    """The report and the tables behind it, to be kept with an edition.

    Parameters: the project with its raw and processed tables; the PDF, which may not be there.
    """
    tables = {TABLES_NAME: archive({"raw": project.raw, "processed": project.processed})}
    return tables | ({PDF_NAME: report.read_bytes()} if report.is_file() else {})


def archive(folders: Mapping[str, Path]) -> bytes:
    """Folders of tables as one ZIP file, whose bytes depend on the tables alone."""
    return packed(
        {
            f"{name}/{path.name}": path.read_bytes()
            for name, folder in folders.items()
            for path in sorted(folder.glob("[!.]*.*"))
        }
    )


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files as one ZIP file, whose bytes depend on names and contents alone."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archived:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)  # dated 1980, as the format begins
            entry.compress_type = zipfile.ZIP_DEFLATED
            archived.writestr(entry, content)
    return target.getvalue()


def write_edition(edition: Edition, folder: Path) -> None:
    """Keep an edition as files in `folder`, replacing what lies there."""
    with replacing(folder) as fresh:
        write_dense_json(fresh / "exhibits.json", edition.exhibits)
        write_dense_json(fresh / "facts.json", edition.facts)
        for name, markup in edition.displays.items():
            write_text(fresh / "exhibits" / f"{name}.html", markup)
        for name, text in edition.files.items():
            write_text(fresh / "exhibits" / name, text)
        for name, content in edition.pictures.items():
            (fresh / "exhibits" / name).write_bytes(content)
        write_attached(edition, fresh)


def write_attached(edition: Edition, folder: Path) -> None:
    """Write what is kept as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in edition.attached.items():
        (folder / name).write_bytes(content)


def write_dense_json(path: Path, value: Any) -> None:
    """Write JSON without blanks: catalogues are long, and machines read them."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    write_text(path, text + "\n")


def read_edition(folder: Path) -> Edition:
    """The edition that `write_edition` kept; the folder's name is its version."""
    exhibits = json.loads((folder / "exhibits.json").read_text(encoding="utf-8"))
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    kept = sorted((folder / "exhibits").iterdir())
    pictures = {path.name: path.read_bytes() for path in kept if path.suffix == ".png"}
    texts = {path.name: path.read_text("utf-8") for path in kept if path.name not in pictures}
    displays = {
        name.removesuffix(".html"): text for name, text in texts.items() if name.endswith(".html")
    }
    files = {name: text for name, text in texts.items() if not name.endswith(".html")}
    attached = {
        name: (folder / name).read_bytes() for name in KEPT_AS_IT_IS if (folder / name).is_file()
    }
    return Edition(folder.name, exhibits, facts, displays, files, attached, pictures)


def released(folder: Path) -> list[Edition]:
    """All released editions, the newest first."""
    if not folder.is_dir():
        return []
    found = filter(was_released, folder.iterdir())
    return [read_edition(path) for path in sorted(found, key=version_order, reverse=True)]


def version_order(path: Path) -> tuple[tuple[int, int | str], ...]:
    """Versions as people order them: 0.10.0 after 0.9.0."""
    parts = path.name.replace("-", ".").split(".")
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts)
