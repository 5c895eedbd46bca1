"""What reference managers and search engines read from a page is what its citation says.

Read back by extruct (Dublin Core, Open Graph, JSON-LD); Highwire tags, of which no library knows,
as Google Scholar's rules for sites say: `citation_*` by name, one author a tag.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import extruct
import pytest
from lxml import html

from analysis.exhibits.registry import MODULES


@pytest.fixture(scope="module")
def index(site: Path) -> dict[str, Any]:
    return json.loads((site / "exhibits" / "index.json").read_text("utf-8"))


def page_of(site: Path, name: str) -> tuple[dict[str, Any], str]:
    """The record of an exhibit and its page."""
    folder = site / "exhibits" / name
    record = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return record, (folder / "index.html").read_text("utf-8")


def cited(record: dict[str, Any]) -> dict[str, Any]:
    [work] = json.loads(record["citations"]["csl-json"])
    work["day"] = "-".join(f"{part:02d}" for part in work["issued"]["date-parts"][0])
    # A comma would part the name of an organisation.
    work["makers"] = [author["literal"] for author in work["author"]]
    work["authors"] = [name.replace(", ", " – ") for name in work["makers"]]
    return work


@pytest.mark.parametrize("name", MODULES)
def test_highwire_tags_say_what_the_citation_says(site: Path, name: str) -> None:
    record, page = page_of(site, name)
    work, found = cited(record), defaultdict[str, list[str]](list)
    for tag in html.fromstring(page).xpath("//head/meta[starts-with(@name, 'citation_')]"):
        found[tag.get("name")].append(tag.get("content"))
    # A comma at the end keeps the name of an organisation whole.
    assert [author.removesuffix(",") for author in found.pop("citation_author")] == work["authors"]
    single = {
        "citation_title": work["title"],
        "citation_publication_date": work["day"].replace("-", "/"),
        "citation_publisher": work["publisher"],
        "citation_technical_report_institution": work["publisher"],
        "citation_technical_report_number": f"data version {work['version']}",
        "citation_language": "en-GB",
        **({"citation_public_url": work["URL"]} if "URL" in work else {}),
        **({"citation_doi": work["DOI"]} if "DOI" in work else {}),
    }
    assert found == {key: [value] for key, value in single.items()}


@pytest.mark.parametrize("name", MODULES)
def test_dublin_core_says_what_the_citation_says(
    site: Path, index: dict[str, Any], name: str
) -> None:
    record, page = page_of(site, name)
    work = cited(record)
    [read] = extruct.extract(page, syntaxes=["dublincore"])["dublincore"]
    found = defaultdict[str, list[str]](list)
    for element in [*read["elements"], *read["terms"]]:
        found[element["name"].lower()].append(element["content"])
    found.pop("description")  # of the page, which is no element of Dublin Core
    assert found == {
        "dc.title": [work["title"]],
        "dc.creator": work["authors"],
        "dc.date": [work["day"]],
        "dc.identifier": [work.get("URL") or work["genre"]],
        "dc.publisher": [work["publisher"]],
        "dc.rights": [index["licence"]],
        "dc.type": ["Dataset"],
        "dc.language": ["en-GB"],
    }


@pytest.mark.parametrize("name", MODULES)
def test_linked_data_say_what_the_citation_says(
    site: Path, index: dict[str, Any], name: str
) -> None:
    record, page = page_of(site, name)
    work, address = cited(record), index["address"]
    [found] = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    makers = found["author"] if isinstance(found["author"], list) else [found["author"]]
    assert [maker["name"] for maker in makers] == work["makers"]
    expected = {
        "@type": "Dataset",
        "name": work["title"],
        "version": work["version"],
        "dateModified": work["day"],
        "license": index["licence"],
        "citation": record["citations"]["apa"],
        "description": record["caption"],
        **({"url": record["address"], "identifier": work["URL"]} if address else {}),
    }
    assert {key: found[key] for key in expected} == expected
    assert found["publisher"]["name"] == work["publisher"]
    offered = {item["encodingFormat"]: item.get("contentUrl") for item in found["distribution"]}
    ways = {"text/csv": "csv", "application/json": "json"}
    assert offered == {
        kind: f"{record['address']}{name}.{end}" if address else None for kind, end in ways.items()
    }
    assert ("image" in found) == (record["kind"] == "figure")


@pytest.mark.parametrize("name", MODULES)
def test_open_graph_says_what_the_page_shows(site: Path, index: dict[str, Any], name: str) -> None:
    record, page = page_of(site, name)
    [read] = extruct.extract(page, syntaxes=["opengraph"])["opengraph"]
    found = dict(read["properties"])
    assert found["og:title"] == record["title"]
    assert found["og:description"] == record["subtitle"]
    if index["address"]:
        assert found["og:url"] == record["address"]


@pytest.mark.parametrize("name", MODULES)
def test_a_page_with_an_address_leads_to_its_oembed_answer(
    site: Path, index: dict[str, Any], name: str
) -> None:
    record, page = page_of(site, name)
    links = html.fromstring(page).xpath("//head/link[@type='application/json+oembed']")
    if not index["address"]:
        assert links == []
        return
    [link] = links
    assert link.get("href") == f"{record['address']}oembed.json"
    assert link.get("title") == record["title"]
    answer = json.loads((site / "exhibits" / name / "oembed.json").read_text("utf-8"))
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert answer["title"] == record["title"]
    assert answer["author_name"] == cited(record)["publisher"]
    assert f'src="{record["address"]}embed.html"' in answer["html"]
    assert isinstance(answer["width"], int) and isinstance(answer["height"], int)
