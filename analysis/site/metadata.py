"""What search engines, reference managers and archives read of the report's pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from analysis.citation.catalogue import Catalogue
from analysis.citation.publication import Publication, web
from analysis.citation.styles import undivided
from analysis.citation.works import fact_title

CONTEXT = "https://schema.org"
DATA_FORMATS = {"csv": "text/csv", "json": "application/json"}
PDF = "report/coordination-versus-capacity.pdf"

# What holds an address, in the head and in linked data.
ADDRESSES = {"citation_public_url", "citation_pdf_url", "og:url", "og:image"}
ADDRESS_TERMS = {"@id", "url", "contentUrl", "identifier"}


def meta_tags(pairs: Iterable[tuple[str, str]]) -> str:
    """Elements of the head; Open Graph names its terms by `property`, all others by `name`."""
    return "".join(
        f'<meta {"property" if name.startswith("og:") else "name"}="{name}" '
        f'content="{escape(content)}">\n'
        for name, content in pairs
        if content and not (name in ADDRESSES and not web(content))
    )


def json_ld(value: Mapping[str, Any]) -> str:
    """Linked data in the head; nothing in it can end the element."""
    text = json.dumps(placed(value), ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def placed(value: Any) -> Any:
    """Linked data without addresses that lead nowhere from outside the site."""
    if isinstance(value, Mapping):
        return {
            key: placed(part)
            for key, part in value.items()
            if not (key in ADDRESS_TERMS and isinstance(part, str) and not web(part))
        }
    return [placed(part) for part in value] if isinstance(value, list) else value


def link(relation: str, address: str, kind: str = "", title: str = "") -> str:
    """A link element of the head; none where the site has no address to link to."""
    if not web(address):
        return ""
    named = {"type": kind, "title": title}
    rest = "".join(f' {name}="{escape(value)}"' for name, value in named.items() if value)
    return f'<link rel="{relation}" href="{escape(address)}"{rest}>\n'


def work_tags(work: Mapping[str, Any], publication: Publication) -> list[tuple[str, str]]:
    """Highwire and Dublin Core terms of a work, as reference managers read them.

    Checked against Zotero's translator "Embedded Metadata": the institution makes the item a
    report, its number carries the data version, and `Dataset` is kept as the type.
    """
    year, month, day = work["issued"]["date-parts"][0]
    authors = [("citation_author", whole_name(author["literal"])) for author in work["author"]]
    creators = [("DC.creator", undivided(author["literal"])) for author in work["author"]]
    return [
        ("citation_title", work["title"]),
        *authors,
        ("citation_publication_date", f"{year}/{month:02d}/{day:02d}"),
        ("citation_publisher", work["publisher"]),
        ("citation_doi", work.get("DOI", "")),
        ("citation_public_url", work.get("URL", "")),
        ("citation_technical_report_institution", work["publisher"]),
        ("citation_technical_report_number", f"data version {work['version']}"),
        ("DC.title", work["title"]),
        *creators,
        ("DC.date", f"{year}-{month:02d}-{day:02d}"),
        ("DC.identifier", work.get("URL") or work.get("genre", "")),
        ("DC.publisher", work["publisher"]),
        ("DC.rights", publication.licence_url),
        ("DC.type", "Report" if work["type"] == "report" else "Dataset"),
        ("DC.language", "en-GB"),
        ("citation_language", "en-GB"),
    ]


def whole_name(name: str) -> str:
    """The name of an organisation for Highwire tags, which know only persons.

    Readers of these tags take the last word for a surname, unless a comma follows the surname: with
    one at its end the whole name is the surname. Semicolons would part it into several authors.
    """
    return f"{undivided(name.replace(';', ','))},"


def report_head(catalogue: Catalogue) -> str:
    """Additions to the head of the briefing's page."""
    publication, work = catalogue.publication, catalogue.works["report"]
    figures = [r for r in catalogue.exhibits.values() if r["kind"] == "figure"]
    picture = png_address(figures[0]) if figures else ""
    tags = [
        *work_tags(work, publication),
        ("citation_pdf_url", publication.live(PDF)),
        ("og:type", "article"),
        ("og:title", publication.title),
        ("og:url", publication.live("report/")),
        ("og:image", picture),
        ("og:image:alt", figures[0]["title"] if figures else ""),
        ("og:site_name", publication.title),
    ]
    feed = link("alternate", publication.live("releases.xml"), "application/atom+xml", "Releases")
    return meta_tags(tags) + feed + json_ld(report_ld(catalogue, figures))


