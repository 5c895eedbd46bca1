"""The Data Package beside a table describes it, and carries its stamp."""

from __future__ import annotations

import json
from pathlib import Path

import frictionless
import pytest
from lxml import html as reader

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import PACKAGE
from analysis.citation.schema import invalid
from analysis.site.datapackages import seen_fields


@pytest.mark.parametrize("place", ["", "v/0.1.0/", "v/0.0.9/"])
@pytest.mark.parametrize("name", ["fig-shares", "tbl-areas"])
def test_another_library_finds_package_and_table_valid(built: Path, place: str, name: str) -> None:
    report = frictionless.validate(str(built / place / "exhibits" / name / PACKAGE), type="package")
    assert report.valid, report.flatten(["type", "message"])


def test_a_package_names_columns_units_sources_and_licence(built: Path) -> None:
    folder = built / "exhibits" / "fig-shares"
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert (fields["share_pct"]["type"], fields["share_pct"]["unit"]) == ("number", "%")
    assert (fields["year"]["type"], fields["year"]["unit"]) == ("integer", "year")
    assert fields["source_ids"]["type"] == "string"
    assert [name for name, field in fields.items() if not field["description"]] == []
    assert any("International Energy Agency" in source["title"] for source in package["sources"])
    assert package["licenses"][0]["path"] == "https://creativecommons.org/licenses/by/4.0/"


def test_the_page_says_what_each_column_means(built: Path) -> None:
    folder = built / "exhibits" / "fig-shares"
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    page = reader.parse(folder / "index.html").getroot()
    said = [item.text_content() for item in page.xpath("//section[@id='data']/details//li")]
    heads = {"share_pct": "Share (%)", "year": "Year", "evidence_tier": "Evidence tier"}
    for name, head in heads.items():
        assert any(item.startswith(f"{head}, {name}: ") for item in said), name
    assert [item.partition(", ")[2] for item in said] == [
        f"{field['name']}: {field['description']}"
        for field in package["resources"][0]["schema"]["fields"]
    ]


def test_of_a_release_whose_record_tells_no_types_the_values_do() -> None:
    record = {"columns": ["country", "year", "share"], "units": {"share": "%"}}
    rows = {"rows": [["CHN", 2024, 91.5], ["USA", 2024, None]]}
    assert seen_fields(record | rows, "country,year,share,source_ids\r\n") == [
        {"name": "country", "type": "string"},
        {"name": "year", "type": "integer"},
        {"name": "share", "type": "number", "unit": "%"},
        {"name": "source_ids", "type": "string"},
    ]


def test_the_stamp_in_a_package_fits_its_schema_and_its_table(built: Path) -> None:
    folder = built / "exhibits" / "fig-shares"
    stamp = carriers.csv_stamp((folder / PACKAGE).read_bytes(), "fig-shares.csv")
    assert stamp is not None
    assert invalid(stamp, "stamp") == []
    assert stamp["picture_hash"] == carriers.csv_hash((folder / "fig-shares.csv").read_bytes())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"resources": [], "stamp": {}}', b"\xff"])
def test_another_package_has_no_stamp(content: bytes) -> None:
    assert carriers.csv_stamp(content, "fig-shares.csv") is None
