"""The data package follows from the schemas, and is valid for others' tools."""

from __future__ import annotations

import json
from pathlib import Path

import frictionless
import pytest

from analysis.raw.descriptor import codebook, descriptor, descriptor_text, write_descriptor
from analysis.raw.load import data_version
from analysis.raw.tables import TABLES


def resource(name: str) -> dict[str, object]:
    return next(r for r in descriptor("1.2.3")["resources"] if r["name"] == name)


def field(resource_name: str, name: str) -> dict[str, object]:
    schema = resource(resource_name)["schema"]
    assert isinstance(schema, dict)
    return next(f for f in schema["fields"] if f["name"] == name)


def test_the_file_beside_the_tables_is_up_to_date(real_dir: Path) -> None:
    written = (real_dir / "datapackage.json").read_text(encoding="utf-8")
    assert written == descriptor_text(data_version(real_dir)), (
        "data/raw/datapackage.json does not follow from the schemas: run `briefing descriptor`"
    )


def test_frictionless_finds_metadata_and_tables_valid(real_dir: Path) -> None:
    report = frictionless.validate(real_dir / "datapackage.json", type="package")
    assert report.flatten(["path", "rowNumber", "fieldName", "message"]) == []
    assert report.stats["tasks"] == len(TABLES)


def test_frictionless_finds_what_is_wrong(raw_dir: Path) -> None:
    write_descriptor(raw_dir)
    path = raw_dir / "production.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",100,", ",140,", 1), encoding="utf-8")
    report = frictionless.validate(raw_dir / "datapackage.json", type="package")
    assert [row[:2] for row in report.flatten(["type", "fieldName"])] == [
        ["constraint-error", "share_pct"]
    ]


def test_the_version_is_kept_when_the_package_is_written_again(raw_dir: Path) -> None:
    path = raw_dir / "datapackage.json"
    path.write_text(json.dumps({"version": "4.5.6"}), encoding="utf-8")
    assert write_descriptor(raw_dir) == path
    assert json.loads(path.read_text(encoding="utf-8")) == descriptor("4.5.6")


def test_a_package_names_licence_makers_and_sources() -> None:
    package = descriptor("1.2.3")
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["version"] == "1.2.3"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["contributors"] and package["sources"]
    assert [r["path"] for r in package["resources"]] == [f"{name}.csv" for name in TABLES]


def test_keys_and_references_are_declared() -> None:
    schema = resource("milestones")["schema"]
    assert isinstance(schema, dict)
    assert schema["primaryKey"] == ["announcement_id", "event_on", "status", "source_id"]
    assert {
        "fields": ["announcement_id"],
        "reference": {"resource": "announcements", "fields": ["announcement_id"]},
    } in schema["foreignKeys"]
    own = resource("projects")["schema"]
    assert isinstance(own, dict)
    assert {
        "fields": ["contained_in"],
        "reference": {"resource": "", "fields": ["project_id"]},
    } in own["foreignKeys"]
    assert schema["missingValues"] == [""]


@pytest.mark.parametrize(
    ("table", "name", "expected"),
    [
        (
            "production",
            "share_pct",
            {"type": "number", "unit": "%", "constraints": {"minimum": 0, "maximum": 100}},
        ),
        ("announcements", "announcement_id", {"type": "string"}),
        ("prices", "price", {"constraints": {"required": True, "exclusiveMinimum": 0}}),
        ("announcements", "minerals", {"separator": "|", "listOf": "minerals"}),
        ("roadmap-areas", "present_in_draft", {"type": "boolean"}),
        ("production", "year", {"type": "integer"}),
    ],
)
def test_a_field_says_type_unit_and_limits(
    table: str, name: str, expected: dict[str, object]
) -> None:
    found = field(table, name)
    assert {key: found[key] for key in expected} == expected


def test_a_vocabulary_comes_with_its_meanings() -> None:
    outcome = field("promises", "outcome")
    assert outcome["constraints"] == {
        "required": True,
        "enum": [
            *("kept", "late", "broken", "open", "in_part", "searched", "not_checked", "not_owed"),
        ],
    }
    categories = outcome["categories"]
    assert isinstance(categories, list)
    assert categories[0] == {"value": "kept", "label": "fulfilled on or before the deadline"}


def test_the_codebook_has_every_column_once_with_its_meaning() -> None:
    book = codebook()
    columns = [(name, column) for name, table in TABLES.items() for column in table.fields]
    assert list(zip(book["table"], book["column"], strict=True)) == columns
    assert book["description"].str.len().min() > 2
    numbers = book[book["type"] == "number"]
    assert numbers["unit"].notna().all(), "a number without a unit says nothing"


def test_the_codebook_shows_what_is_allowed() -> None:
    book = codebook().set_index(["table", "column"])["allowed_values"]
    assert book["production", "share_pct"] == "0 to 100"
    assert book["prices", "price"] == "more than 0"
    assert book["demand", "quantity"] == "0 or more"
    assert str(book["production", "measure"]) == (
        "production: output; capacity: what could be made"
    )