def report_ld(catalogue: Catalogue, figures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The report, its data and its figures as schema.org describes them."""
    publication = catalogue.publication
    return {
        "@context": CONTEXT,
        "@type": "Report",
        **common(publication, publication.live("report/"), publication.title),
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": publication.live(PDF),
            "encodingFormat": "application/pdf",
        },
        "isBasedOn": dataset_ld(publication),
        "hasPart": [image_ld(publication, record) for record in figures],
    }


def dataset_ld(publication: Publication) -> dict[str, Any]:
    """All tables together."""
    package = publication.live("data/datapackage.json")
    workbook = publication.live("data/coordination-versus-capacity.xlsx")
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {
        "@type": "Dataset",
        **common(publication, publication.live("data/"), f"{publication.title}: all tables"),
        "description": "Announcements, promises, money, plants, production and prices of critical "
        "minerals, one fact per row, each with its source.",
        "distribution": [
            download("application/json", package),
            download(sheet, workbook),
        ],
    }


def common(
    publication: Publication, address: str, name: str, work: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What all parts of the report have: name, address, makers, version, licence, date.

    `work` is the CSL-JSON record of a part that is cited by itself, with its own makers.
    """
    publisher = {"@type": "Organization", "name": publication.author}
    named = [author["literal"] for author in work["author"]] if work else [publication.author]
    makers = [{"@type": "Organization", "name": maker} for maker in named]
    return {
        "@id": address,
        "url": address,
        "name": name,
        "author": makers if len(makers) > 1 else makers[0],
        "publisher": publisher,
        "version": publication.version,
        "dateModified": publication.about.as_of.isoformat(),
        "license": publication.licence_url,
        "inLanguage": "en-GB",
    }


def cited(record: Mapping[str, Any]) -> dict[str, Any]:
    """The CSL-JSON record by which an exhibit or a number is cited."""
    [work] = json.loads(record["citations"]["csl-json"])
    return dict(work)


def download(kind: str, address: str) -> dict[str, str]:
    return {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": address}


def image_ld(
    publication: Publication, record: Mapping[str, Any], frozen: bool = False
) -> dict[str, Any]:
    """A figure: as PNG, on frozen pages as the SVG that was kept."""
    address = record["frozen_address" if frozen else "address"]
    return {
        "@type": "ImageObject",
        **common(publication, address, record["title"], cited(record)),
        "caption": record["caption"],
        "contentUrl": f"{address}{record['id']}.svg" if frozen else png_address(record),
        "encodingFormat": "image/svg+xml" if frozen else "image/png",
        "creditText": record["citations"]["apa"],
    }


def exhibit_ld(
    publication: Publication, record: Mapping[str, Any], frozen: bool = False
) -> dict[str, Any]:
    """The rows of an exhibit as a dataset, with its picture."""
    name = record["id"]
    address = record["frozen_address" if frozen else "address"]
    described = {
        "@context": CONTEXT,
        "@type": "Dataset",
        **common(publication, address, record["title"], cited(record)),
        "description": record["caption"],
        "identifier": record["frozen_address"],
        "citation": record["citations"]["apa"],
        "distribution": [
            download(kind, f"{address}{name}.{ending}")
            for ending, kind in DATA_FORMATS.items()
            if f"{name}.{ending}" in record["files"]
        ],
    }
    if record["kind"] == "figure":
        described["image"] = image_ld(publication, record, frozen)
    return described


def exhibit_head(publication: Publication, record: Mapping[str, Any], frozen: bool) -> str:
    """Additions to the head of an exhibit's page."""
    address = record["frozen_address" if frozen else "address"]
    # A picture of the newest version would belie a frozen page.
    has_picture = record["kind"] == "figure" and not frozen
    tags = [
        ("og:type", "article"),
        ("og:title", record["title"]),
        ("og:description", record["subtitle"]),
        ("og:url", address),
        ("og:image", png_address(record) if has_picture else ""),
        ("og:image:alt", record["alt"] if has_picture else ""),
        *work_tags(cited(record), publication),
    ]
    oembed = link("alternate", f"{address}oembed.json", "application/json+oembed", record["title"])
    return (
        meta_tags(tags)
        + link("canonical", address)
        + oembed
        + json_ld(exhibit_ld(publication, record, frozen))
    )


def version_head(publication: Publication, citations: Mapping[str, str]) -> str:
    """Additions to the head of the page of one version of the report."""
    work = json.loads(citations["csl-json"])[0]
    address = work.get("URL", "")
    tags = [
        *work_tags(work, publication),
        ("citation_pdf_url", f"{address}{PDF.rpartition('/')[2]}" if address else ""),
        ("og:type", "article"),
        ("og:title", publication.title),
        ("og:url", address),
    ]
    return meta_tags(tags) + link("canonical", address)


def fact_head(publication: Publication, record: Mapping[str, Any], frozen: bool) -> str:
    """Additions to the head of a fact's page."""
    address = record["frozen_address" if frozen else "address"]
    tags = [
        ("og:type", "article"),
        ("og:title", fact_title(record)),
        ("og:url", address),
        *work_tags(cited(record), publication),
    ]
    described = "" if frozen else json_ld(fact_ld(publication, record))
    return meta_tags(tags) + link("canonical", address) + described


def fact_ld(publication: Publication, record: Mapping[str, Any]) -> dict[str, Any]:
    """A number as a dataset of one value, with the address that a citation should name."""
    unit = {"unitText": record["unit"]} if record["unit"] else {}
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        **common(publication, record["address"], fact_title(record), cited(record)),
        "identifier": record["frozen_address"],
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": record["label"],
            "value": record["value"],
            **unit,
        },
        "citation": record["citations"]["apa"],
    }


def png_address(record: Mapping[str, Any]) -> str:
    """The address of a figure's newest PNG file."""
    return f"{record['address']}{record['id']}.png"
