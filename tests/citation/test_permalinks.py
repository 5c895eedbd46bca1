"""Permalinks: the newest page says what changed, the frozen one stays what it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest

from analysis.citation import carriers
from analysis.citation.catalogue import Catalogue, invalid
from analysis.citation.editions import Edition, read_edition, released, write_edition
from analysis.citation.permalinks import write_permalinks
from analysis.citation.publication import Publication
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.processed import Processed
from analysis.files import write_text
from analysis.project import Project

ROOT = Path(__file__).parents[2]
PRESENT = "<html><head></head><body></body></html>"


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def words(path: Path) -> str:
    tree = html5lib.parse(text(path), treebuilder="lxml", namespaceHTMLElements=False)
    return " ".join(" ".join(tree.getroot().itertext()).split())


@pytest.mark.parametrize("name", ["exhibits", "facts"])
@pytest.mark.parametrize("place", ["", "v/0.1.0/", "v/0.0.9/"])
def test_every_catalogue_fits_its_schema(built: Path, place: str, name: str) -> None:
    document = json.loads(text(built / place / name / "index.json"))
    assert document[name]
    assert invalid(document, name) == []


def test_a_record_that_breaks_its_schema_is_named(built: Path) -> None:
    document = json.loads(text(built / "exhibits" / "index.json"))
    document["exhibits"][0]["content_hash"] = "none"
    (problem,) = invalid(document, "exhibits")
    assert problem.startswith("$.exhibits[0].content_hash")


def test_the_catalogue_names_files_that_are_there(built: Path) -> None:
    for name in ("fig-shares", "tbl-areas"):
        folder = built / "exhibits" / name
        for ending in ("csv", "json", "bib", "ris", "csl.json"):
            assert (folder / f"{name}.{ending}").stat().st_size > 0
    assert carriers.png_stamp((built / "exhibits/fig-shares/fig-shares.png").read_bytes())


def test_the_newest_page_says_what_changed_since_a_release(built: Path) -> None:
    page = words(built / "exhibits" / "fig-shares" / "index.html")
    assert "Since data version 0.0.9" in page
    assert "share_pct 90 → 95" in page


def test_an_exhibit_without_changes_says_so(built: Path) -> None:
    page = words(built / "exhibits" / "tbl-areas" / "index.html")
    assert "Since data version 0.0.9 Nothing." in page


def test_a_frozen_page_keeps_its_numbers_and_does_not_speak_of_later_ones(built: Path) -> None:
    page = words(built / "v" / "0.0.9" / "exhibits" / "fig-shares" / "index.html")
    assert "shows data version 0.0.9 and does not change" in page
    assert "What changed" not in page
    record = json.loads(text(built / "v/0.0.9/exhibits/fig-shares/fig-shares.json"))
    assert 90 in {cell for row in record["rows"] for cell in row}


def test_a_page_names_every_source_in_full(built: Path, listed: Catalogue) -> None:
    page = words(built / "exhibits" / "fig-shares" / "index.html")
    assert "International Energy Agency" in page
    tree = html5lib.parse(
        text(built / "exhibits/fig-shares/index.html"), treebuilder="lxml",
        namespaceHTMLElements=False,
    )  # fmt: skip
    entries = tree.xpath("//ol[@class='full-references']/li")
    assert len(entries) == len(listed.exhibits["fig-shares"]["sources"])


def test_every_fact_has_a_page_that_names_its_rows(
    built: Path, facts: dict[str, dict[str, Any]]
) -> None:
    for place in ("", "v/0.1.0/"):
        assert all((built / place / "facts" / name / "index.html").is_file() for name in facts)
    some = facts["actors"]
    page = words(built / "facts" / "actors" / "index.html")
    for entry in some["inputs"]:
        assert all(key in page for key in entry["keys"])
    assert some["formula"] in page


def test_linked_data_is_json_and_nothing_in_it_ends_the_element(built: Path) -> None:
    pages = [built / "exhibits/fig-shares/index.html", built / "report/index.html"]
    kinds = []
    for page in pages:
        tree = html5lib.parse(text(page), treebuilder="lxml", namespaceHTMLElements=False)
        (script,) = tree.xpath("//script[@type='application/ld+json']")
        kinds.append(json.loads(script.text)["@type"])
        assert json.loads(script.text)["version"] == "0.1.0"
    assert kinds == ["Dataset", "Report"]


def test_reference_managers_find_the_report(built: Path) -> None:
    tree = html5lib.parse(
        text(built / "report/index.html"), treebuilder="lxml", namespaceHTMLElements=False
    )
    tags = {e.get("name") or e.get("property"): e.get("content") for e in tree.xpath("//meta")}
    assert tags["citation_title"] == tags["DC.title"] == "Coordination versus capacity"
    assert tags["citation_publication_date"] == "2026/11/22"
    assert tags["citation_pdf_url"].endswith("/report/coordination-versus-capacity.pdf")
    assert tags["og:image"].endswith("/exhibits/fig-shares/fig-shares.png")


def test_a_page_to_embed_runs_no_code_and_links_back(built: Path) -> None:
    markup = text(built / "exhibits" / "fig-shares" / "embed.html")
    assert "<script" not in markup
    assert "default-src 'none'" in markup
    assert '/exhibits/fig-shares/" target' in markup
    assert "data version 0.1.0" in markup
    assert "prefers-color-scheme:dark" in markup


def test_the_oembed_answer_shows_the_page_to_embed(built: Path) -> None:
    answer = json.loads(text(built / "v/0.0.9/exhibits/fig-shares/oembed.json"))
    assert answer["type"] == "rich"
    assert "/v/0.0.9/exhibits/fig-shares/embed.html" in answer["html"]


def test_the_feed_names_the_releases(built: Path) -> None:
    feed = text(built / "releases.xml")
    assert feed.count("<entry>") == 1
    assert "Data version 0.0.9" in feed


def test_a_kept_edition_is_read_back_whole(old: Edition, tmp_path: Path) -> None:
    write_edition(old, tmp_path / "0.0.9")
    assert read_edition(tmp_path / "0.0.9") == old


def test_releases_are_ordered_as_people_order_them(old: Edition, tmp_path: Path) -> None:
    for version in ("0.9.0", "0.10.0", "0.2.0"):
        write_edition(old, tmp_path / version)
    assert [kept.version for kept in released(tmp_path)] == ["0.10.0", "0.9.0", "0.2.0"]
    assert released(tmp_path / "none") == []


def test_other_content_under_a_released_number_gets_an_address_of_its_own(
    tmp_path: Path,
    fresh_processed: Path,
    processed: Processed,
    shown: Sequence[Exhibit],
    old: Edition,
) -> None:
    project = Project(tmp_path)
    shutil.copyfile(ROOT / "_quarto.yml", project.root / "_quarto.yml")
    shutil.copytree(ROOT / "report", project.report)
    shutil.copytree(fresh_processed, project.processed)
    changed = json.loads(json.dumps(old.exhibits))
    changed["exhibits"][0]["content_hash"] = "0" * 64
    write_edition(replace(old, version="0.1.0", exhibits=changed), project.releases / "0.1.0")
    write_text(project.site / "report" / "index.html", PRESENT)
    listed = write_permalinks(project, project.site, processed, shown)
    assert listed.publication.version == "0.1.0-draft"
    assert "/v/0.1.0-draft/" in listed.exhibits["fig-shares"]["frozen_address"]
    kept = json.loads(text(project.site / "v/0.1.0/exhibits/index.json"))
    assert kept["exhibits"][0]["content_hash"] == "0" * 64


def test_an_older_state_of_knowledge_has_its_own_address(publication: Publication) -> None:
    about = publication.about
    earlier = replace(about, as_of=about.newest.replace(year=about.newest.year - 1))
    version = replace(publication, about=earlier).version
    assert version == f"{about.data_version}-as-of-{earlier.as_of.isoformat()}"
