"""The catalogue: one record per exhibit and per fact, from which everything citable is made.

Pages, buttons, stamps, metadata and checks read these records; the schemas in `schemas/` say what
they hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.citation.content import FACT_CONTENT, content_hash, plain_rows
from analysis.citation.publication import Publication
from analysis.citation.styles import CSL_STYLES, all_formats, bibliography
from analysis.citation.works import (
    REPORT_ID,
    credited,
    exhibit_work,
    fact_key,
    fact_work,
    report_work,
)
from analysis.exhibits.data_model import fields, units
from analysis.exhibits.exhibit import Exhibit
from analysis.facts.fact import raw_inputs
from analysis.facts.processed import Processed
from analysis.facts.references import citation_key, csl_reference, where_read
from analysis.transforms.provenance import SEPARATOR

PRIMARY = "primary"
REFERENCE_STYLE = "apa"

# The files of an exhibit by ending; a frozen page keeps those that cannot come out differently.
KEPT_FILES = ("csv", "json", "bib", "ris", "csl.json")
FILES = {"figure": ("svg", "png", "vl.json", *KEPT_FILES), "table": KEPT_FILES}
# The rows of a frozen exhibit stand in its table and in the stamp beside it, not a third time.
FROZEN = tuple(ending for ending in KEPT_FILES if ending != "json")
FROZEN_FILES = {"figure": ("svg", *FROZEN), "table": FROZEN}
PACKAGE = "datapackage.json"


@dataclass(frozen=True)
class Catalogue:
    """All records of one version.

    Attributes:
        publication: the report, its version and address.
        exhibits, facts: records by id.
        works: CSL-JSON records of report, exhibits and facts by id.
        citations: texts by id and style.
        references: full reference of each used source by id, as HTML.
    """

    publication: Publication
    exhibits: Mapping[str, dict[str, Any]]
    facts: Mapping[str, dict[str, Any]]
    works: Mapping[str, dict[str, Any]]
    citations: Mapping[str, Mapping[str, str]]
    references: Mapping[str, str]

    def exhibit_index(self) -> dict[str, Any]:
        """The content of `exhibits/index.json`: all records without their rows."""
        records = [
            {key: value for key, value in record.items() if key != "rows"}
            for record in self.exhibits.values()
        ]
        return {**self.header(), "exhibits": records, "references": self.used_by(self.exhibits)}

    def fact_records(self) -> dict[str, Any]:
        """All records of the facts in full, as an edition keeps them."""
        facts = list(self.facts.values())
        return {**self.header(), "facts": facts, "references": self.used_by(self.facts)}

    def header(self) -> dict[str, Any]:
        """What both indexes begin with."""
        return {
            **self.publication.about.as_json(),
            "title": self.publication.title,
            "address": self.publication.address,
            "licence": self.publication.licence_url,
            "code_revision": code_revision(),
            "citations": dict(self.citations[REPORT_ID]),
        }

    def used_by(self, records: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
        """The references of the sources that these records name, as HTML, by source."""
        used = {source for record in records.values() for source in record["sources"]}
        return {source: self.references[source] for source in sorted(used)}


# What an index says of a fact; its own record says the rest.
IN_INDEX = (
    *("id", "label", "value", "unit", "text", "evidence", "as_of"),
    *("content_hash", "address", "frozen_address"),
)


def fact_index(records: Mapping[str, Any]) -> dict[str, Any]:
    """The content of `facts/index.json`: each fact in one line. Parameters: `fact_records`."""
    facts = [{name: fact[name] for name in IN_INDEX if name in fact} for fact in records["facts"]]
    return {key: value for key, value in records.items() if key != "references"} | {"facts": facts}


def catalogue(
    publication: Publication,
    exhibits: Iterable[Exhibit],
    facts: Sequence[Mapping[str, Any]],
    processed: Processed,
) -> Catalogue:
    """The catalogue of a version.

    Parameters: the publication; its exhibits; the records of `facts.json`; the processed tables.
    """
    shown, producers_of = {}, {}
    for exhibit in exhibits:
        shown[exhibit.id] = exhibit_record(publication, exhibit)
        producers_of[exhibit.id] = producers(of_exhibit(exhibit), processed)
    stated = {fact["id"]: fact_record(publication, fact) for fact in facts}
    works = {REPORT_ID: report_work(publication)}
    for name, record in shown.items():
        works[name] = exhibit_work(publication, record, producers_of[name])
    for name, record in stated.items():
        credit = producers([record["sources"]], processed)
        works[fact_key(name)] = fact_work(publication, record, credit)
    citations = all_formats(list(works.values()))
    for name, record in shown.items():
        record["citations"] = citations[name]
    for name, record in stated.items():
        record["citations"] = citations[fact_key(name)]
    used = {s for record in [*shown.values(), *stated.values()] for s in record["sources"]}
    return Catalogue(
        publication, shown, stated, works, citations, full_references(processed, sorted(used))
    )


def exhibit_record(publication: Publication, exhibit: Exhibit) -> dict[str, Any]:
    """An exhibit as it stands in the catalogue, with its rows, still without citations."""
    data = exhibit.shown_data
    record: dict[str, Any] = {
        "id": exhibit.id,
        "kind": "figure" if exhibit.is_figure else "table",
        "title": exhibit.title,
        "subtitle": exhibit.subtitle,
        "caption": f"{exhibit.title}. {exhibit.subtitle}. {exhibit.note} {exhibit.footer()}",
        "alt": exhibit.description,
        "note": exhibit.note,
        "period": period(data, exhibit.module.MODEL.metadata["dated_by"]),
        "sources": exhibit.sources,
        "inputs": raw_inputs(exhibit.data),
        "columns": list(data.columns),
        "units": units(exhibit.module.MODEL),
        "fields": fields(exhibit.module.MODEL),
        "rows": plain_rows(data),
        "size": size(exhibit),
        "files": file_names(exhibit.id, FILES["figure" if exhibit.is_figure else "table"]),
        **publication.about.as_json(),
        **addresses(publication, f"exhibits/{exhibit.id}/"),
    }
    return record | {"content_hash": content_hash(record)}


def size(exhibit: Exhibit) -> dict[str, int] | None:
    """Width and height of a figure's picture in px; None for a table."""
    if not exhibit.is_figure:
        return None
    return {"width": round(exhibit.wide.width), "height": round(exhibit.wide.height)}


