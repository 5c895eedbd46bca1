"""Writes everything citable into a site: catalogue, stamped files, pages, editions.

exhibits/index.json, exhibits/<id>/          newest: page, pictures, data, citations, embed
facts/index.json, facts/<id>/                newest numbers
records/<table>/<id>/                        newest records: announcements, programmes, projects
corrections/                                 what was wrong, what is in doubt, and replies
minerals/, actors/                           newest profiles, and an overview of each
sources/                                     all sources in full
v/<data version>/                            frozen: all of this, and the report, of one version
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.citation import schema
from analysis.citation.catalogue import (
    FROZEN_FILES,
    PACKAGE,
    Catalogue,
    catalogue,
    fact_index,
    file_names,
)
from analysis.citation.editions import (
    Edition,
    edition,
    released,
    served,
    stamped_png,
    write_attached,
    write_dense_json,
)
from analysis.citation.identity import CERTIFICATE
from analysis.citation.publication import Publication
from analysis.citation.published import LIST, published
from analysis.citation.verify import RULES
from analysis.citation.works import REPORT_ID
from analysis.core import cache
from analysis.core.files import write_text
from analysis.core.made import hash_of, packed, unpack
from analysis.core.problems import ProblemsError
from analysis.core.project import PDF_NAME, Project
from analysis.core.templates import FOLDER as TEMPLATES
from analysis.exhibits.exhibit import Exhibit
from analysis.facts.measures import measures
from analysis.facts.processed import About, Processed
from analysis.facts.records import read_records
from analysis.process import write_json
from analysis.site import archives, atom
from analysis.site import citable_pages as pages
from analysis.site.citable_pages import PagePlace
from analysis.site.datapackages import data_package
from analysis.site.embeds import embed_page, has_explorer, oembed
from analysis.site.frames import shape
from analysis.site.gone import Known, lost, write_gone_pages
from analysis.site.profiles.pages import write_profiles
from analysis.site.raw_rows import raw_rows
from analysis.site.records.mended import mended_page
from analysis.site.records.pages import write_records
from analysis.site.records.uses import pages_of_rows
from analysis.site.shell import Shell, shell
from analysis.site.subjects import Subjects

# Which file holds which citation.
CITATION_FILES = {"bib": "bibtex", "ris": "ris", "csl.json": "csl-json"}
SCHEMAS = ("exhibits", "facts", "stamp")


@dataclass(frozen=True)
class Permalinks:
    """What the citable parts of a site were made from: the catalogue, all editions, the versions
    whose files are signed, the frame."""

    listed: Catalogue
    held: Sequence[Edition]
    signed: Sequence[str]
    beside: PagePlace


def write_permalinks(
    project: Project,
    site: Path,
    processed: Processed,
    shown: Sequence[Exhibit],
    told: Subjects | None = None,
) -> Permalinks:
    """Write all citable parts of a site that need no rendered page; `write_list` adds the last.

    Parameters: the project (with processed tables, theme and releases); the folder of the site;
    the processed tables, the exhibits over them, and the rows, minerals and governments that have
    pages. Raises ProblemsError if an id that was released is neither there nor accounted for.
    """
    records = told.records if told else []
    releases = released(project.releases)
    facts = list(read_records(project.processed).values())
    # Nearly every site is a draft; what its records say does not depend on it.
    numbered = Publication.of(project, processed.about)
    publication = replace(numbered, is_draft=True, doi="")
    listed = catalogue(publication, shown, facts, processed)
    if is_released(listed, numbered.version, releases):
        publication = numbered
        listed = catalogue(publication, shown, facts, processed)
    newest = edition(listed, shown, {})  # its report and tables stand on the site
    earlier = [old for old in releases if old.version != newest.version]
    gone = processed["tombstones"]
    known = Known(listed.facts, listed.exhibits)
    problems = lost(known, newest.exhibits["as_of"], releases, gone)
    if problems:
        raise ProblemsError(problems)
    frame = shell(project)
    write_schemas(site / "schemas")
    write_dense_json(site / "exhibits" / "index.json", listed.exhibit_index())
    write_dense_json(site / "facts" / "index.json", fact_index(newest.facts))
    for exhibit in shown:
        write_exhibit_files(listed, newest, exhibit, site / "exhibits" / exhibit.id)
    for name, record in listed.facts.items():
        write_dense_json(site / "facts" / name / f"{name}.json", record)
    rows = raw_rows(project.raw)
    reached = pages_of_rows(records)
    titles = {record.path: record.title for record in records}
    linked = {one.id: one.display("../..") for one in shown if told and not one.is_figure}
    newest_place = PagePlace(frame, publication, "", False, earlier, rows, reached, titles, linked)
    write_pages(newest_place, newest, site)
    single = PagePlace(frame, publication, "../..", False)
    write_gone_pages(single, project.report / "theme", known, gone, releases, site)
    profiles = told.profiles if told else ()
    write_records(replace(single, root="../../.."), records, listed, processed, site, profiles)
    if told:
        write_profiles(single, profiles, measures(processed), site)
    beside = PagePlace(frame, publication, "..", False)
    write_text(site / "cite" / "index.html", pages.cite_page(beside, listed.citations[REPORT_ID]))
    if told:
        mended = mended_page(replace(beside, records=reached), told.raw, processed)
        write_text(site / "corrections" / "index.html", mended)
    write_text(site / "verify" / "findings.json", RULES.read_text("utf-8"))
    # What was released stays as it was, even if later code would show the same data otherwise; what
    # was not has no address that promises so.
    for kept in releases:
        place_frozen(project, frame, publication, kept, site / "v" / kept.version)
    write_text(site / "llms.txt", archives.for_language_models(publication, frame.theme))
    atom.write_releases(project, site, publication, releases)
    held = [newest, *(served(old, publication.address) for old in releases)]
    signed = [old.version for old in releases if CERTIFICATE in old.attached]
    return Permalinks(listed, held, signed, beside)


def write_list(site: Path, written: Permalinks) -> None:
    """The list of all that was published, the report among it, and the page that checks by it."""
    report = site / "report" / PDF_NAME
    pdf = report.read_bytes() if report.is_file() else None
    listing = published(written.held, pdf)
    write_dense_json(site / LIST, listing.as_json())
    report_file = listing.newest("pdf", REPORT_ID) if pdf else None
    page = pages.verify_page(written.beside, report_file, written.signed)
    write_text(site / "verify" / "index.html", page)


def is_released(listed: Catalogue, version: str, releases: Sequence[Edition]) -> bool:
    """Whether a version of this number was released and says the same as this catalogue."""
    same = next((old for old in releases if old.version == version), None)
    return same is not None and (
        hashes(listed.exhibits) == hashes(same.exhibit_records)
        and hashes(listed.facts) == hashes(same.fact_records)
    )


def hashes(records: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The content hash of each record by id."""
    return {name: record["content_hash"] for name, record in records.items()}


