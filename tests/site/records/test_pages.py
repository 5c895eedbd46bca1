"""Record pages: text is escaped, sources are linked, nothing leads nowhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest
from lxml import html

from analysis.citation.catalogue import Catalogue
from analysis.citation.publication import Publication
from analysis.core.project import Project
from analysis.facts.processed import Processed
from analysis.raw.load import as_written
from analysis.site.citable_pages import PagePlace
from analysis.site.profiles.profile import Cell, Profile, Section
from analysis.site.records.acts import acts
from analysis.site.records.known import Known
from analysis.site.records.pages import TITLES, citation, write_records
from analysis.site.records.plants import plants
from analysis.site.records.programmes import programmes
from analysis.site.shell import shell

ROOT = Path(__file__).parents[3]
HOSTILE = '</title><script>alert(1)</script> "q" & <i>f</i>'


@pytest.fixture
def publication(made: Processed) -> Publication:
    return Publication.of(Project(ROOT), made.about)


@pytest.fixture
def written(known: Known, made: Processed, publication: Publication, tmp_path: Path) -> Path:
    """The site of the small records, the act with a hostile title."""
    records = [
        replace(record, title=f"{record.title} {HOSTILE}")
        for record in [*acts(known), *programmes(known), *plants(known)]
    ]
    place = PagePlace(shell(Project(ROOT)), publication, "../../..", False)
    rows = [[Cell("Pact", next(each.path for each in records if each.id == "pact"))]]
    shown = Profile("minerals", "tin", HOSTILE, [""], [], [Section("acts", "Acts", ("",), rows)])
    listed = Catalogue(publication, {}, {}, {}, {}, {})
    write_records(place, records, listed, made, tmp_path, [shown])
    return tmp_path


def test_a_record_leads_to_the_profiles_that_lead_to_it(written: Path) -> None:
    page = html.fromstring((written / "records/announcements/pact/index.html").read_text("utf-8"))
    (link,) = page.xpath("//dt[.='Profiles']/following-sibling::dd[1]/a")
    assert (link.get("href"), link.text_content()) == (
        "../../../minerals/tin/index.html",
        HOSTILE,
    )


def test_text_of_the_tables_is_no_markup(written: Path) -> None:
    text = (written / "records/announcements/pact/index.html").read_text("utf-8")
    page = html.fromstring(text)
    assert page.xpath("//h1")[0].text_content() == f"Pact on magnets {HOSTILE}"
    assert page.xpath("//script[not(@src)]") == []
    assert page.xpath("//main//i | //main//b[.='itself']") == []
    parser = html5lib.HTMLParser()
    parser.parse(text)
    assert [(place, code) for place, code, _ in parser.errors] == []


def test_sources_are_numbered_as_the_page_names_them_and_lead_to_their_addresses(
    written: Path,
) -> None:
    page = html.parse(written / "records/announcements/pact/index.html").getroot()
    items = page.xpath("//section[@id='sources']//li")
    assert [item.get("id") for item in items] == ["source-1", "source-2"]
    assert items[0].xpath("a/@href") == ["https://example.org/gazette"]
    assert items[0].text_content().replace("\N{NO-BREAK SPACE}", " ").strip() == (
        "The act <b>itself</b>. Office, 20 October 2025 (primary)."
    )
    assert items[1].text_content().strip() == "A report. Office, undated (weak)."
    evidence = page.xpath("//dt[.='Strongest evidence']/following-sibling::dd[1]")
    assert evidence[0].text_content() == "Primary: the body that acted or measured"


def test_the_file_beside_the_page_holds_the_codes(written: Path) -> None:
    content = json.loads((written / "records/announcements/pact/pact.json").read_text("utf-8"))
    assert content["rows"]["announcements"][0]["parties"] == "AUS|USA"
    assert "coverage" not in content["rows"]["announcements"][0]
    assert content["judged"] == {
        "rung": 1,
        "side": "coordination",
        "reached_on": "2025-11-02",
        "counted": True,
    }
    assert content["sources"] == ["gazette", "paper"]


def test_a_record_is_cited_by_its_address_or_where_there_is_none_by_its_file(
    known: Known, publication: Publication
) -> None:
    [record] = programmes(known)
    said = "The store. Stockpile programme, European Union and Japan. Coordination versus capacity"
    at = replace(publication, address="https://example.org", is_draft=False)
    assert citation(record, at) == (
        f"{said}, data version 1.0.0, https://example.org/records/stockpile_programmes/store/"
    )
    assert citation(record, replace(at, address="")) == (
        f"{said}, data version 1.0.0, file records/stockpile_programmes/store/store.json"
    )


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Any]:
    """All record pages of the built site."""
    return {
        path: html.parse(path).getroot()
        for path in sorted((site / "records").glob("*/*/index.html"))
    }


def test_each_row_of_the_three_tables_has_a_page_and_the_list_leads_to_it(
    site: Path, pages: dict[Path, Any]
) -> None:
    tables = as_written(ROOT / "data" / "raw")
    keys = {"announcements": "announcement_id", "projects": "project_id"}
    rows = {
        site / "records" / table / key / "index.html"
        for table in TITLES
        for key in tables[table][keys.get(table, "programme_id")]
    }
    assert set(pages) == rows
    links = html.parse(site / "records" / "index.html").xpath("//main//a/@href")
    listed = {(site / "records" / link).resolve() for link in links if "/records/" in link}
    assert listed == rows


def test_no_record_page_is_without_a_source(pages: dict[Path, Any]) -> None:
    assert [
        path for path, page in pages.items() if not page.xpath("//section[@id='sources']//li")
    ] == []


def test_each_number_reaches_a_record_or_a_raw_row_with_a_source(
    site: Path, facts: dict[str, dict[str, Any]]
) -> None:
    used = {
        name
        for path in (site / "records").glob("*/*/*.json")
        for name in json.loads(path.read_text("utf-8"))["facts"]
    }
    tables = as_written(ROOT / "data" / "raw")
    sourced = {
        name
        for name, fact in facts.items()
        if any("source_id" in tables[group["table"]] for group in fact["inputs"])
    }
    assert used
    assert set(facts) - used - sourced == set()