def file_names(name: str, endings: Iterable[str]) -> list[str]:
    """The files beside an exhibit's page."""
    return [*(f"{name}.{ending}" for ending in endings), PACKAGE]


def fact_record(publication: Publication, fact: Mapping[str, Any]) -> dict[str, Any]:
    """A fact as it stands in the catalogue, still without citations.

    Parameters: the fact's record in `facts.json`.
    """
    version = {"data_version": publication.about.data_version}
    place = addresses(publication, f"facts/{fact['id']}/")
    return {**fact, **version, **place, "content_hash": content_hash(fact, FACT_CONTENT)}


def addresses(publication: Publication, path: str) -> dict[str, str]:
    """Where something stands: newest, and frozen in this version."""
    return {"address": publication.live(path), "frozen_address": publication.frozen(path)}


def period(data: pd.DataFrame, dated_by: str | None) -> dict[str, str] | None:
    """First and last year of the rows; None if no column dates them."""
    if dated_by is None:
        return None
    years = data[dated_by].astype("str").str.extract(r"^(\d{4})", expand=False).dropna()
    return {"from": years.min(), "to": years.max()} if len(years) else None


@cache
def code_revision() -> str:
    """The state of the code: the first 12 hex digits of a hash over all its modules."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def producers(rows: Iterable[Sequence[str]], processed: Processed) -> list[str]:
    """Who is credited with what these rows say. Parameters: the sources of each row.

    Who reported on data of others did not produce them: primary sources alone have a producer.
    """
    named = {
        name: publisher if evidence == PRIMARY else ""
        for name, (evidence, publisher) in processed.publishers.items()
    }
    return credited([[named[source] for source in row] for row in rows])


def of_exhibit(exhibit: Exhibit) -> list[list[str]]:
    """The sources of each row of an exhibit."""
    return [named.split(SEPARATOR) for named in exhibit.data["source_ids"].dropna() if named]


def full_references(processed: Processed, names: Sequence[str]) -> dict[str, str]:
    """The full reference of each source as HTML, by source id."""
    rows = processed.sources.loc[list(names)].reset_index().to_dict("records")
    entries = bibliography([csl_reference(row) for row in rows], CSL_STYLES[REFERENCE_STYLE])
    return {
        row["source_id"]: f"{entries[citation_key(row['source_id'])]} {where_read(row)}".rstrip()
        for row in rows
    }
