"""A release: a version number, a changelog entry from what changed, and everything it showed, kept.

All is computed on a copy first; the project changes only when that has succeeded.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from rocrate.rocrate import ROCrate

from analysis.build import Request, build
from analysis.citation.archives import DESCRIPTION, codemeta, zenodo
from analysis.citation.catalogue import catalogue
from analysis.citation.changes import exhibit_changes
from analysis.citation.editions import (
    Edition,
    attachments,
    edition,
    released,
    version_order,
    write_edition,
)
from analysis.citation.publication import Publication
from analysis.exhibits.processed import read_processed
from analysis.exhibits.registry import exhibits
from analysis.files import replacing, write_text
from analysis.problems import Problem, ProblemsError
from analysis.process import process, write_json
from analysis.project import CONFIG, Project
from analysis.raw.descriptor import descriptor_text
from analysis.raw.load import DESCRIPTOR
from analysis.scratch import scratch

VERSION = re.compile(r"\d+\.\d+\.\d+")
NAMED_CHANGES = 12  # in the changelog; the pages of exhibits and numbers list all


# Renders a project's documents over a folder of raw tables into a new folder; returns the PDF.
Render = Callable[[Project, Path, Path], Path]


@dataclass(frozen=True)
class Released:
    """What a release made: its edition, its folder, and its entry in the changelog."""

    edition: Edition
    folder: Path
    entry: str


def build_pdf(project: Project, raw: Path, out: Path) -> Path:
    """The report over these raw tables as PDF, built into the folder `out`."""
    return build(Request(project, raw, out)).pdf


def release(project: Project, version: str, rendered: Render = build_pdf) -> Released:
    """Release the project's data as `version`; `rendered` makes the report's PDF from raw tables.

    Writes the version into `data/raw/datapackage.json` and `CITATION.cff`, an entry into
    `CHANGELOG.md`, `data/processed`, `releases/<version>/`, `codemeta.json`, `.zenodo.json` and the
    research crate.
    Raises ProblemsError if the version is none, is not later than the last one, or if the raw
    tables have problems; nothing is written then.
    """
    earlier = released(project.releases)
    refuse(version, earlier)
    with scratch() as folder:
        stage = Project(folder / "project")
        shutil.copytree(project.raw, stage.raw)
        shutil.copyfile(project.root / CONFIG, stage.root / CONFIG)
        write_text(stage.raw / DESCRIPTOR, descriptor_text(version))
        process(stage.raw, stage.processed)
        processed = read_processed(stage.processed)  # rounded, as every build shows them
        publication = replace(Publication.of(stage, processed.about), is_draft=False)
        text = (stage.processed / "facts.json").read_text(encoding="utf-8")
        shown = list(exhibits(processed))
        listed = catalogue(publication, shown, json.loads(text)["facts"], processed)
        report = rendered(project, stage.raw, folder / "site")
        kept = edition(listed, shown, attachments(stage, report))
        with replacing(project.processed) as fresh:
            shutil.copytree(stage.processed, fresh, dirs_exist_ok=True)
    entry = changelog_entry(kept, earlier[0] if earlier else None)
    place = project.releases / version
    write_edition(kept, place)
    write_crate(project, publication, place)
    write_text(project.raw / DESCRIPTOR, descriptor_text(version))
    write_json(project.root / "codemeta.json", codemeta(publication))
    write_json(project.root / ".zenodo.json", zenodo(publication))
    write_citation_file(project.root / "CITATION.cff", publication)
    prepend(project.root / "CHANGELOG.md", entry, version)
    return Released(kept, place, entry)


def refuse(version: str, earlier: Sequence[Edition]) -> None:
    """Raise ProblemsError unless `version` is a version later than all earlier ones."""
    message = None
    if not VERSION.fullmatch(version):
        message, repair = "this is no version", "write three numbers, such as 1.2.0"
    elif earlier and version_order(Path(version)) <= version_order(Path(earlier[0].version)):
        message = f"this is not later than the released version {earlier[0].version}"
        repair = "choose a higher number; a released version never changes"
    if message:
        raise ProblemsError(
            [
                Problem(
                    file="releases",
                    value=version,
                    rule="version",
                    message=message,
                    repair=repair,
                )
            ]
        )


def changelog_entry(kept: Edition, before: Edition | None) -> str:
    """What changed since the release before, exhibit by exhibit and number by number."""
    head = f"## {kept.version} ({kept.exhibits['as_of']})\n\n"
    if before is None:
        count = f"{len(kept.exhibit_records)} exhibits and {len(kept.fact_records)} numbers"
        return f"{head}First release: {count}.\n"
    lines = [
        *renamed("exhibit", before.exhibit_records, kept.exhibit_records),
        *renamed("number", before.fact_records, kept.fact_records),
    ]
    for name, old in before.exhibit_records.items():
        if name in kept.exhibit_records:
            changes = exhibit_changes(old, kept.exhibit_records[name])
            lines += shortened(name, [change.sentence() for change in changes])
    facts = [
        f"{old['label']}: {old['text']} → {kept.fact_records[name]['text']}"
        for name, old in before.fact_records.items()
        if name in kept.fact_records and old["text"] != kept.fact_records[name]["text"]
    ]
    lines += shortened("numbers of the text", facts)
    return head + ("\n".join(lines) or "No exhibit and no number changed.") + "\n"


def renamed(what: str, old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Lines on what came and what went."""
    came = [f"- new {what}: {name}" for name in sorted(set(new) - set(old))]
    return came + [f"- gone {what}: {name}" for name in sorted(set(old) - set(new))]


def shortened(what: str, sentences: Sequence[str]) -> list[str]:
    """A heading with the first sentences below it, and how many more there are."""
    if not sentences:
        return []
    lines = [f"- {what}:", *(f"  - {sentence}" for sentence in sentences[:NAMED_CHANGES])]
    more = len(sentences) - NAMED_CHANGES
    return [*lines, f"  - and {more} more"] if more > 0 else lines


def prepend(path: Path, entry: str, version: str) -> None:
    """Put an entry on top of the changelog, unless the version has one that people wrote."""
    text = path.read_text(encoding="utf-8") if path.is_file() else "# Changes\n"
    if f"## {version} (" in text:
        return
    title, _, rest = text.partition("\n")
    write_text(path, f"{title}\n\n{entry}\n{rest.lstrip()}".rstrip() + "\n")


def write_citation_file(path: Path, publication: Publication) -> None:
    """Bring version, day and address of `CITATION.cff` up to date."""
    values = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    values |= {
        "version": publication.version,
        "date-released": publication.about.as_of.isoformat(),
        "url": publication.live(""),
    }
    if not publication.address:
        values.pop("url")
    write_text(path, yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=98))


def write_crate(project: Project, publication: Publication, folder: Path) -> None:
    """Describe the kept files of a release as a research crate (RO-Crate)."""
    crate = ROCrate()
    crate.name = f"{publication.title}, data version {publication.version}"
    crate.description = DESCRIPTION
    crate.license = publication.licence_url
    crate.datePublished = publication.about.as_of
    crate.root_dataset["version"] = publication.version
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        crate.add_file(path, dest_path=name, properties={"name": name})
    write_json(folder / "ro-crate-metadata.json", crate.metadata.generate())
