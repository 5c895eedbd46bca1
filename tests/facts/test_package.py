"""The packages of processed tables: each column with type, unit and meaning, names by folder."""

from __future__ import annotations

import pandera.pandas as pa
import pytest

from analysis.core.columns import column
from analysis.facts.package import (
    field,
    processed_codebook,
    processed_package,
    site_package,
    type_of,
)
from analysis.transforms.graph import TABLES


class Moons(pa.DataFrameModel):
    """A moon."""

    name: str = column("name")
    craters: int = column("craters", "craters")
    mass_t: float = column("mass", "t")
    seen: bool = column("whether it was seen")


COLUMNS = Moons.to_schema().columns


@pytest.mark.parametrize(
    ("name", "kind"),
    [("name", "string"), ("craters", "integer"), ("mass_t", "number"), ("seen", "boolean")],
)
def test_a_column_has_the_type_of_its_values(name: str, kind: str) -> None:
    assert type_of(COLUMNS[name]) == kind


def test_a_field_says_its_unit_and_how_yes_and_no_are_written() -> None:
    assert field("mass_t", COLUMNS["mass_t"]) == {
        "name": "mass_t",
        "type": "number",
        "description": "mass",
        "unit": "t",
    }
    seen = field("seen", COLUMNS["seen"])
    assert (seen["trueValues"], seen["falseValues"]) == (["True"], ["False"])
    assert "unit" not in seen


def test_every_column_stands_in_the_package_and_in_the_codebook() -> None:
    package = processed_package("1.2.0")
    described = [
        (resource["path"], each["name"], each["type"], each.get("unit", ""), each["description"])
        for resource in package["resources"]
        for each in resource["schema"]["fields"]
    ]
    assert package["version"] == "1.2.0"
    assert {path for path, *_ in described} == {f"{table.name}.csv" for table in TABLES}
    book = processed_codebook()
    rows = book.assign(table=book["table"] + ".csv").itertuples(index=False, name=None)
    assert [tuple(row) for row in rows] == described


def test_folders_are_joined_with_their_names_and_references_follow() -> None:
    keys = [
        {"fields": ["moon"], "reference": {"resource": "moons", "fields": ["name"]}},
        {"fields": ["inside"], "reference": {"resource": "", "fields": ["id"]}},
    ]
    one = {"name": "craters", "path": "craters.csv", "schema": {"foreignKeys": keys}}
    two = {"name": "moons", "path": "moons.csv", "schema": {"fields": []}}
    joint = site_package(
        {"raw": {"version": "1.2.0", "resources": [one, two]}, "processed": {"resources": [two]}}
    )
    names = [(each["name"], each["path"]) for each in joint["resources"]]
    assert joint["version"] == "1.2.0"
    assert names == [
        ("raw-craters", "raw/craters.csv"),
        ("raw-moons", "raw/moons.csv"),
        ("processed-moons", "processed/moons.csv"),
    ]
    references = [
        key["reference"]["resource"] for key in joint["resources"][0]["schema"]["foreignKeys"]
    ]
    assert references == ["raw-moons", ""]
    assert keys[0]["reference"]["resource"] == "moons"