def write_schemas(folder: Path) -> None:
    """Publish the JSON Schemas of catalogue and stamp."""
    for name in SCHEMAS:
        write_text(folder / f"{name}.json", schema.text(name))


def write_exhibit_files(listed: Catalogue, newest: Edition, exhibit: Exhibit, folder: Path) -> None:
    """The files of an exhibit: record, data, citations; stamped pictures of a figure."""
    name = exhibit.id
    record = newest.exhibit_records[name]
    write_record(listed.publication, newest, record, folder)
    if exhibit.is_figure:
        (folder / f"{name}.png").write_bytes(stamped_png(newest, name))
        write_dense_json(folder / f"{name}.vl.json", exhibit.specification())


def write_record(
    publication: Publication, kept: Edition, record: Mapping[str, Any], folder: Path
) -> None:
    """What every edition keeps of an exhibit: its record, data and picture, and its citations."""
    name = record["id"]
    texts = {s: kept.exhibits["references"][s] for s in record["sources"]}
    package = data_package(publication, record, texts, kept.files[f"{name}.csv"])
    write_dense_json(folder / PACKAGE, package)
    if f"{name}.json" in record["files"]:
        write_dense_json(folder / f"{name}.json", record)
    for ending in ("csv", "svg"):
        if f"{name}.{ending}" in kept.files:
            write_text(folder / f"{name}.{ending}", kept.files[f"{name}.{ending}"])
    if f"{name}.png" in kept.pictures:
        (folder / f"{name}.png").write_bytes(kept.pictures[f"{name}.png"])
    for ending, style in CITATION_FILES.items():
        write_text(folder / f"{name}.{ending}", record["citations"][style])


