"""Builds repeat byte for byte; an older day says so everywhere; hostile text stays text."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import html5lib
import pikepdf
from lxml import html as reader

from analysis.build import FINGERPRINT
from analysis.project import Project

LABEL = "4 February 2026"
STAMP = "as known on 2026-02-04"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def words(text: str) -> str:
    return " ".join(text.split())


def pdf_text(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return words(subprocess.run(command, capture_output=True, check=True).stdout.decode())


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


def test_an_older_day_stands_on_every_page_and_every_exhibit(other_builds: Any) -> None:
    for path in sorted((other_builds.vintage / "report").glob("*.html")):
        page = reader.parse(path).getroot()
        assert f"as known on {LABEL}" in words(page.xpath("//main")[0].text_content()), path.name
    for path in sorted((other_builds.vintage / "exhibits").glob("*/*.svg")):
        assert STAMP in words(path.read_text(encoding="utf-8")), path.name
    for folder in sorted((other_builds.vintage / "exhibits").glob("*-*/")):
        record = json.loads((folder / f"{folder.name}.json").read_text(encoding="utf-8"))
        assert record["as_of"] == "2026-02-04", folder.name


def test_an_older_day_stands_on_the_pdf(other_builds: Any) -> None:
    text = pdf_text(other_builds.vintage / "report" / "coordination-versus-capacity.pdf")
    assert f"as known on {LABEL}" in text
    assert STAMP in text


def test_the_newest_state_is_not_called_an_older_one(site: Path) -> None:
    for path in sorted((site / "report").glob("*.html")):
        assert "as known on" not in words(reader.parse(path).getroot().text_content()), path.name


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
