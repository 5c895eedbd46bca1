"""Descriptions of the report for archives and feeds: CodeMeta, Zenodo, Atom."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from analysis.citation.editions import Edition
from analysis.citation.publication import Publication, web
from analysis.core.templates import rendered

DESCRIPTION = (
    "Whether government coordination on critical minerals (memoranda, action plans, price floors, "
    "stockpiles) is turning into separation, refining, metal and magnet capacity: versioned data, "
    "tested transforms, figures and numbers with permanent addresses."
)
KEYWORDS = ["critical minerals", "rare earths", "stockpiles", "price floors", "supply chains"]
CODE_LICENCE = "https://spdx.org/licenses/MIT"


def codemeta(publication: Publication) -> dict[str, Any]:
    """The content of `codemeta.json` (CodeMeta 3.0)."""
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "type": "SoftwareSourceCode",
        "name": publication.title,
        "description": DESCRIPTION,
        "version": publication.version,
        "dateModified": publication.about.as_of.isoformat(),
        "author": [{"type": "Organization", "name": publication.author}],
        "license": CODE_LICENCE,
        "keywords": KEYWORDS,
        "programmingLanguage": "Python",
        **({"url": publication.live("")} if publication.address else {}),
        **({"identifier": f"https://doi.org/{publication.doi}"} if publication.doi else {}),
    }


def zenodo(publication: Publication) -> dict[str, Any]:
    """The content of `.zenodo.json`."""
    return {
        "title": publication.title,
        "description": DESCRIPTION,
        "upload_type": "dataset",
        "version": publication.version,
        "publication_date": publication.about.as_of.isoformat(),
        "creators": [{"name": publication.author}],
        "license": "cc-by-4.0",
        "access_right": "open",
        "keywords": KEYWORDS,
        "language": "eng",
        **({"doi": publication.doi} if publication.doi else {}),
    }


def for_language_models(publication: Publication, theme: Path) -> str:
    """The content of `llms.txt` (llmstxt.org): what stands where, and how to cite it rightly."""
    return rendered(
        theme,
        "llms.txt",
        title=publication.title,
        description=DESCRIPTION,
        version=publication.version,
        as_of=publication.about.as_of.isoformat(),
        at=publication.live("") if publication.address else "",
    )


def feed(publication: Publication, releases: Sequence[Edition]) -> str:
    """The released versions as an Atom feed, the newest first (RFC 4287)."""
    address = escape(web(publication.live("releases.xml")))
    own = f'<link rel="self" href="{address}"/>\n' if address else ""
    updated = releases[0].exhibits["as_of"] if releases else publication.about.as_of.isoformat()
    entries = "".join(entry(publication, kept) for kept in releases)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{escape(publication.title)}: releases</title>\n"
        f"<id>{address or named(publication, 'releases')}</id>\n"
        f"{own}<updated>{updated}T00:00:00Z</updated>\n"
        f"<author><name>{escape(publication.author)}</name></author>\n{entries}</feed>\n"
    )


def named(publication: Publication, what: str) -> str:
    """The name of a feed or an entry of a site without address (RFC 4122, from title and words)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.title}/{what}").urn


def entry(publication: Publication, kept: Edition) -> str:
    """One release in the feed."""
    address = escape(f"{publication.address or '.'}/v/{kept.version}/")
    name = address if publication.address else named(publication, kept.version)
    return (
        f"<entry><title>Data version {escape(kept.version)}</title><id>{name}</id>"
        f'<link href="{address}"/><updated>{kept.exhibits["as_of"]}T00:00:00Z</updated>'
        f"<summary>{len(kept.exhibits['exhibits'])} exhibits, {len(kept.facts['facts'])} "
        "numbers.</summary></entry>\n"
    )
