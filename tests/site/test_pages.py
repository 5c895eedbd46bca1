"""The built pages: whole, valid, founded on facts, free of other hosts."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from lxml import etree
from lxml import html as reader
from site_contract import check_site

from analysis.exhibits.registry import MODULES
from analysis.facts.processed import Processed

IDS = list(MODULES)
FIGURES = [name for name in IDS if name.startswith("fig-")]
DOCUMENTS = sorted(path.stem for path in (Path(__file__).parents[2] / "report").glob("[!_]*.qmd"))

YEAR = r"\b20\d\d\b"  # the year of an act is no number of the argument
MOST_WORDS = 2500  # of the briefing, headings and captions included, without their credits
NOT_READ_ALOUD = (
    ".//table | .//details | .//svg | .//*[@id='refs'] | .//*[@class='exhibit-links'] "
    "| .//*[@class='exhibit-source'] | .//script | .//style"
)


def page(site: Path, name: str) -> reader.HtmlElement:
    return reader.parse(site / "report" / f"{name}.html").getroot()


def test_the_site_holds_the_contract(site: Path, facts: dict[str, dict[str, Any]]) -> None:
    texts = {name: record["text"] for name, record in facts.items()}
    index = json.loads((site / "exhibits" / "index.json").read_text(encoding="utf-8"))
    stamp = f"data version {index['data_version']}"
    found = check_site(site, texts, stamp, index["address"])
    assert [problem.sentence() for problem in found] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pages_are_valid_html(site: Path, name: str) -> None:
    text = (site / "report" / f"{name}.html").read_text(encoding="utf-8")
    parser = html5lib.HTMLParser()
    parser.parse(text)
    assert [(place, code) for place, code, _ in parser.errors] == []


def test_every_document_has_its_page_and_the_site_leads_to_the_briefing(site: Path) -> None:
    assert {path.stem for path in (site / "report").glob("*.html")} == set(DOCUMENTS)
    assert "report/index.html" in (site / "index.html").read_text(encoding="utf-8")


def test_every_exhibit_stands_in_a_document(site: Path) -> None:
    shown = {identifier for name in DOCUMENTS for identifier in page(site, name).xpath("//@id")}
    assert set(IDS) <= shown


@pytest.mark.parametrize("name", IDS)
def test_every_exhibit_has_its_files(site: Path, name: str) -> None:
    folder = site / "exhibits" / name
    rows = list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8"))))
    assert rows
    assert "source_ids" in rows[0]
    record = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    assert record["id"] == name
    if name in FIGURES:
        etree.parse(folder / f"{name}.svg")
        assert (folder / f"{name}.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        json.loads((folder / f"{name}.vl.json").read_text(encoding="utf-8"))


def test_no_number_of_the_briefing_is_typed(site: Path) -> None:
    main = page(site, "index").xpath("//main")[0]
    aside = (
        ".//*[contains(concat(' ', @class, ' '), ' fact ')] | .//figure | .//*[@id='refs'] "
        "| .//*[contains(@class, 'header-section-number')] | .//a[contains(@class, 'xref')] "
        "| .//*[@class='dateline'] | .//*[@class='next-days'] | .//*[@class='news'] "
        "| .//script | .//style"
    )
    for element in main.xpath(aside):
        element.drop_tree()
    prose = " ".join(main.text_content().split())
    assert len(prose) > 500
    assert re.findall(r".{0,40}\d.{0,40}", re.sub(YEAR, "", prose)) == []


def test_the_briefing_is_read_aloud_in_a_quarter_of_an_hour(site: Path) -> None:
    main = page(site, "index").xpath("//main")[0]
    for element in main.xpath(NOT_READ_ALOUD):
        element.drop_tree()
    assert 1000 < len(main.text_content().split()) <= MOST_WORDS


def test_the_facts_of_the_site_are_those_of_the_tables(
    site: Path, facts: dict[str, dict[str, Any]]
) -> None:
    document = json.loads((site / "data" / "processed" / "facts.json").read_text(encoding="utf-8"))
    assert {record["id"]: record for record in document["facts"]} == facts


def test_every_table_can_be_downloaded_and_is_described(site: Path, processed: Processed) -> None:
    package = json.loads((site / "data" / "datapackage.json").read_text(encoding="utf-8"))
    paths = {resource["path"] for resource in package["resources"]}
    assert {f"processed/{name}.csv" for name in processed.tables} <= paths
    assert [path for path in paths if not (site / "data" / path).is_file()] == []
    linked = set(page(site, "data").xpath("//a/@href"))
    assert {f"../data/{path}" for path in paths} <= linked


def test_no_page_holds_a_path_of_the_machine_that_built_it(site: Path, built_project: Any) -> None:
    machine = str(built_project.root.parent).encode()
    texts = (path for path in site.rglob("*") if path.suffix not in {".png", ".woff2", ".ttf"})
    told = [path.name for path in texts if path.is_file() and machine in path.read_bytes()]
    assert told == []
    assert [path for path in site.rglob(".*") if path.is_file()] == []


def test_the_policy_of_each_page_allows_own_scripts_alone(site: Path) -> None:
    for name in DOCUMENTS:
        [policy] = page(site, name).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        scripts = re.search(r"script-src ([^;]*)", policy)
        assert scripts is not None
        assert scripts[1].strip() == "'self'"
        assert not page(site, name).xpath("//@*[starts-with(name(), 'on')]")
        assert not page(site, name).xpath("//script[not(@src)][not(contains(@type, 'json'))]")
