"""The Data Package beside an exhibit's CSV: its columns, its sources, and its stamp.

A CSV file has no room for a stamp that spreadsheets would leave alone, so the stamp lies beside it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.citation.publication import Publication, web
from analysis.citation.stamp_formats import csv_hash
from analysis.citation.stamps import stamp
from analysis.citation.styles import plain_text
from analysis.raw.descriptor import PROFILE

MISSING = ("",)


def data_package(
    publication: Publication, record: Mapping[str, Any], references: Mapping[str, str], text: str
) -> dict[str, Any]:
    """The package of one table.

    Parameters: the publication; the exhibit's record with its rows; the full reference of each
    source as HTML; the text of the CSV file.
    Format: Data Package, version 2 (datapackage.org).
    """
    content, name = text.encode(), record["id"]
    return {
        "$schema": PROFILE,
        "name": name,
        "title": record["title"],
        "description": f"{record['subtitle']}. {record['note']}",
        "version": record["data_version"],
        **({"homepage": address} if (address := web(record["frozen_address"])) else {}),
        "licenses": [{"title": publication.licence, "path": publication.licence_url}],
        "sources": [{"title": plain_text(references[source])} for source in record["sources"]],
        "resources": [
            {
                "name": name,
                "type": "table",
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content),
                "hash": f"sha256:{csv_hash(content)}",
                "schema": {
                    "fields": record.get("fields") or seen_fields(record, text),
                    "missingValues": list(MISSING),
                },
            }
        ],
        "stamp": stamp(record, publication.licence_url, csv_hash(content)),
    }


def seen_fields(record: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """The columns of the file as its values show them, for releases whose records tell no more."""
    heads = next(csv.reader(io.StringIO(text)))
    shown = dict(zip(record["columns"], zip(*record["rows"], strict=True), strict=False))
    return [
        {"name": head, **kind(shown.get(head, ()))}
        | ({"unit": record["units"][head]} if head in record["units"] else {})
        for head in heads
    ]


def kind(values: Sequence[Any]) -> dict[str, Any]:
    """The type of a column, as a Data Package names it, from its values."""
    types = {type(value) for value in values if value is not None}
    if types == {bool}:
        return {"type": "boolean", "trueValues": ["True"], "falseValues": ["False"]}
    if types and types <= {int, float}:
        return {"type": "integer" if types == {int} else "number"}
    return {"type": "string"}
