"""Descriptions of the report for archives: CodeMeta, Zenodo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.citation.publication import Publication
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
    whole = f"https://doi.org/{publication.concept_doi}"
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
        **({"sameAs": whole} if publication.concept_doi else {}),
    }


def zenodo(publication: Publication) -> dict[str, Any]:
    """The content of `.zenodo.json`."""
    whole = {"identifier": publication.concept_doi, "relation": "isVersionOf"}
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
        **({"related_identifiers": [whole]} if publication.concept_doi else {}),
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
