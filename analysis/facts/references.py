"""Sources as CSL-JSON: the one record from which every citation is formatted.

The producer of the data comes first: where a publisher names the outlet and, in brackets, whom
it quotes (`Mining.com (Reuters)`), the record keeps the name as the source table has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from analysis.facts.text import short_day

# Pandoc and Quarto read keys that begin with `sec-`, `fig-` or `tbl-` as cross-references, and
# some source ids do (filings with the US Securities and Exchange Commission).
KEY_PREFIX = "src-"

CSL_TYPES = {
    "news": "article-newspaper",
    "analysis": "report",
    "official": "report",
    "company": "report",
    "statistics": "dataset",
}


def citation_key(source_id: str) -> str:
    """The key of a source in documents: `@src-<source_id>`."""
    return KEY_PREFIX + source_id


def csl_references(sources: pd.DataFrame) -> list[dict[str, Any]]:
    """CSL-JSON records, sorted by key.

    Parameters: sources with source_id, title, publisher, url, published_on (interval text),
    accessed_on (day), kind. Unknown values are left out of the record.
    """
    records = (csl_reference(row) for row in sources.to_dict("records"))
    return sorted(records, key=lambda record: record["id"])


def csl_reference(row: dict[str, Any]) -> dict[str, Any]:
    """One source as a CSL-JSON record."""
    known = {key: value for key, value in row.items() if not pd.isna(value)}
    record: dict[str, Any] = {
        "id": citation_key(known["source_id"]),
        "type": CSL_TYPES.get(known.get("kind", ""), "document"),
        "title": known.get("title", known["source_id"]),
    }
    if "publisher" in known:
        record["author"] = [{"literal": known["publisher"]}]
    if "published_on" in known:
        record["issued"] = {"date-parts": [date_parts(known["published_on"])]}
    if "accessed_on" in known:
        record["accessed"] = {"date-parts": [date_parts(known["accessed_on"])]}
    if "url" in known:
        record["URL"] = known["url"]
    return record


def where_read(source: Mapping[str, Any]) -> str:
    """What follows a reference in HTML: the place in the document, and the copy that is kept.

    Parameters: a source with place, archived_url, archived_on (interval text). No style of
    citation has words for these. Empty if neither is known.
    """
    said = []
    if not pd.isna(source["place"]):
        said.append(f"Read there: {escape(source['place'])}.")
    if not pd.isna(source["archived_url"]):
        link = f'<a href="{escape(source["archived_url"])}">Archived copy</a>'
        said.append(f"{link} of {short_day(source['archived_on'])}.")
    return " ".join(said)


def date_parts(interval: str) -> list[int]:
    """`2026-02` as `[2026, 2]`: as exact as the source is, not more."""
    return [int(part) for part in interval.split("-")]


def short_reference(source: pd.Series) -> str:
    """Producer and year in plain text: `U.S. Geological Survey (2026)`; `n.d.` without a date."""
    published = source["published_on"]
    year = "n.d." if pd.isna(published) else published[:4]
    return f"{source['publisher']} ({year})"
