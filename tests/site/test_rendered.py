"""Rendered pages are made alike, as often as an engine renders one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.core.files import write_text
from analysis.core.project import ADDRESS_VARIABLE, Project
from analysis.site import rendered
from analysis.site.rendered import Beside, finish, is_preview, set_head, set_policies, write_frame
from analysis.site.search import Entry

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:"
PAGE = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    "<title>A</title>\n</head><body><main><h1>A</h1><p>b</p></main></body></html>\n"
)
CONFIG = """\
project:
  type: website
  render: [report/index.qmd, report/*.qmd]
website:
  title: A small report
  site-url: https://example.org/small
lang: en-GB
"""
QUARTOS_FRONT = '<meta http-equiv="refresh" content="0;URL=\'report/a.html\'" />\n'


@pytest.fixture(autouse=True)
def no_address_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small project is published where its own setting says."""
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with three documents, of which Quarto rendered two."""
    root = tmp_path / "project"
    write_text(root / "_quarto.yml", CONFIG)
    for name in ("index", "a", "b"):
        write_text(root / "report" / f"{name}.qmd", "---\ntitle: A\n---\n")
    for name in ("index", "b"):
        write_text(root / "_site" / "report" / f"{name}.html", PAGE)
    write_text(root / "_site" / "index.html", QUARTOS_FRONT)
    write_text(root / "_site" / "search.json", "[]")
    return Project(root)


def test_the_front_page_leads_to_the_briefing_whatever_the_engine_wrote(project: Project) -> None:
    write_frame(project, project.site)
    front = (project.site / "index.html").read_text(encoding="utf-8")
    assert front.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "url=report/index.html" in front


def test_the_front_page_leads_to_a_page_that_is_there(project: Project) -> None:
    (project.site / "report" / "index.html").unlink()
    write_frame(project, project.site)
    assert "url=report/b.html" in (project.site / "index.html").read_text(encoding="utf-8")


def test_the_map_lists_documents_in_order_then_profiles_and_has_no_dates(project: Project) -> None:
    write_text(project.site / "minerals" / "gallium" / "index.html", PAGE)
    write_frame(project, project.site)
    sitemap = (project.site / "sitemap.xml").read_text(encoding="utf-8")
    pages = ["report/index.html", "report/b.html", "minerals/gallium/index.html"]
    assert [line[10:-12] for line in sitemap.splitlines() if "<loc>" in line] == [
        f"https://example.org/small/{page}" for page in pages
    ]
    assert "lastmod" not in sitemap


def test_a_search_that_nobody_asked_for_goes(project: Project) -> None:
    write_frame(project, project.site)
    assert not (project.site / "search.json").exists()


def test_what_describes_a_page_stands_in_its_head_once(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    write_text(page, PAGE)
    for said in ("first", "second", "second"):
        set_head(page, f'<meta name="citation_title" content="{said}">\n')
    text = page.read_text(encoding="utf-8")
    assert text.count("citation_title") == 1
    assert text.index('content="second"') < text.index("</head>")


def test_a_page_that_was_not_rendered_is_not_described(tmp_path: Path) -> None:
    set_head(tmp_path / "index.html", "<meta>")
    assert list(tmp_path.iterdir()) == []


def test_a_preview_may_run_its_script_and_a_build_has_its_policy_back(project: Project) -> None:
    page = project.site / "report" / "b.html"
    for _ in range(2):
        set_policies(project.site, relaxed=True)
        assert "script-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:;" in page.read_text()
    for _ in range(2):
        set_policies(project.site, relaxed=False)
        assert page.read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["/opt/quarto/bin/tools/deno", "run", "/opt/quarto/bin/quarto.js", "preview", "."], True),
        (["quarto", "preview", "report/method.qmd"], True),
        (["quarto.exe", "preview"], True),
        (["quarto", "render", "report/preview.qmd"], False),
        (["briefing", "preview"], False),
        ([], False),
    ],
)
def test_a_preview_is_known_by_its_command(command: list[str], expected: bool) -> None:
    assert is_preview(command) is expected


def test_this_test_is_no_preview() -> None:
    assert rendered.called_by_preview() is False


def test_finishing_twice_changes_nothing(project: Project) -> None:
    beside = Beside(
        "<meta name='x'>\n", (Entry("figure", "Figure", "A bar", "../exhibits/fig-a/", "words"),)
    )

    def contents() -> dict[str, bytes]:
        files = (path for path in project.site.rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files}

    finish(project, project.site, beside)
    once = contents()
    finish(project, project.site, beside)
    assert contents() == once
    index = (project.site / "search" / "sections.js").read_text(encoding="utf-8")
    assert '["passage","A","A","b.html","b"]' in index
    assert '["figure","Figure","A bar","../exhibits/fig-a/","words"]' in index
