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

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import Catalogue
from analysis.citation.editions import (
    PDF_NAME,
    Edition,
    edition,
    read_edition,
    released,
    write_edition,
)
from analysis.citation.publication import Publication
from analysis.citation.schema import invalid
from analysis.citation.styles import plain_text
from analysis.citation.works import fact_key, number_line
from analysis.core import cache
from analysis.core.files import write_text
from analysis.core.made import state_of
from analysis.core.project import Project
from analysis.exhibits.exhibit import Exhibit
from analysis.facts.processed import Processed
from analysis.site import permalinks
from analysis.site.permalinks import place_frozen, write_permalinks
from analysis.site.shell import shell

ROOT = Path(__file__).parents[2]
PRESENT = "<html><head></head><body></body></html>"


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def tree(path: Path) -> Any:
    return html5lib.parse(text(path), treebuilder="lxml", namespaceHTMLElements=False)


def words(path: Path) -> str:
    return " ".join(" ".join(tree(path).getroot().itertext()).split())


def words_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


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
    package = json.loads(text(built / "v/0.0.9/exhibits/fig-shares/datapackage.json"))
    assert 90 in {cell for row in package["stamp"]["rows"] for cell in row}


@pytest.mark.parametrize("place", ["", "v/0.1.0/", "v/0.0.9/"])
@pytest.mark.parametrize("page", ["exhibits/fig-shares", "exhibits/tbl-areas", "facts/actors"])
def test_every_source_stands_in_full_on_the_page_or_is_named_or_counted(
    built: Path, listed: Catalogue, place: str, page: str
) -> None:
    kind, _, name = page.partition("/")
    sources = (listed.exhibits if kind == "exhibits" else listed.facts)[name]["sources"]
    section = tree(built / place / page / "index.html").xpath("//section[@id='sources']")[0]
    in_full = [words_of(entry) for entry in section.xpath(".//ol/li")]
    assert in_full == [plain_text(listed.references[s]) for s in sources[: len(in_full)]]
    links = section.xpath("./p/a/@href")
    named = [link.partition("#")[2] for link in links if "#" in link]
    beyond = len(sources) - len(in_full) - len(named)
    assert named == sources[len(in_full) : len(sources) - beyond]
    is_frozen_number = kind == "facts" and place.startswith("v/")
    assert len(named) == (0 if is_frozen_number else min(24, len(sources) - len(in_full)))
    said = " ".join(words_of(one) for one in section.xpath("./p"))
    assert said.startswith(f"And {len(named) + beyond} more: ") or (not named and not beyond)
    assert (f"{beyond} in full among all sources" in said) == (beyond > 0)
    everything = tree(built / place / "sources" / "index.html")
    for source in sources:
        (entry,) = everything.xpath(f"//li[@id='{source}']")
        assert words_of(entry) == plain_text(listed.references[source])


def test_a_frozen_number_says_what_it_rests_on_in_counts_and_its_newest_page_in_rows(
    built: Path, facts: dict[str, dict[str, Any]]
) -> None:
    frozen = words(built / "v/0.1.0/facts/actors/index.html")
    for entry in facts["actors"]["inputs"]:
        assert f"{len(entry['keys'])} of {entry['table']}" in frozen
    assert "BibTeX" in frozen and "Copy RIS" not in frozen
    assert "Copy RIS" in words(built / "facts/actors/index.html")


def test_the_page_of_a_version_leads_to_all_that_it_kept(built: Path, old: Edition) -> None:
    folder = built / "v" / "0.0.9"
    links = tree(folder / "index.html").xpath("//main//a/@href")
    local = [link for link in links if not link.startswith(("../", "https://"))]
    assert [link for link in local if not (folder / link).is_file()] == []
    assert {f"exhibits/{name}/index.html" for name in old.exhibit_records} <= set(local)
    for name, content in old.attached.items():
        assert (folder / name).read_bytes() == content
    assert "/v/0.0.9/" in words(folder / "index.html")


@pytest.mark.parametrize("place", ["", "v/0.0.9/"])
def test_no_link_between_permalinks_is_dead(built: Path, place: str) -> None:
    pages = [*(built / place).glob("exhibits/**/*.html"), *(built / place).glob("facts/a*/*.html")]
    dead = {
        link
        for page in pages
        for link in tree(page).xpath("//main//a/@href")
        if "://" not in link
        and not link.startswith("#")
        and "/data/" not in link
        and not link.startswith("explore")
        and not (page.parent / link.partition("#")[0]).resolve().is_file()
    }
    assert dead == set()


def test_every_fact_has_a_page_that_names_its_rows(
    built: Path, facts: dict[str, dict[str, Any]]
) -> None:
    for place in ("", "v/0.1.0/"):
        assert all((built / place / "facts" / name / "index.html").is_file() for name in facts)
    some = facts["actors"]
    path = built / "facts" / "actors" / "index.html"
    page = words(path)
    for entry in some["inputs"]:
        assert all(key in page for key in entry["keys"])
    assert some["formula"] in words_of(tree(path).getroot())


