"""Writes the record pages: one per row, the JSON beside it, and the list of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from analysis.citation.catalogue import Catalogue
from analysis.citation.content import whole
from analysis.citation.editions import write_dense_json
from analysis.citation.publication import Publication
from analysis.core.files import write_text
from analysis.core.templates import rendered
from analysis.facts.processed import Processed
from analysis.facts.references import where_read
from analysis.facts.text import day
from analysis.raw.schemas.sources import TIERS
from analysis.site.citable_pages import PagePlace
from analysis.site.profiles.profile import Profile, by_record
from analysis.site.records.record import Line, Record, Row, Section, sources_of_lines
from analysis.site.records.uses import Uses, uses
from analysis.site.reporting import way
from analysis.transforms.provenance import strongest

TITLES = {
    "announcements": "Announcements",
    "stockpile_programmes": "Stockpile programmes",
    "projects": "Plants and projects",
}
TITLE = "Records"
SUBTITLE = "Each announcement, stockpile programme and project with all that is known of it"
TOLD = 5  # figures and numbers told in words; of the others a page names the ids
BESIDE_THE_FILE = {"row_key", "source_row"}  # columns of a raw row that its file does not have


def write_records(
    place: PagePlace,
    records: Sequence[Record],
    listed: Catalogue,
    processed: Processed,
    site: Path,
    profiles: Sequence[Profile] = (),
) -> None:
    """Write all record pages and the list. `place.root` leads from a record to the site's root."""
    used, shown = uses(records, listed), by_record(profiles)
    for record in records:
        folder = (site / record.path).parent
        page = record_page(place, record, processed, used[record.path], shown.get(record.path, ()))
        write_text(folder / "index.html", page)
        content = as_json(record, place.publication, used[record.path])
        write_dense_json(folder / f"{record.id}.json", content)
    write_list(replace(place, root=".."), records, used, site)


def record_page(
    place: PagePlace,
    record: Record,
    processed: Processed,
    used: Uses,
    profiles: Sequence[Profile],
) -> str:
    """The page of one record, with what uses it and the profiles that lead to it."""
    return sourced_page(
        place,
        "record.html",
        folder_of(record),
        record.title,
        record.subtitle,
        record.sections,
        processed,
        record.details,
        record=record,
        evidence=evidence(record, processed),
        told=used.own[:TOLD],
        more=used.own[TOLD:],
        common=len(used.common),
        profiles=profiles,
        citation=citation(record, place.publication),
    )


def sourced_page(
    place: PagePlace,
    template: str,
    path: str,
    title: str,
    subtitle: str,
    sections: Sequence[Section],
    processed: Processed,
    details: Sequence[tuple[str, Line]] = (),
    **values: Any,
) -> str:
    """A page of lines with the sources that they name, from a template of the theme.

    `path` is the way to the page from the site's root.
    """
    names = sources_of_lines(sections, details)
    body = rendered(
        place.shell.theme,
        template,
        root=place.root,
        sections=sections,
        number={source: n for n, source in enumerate(names, 1)},
        sources=[source(processed.source_records[name]) for name in names],
        reply=way(place.publication, title, path),
        **values,
    )
    return place.shell.page(place.root, title, subtitle, f"{subtitle}: {title}", body)


def source(known: Mapping[str, Any]) -> dict[str, Any]:
    """A source as the page lists it."""
    return {
        "title": known["title"] or known["publisher"],
        "url": known["url"],
        "publisher": known["publisher"],
        "date": day(known["published_on"]) if known["published_on"] else "undated",
        "tier": known["evidence"],
        "read": Markup(where_read(known)),  # noqa: S704 - markup of our own, its texts are escaped
    }


def evidence(record: Record, processed: Processed) -> str:
    """The strongest tier behind a record, in words."""
    tier = str(strongest("|".join(record.sources), processed.sources["evidence"]))
    return f"{tier.capitalize()}: {TIERS[tier]}"


def citation(record: Record, publication: Publication) -> str:
    """How to cite the record, in one line; without an address it names the file."""
    folder = folder_of(record)
    file = f"file {folder}{record.id}.json"
    place = publication.live(folder) if publication.address else file
    return (
        f"{record.title}. {record.subtitle}. {publication.title}, data version "
        f"{publication.version}, {place}"
    )


def folder_of(record: Record) -> str:
    """The way from the site's root to the folder of a record's page."""
    return record.path.removesuffix("index.html")


def as_json(record: Record, publication: Publication, used: Uses) -> dict[str, Any]:
    """The record for machines: its raw rows as they stand, what is made of them, what uses them."""
    return {
        "table": record.table,
        "id": record.id,
        "data_version": publication.version,
        "as_of": publication.about.as_of.isoformat(),
        "address": publication.live(folder_of(record)),
        "rows": {name: [bare(row) for row in rows] for name, rows in record.rows.items() if rows},
        "judged": {name: whole(value) for name, value in record.judged.items()},
        "sources": record.sources,
        "exhibits": used.ids("exhibits"),
        "facts": used.ids("facts"),
    }


def bare(row: Row) -> dict[str, Any]:
    """The columns of a raw row that are known."""
    return {
        name: whole(value)
        for name, value in row.items()
        if value is not None and name not in BESIDE_THE_FILE
    }


def write_list(
    place: PagePlace, records: Sequence[Record], used: Mapping[str, Uses], site: Path
) -> None:
    """Write the page that lists all records. `place.root` leads from there to the site's root."""
    groups = []
    for table, title in TITLES.items():
        rows = [record for record in records if record.table == table]
        common = {use.path: use for record in rows for use in used[record.path].common}
        groups.append((table, title, rows, list(common.values())))
    body = rendered(place.shell.theme, "records.html", groups=groups, root=place.root)
    page = place.shell.page(place.root, TITLE, SUBTITLE, SUBTITLE, body)
    write_text(site / "records" / "index.html", page)
