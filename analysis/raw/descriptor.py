"""The data package of the raw tables and their codebook, generated from the schemas.

Format: Data Package, version 2 (datapackage.org). Nothing in it is written by hand except the
version, which the file itself keeps.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from analysis.core.columns import unit_of
from analysis.raw.load import DESCRIPTOR, data_version
from analysis.raw.tables import TABLES, Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {"number": "number", "whole": "integer", "flag": "boolean"}
LISTS = ("identifiers", "texts", "choices", "places")
PACKAGE = {
    "name": "coordination-versus-capacity-raw",
    "title": "Coordination versus capacity: the researched tables",
    "description": (
        "What governments announced and promised on critical minerals, what their stockpiles and "
        "funds spent, who mines and processes what, and which plants are being built. One fact per "
        "row, each with its source. Dates are days, months or years (YYYY-MM-DD, YYYY-MM, YYYY) "
        "and stand for the whole interval. Empty is unknown, not zero. Lists are separated by |. "
        "Places are ISO 3166-1 alpha-3 codes or blocs."
    ),
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0 (the compilation; sources keep their own)",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
    "contributors": [{"title": "Coordination versus Capacity project", "roles": ["creator"]}],
    "sources": [
        {
            "title": "The documents listed in sources.csv, with publisher, address and licence",
            "path": "sources.csv",
        }
    ],
}


def descriptor(version: str) -> dict[str, Any]:
    """The data package of all raw tables.

    Parameters: the data version.
    Returns plain JSON values: metadata, and for each table its fields (name, type, description,
    unit, constraints), primary key, foreign keys and text of missing values.
    """
    resources = [_resource(table) for table in TABLES.values()]
    return {"$schema": PROFILE, **PACKAGE, "version": version, "resources": resources}


def descriptor_text(version: str) -> str:
    """The data package as the text of its file."""
    return json.dumps(descriptor(version), ensure_ascii=False, indent=2) + "\n"


def write_descriptor(raw_dir: Path) -> Path:
    """Write `datapackage.json` beside the tables, with the version that it had."""
    path = raw_dir / DESCRIPTOR
    path.write_text(descriptor_text(data_version(raw_dir)), encoding="utf-8")
    return path


def codebook() -> pd.DataFrame:
    """Every column of every raw table.

    Returns one row per column, in the order of the tables: table, column, type, unit, description,
    required (bool), allowed_values (`value: meaning` separated by `; `, or the range); unit and
    allowed_values are missing where there is none.
    """
    rows = [
        {
            "table": table.name,
            "column": name,
            "type": _type_in_words(table.kind(name)),
            "unit": unit_of(field),
            "description": field.description,
            "required": not field.nullable,
            "allowed_values": _allowed(field),
        }
        for table in TABLES.values()
        for name, field in table.fields.items()
    ]
    texts = ["table", "column", "type", "unit", "description", "allowed_values"]
    return pd.DataFrame(rows).astype(dict.fromkeys(texts, "str"))


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, name, field) for name, field in table.fields.items()],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    # Lists of keys cannot be foreign keys in a data package; the field names the table instead.
    foreign = [
        {"fields": [column], "reference": _reference(table, parent)}
        for column, parent in table.references.items()
        if table.kind(column) == "identifier"
    ]
    return {
        "name": table.name.replace("_", "-"),
        "type": "table",
        "path": table.file,
        "title": table.title[0].upper() + table.title[1:],
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": foreign} if foreign else {}),
    }


def _reference(table: Table, parent: str) -> dict[str, Any]:
    own = parent == table.name
    return {"resource": "" if own else parent.replace("_", "-"), "fields": list(TABLES[parent].key)}


def _field(table: Table, name: str, field: pa.Column) -> dict[str, Any]:
    kind = table.kind(name)
    entry: dict[str, Any] = {
        "name": name,
        "type": TYPES.get(kind, "string"),
        "description": field.description,
    }
    if kind in LISTS:  # the type `list` would say so, but readers of packages stumble over it
        entry["separator"] = "|"
    if unit_of(field):
        entry["unit"] = unit_of(field)
    if kind == "identifiers" and name in table.references:
        entry["listOf"] = table.references[name].replace("_", "-")
    if field.metadata["vocabulary"]:
        entry["categories"] = [
            {"value": value, "label": meaning}
            for value, meaning in field.metadata["vocabulary"].items()
        ]
    constraints = _constraints(field, unique=table.key == (name,))
    return entry | ({"constraints": constraints} if constraints else {})


def _constraints(field: pa.Column, unique: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not field.nullable:
        found["required"] = True
    if unique:
        found["unique"] = True
    rules = _rules(field)
    if "isin" in rules:
        found["enum"] = list(field.metadata["vocabulary"])
    if "str_matches" in rules:
        found["pattern"] = rules["str_matches"].strip("^$")
    for rule, name in (
        ("greater_than_or_equal_to", "minimum"),
        ("less_than_or_equal_to", "maximum"),
        ("greater_than", "exclusiveMinimum"),
    ):
        if rule in rules:
            found[name] = rules[rule]
    return found


def _rules(field: pa.Column) -> Mapping[str, Any]:
    """The argument of each rule of a column, by the rule's name."""
    return {check.name: next(iter(check.statistics.values())) for check in field.checks}


def _type_in_words(kind: str) -> str:
    words = {
        "whole": "whole number",
        "flag": "true or false",
        "interval": "date, month or year",
        "choice": "one of a list",
        "choices": "several of a list, separated by |",
        "identifiers": "identifiers, separated by |",
        "texts": "texts, separated by |",
        "places": "country codes or blocs, separated by |",
        "address": "web address",
        "digest": "SHA-256, 64 hexadecimal digits",
    }
    return words.get(kind, kind)


def _allowed(field: pa.Column) -> str | None:
    vocabulary = field.metadata["vocabulary"]
    if vocabulary:
        return "; ".join(f"{value}: {meaning}" for value, meaning in vocabulary.items())
    rules = _rules(field)
    low, high = rules.get("greater_than_or_equal_to"), rules.get("less_than_or_equal_to")
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if "greater_than" in rules:
        return f"more than {rules['greater_than']:g}"
    return None if low is None else f"{low:g} or more"
