"""An edition: everything that the permalinks of one version show, as files that can be kept.

The current edition is made from the catalogue. Released editions lie in `releases/<version>/` of
the project and are read back, so that frozen pages show what they showed when they were cited.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.citation import carriers
from analysis.citation.catalogue import Catalogue
from analysis.citation.stamps import stamp
from analysis.exhibits.exhibit import Exhibit
from analysis.files import replacing, write_text
from analysis.process import csv_text

PDF_NAME = "coordination-versus-capacity.pdf"


@dataclass(frozen=True)
class Edition:
    """One version as it is shown.

    Attributes:
        version: its data version.
        exhibits, facts: the two documents of the catalogue; exhibits with their rows.
        displays: pictures or table of each exhibit, as HTML.
        files: text of the files that are kept, by name (`fig-shares.svg`, `fig-shares.csv`).
        pdf: the report itself; None where it has not been rendered.
    """

    version: str
    exhibits: Mapping[str, Any]
    facts: Mapping[str, Any]
    displays: Mapping[str, str]
    files: Mapping[str, str]
    pdf: bytes | None = None

    @property
    def exhibit_records(self) -> dict[str, dict[str, Any]]:
        return {record["id"]: record for record in self.exhibits["exhibits"]}

    @property
    def fact_records(self) -> dict[str, dict[str, Any]]:
        return {record["id"]: record for record in self.facts["facts"]}


def edition(catalogue: Catalogue, shown: Iterable[Exhibit], pdf: bytes | None = None) -> Edition:
    """The edition of the current version, with the report if it has been rendered."""
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
    return Edition(version, exhibits, catalogue.fact_index(), displays, files, pdf)


def write_edition(edition: Edition, folder: Path) -> None:
    """Keep an edition as files in `folder`, replacing what lies there."""
    with replacing(folder) as fresh:
        write_dense_json(fresh / "exhibits.json", edition.exhibits)
        write_dense_json(fresh / "facts.json", edition.facts)
        for name, markup in edition.displays.items():
            write_text(fresh / "exhibits" / f"{name}.html", markup)
        for name, text in edition.files.items():
            write_text(fresh / "exhibits" / name, text)
        if edition.pdf is not None:
            (fresh / PDF_NAME).write_bytes(edition.pdf)


def write_dense_json(path: Path, value: Any) -> None:
    """Write JSON without blanks: catalogues are long, and machines read them."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    write_text(path, text + "\n")


def read_edition(folder: Path) -> Edition:
    """The edition that `write_edition` kept; the folder's name is its version."""
    exhibits = json.loads((folder / "exhibits.json").read_text(encoding="utf-8"))
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    kept = sorted((folder / "exhibits").iterdir())
    texts = {path.name: path.read_text(encoding="utf-8") for path in kept}
    displays = {
        name.removesuffix(".html"): text for name, text in texts.items() if name.endswith(".html")
    }
    files = {name: text for name, text in texts.items() if not name.endswith(".html")}
    pdf = read_pdf(folder / PDF_NAME)
    return Edition(folder.name, exhibits, facts, displays, files, pdf)


def read_pdf(path: Path) -> bytes | None:
    """The report; None where there is none."""
    return path.read_bytes() if path.is_file() else None


def released(folder: Path) -> list[Edition]:
    """All released editions, the newest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if (path / "exhibits.json").is_file()]
    return [read_edition(path) for path in sorted(found, key=version_order, reverse=True)]


def version_order(path: Path) -> tuple[tuple[int, int | str], ...]:
    """Versions as people order them: 0.10.0 after 0.9.0."""
    parts = path.name.replace("-", ".").split(".")
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts)
