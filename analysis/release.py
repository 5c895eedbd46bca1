"""A release: a version number, a changelog entry from what changed, and everything it showed, kept.

All is computed on a copy first; the project changes when that has succeeded, and all at once.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from rocrate.rocrate import ROCrate

from analysis.build import Request, build
from analysis.citation.catalogue import catalogue
from analysis.citation.credentials import require_library, signed_edition
from analysis.citation.editions import (
    Edition,
    attachments,
    edition,
    released,
    version_order,
    write_edition,
)
from analysis.citation.identity import Identity
from analysis.citation.locations import Folder
from analysis.citation.publication import DOI_FILE, Publication, registered_doi
from analysis.citation.published import with_list
from analysis.citation.recompute import recompute
from analysis.core.files import copy_folder, write_text
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import CONFIG, Project
from analysis.core.scratch import scratch
from analysis.core.together import together
from analysis.diff.comparison import Diff, compare
from analysis.diff.decisions import decisions, moves, unanswered
from analysis.diff.formats import literal
from analysis.diff.outline import ROWS_OF_TABLES, outline
from analysis.diff.states import of_release, of_tables, releases
from analysis.exhibits.registry import exhibits, in_documents
from analysis.facts import text
from analysis.facts.processed import read_processed
from analysis.facts.records import FACTS_FILE, read_records
from analysis.process import process, write_json
from analysis.raw.descriptor import descriptor_text
from analysis.raw.load import DESCRIPTOR
from analysis.site.archives import DESCRIPTION, codemeta, zenodo

VERSION = re.compile(r"\d+\.\d+\.\d+")
CHANGELOG = "CHANGELOG.md"
CITATION = "CITATION.cff"
README = "README.md"
BADGE = re.compile(r"^\[DOI [^\n]*\)\n\n", re.MULTILINE)
UNRELEASED = "## Not yet released"
NOTES = "notes.md"
NAMED_CHANGES = 12  # of each kind, in the changelog; the page of changes lists all
NAMED_FILES = 5


# Renders a project's documents over a folder of raw tables into a new folder; returns the PDF.
Render = Callable[[Project, Path, Path], Path]


@dataclass(frozen=True)
class Released:
    """What a release made: its edition, its folder, and its entry in the changelog."""

    edition: Edition
    folder: Path
    entry: str

    @property
    def commands(self) -> list[str]:
        """What records it in git under a tag, for whoever releases; nothing is pushed."""
        version, notes = self.edition.version, f"releases/{self.folder.name}/{NOTES}"
        return [
            "git add --all",
            f'git commit --message "Release data version {version}"',
            f"git tag --annotate v{version} --cleanup=verbatim --file {notes}",
        ]


def build_pdf(project: Project, raw: Path, out: Path) -> Path:
    """The report over these raw tables as PDF, built into the folder `out`."""
    return build(Request(project, raw, out)).pdf


def release(
    project: Project,
    version: str,
    rendered: Render = build_pdf,
    doi: str = "",
    signer: Identity | None = None,
) -> Released:
    """Release the project's data as `version`; `rendered` makes the report's PDF from raw tables.

    `doi` is what an archive reserved for this version: all that is written names it. `signer` puts
    Content Credentials into the pictures and the report that are kept.
    Writes the version into `data/raw/datapackage.json` and `CITATION.cff`, an entry into
    `CHANGELOG.md`, `data/processed`, `releases/<version>/`, `codemeta.json`, `.zenodo.json` and the
    research crate: all of them, or none if the run ends before it is done.
    Raises ProblemsError if the version is none or is not later than the last one, if the raw tables
    have problems, if `data/processed` was made from others, if a fact differs from what its query
    gives, if a test of the verdict moved and no decision answers for it, or if there is work that
    git has not recorded.
    """
    with together(project.root) as fresh:
        refuse(version, released(project.releases))
        registered_doi(doi, "releases")
        if signer:
            require_library()
        refuse_unrecorded(project)
        with scratch() as folder:
            stage = staged(project, version, folder / "project")
            refuse_stale(stage.processed, project.processed)
            refuse_other_values(stage)
            diff = difference(project, stage, version)
            publication, kept = shown(project, stage, rendered, folder / "site", doi)
            kept = with_list(signed_edition(publication, kept, signer) if signer else kept)
            entry = changelog_entry(version, publication.about.as_of, notes(project), diff)
            place = Project(fresh)
            copy_folder(stage.processed, place.processed)
        write_text(place.raw / DESCRIPTOR, descriptor_text(version))
        write_edition(kept, place.releases / version)
        if doi:
            write_text(place.releases / version / DOI_FILE, f"{doi}\n")
        write_text(place.releases / version / NOTES, entry)
        write_crate(publication, place.releases / version)
        write_json(place.root / "codemeta.json", codemeta(publication))
        write_json(place.root / ".zenodo.json", zenodo(publication))
        if (project.root / README).is_file():
            page = (project.root / README).read_text(encoding="utf-8")
            write_text(place.root / README, with_badge(page, publication.concept_doi))
        write_text(place.root / CITATION, citation_file(project.root / CITATION, publication))
        write_text(place.root / CHANGELOG, changelog(project, entry))
    return Released(kept, project.releases / version, entry)


def staged(project: Project, version: str, folder: Path) -> Project:
    """A copy of the project's tables under the new version, processed.

    Raises ProblemsError with all problems of the raw tables.
    """
    stage = Project(folder)
    copy_folder(project.raw, stage.raw)
    shutil.copyfile(project.root / CONFIG, stage.root / CONFIG)
    write_text(stage.raw / DESCRIPTOR, descriptor_text(version))
    process(stage.raw, stage.processed)
    return stage


def shown(
    project: Project, stage: Project, rendered: Render, site: Path, doi: str
) -> tuple[Publication, Edition]:
    """What the new version shows: the report, exhibits, facts and tables of the staged project."""
    processed = read_processed(stage.processed)  # rounded, as every build shows them
    publication = replace(Publication.of(stage, processed.about), is_draft=False, doi=doi)
    facts = list(read_records(stage.processed).values())
    drawn = exhibits(processed, in_documents(project))
    listed = catalogue(publication, drawn, facts, processed)
    report = rendered(project, stage.raw, site)
    return publication, edition(listed, drawn, attachments(stage, report))


def refuse(version: str, earlier: Sequence[Edition]) -> None:
    """Raise ProblemsError unless `version` is a version later than all earlier ones."""
    message = None
    if not VERSION.fullmatch(version):
        message, repair = "this is no version", "write three numbers, such as 1.2.0"
    elif earlier and version_order(Path(version)) <= version_order(Path(earlier[0].version)):
        message = f"this is not later than the released version {earlier[0].version}"
        repair = "choose a higher number; a released version never changes"
    if message:
        problem = Problem(
            file="releases", value=version, rule="version", message=message, repair=repair
        )
        raise ProblemsError([problem])


def refuse_unrecorded(project: Project) -> None:
    """Raise ProblemsError if git knows the project and has not recorded all that lies in it.

    Who cites a version must find what it was made from.
    """
    program = shutil.which("git")
    if program is None:
        return
    asked = [program, "-C", str(project.root), "status", "--porcelain", "-z", "--", "."]
    done = subprocess.run(asked, capture_output=True, check=False)
    # A project that is no checkout has nothing to record.
    lines = done.stdout.decode(errors="replace").split("\0") if done.returncode == 0 else []
    names = [line[3:] for line in lines if line]
    if names:
        value = text.shortened(names, NAMED_FILES)
        message = "git has not recorded these changes, which the release would show"
        repair = "commit them, or take them back with git restore, and release then"
        problem = Problem(
            file="the checkout", value=value, rule="unrecorded", message=message, repair=repair
        )
        raise ProblemsError([problem])


def refuse_stale(fresh: Path, processed: Path) -> None:
    """Raise ProblemsError if the committed tables are not those that the raw tables give.

    Parameters: what was computed now; `data/processed`. Their versions differ, and are not held
    against each other.
    """
    tables = sorted({path.name for folder in (fresh, processed) for path in folder.glob("*.csv")})
    differing = [name for name in tables if content(fresh / name) != content(processed / name)]
    is_there = (processed / FACTS_FILE).is_file()
    if not is_there or read_records(fresh) != read_records(processed):
        differing.append(FACTS_FILE)
    message = "is not what the raw tables give"
    repair = "run briefing process, look at what changed, and commit it"
    problems = [
        Problem(file=f"data/processed/{name}", rule="stale", message=message, repair=repair)
        for name in differing
    ]
    if problems:
        raise ProblemsError(problems)


def refuse_other_values(project: Project) -> None:
    """Raise ProblemsError if a fact is not what its query gives from the tables."""
    message, repair = "is not what its query gives", "run briefing recompute, mend fact or query"
    problems = [
        Problem(
            file="facts.json",
            column=found.fact,
            value=f"{found.published}, computed {found.computed}",
            rule="recompute",
            message=message,
            repair=repair,
        )
        for found in recompute(Folder(str(project.root)))[1]
    ]
    if problems:
        raise ProblemsError(problems)


def content(path: Path) -> bytes:
    """The bytes of a file; none if it is not there."""
    return path.read_bytes() if path.is_file() else b""


def difference(project: Project, stage: Project, version: str) -> Diff | None:
    """What changed since the version before; None if this is the first.

    Raises ProblemsError if a test of the verdict moved and no line of `decisions.csv` says why.
    """
    earlier = releases(project)
    if not earlier:
        return None
    order = in_documents(project)
    old = of_release(earlier[0])
    new = of_tables(f"version {version}", stage.raw, stage.processed, order)
    diff = compare(old, new)
    open_moves = unanswered(moves(diff), decisions(old, new))
    if open_moves:
        raise ProblemsError([move.problem() for move in open_moves])
    return diff


def changelog_entry(version: str, as_of: dt.date, written: str, diff: Diff | None) -> str:
    """What the changelog says of a version: what people wrote, then what was computed.

    Parameters: the version and its vintage; the section of the changelog on what was not released
    yet, without its heading; what changed since the version before (None if there was none).
    """
    parts = [f"## {version} ({as_of.isoformat()})"]
    if written:
        parts.append(written)
    if diff is None:
        parts.append("First release: there is no earlier version to compare with.")
    elif not diff:
        parts.append(f"Nothing differs from {diff.old}.")
    else:
        parts += [f"What moved since {literal(diff.old)}:", "\n".join(computed(diff))]
    return "\n\n".join(parts) + "\n"


def computed(diff: Diff) -> Iterator[str]:
    """The lines of a diff for the changelog, without the rows behind each."""
    for section in outline(diff):
        if section.title != ROWS_OF_TABLES:
            yield f"- {section.title}"
            yield from shortened([literal(line.text.removesuffix(":")) for line in section.lines])


def shortened(lines: Sequence[str]) -> Iterator[str]:
    """The first lines as a list below another, and how many more there are."""
    yield from (f"  - {line}" for line in lines[:NAMED_CHANGES])
    more = len(lines) - NAMED_CHANGES
    if more > 0:
        yield f"  - and {more} more"


def notes(project: Project) -> str:
    """What people wrote into the changelog on what was not released yet; empty if nothing."""
    return sections(project)[UNRELEASED]


def changelog(project: Project, entry: str) -> str:
    """The changelog with an entry in the place of what was not released yet."""
    found = sections(project)
    title = found[""] or "# Changes"
    rest = [f"{head}\n\n{text}" for head, text in found.items() if head not in ("", UNRELEASED)]
    return "\n\n".join([title, entry.rstrip(), *rest]) + "\n"


def sections(project: Project) -> dict[str, str]:
    """The sections of the changelog by heading, in order; the title's is the empty one."""
    path = project.root / CHANGELOG
    whole = path.read_text(encoding="utf-8") if path.is_file() else ""
    found = {"": "", UNRELEASED: ""}
    title, *parts = re.split(r"^(?=## )", whole, flags=re.MULTILINE)
    found[""] = title.strip()
    for part in parts:
        head, _, body = part.partition("\n")
        found[head.strip()] = body.strip()
    return found


def citation_file(path: Path, publication: Publication) -> str:
    """The text of `CITATION.cff` with version, day and address brought up to date."""
    values = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for key in ("doi", "identifiers"):
        values.pop(key, None)
    whole = {"type": "doi", "value": publication.concept_doi, "description": "of all versions"}
    values |= {
        "version": publication.version,
        "date-released": publication.about.as_of.isoformat(),
        "url": publication.live(""),
        **({"doi": publication.doi} if publication.doi else {}),
        **({"identifiers": [whole]} if publication.concept_doi else {}),
    }
    if not publication.address:
        values.pop("url")
    return str(yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=98))


def with_badge(text: str, doi: str) -> str:
    """The text of the README with the DOI of all versions below its title, if there is one."""
    title, _, rest = BADGE.sub("", text, count=1).partition("\n\n")
    return f"{title}\n\n[DOI {doi}](https://doi.org/{doi})\n\n{rest}" if doi else text


def write_crate(publication: Publication, folder: Path) -> None:
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
