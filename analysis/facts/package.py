"""The Data Package of the processed tables, and the one that describes the whole site's data."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa

from analysis.core.columns import unit_of
from analysis.raw.descriptor import PACKAGE, PROFILE
from analysis.transforms.graph import TABLES, ProcessedTable

# What pandera calls a type, and what Data Package and the codebook call it.
TYPES = {"int": "integer", "float": "number", "bool": "boolean"}


def processed_package(version: str) -> dict[str, Any]:
    """The Data Package of `data/processed`, from the models of the transforms.

    Format: Data Package, version 2 (datapackage.org).
    """
    return {
        "$schema": PROFILE,
        **PACKAGE,
        "name": "coordination-versus-capacity-processed",
        "title": "Coordination versus capacity: the processed tables",
        "description": "What the transforms compute from the researched tables.",
        "version": version,
        "resources": [resource(table) for table in TABLES],
    }


def resource(table: ProcessedTable) -> dict[str, Any]:
    """One processed table as a resource of a package."""
    columns = table.model.to_schema().columns
    return {
        "name": table.name.replace("_", "-"),
        "type": "table",
        "path": f"{table.name}.csv",
        "title": f"One row is {table.title}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [field(name, column) for name, column in columns.items()],
            "missingValues": [""],
        },
    }


def field(name: str, column: pa.Column) -> dict[str, Any]:
    """One column as a field of a package."""
    entry: dict[str, Any] = {
        "name": name,
        "type": type_of(column),
        "description": column.description,
    }
    if entry["type"] == "boolean":
        entry |= {"trueValues": ["True"], "falseValues": ["False"]}
    if unit_of(column):
        entry["unit"] = unit_of(column)
    return entry


def type_of(column: pa.Column) -> str:
    """The type of a column as Data Package names it."""
    kind = str(column.dtype).lower()
    return next((name for part, name in TYPES.items() if part in kind), "string")


def processed_codebook() -> pd.DataFrame:
    """Every column of every processed table: table, column, type, unit, description (text)."""
    rows = [
        {
            "table": table.name,
            "column": name,
            "type": type_of(column),
            "unit": unit_of(column) or "",
            "description": column.description,
        }
        for table in TABLES
        for name, column in table.model.to_schema().columns.items()
    ]
    return pd.DataFrame(rows)


def site_package(packages: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One package over several folders of tables.

    Parameters: packages by folder name. Resources are named `<folder>-<table>` and found at
    `<folder>/<file>`; references between them follow.
    """
    resources = [
        placed(resource, folder)
        for folder, package in packages.items()
        for resource in package["resources"]
    ]
    version = next(iter(packages.values()))["version"]
    return {
        "$schema": PROFILE,
        **PACKAGE,
        "name": "coordination-versus-capacity",
        "title": "Coordination versus capacity: all tables",
        "version": version,
        "resources": resources,
    }


def placed(resource: dict[str, Any], folder: str) -> dict[str, Any]:
    """A resource as seen from the folder above its own."""
    schema = dict(resource["schema"])
    if "foreignKeys" in schema:
        schema["foreignKeys"] = [
            key | {"reference": renamed(key["reference"], folder)} for key in schema["foreignKeys"]
        ]
    path, name = f"{folder}/{resource['path']}", f"{folder}-{resource['name']}"
    return resource | {"name": name, "path": path, "schema": schema}


def renamed(reference: dict[str, Any], folder: str) -> dict[str, Any]:
    """A reference to another table under that table's name in the joint package."""
    target = reference["resource"]
    return reference | {"resource": f"{folder}-{target}" if target else ""}