def place_frozen(
    project: Project, frame: Shell, publication: Publication, kept: Edition, folder: Path
) -> None:
    """Put the pages and files of one version in place, as they were written before if they can be.

    They rest on the version and on how the site looks, never on the tables of today.
    """
    settings = replace(publication, about=About.from_json(kept.exhibits))
    looks = [frame.theme / TEMPLATES, *sorted(frame.theme.glob("*.*"))]
    made_from = f"{hash_of([project.releases / kept.version, *looks])} {frame.text} {settings}"
    content = cache.found("frozen", made_from)
    if content is None:
        write_frozen(frame, publication, kept, folder)
        cache.keep("frozen", made_from, packed(folder))
    else:
        unpack(content, folder)


def write_frozen(frame: Shell, publication: Publication, kept: Edition, folder: Path) -> None:
    """The pages and files of one version, under its own address on the site that serves it."""
    # What it is cited by stands in its own records.
    then = replace(publication, about=About.from_json(kept.exhibits), is_draft=False, doi="")
    kept = served(kept, then.address)
    records = [
        record | {"files": frozen_files(kept, record)} for record in kept.exhibits["exhibits"]
    ]
    for record in records:
        write_record(then, kept, record, folder / "exhibits" / record["id"])
    bare = [{k: v for k, v in record.items() if k != "rows"} for record in records]
    write_dense_json(folder / "exhibits" / "index.json", {**kept.exhibits, "exhibits": bare})
    write_dense_json(folder / "facts" / "index.json", fact_index(kept.facts))
    write_attached(kept, folder)
    frozen = replace(kept, exhibits={**kept.exhibits, "exhibits": records})
    place = PagePlace(frame, then, "../..", True)
    write_text(folder / "index.html", pages.version_page(place, frozen))
    write_pages(place, frozen, folder)


def frozen_files(kept: Edition, record: Mapping[str, Any]) -> list[str]:
    """The files beside a frozen page: of a version that was signed also the picture as PNG."""
    names = file_names(record["id"], FROZEN_FILES[record["kind"]])
    return [*(name for name in kept.pictures if name == f"{record['id']}.png"), *names]


def write_pages(place: PagePlace, kept: Edition, folder: Path) -> None:
    """The pages of an edition. `place.root` leads from `folder` to the site's root."""
    up = f"{place.root}/.." if place.root else ".."
    listed, single = replace(place, root=up), replace(place, root=f"{up}/..")
    exhibits, facts = kept.exhibits["exhibits"], kept.facts["facts"]
    write_text(
        folder / "exhibits" / "index.html", pages.listing(listed, "Figures and tables", exhibits)
    )
    write_text(folder / "facts" / "index.html", pages.listing(listed, "Numbers", facts))
    texts = {**kept.exhibits["references"], **kept.facts["references"]}
    write_text(folder / "sources" / "index.html", pages.sources_page(listed, texts))
    for record in exhibits:
        write_exhibit_pages(single, kept, record, folder / "exhibits" / record["id"])
    for record in facts:
        page = pages.fact_page(single, kept, record)
        write_text(folder / "facts" / record["id"] / "index.html", page)


def write_exhibit_pages(
    place: PagePlace, kept: Edition, record: Mapping[str, Any], folder: Path
) -> None:
    """The page of an exhibit, the page to embed, and the oEmbed answer."""
    name = record["id"]
    write_text(folder / "index.html", pages.exhibit_page(place, kept, record))
    embed = embed_page(place, record, kept.displays[name], kept.version)
    write_text(folder / "embed.html", embed)
    if place.publication.address:  # nobody could embed by a path inside the site
        at = "frozen_address" if place.frozen else "address"
        shown = shape(place.publication.title, kept, record, has_explorer(place, record))
        write_json(folder / "oembed.json", oembed(place.publication, record, shown, at))
