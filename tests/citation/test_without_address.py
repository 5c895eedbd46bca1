"""A site that nobody published yet: no address is made up, and everything inside it works."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree

from analysis.citation.publication import Publication
from analysis.core.files import write_text
from analysis.core.project import ADDRESS_VARIABLE, Project
from analysis.exhibits.exhibit import Exhibit
from analysis.facts.processed import Processed
from analysis.site.metadata import report_head
from analysis.site.permalinks import write_list, write_permalinks
from analysis.site.rendered import BRIEFING, set_head
from analysis.site.workbook import about_table

ROOT = Path(__file__).parents[2]
PAGES = ("exhibits/fig-shares/index.html", "exhibits/fig-shares/embed.html", "cite/index.html",
         "facts/acts/index.html", BRIEFING)  # fmt: skip


@pytest.fixture(scope="module")
def unpublished(
    tmp_path_factory: pytest.TempPathFactory,
    fresh_processed: Path,
    processed: Processed,
    shown: Sequence[Exhibit],
) -> Path:
    """The site of a project without an address, with two exhibits and all facts."""
    project = Project(tmp_path_factory.mktemp("unpublished"))
    shutil.copyfile(ROOT / "_quarto.yml", project.root / "_quarto.yml")
    shutil.copytree(ROOT / "report", project.report)
    shutil.copytree(fresh_processed, project.processed)
    write_text(project.site / BRIEFING, "<html><head></head><body></body></html>")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ADDRESS_VARIABLE)
        written = write_permalinks(project, project.site, processed, shown)
        write_list(project.site, written)
        set_head(project.site / BRIEFING, report_head(written.listed))
    return project.site


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_an_address_that_leads_nowhere(unpublished: Path, name: str) -> None:
    text = (unpublished / name).read_text(encoding="utf-8")
    shown = re.sub(r"<pre.*?</pre>", "", text, flags=re.DOTALL)
    assert re.findall(r'(?:href|src|content)="/[^"]*"', shown) == []
    assert "example.org" not in text
    for data in re.findall(r"application/ld\+json\">(.*?)</script>", text):
        assert not re.search(r'"(@id|url|contentUrl|identifier)": "/', data)


def test_a_citation_names_title_version_file_and_content(unpublished: Path) -> None:
    record = json.loads((unpublished / "exhibits/fig-shares/fig-shares.json").read_text("utf-8"))
    said = record["citations"]["apa"]
    assert record["title"][:30] in said
    assert "0.1.0" in said
    assert f"file fig-shares.csv, content hash {record['content_hash'][:12]}" in said
    assert "http" not in said
    work = json.loads(record["citations"]["csl-json"])[0]
    assert "URL" not in work
    assert "accessed" not in work


def test_the_cite_page_says_what_to_set(unpublished: Path) -> None:
    text = (unpublished / "cite" / "index.html").read_text(encoding="utf-8")
    assert "website.site-url" in text
    assert "--site-url" in text


def test_the_embed_leads_to_its_own_page_and_nobody_is_offered_oembed(unpublished: Path) -> None:
    folder = unpublished / "exhibits" / "fig-shares"
    assert 'href="index.html"' in (folder / "embed.html").read_text(encoding="utf-8")
    assert not (folder / "oembed.json").exists()
    assert "oembed" not in (folder / "index.html").read_text(encoding="utf-8")


def test_the_feed_has_names_that_are_no_addresses(unpublished: Path) -> None:
    feed = etree.parse(unpublished / "releases.xml").getroot()
    (name,) = feed.xpath("//*[local-name()='id']/text()")
    assert name.startswith("urn:uuid:")
    assert feed.xpath("//*[local-name()='link']") == []


def test_the_workbook_says_no_address(processed: Processed) -> None:
    publication = Publication.from_settings({"website": {"title": "A"}}, processed.about)
    table = about_table(publication)
    assert "address" not in set(table["what"])
    assert "//" not in " ".join(table["value"])


def test_the_setting_the_variable_and_no_setting(
    tmp_path: Path, processed: Processed, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "_quarto.yml"
    project = Project(tmp_path)

    def address(text: str) -> str:
        write_text(config, f"project: {{type: website}}\nwebsite: {{title: A{text}}}\n")
        return Publication.of(project, processed.about).address

    monkeypatch.delenv(ADDRESS_VARIABLE)
    assert address("") == ""
    assert address(', site-url: "https://a.example/b/"') == "https://a.example/b"
    monkeypatch.setenv(ADDRESS_VARIABLE, "https://c.example/")
    assert address(', site-url: "https://a.example/b/"') == "https://c.example"
