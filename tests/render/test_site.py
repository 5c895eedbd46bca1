"""What a rendered site holds besides its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.render import render

HOOKLESS = """\
project:
  render: [report/*.qmd]
  resources: []
format:
  html:
    template: report/page.html
"""
HOOKS = """\
project:
  render: [report/*.qmd]
  pre-render: briefing process
  post-render:
    - briefing publish 'all of it'
    - briefing cite
format:
  html:
    template: report/page.html
"""


@pytest.fixture
def site_of(make_project: Any, tmp_path: Path) -> Any:
    """A function that renders a page and returns the site's folder."""

    def make(body: str, front: str = "title: A page", **files: str) -> Path:
        render(make_project(body, front, **files), tmp_path / "site", "embedded")
        return tmp_path / "site"

    return make


def test_files_that_pages_use_are_copied(site_of: Any) -> None:
    body = (
        "![a](pictures/x.svg) [b](/data/y.csv)\n\n"
        '```{=html}\n<img src="z.svg" srcset="z2.svg 2x, z3.svg 3x" alt="z">\n```\n'
    )
    names = [
        "report/pictures/x.svg",
        "data/y.csv",
        "report/z.svg",
        "report/z2.svg",
        "report/z3.svg",
    ]
    site = site_of(body, **dict.fromkeys([*names, "report/unused.svg"], "<svg/>"))
    assert all((site / name).is_file() for name in names)
    assert not (site / "report" / "unused.svg").exists()


def test_stylesheets_bring_their_fonts_and_imports(site_of: Any) -> None:
    front = "title: A page\nformat:\n  html:\n    css: theme/a.css\n"
    page = (
        '<html lang="$lang$"><head><title>$title$</title>'
        '$for(css)$<link rel="stylesheet" href="$css$">$endfor$</head><body>$body$</body></html>'
    )
    files = {
        "report/page.html": page,
        "report/theme/a.css": '@import "b.css"; x { src: url("fonts/c.woff2?v=1#d") }',
        "report/theme/b.css": "y { background: url(data:image/png;base64,AA) }",
        "report/theme/fonts/c.woff2": "font",
    }
    site = site_of("a\n", front, **files)
    assert (site / "report" / "theme" / "b.css").is_file()
    assert (site / "report" / "theme" / "fonts" / "c.woff2").is_file()


def test_files_outside_the_project_are_left_alone(site_of: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    site = site_of("[a](../../secret.txt)\n")
    assert not list(tmp_path.glob("site/**/secret.txt"))
    assert site.is_dir()


def test_named_resources_are_copied(site_of: Any) -> None:
    config = HOOKLESS.replace("resources: []", "resources: [assets, robots.md]")
    files = {"_quarto.yml": config, "assets/a/b.js": "1", "robots.md": "x"}
    site = site_of("a\n", **files)
    assert (site / "assets" / "a" / "b.js").is_file()
    assert (site / "robots.md").is_file()


def test_the_entry_page_leads_to_the_report(site_of: Any) -> None:
    page = (site_of("a\n") / "index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=report/index.html">' in page
    assert '<html lang="en">' in page
    assert "<title>A small report</title>" in page


def test_robots_find_every_page(site_of: Any) -> None:
    site = site_of("a\n", **{"report/b.qmd": "---\ntitle: B & C\n---\n"})
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://example.org/small/report/b.html</loc>" in sitemap
    assert "<loc>https://example.org/small/report/index.html</loc>" in sitemap
    robots = (site / "robots.txt").read_text(encoding="utf-8")
    assert robots == "Sitemap: https://example.org/small/sitemap.xml\n"


def test_links_to_documents_lead_to_their_pages(site_of: Any) -> None:
    body = '[a](b.qmd#c) [d](/report/b.qmd)\n\n```{=html}\n<a href="./b.qmd">e</a>\n```\n'
    site = site_of(body, **{"report/b.qmd": "---\ntitle: B\n---\n\n## C {#c}\n"})
    page = (site / "report" / "index.html").read_text(encoding="utf-8")
    assert page.count('href="../report/b.html"') == 2
    assert page.count('href="../report/b.html#c"') == 1


def test_the_hooks_get_the_words_of_their_commands_and_the_environment(
    make_project: Any, tmp_path: Path
) -> None:
    called: list[tuple[list[str], dict[str, str]]] = []
    root = make_project("a\n", **{"_quarto.yml": HOOKS, "report/b.qmd": "---\ntitle: B\n---\n"})
    site = tmp_path / "site"
    render(root, site, "embedded", lambda command, env: called.append((command, env)))
    assert [command for command, _ in called] == [
        ["briefing", "process"],
        ["briefing", "publish", "all of it"],
        ["briefing", "cite"],
    ]
    shared = {"QUARTO_PROJECT_ROOT": str(root), "QUARTO_PROJECT_OUTPUT_DIR": str(site)}
    inputs = {"QUARTO_PROJECT_INPUT_FILES": "report/b.qmd\nreport/index.qmd"}
    outputs = {"QUARTO_PROJECT_OUTPUT_FILES": "../site/report/b.html\n../site/report/index.html"}
    assert [env for _, env in called] == [shared | inputs, shared | outputs, shared | outputs]


def test_what_the_first_hook_writes_is_there_for_the_documents(
    make_project: Any, tmp_path: Path
) -> None:
    hooks = HOOKS + "metadata-files: [new.yml]\n"
    root = make_project("{{< include _new.qmd >}}\n", "", **{"_quarto.yml": hooks})

    def hook(command: list[str], environment: dict[str, str]) -> None:
        (root / "report" / "_new.qmd").write_text("Fresh.\n", encoding="utf-8")
        (root / "new.yml").write_text("title: New\n", encoding="utf-8")

    render(root, tmp_path / "site", "embedded", hook)
    page = (tmp_path / "site" / "report" / "index.html").read_text(encoding="utf-8")
    assert "<p>Fresh.</p>" in page
    assert "<h1>New</h1>" in page


@pytest.mark.parametrize(("body", "shown"), [("Words.\n", False), ("## A\n\nWords.\n", True)])
def test_a_page_without_headings_has_no_contents(site_of: Any, body: str, shown: bool) -> None:
    template = "<html lang='$lang$'>$if(toc)$<nav>$table-of-contents$</nav>$endif$$body$</html>"
    site = site_of(body, **{"report/page.html": template})
    page = (site / "report" / "index.html").read_text(encoding="utf-8")
    assert ("<nav>" in page) is shown