def test_linked_data_is_json_and_nothing_in_it_ends_the_element(built: Path) -> None:
    pages = [
        built / "exhibits/fig-shares/index.html",
        built / "facts/actors/index.html",
        built / "report/index.html",
    ]
    kinds = []
    for page in pages:
        (script,) = tree(page).xpath("//script[@type='application/ld+json']")
        kinds.append(json.loads(script.text)["@type"])
        assert json.loads(script.text)["version"] == "0.1.0"
    assert kinds == ["Dataset", "Dataset", "Report"]


def test_a_number_is_described_for_machines_as_one_value_with_the_address_to_cite(
    built: Path, listed: Catalogue
) -> None:
    record = listed.facts["actors"]
    (script,) = tree(built / "facts/actors/index.html").xpath(
        "//script[@type='application/ld+json']"
    )
    described = json.loads(script.text)
    assert described["variableMeasured"]["value"] == record["value"]
    assert described["variableMeasured"]["unitText"] == record["unit"]
    assert described["identifier"] == record["frozen_address"]
    line = number_line(record, listed.works[fact_key("actors")])
    assert line in words(built / "facts/actors/index.html")


def meta(path: Path) -> dict[str, list[str]]:
    """The contents of a page's meta elements by name, in their order."""
    found: dict[str, list[str]] = {}
    for element in tree(path).xpath("//head/meta[@name or @property]"):
        name = element.get("name") or element.get("property")
        found.setdefault(name, []).append(element.get("content"))
    return found


def imported(tags: dict[str, list[str]]) -> dict[str, Any]:
    """What Zotero's translator "Embedded Metadata" makes of Highwire tags.

    Its rules: an institution makes an item a report, else a title makes it a journal article;
    names are parted at semicolons, and into surname and first name at a comma, else at the last
    blank; punctuation around a name is dropped first.
    """

    def creator(name: str) -> str:
        bare = name.strip(" .,/[]:")
        if "," in name:
            surname, _, first = bare.partition(",")
        else:
            first, _, surname = bare.rpartition(" ")
        return f"{surname.strip()}|{first.strip()}"

    names = [name for tag in tags["citation_author"] for name in tag.split(";")]
    return {
        "type": "report" if "citation_technical_report_institution" in tags else "journalArticle",
        "title": tags["citation_title"][0],
        "creators": [creator(name) for name in names],
        "date": tags["citation_publication_date"][0],
        "institution": tags["citation_technical_report_institution"][0],
        "number": tags["citation_technical_report_number"][0],
        "url": tags["citation_public_url"][0],
        "language": tags["citation_language"][0],
    }


def test_reference_managers_find_the_report(built: Path, publication: Publication) -> None:
    tags = meta(built / "report/index.html")
    assert imported(tags) == {
        "type": "report",
        "title": "Coordination versus capacity",
        "creators": ["Coordination versus Capacity project|"],
        "date": publication.about.as_of.strftime("%Y/%m/%d"),
        "institution": "Coordination versus Capacity project",
        "number": "data version 0.1.0",
        "url": "https://example.org/coordination-versus-capacity/v/0.1.0/",
        "language": "en-GB",
    }
    assert tags["DC.title"] == ["Coordination versus capacity"]
    assert tags["DC.type"] == ["Report"]
    assert tags["citation_pdf_url"][0].endswith("/report/coordination-versus-capacity.pdf")
    assert tags["og:image"][0].endswith("/exhibits/fig-shares/fig-shares.png")


@pytest.mark.parametrize("place", ["", "v/0.1.0/"])
@pytest.mark.parametrize("page", ["exhibits/fig-shares", "facts/actors"])
def test_reference_managers_find_figures_and_numbers_with_their_producers(
    built: Path, listed: Catalogue, place: str, page: str
) -> None:
    tags = meta(built / place / page / "index.html")
    kind, _, name = page.partition("/")
    work = listed.works[name if kind == "exhibits" else fact_key(name)]
    found = imported(tags)
    assert found["creators"] == [f"{author['literal']}|" for author in work["author"]]
    assert found["url"] == work["URL"]
    assert tags["DC.creator"] == [author["literal"] for author in work["author"]]
    assert tags["DC.type"] == ["Dataset"]


def test_a_frozen_page_shows_no_picture_of_another_version(built: Path) -> None:
    tags = meta(built / "v/0.0.9/exhibits/fig-shares/index.html")
    assert "og:image" not in tags
    (script,) = tree(built / "v/0.0.9/exhibits/fig-shares/index.html").xpath(
        "//script[@type='application/ld+json']"
    )
    assert "/v/0.0.9/exhibits/fig-shares/fig-shares.svg" in script.text


def test_a_page_to_embed_runs_no_code_of_its_own_and_links_back(built: Path) -> None:
    markup = text(built / "exhibits" / "fig-shares" / "embed.html")
    assert "<script" not in markup
    assert "default-src 'none'" in markup
    assert 'href="index.html" target' in markup
    assert "data version 0.1.0" in markup
    assert ":root{color-scheme:light;" in markup


