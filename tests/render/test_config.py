"""Settings of the project and of a document, merged as Quarto merges them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.render import config
from analysis.render.yamlrows import read_yaml


def formats(root: Path, front: str) -> dict[str, dict[str, Any]]:
    site = config.read_site(root)
    return config.formats(site, read_yaml(front, "report/index.qmd"), "report/index.qmd")


def test_a_documents_general_key_overrides_the_projects_format(make_project: Any) -> None:
    assert formats(make_project(), "title: A\ntoc: false")["html"]["toc"] is False


def test_a_format_overrides_the_general_keys_of_its_own_layer(make_project: Any) -> None:
    front = "toc: false\nformat:\n  html:\n    toc: true\n    toc-depth: 2"
    settings = formats(make_project(), front)["html"]
    assert (settings["toc"], settings["toc-depth"]) == (True, 2)


def test_a_document_has_the_formats_that_it_names(make_project: Any) -> None:
    assert list(formats(make_project(), "format: typst")) == ["typst"]
    assert list(formats(make_project(), "title: A")) == ["html"]


def test_what_is_asked_for_stands_above_the_documents(make_project: Any) -> None:
    site = config.read_site(make_project(), {"papersize": "us-letter"})
    front = read_yaml("format:\n  typst:\n    papersize: a4", "report/index.qmd")
    settings = config.formats(site, front, "report/index.qmd")["typst"]
    assert settings["papersize"] == "us-letter"


def test_lists_join_and_mappings_merge() -> None:
    below = {"css": ["a.css", "b.css"], "margin": {"x": 1, "y": 2}, "lang": "en"}
    above = {"css": ["b.css", "c.css"], "margin": {"y": 3}, "lang": "de"}
    assert config.merged(below, above) == {
        "css": ["a.css", "b.css", "c.css"],
        "margin": {"x": 1, "y": 3},
        "lang": "de",
    }


def test_the_projects_paths_count_from_the_document_after_the_merge(make_project: Any) -> None:
    settings = formats(make_project(), "title: A")["html"]
    assert settings["template"] == "../report/page.html"


def test_a_documents_path_may_start_at_the_project(make_project: Any) -> None:
    front = "format:\n  html:\n    css: /theme/a.css"
    root = make_project(**{"theme/a.css": "x"})
    assert formats(root, front)["html"]["css"] == "../theme/a.css"


def test_every_setting_is_there_for_templates(make_project: Any) -> None:
    settings = formats(make_project(), "title: A\ndata-version: 1.2.0\nformat:\n  html: {}")
    assert settings["html"]["data-version"] == "1.2.0"
    assert settings["html"]["website"]["title"] == "A small report"


def test_metadata_files_add_to_the_settings(make_project: Any) -> None:
    yaml = "lang: en\ndata-version: none\nmetadata-files: [a.yml, not-yet.yml]\n"
    root = make_project(**{"_quarto.yml": yaml, "a.yml": "data-version: 1.2.0\n"})
    settings = formats(root, "title: A")["html"]
    assert (settings["lang"], settings["data-version"]) == ("en", "1.2.0")


def test_documents_come_in_the_order_of_the_patterns(make_project: Any) -> None:
    page = "---\ntitle: A\n---\n"
    names = ["report/b.qmd", "report/a.qmd", "notes/c.qmd", "report/_part.qmd", "report/old.qmd"]
    yaml = 'project:\n  render: [notes/*.qmd, "report/*.qmd", "!report/old.qmd"]\n'
    root = make_project(**dict.fromkeys(names, page), **{"_quarto.yml": yaml})
    assert config.read_site(root).documents() == [
        "notes/c.qmd", "report/a.qmd", "report/b.qmd", "report/index.qmd",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ('["/report/*.qmd"]', ["report/a.qmd", "report/index.qmd"]),
        ('["report/*.qmd"]', ["report/a.qmd", "report/index.qmd", "tests/report/t.qmd"]),
        ('["!tests/", report/index.qmd, "report/*.qmd"]', ["report/index.qmd", "report/a.qmd"]),
        ("[tests]", ["tests/report/t.qmd"]),
        ("[a.qmd]", []),
        ('["**/t.qmd"]', ["tests/report/t.qmd"]),
        ("[]", ["report/a.qmd", "report/index.qmd", "tests/report/t.qmd"]),
    ],
)
def test_patterns_mean_what_they_mean_to_quarto(
    make_project: Any, patterns: str, expected: list[str]
) -> None:
    names = ["report/a.qmd", "tests/report/t.qmd", "_site/report/x.qmd", ".venv/y.qmd"]
    yaml = f"project:\n  render: {patterns}\n"
    root = make_project(**dict.fromkeys(names, "a\n"), **{"_quarto.yml": yaml})
    assert config.read_site(root).documents() == expected


def test_the_reports_own_documents_are_listed_the_briefing_first() -> None:
    root = Path(__file__).parents[2]
    pages = sorted(f"report/{path.name}" for path in (root / "report").glob("[!_]*.qmd"))
    listed = config.read_site(root).documents()
    assert listed[0] == "report/index.qmd"
    assert sorted(listed) == pages


def test_the_contents_of_the_pdf_are_headed_alike_with_both_engines() -> None:
    """Quarto hands its own heading to the template unless the document names one."""
    root = Path(__file__).parents[2]
    text = (root / "report" / "index.qmd").read_text(encoding="utf-8").split("---")[1]
    front = read_yaml(text, "report/index.qmd")
    settings = config.formats(config.read_site(root), front, "report/index.qmd")["typst"]
    assert settings["toc-title"] == "Contents"


def test_quarto_finds_its_lines_in_gitignore_and_adds_none() -> None:
    lines = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/.quarto/", "**/*.quarto_ipynb"} <= set(lines)


def test_a_key_knows_its_line() -> None:
    yaml = read_yaml("a: 1\nb:\n  - x\n  - c: 2\n", "f.yml", first_row=5)
    assert (yaml.rows["a",], yaml.rows["b", "1"], yaml.rows["b", "1", "c"]) == (5, 8, 8)
