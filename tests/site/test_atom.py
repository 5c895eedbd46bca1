"""The feeds, read back as RFC 4287 wants them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from analysis.citation.publication import Publication
from analysis.core.project import Project
from analysis.diff.log import Entry
from analysis.documents.news import LOG, Version
from analysis.facts.processed import Processed
from analysis.site import atom

PROJECT = Project(Path(__file__).parents[2])
SPACE = "{http://www.w3.org/2005/Atom}"
HOSTILE = '</title><script>alert(1)</script> & "q" ]]>'
FOUND = [
    Version(
        "version 2",
        "2026-11-26",
        (
            Entry("2026-11-26", "version 2", "method", HOSTILE, ("share: 1 → 2",), True),
            Entry("2026-11-25", "version 2", "looked", "nothing"),
        ),
        {"minerals/gallium": (2, HOSTILE), "actors/USA": (1, "a row")},
    ),
    Version("version 1", "2026-10-01", (), {"minerals/gallium": (1, "a row")}),
]


@pytest.fixture
def publication(processed: Processed) -> Publication:
    return Publication.of(PROJECT, processed.about)


@pytest.fixture
def written(
    tmp_path: Path, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> dict[str, etree._Element]:
    """The feeds of the two versions, by path, parsed."""
    monkeypatch.setattr(atom, "versions", lambda project: FOUND)
    atom.write_log(PROJECT, tmp_path, publication)
    return {
        path.relative_to(tmp_path).as_posix(): etree.parse(path).getroot()
        for path in tmp_path.rglob("*.xml")
    }


def texts(root: etree._Element, name: str) -> list[str]:
    return [element.text or "" for element in root.iter(SPACE + name)]


def test_there_is_one_feed_of_all_and_one_for_each_mineral_and_actor(
    written: dict[str, etree._Element],
) -> None:
    assert sorted(written) == ["changes.xml", "feeds/actors/USA.xml", "feeds/minerals/gallium.xml"]
    assert texts(written["feeds/actors/USA.xml"], "title")[0].endswith(": United States")
    assert len(list(written["feeds/minerals/gallium.xml"].iter(SPACE + "entry"))) == 2


def test_every_feed_is_what_rfc_4287_asks_for(written: dict[str, etree._Element]) -> None:
    for root in written.values():
        assert root.tag == SPACE + "feed"
        for each in (root, *root.iter(SPACE + "entry")):
            for name in ("id", "title", "updated"):
                assert len(each.findall(SPACE + name)) == 1
            assert dt.datetime.fromisoformat(each.findtext(SPACE + "updated", "")).tzinfo
        assert root.findtext(f"{SPACE}author/{SPACE}name")
        assert all(entry.find(SPACE + "link") is not None for entry in root.iter(SPACE + "entry"))
        names = texts(root, "id")
        assert len(names) == len(set(names))
        assert all(name.startswith(("urn:uuid:", "https://")) for name in names)


def test_updated_is_the_newest_day_of_an_entry(written: dict[str, etree._Element]) -> None:
    days = texts(written["changes.xml"], "updated")
    assert days == [f"{day}T00:00:00Z" for day in ("2026-11-26", "2026-11-26", "2026-11-25")]


def test_words_from_data_stay_text(written: dict[str, etree._Element]) -> None:
    assert HOSTILE in texts(written["changes.xml"], "title")[1]
    assert not list(written["changes.xml"].iter("{*}script"))


def test_links_lead_from_each_feed_to_the_page_of_changes(
    tmp_path: Path, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atom, "versions", lambda project: FOUND)
    for address in ("", "https://example.org/report"):
        atom.write_log(PROJECT, tmp_path, replace(publication, address=address))
        for path in tmp_path.rglob("*.xml"):
            (link, *_) = etree.parse(path).getroot().iterfind(f"{SPACE}entry/{SPACE}link")
            target = link.get("href")
            if address:
                assert target == f"{address}/report/changes.html"
            else:
                place = (path.parent / target).resolve()
                assert place == (tmp_path / "report" / "changes.html").resolve()


def test_a_site_without_news_has_a_feed_without_entries(
    tmp_path: Path, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atom, "versions", lambda project: [])
    atom.write_log(PROJECT, tmp_path, publication)
    root = etree.parse(tmp_path / "changes.xml").getroot()
    assert root.findtext(SPACE + "updated") == f"{publication.about.as_of}T00:00:00Z"
    assert [path.name for path in tmp_path.iterdir()] == ["changes.xml"]


def test_every_page_names_the_feed_and_the_page_of_changes_lists_them_all(site: Path) -> None:
    by_subject = sorted((site / "feeds").rglob("*.xml"))  # none, as long as there is one version
    feeds = [LOG, *(path.relative_to(site).as_posix() for path in by_subject)]
    page = (site / "report" / "changes.html").read_text("utf-8")
    assert [name for name in feeds if f'"../{name}"' not in page] == []
    for path in (site / "report").glob("*.html"):
        head = path.read_text("utf-8").partition("</head>")[0]
        assert 'type="application/atom+xml" title="Changes" href="../changes.xml"' in head