def test_a_page_to_embed_opens_the_interactive_form_on_request_in_a_sandbox(built: Path) -> None:
    frames = tree(built / "exhibits/fig-shares/embed.html").xpath("//details/iframe")
    assert [frame.get("src") for frame in frames] == [
        "explore.html?own#light",
        "explore.html?own#dark",
    ]
    for frame in frames:
        assert frame.get("sandbox") == "allow-scripts"
        assert frame.get("loading") == "lazy"
        assert frame.get("title").startswith("Interactive form: ")
    assert not tree(built / "v/0.1.0/exhibits/fig-shares/embed.html").xpath("//iframe")
    assert not tree(built / "exhibits/tbl-areas/embed.html").xpath("//iframe")


@pytest.mark.parametrize("name", ["fig-shares", "tbl-areas"])
def test_the_code_to_embed_has_a_title_and_the_height_of_each_width(built: Path, name: str) -> None:
    page = tree(built / "exhibits" / name / "index.html")
    for key, place in (("live", ""), ("frozen", "v/0.1.0/")):
        (code,) = page.xpath(f"//*[@id='embed-{key}']")
        room = html5lib.parseFragment(code.text, namespaceHTMLElements=False)[0]
        assert "padding-top:clamp(min(" in room.get("style")
        (frame,) = room
        assert frame.get("title")
        assert frame.get("src").endswith(f"/{place}exhibits/{name}/embed.html")
        assert "height:100%" in frame.get("style")


def test_the_oembed_answer_shows_the_page_to_embed(built: Path) -> None:
    answer = json.loads(text(built / "v/0.0.9/exhibits/fig-shares/oembed.json"))
    assert answer["type"] == "rich"
    assert "/v/0.0.9/exhibits/fig-shares/embed.html" in answer["html"]


def test_the_feed_names_the_releases(built: Path) -> None:
    feed = text(built / "releases.xml")
    assert feed.count("<entry>") == 2
    assert feed.index("Data version 0.1.0") < feed.index("Data version 0.0.9")


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
    listed = write_permalinks(project, project.site, processed, shown).listed
    assert listed.publication.version == "0.1.0-draft"
    record = listed.exhibits["fig-shares"]
    assert record["frozen_address"] == record["address"]
    assert sorted(path.name for path in (project.site / "v").iterdir()) == ["0.1.0"]
    kept = json.loads(text(project.site / "v/0.1.0/exhibits/index.json"))
    assert kept["exhibits"][0]["content_hash"] == "0" * 64


def test_what_was_released_stays_as_it_was_under_its_number(
    tmp_path: Path,
    fresh_processed: Path,
    processed: Processed,
    shown: Sequence[Exhibit],
    listed: Catalogue,
) -> None:
    project = Project(tmp_path)
    shutil.copyfile(ROOT / "_quarto.yml", project.root / "_quarto.yml")
    shutil.copytree(ROOT / "report", project.report)
    shutil.copytree(fresh_processed, project.processed)
    released_one = edition(listed, shown, {PDF_NAME: b"%PDF-1.7 as released"})
    drawn = dict.fromkeys(released_one.displays, "<p>drawn as it was then</p>")
    write_edition(replace(released_one, displays=drawn), project.releases / "0.1.0")
    write_text(project.site / "report" / "index.html", PRESENT)
    write_permalinks(project, project.site, processed, shown)
    frozen = project.site / "v" / "0.1.0"
    assert (frozen / PDF_NAME).read_bytes() == b"%PDF-1.7 as released"
    assert "drawn as it was then" in text(frozen / "exhibits" / "fig-shares" / "index.html")
    assert "drawn as it was then" not in text(project.site / "exhibits/fig-shares/index.html")


def test_an_older_state_of_knowledge_has_its_own_address(publication: Publication) -> None:
    about = publication.about
    earlier = replace(about, as_of=about.newest.replace(year=about.newest.year - 1))
    version = replace(publication, about=earlier).version
    assert version == f"{about.data_version}-as-of-{earlier.as_of.isoformat()}"


def test_a_frozen_version_is_placed_again_as_it_was_written(
    built: Path, processed: Processed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """From what was kept, byte for byte, and anew once the site looks otherwise."""
    project = Project(built.parent)
    frame, publication = shell(project), Publication.of(project, processed.about)
    [old] = [kept for kept in released(project.releases) if kept.version == "0.0.9"]
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    place_frozen(project, frame, publication, old, tmp_path / "first")
    written = []
    monkeypatch.setattr(permalinks, "write_frozen", lambda *_: written.append(1))
    place_frozen(project, frame, publication, old, tmp_path / "again")
    assert state_of(tmp_path / "again") == state_of(tmp_path / "first")
    assert not written
    (tmp_path / "other").mkdir()
    other = replace(frame, text=f"{frame.text}<!-- other -->")
    place_frozen(project, other, publication, old, tmp_path / "other")
    assert written
