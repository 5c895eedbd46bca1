"""Every address inside the built site leads somewhere: to a file, and to a place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import etree, html

TOP = {"", "top"}  # what every page has


@dataclass(frozen=True)
class Page:
    """The addresses that a page names on its own site, what can be named in it, and ids that stand
    twice.
    """

    addresses: tuple[str, ...]
    anchors: frozenset[str]
    twice: tuple[str, ...]


@cache
def page(path: Path) -> Page:
    root = etree.parse(str(path), etree.HTMLParser(huge_tree=True)).getroot()
    found = dict.fromkeys(str(each) for each in root.xpath("//@href | //@src"))
    own = (each for each in found if not urlsplit(each).scheme and not urlsplit(each).netloc)
    ids = Counter(str(each) for each in root.xpath("//@id"))
    return Page(tuple(own), frozenset(ids), tuple(name for name in ids if ids[name] > 1))


def broken(site: Path, path: Path) -> Iterator[str]:
    """The addresses of a page that lead nowhere."""
    for address in page(path).addresses:
        place, fragment = urldefrag(address)
        name = unquote(urlsplit(place).path)
        target = (path.parent / name).resolve() if name else path
        target = target / "index.html" if target.is_dir() else target
        is_there = target.is_relative_to(site) and target.is_file()
        if is_there and target.suffix == ".html":
            is_there = unquote(fragment) in TOP | page(target).anchors
        if not is_there:
            yield address


def broken_by_page(site: Path) -> dict[str, list[str]]:
    """The addresses that lead nowhere, by the page that names them."""
    root = site.resolve()
    found = {path: list(broken(root, path)) for path in sorted(root.rglob("*.html"))}
    return {path.relative_to(root).as_posix(): wrong for path, wrong in found.items() if wrong}


def reached(site: Path, start: str, folder: str) -> list[Path]:
    """The pages below a folder that a page leads to."""
    path = (site / start).resolve()
    names = (unquote(urlsplit(address).path) for address in page(path).addresses)
    targets = {(path.parent / name).resolve() for name in names if name}
    below = (site / folder).resolve()
    return sorted(each for each in targets if each.is_file() and below in each.parents)


def test_no_address_of_the_site_leads_nowhere(site: Path) -> None:
    assert broken_by_page(site) == {}


def test_no_id_stands_twice_in_a_page(site: Path) -> None:
    pages = sorted(site.resolve().rglob("*.html"))
    assert [(path, page(path).twice) for path in pages if page(path).twice] == []


def test_an_address_without_file_or_place_is_found(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "index.html").write_text("<p id='here'>")
    (tmp_path / "index.html").write_text(
        "<a href='a%20b/#here'><a href='a%20b/index.html?q=1#here'><a href='#top'>"
        "<a href='https://example.org'><a href='mailto:a@b.c'><img src='data:,a'>"
        "<a href='a%20b/#there'><a href='gone.html'><a href='../'><img src='gone.png'>"
    )
    assert broken_by_page(tmp_path) == {
        "index.html": ["a%20b/#there", "gone.html", "../", "gone.png"]
    }


def test_three_clicks_lead_from_a_number_of_the_headline_to_the_evidence_of_a_row(
    site: Path,
) -> None:
    numbers = reached(site, "report/index.html", "facts")
    assert len(numbers) > 10
    leading = [number for number in numbers if reached(site, str(number), "records")]
    assert leading
    for number in leading:
        first = reached(site, str(number), "records")[0]
        assert "source-1" in page(first).anchors, number


def test_every_row_of_a_long_table_leads_to_its_record(site: Path) -> None:
    for name, table in (
        ("announcements", "announcements"),
        ("projects", "projects"),
        ("stockpiles", "stockpile_programmes"),
    ):
        root = html.parse(site / "report" / f"{name}.html").getroot()
        rows = root.xpath("//figure//tbody/tr[td] | //div[@class='table-scroll']//tbody/tr[td]")
        ways = [row.xpath(f".//a[contains(@href, '../records/{table}/')]/@href") for row in rows]
        assert rows
        assert [len(each) for each in ways] == [1] * len(rows)
        assert len({way for (way,) in ways}) == len(rows)
