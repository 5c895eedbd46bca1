"""Builds repeat byte for byte, in other folders and time zones; hostile text stays text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import html5lib
import pikepdf
from lxml import html as reader

from analysis.core.project import FINGERPRINT, Project


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_build_elsewhere_gives_the_same_bytes(site: Path, other_builds: Any) -> None:
    here, there = contents(site), contents(other_builds.twin)
    assert [name for name in sorted({*here, *there}) if here.get(name) != there.get(name)] == []


def test_a_build_elsewhere_has_the_same_fingerprint(site: Path, other_builds: Any) -> None:
    assert (site / FINGERPRINT).read_bytes() == (other_builds.twin / FINGERPRINT).read_bytes()


def test_builds_of_other_tables_leave_the_project_alone(
    other_builds: Any, tmp_path: Path, checkout: Any
) -> None:
    before: Project = checkout(tmp_path / "project")
    assert contents(other_builds.project.processed) == contents(before.processed)
    assert contents(other_builds.project.raw) == contents(before.raw)
    assert not other_builds.project.site.exists()


def test_the_project_keeps_the_tables_of_its_own_build(
    built_project: Project, fresh_processed: Path
) -> None:
    assert contents(built_project.processed) == contents(fresh_processed)


def test_hostile_text_breaks_no_page(other_builds: Any) -> None:
    for path in sorted((other_builds.vintage / "report").glob("*.html")):
        parser = html5lib.HTMLParser()
        parser.parse(path.read_text(encoding="utf-8"))
        assert parser.errors == [], path.name


def test_hostile_text_is_shown_as_it_is(other_builds: Any, hostile: str) -> None:
    page = reader.parse(other_builds.vintage / "report" / "announcements.html").getroot()
    table = words(page.xpath("//*[@id='tbl-announcements']")[0].text_content())
    assert words(hostile) in table
    scripts = page.xpath("//script[not(@src)][not(contains(@type, 'json'))]")
    assert scripts == []


def test_hostile_text_is_shown_as_it_is_in_the_pdf(other_builds: Any, hostile: str) -> None:
    path = other_builds.vintage / "report" / "coordination-versus-capacity.pdf"
    with pikepdf.open(path) as document:
        alternatives = [str(alt) for alt in figure_alternatives(document)]
    assert any(words(hostile) in words(alt) for alt in alternatives)


def test_the_pdf_can_be_on_us_letter(site: Path, other_builds: Any) -> None:
    sizes = {}
    for name, folder in {"a4": site, "us-letter": other_builds.vintage}.items():
        path = folder / "report" / "coordination-versus-capacity.pdf"
        with pikepdf.open(path) as document:
            sizes[name] = {
                tuple(round(float(edge)) for edge in page.mediabox) for page in document.pages
            }
    assert sizes == {"a4": {(0, 0, 595, 842)}, "us-letter": {(0, 0, 612, 792)}}


def figure_alternatives(document: pikepdf.Pdf) -> list[Any]:
    """The alternative texts of all figures of a tagged PDF."""
    found: list[Any] = []
    waiting: list[Any] = [document.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == "/Figure":
                found.append(node.get("/Alt", ""))
            if "/K" in node:
                waiting.append(node["/K"])
    return found
