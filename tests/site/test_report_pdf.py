"""The PDF: tagged, named, bookmarked, every picture told in words, every exhibit in it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import html as reader
from PIL import Image, ImageOps

from analysis.core.project import Project
from analysis.documents.long_tables import VIEWS
from analysis.exhibits.registry import exhibits, in_documents
from analysis.facts.processed import Processed

# Left, top, width and height in points of an A4 page without running head and foot.
BODY = ("-x", "0", "-y", "70", "-W", "595", "-H", "705")


@pytest.fixture(scope="module")
def path(site: Path) -> Path:
    return site / "report" / "coordination-versus-capacity.pdf"


@pytest.fixture(scope="module")
def document(path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def text(path: Path) -> str:
    """The text between head and foot of the pages, as one run (see `squeezed`)."""
    return squeezed(printed(path))


@pytest.fixture(scope="module")
def briefing(site: Path) -> reader.HtmlElement:
    return reader.parse(site / "report" / "index.html").getroot()


def printed(path: Path, *options: str) -> str:
    """The text between head and foot of the pages, as pdftotext reads it."""
    command = ["pdftotext", "-enc", "UTF-8", *BODY, *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def squeezed(text: str) -> str:
    """Text without white space and hyphens, which lines and columns change."""
    return re.sub(r"[\s\N{SOFT HYPHEN}\N{HYPHEN}-]", "", text)


def elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    """All structure elements under a node of the structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def bookmarks(items: Any) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from bookmarks(item.children)


def test_the_pdf_says_title_authors_and_language(document: pikepdf.Pdf) -> None:
    assert document.docinfo["/Title"] == "Coordination versus capacity"
    assert str(document.docinfo.get("/Author", "")) != ""
    assert str(document.Root.Lang) == "en-GB"
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)


def test_the_pdf_declares_that_it_is_accessible(document: pikepdf.Pdf) -> None:
    assert bool(document.Root.MarkInfo.Marked)
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_every_section_has_a_bookmark(document: pikepdf.Pdf, briefing: reader.HtmlElement) -> None:
    with document.open_outline() as outline:
        marked = [squeezed(title) for title in bookmarks(outline.root)]
    headings = briefing.xpath("//main//section/h2 | //main//section/h3")
    assert len(headings) > 5
    for heading in headings:
        title = heading.xpath("string()").strip()
        named = re.sub(r"^[\d.]+\s+", "", title)
        assert any(squeezed(named) in mark for mark in marked), named


def test_every_figure_is_told_in_words(document: pikepdf.Pdf, processed: Processed) -> None:
    figures = [node for node in elements(document.Root.StructTreeRoot) if node.S == "/Figure"]
    alternatives = [str(node.get("/Alt", "")) for node in figures]
    drawn = [exhibit for exhibit in exhibits(processed) if exhibit.is_figure]
    assert [alternative for alternative in alternatives if not alternative.strip()] == []
    for exhibit in drawn:
        told = [alt for alt in alternatives if alt.startswith(f"{exhibit.title}. ")]
        assert len(told) == 1, exhibit.id


def test_headings_go_down_one_level_at_a_time(document: pikepdf.Pdf) -> None:
    levels = [
        int(str(node.S)[2:])
        for node in elements(document.Root.StructTreeRoot)
        if re.fullmatch(r"/H\d", str(node.S))
    ]
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_every_exhibit_is_in_the_pdf_and_in_its_list(text: str, processed: Processed) -> None:
    found = {exhibit.id: text.count(squeezed(exhibit.title)) for exhibit in exhibits(processed)}
    assert {name: count for name, count in found.items() if count < 2} == {}


def test_exhibits_come_in_the_order_of_the_report(text: str, processed: Processed) -> None:
    order = in_documents(Project.find(Path(__file__).parent))
    places = [text.index(squeezed(each.title)) for each in exhibits(processed, order)]
    assert places == sorted(places)


def test_the_annex_holds_the_method_and_the_long_tables_in_full(
    path: Path, site: Path, processed: Processed
) -> None:
    """Read as it was written, cell by cell; a paragraph with a reference has other numbers."""
    text = squeezed(printed(path, "-raw"))
    method = reader.parse(site / "report" / "method.html").getroot()
    paragraphs = method.xpath("//*[@id='sec-computed']//p[not(.//a[starts-with(@href, '#')])]")
    assert len(paragraphs) > 20
    cells = [
        cell
        for exhibit in exhibits(processed)
        if exhibit.id in VIEWS
        for cell in exhibit.table.cells().iloc[:, 1].tolist()
    ]
    assert len(cells) > 250
    expected = [paragraph.text_content() for paragraph in paragraphs] + cells
    assert [words for words in expected if squeezed(words) not in text] == []


def test_no_page_is_less_than_a_quarter_filled(path: Path, tmp_path: Path) -> None:
    """Pages before one that begins an annex or the sources may end early."""
    subprocess.run(["pdftoppm", "-r", "20", "-gray", str(path), str(tmp_path / "page")], check=True)
    pages = [Image.open(page) for page in sorted(tmp_path.iterdir())]
    assert len(pages) > 20
    filled = [filling(page) for page in pages]
    starts = [
        squeezed(printed(path, "-f", f"{number}", "-l", f"{number}")).startswith(
            ("Annex", "Sources")
        )
        for number in range(1, len(pages) + 1)
    ]
    ends = [*starts[1:], True]
    sparse = [
        number
        for number, (share, ends_section) in enumerate(zip(filled, ends, strict=True), start=1)
        if share < 0.25 and not ends_section
    ]
    assert sparse == []


def filling(page: Image.Image) -> float:
    """How far down the body of a page something is printed, from 0 to 1."""
    top, bottom = (round(page.height * share) for share in (0.09, 0.92))
    ink = ImageOps.invert(page.crop((0, top, page.width, bottom))).getbbox()
    return 0.0 if ink is None else ink[3] / (bottom - top)


def test_the_prose_of_page_and_pdf_is_the_same(text: str, briefing: reader.HtmlElement) -> None:
    # The PDF holds the other pages as annexes, and does not say where they are.
    own = "p[not(a[contains(concat(@href, ' '), 'background.html ')])]"
    paragraphs = briefing.xpath(f"//main//section[starts-with(@id, 'sec-')]/{own}")
    assert len(paragraphs) >= 10
    missing = [
        words
        for words in (paragraph.text_content() for paragraph in paragraphs)
        if not printed_in(squeezed(words), text)
    ]
    assert missing == []


def printed_in(words: str, text: str) -> bool:
    """Whether words stand in a text, as a whole or in two parts, between which a page ends."""
    return words in text or any(
        words[:end] in text and words[end:] in text for end in range(1, len(words))
    )


def test_all_fonts_are_embedded(document: pikepdf.Pdf) -> None:
    descriptors = [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]
    assert descriptors
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys()) for item in descriptors)
