"""The embedded engine against what real Quarto wrote for the same documents."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import html5lib
import pytest

from analysis.core.problems import ProblemsError
from analysis.render import config, pdf, render
from analysis.render.embedded import Ahead, run_documents
from analysis.render.embedded import parsed as tree_of
from analysis.render.kernel import Python

SAMPLE = Path(__file__).parent.parent / "data" / "quarto-sample"
EXPECTED = SAMPLE / "expected"
GENERATED_SUFFIX = re.compile(r"(?<=-caption-)[0-9a-f-]+$")


def words(text: str | None) -> str:
    return " ".join((text or "").split())


def structure(element: Any) -> list[Any]:
    """A parsed element as nested lists: name, attributes, text, and its children's the same."""
    attributes = {
        name: GENERATED_SUFFIX.sub("", value)
        for name, value in element.attrib.items()
        if name
        in ("id", "class", "href", "src", "alt", "role", "lang", "aria-describedby", "style")
        or name.startswith("data-")
    }
    children = [[structure(child), words(child.tail)] for child in element]
    return [element.tag, attributes, words(element.text), children]


def parsed(path: Path) -> list[Any]:
    text = path.read_text(encoding="utf-8")
    return structure(
        html5lib.parse(text, treebuilder="lxml", namespaceHTMLElements=False).getroot()
    )


def pdf_words(path: Path) -> str:
    command = ["pdftotext", "-layout", str(path), "-"]
    return words(subprocess.run(command, capture_output=True, check=True).stdout.decode())


@pytest.mark.parametrize("name", ["index.html", "method.html"])
def test_a_page_has_the_structure_that_quarto_gave_it(sample_site: Path, name: str) -> None:
    assert parsed(sample_site / "report" / name) == parsed(EXPECTED / name)


def test_the_pdf_says_what_quartos_says(sample_site: Path) -> None:
    said = pdf_words(sample_site / "report" / "coordination-versus-capacity.pdf")
    assert said == words((EXPECTED / "index-pdf.txt").read_text(encoding="utf-8"))


def test_the_typst_body_is_quartos(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(SAMPLE, root)
    project = config.read_site(root)
    with Python(root) as python:
        executed, _ = run_documents(project, python)
    document = tree_of(next(each for each in executed if each.name == "report/index.qmd"))
    settings = document.formats["typst"]
    source, warnings = pdf.typst_source(document.blocks, settings, document.name, root, tmp_path)
    body = source[source.index("= What was promised") :]
    expected = (EXPECTED / "index-body.typ").read_text(encoding="utf-8")
    assert words(body) == words(expected)
    assert warnings == []


def test_two_renderings_give_the_same_bytes(tmp_path: Path) -> None:
    sites = []
    for name in ("first", "second"):
        root = tmp_path / name / "project"
        shutil.copytree(SAMPLE, root)
        render(root, tmp_path / name / "site", "embedded")
        files = sorted(path for path in (tmp_path / name / "site").rglob("*") if path.is_file())
        sites.append(
            {path.relative_to(tmp_path / name / "site"): path.read_bytes() for path in files}
        )
    assert sites[0] == sites[1]
    assert {path.suffix for path in sites[0]} >= {".html", ".pdf", ".css", ".svg"}


def test_a_rendering_leaves_no_files_in_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(SAMPLE, root)
    before = {path for path in root.rglob("*") if "__pycache__" not in path.parts}
    render(root, tmp_path / "site", "embedded")
    assert {path for path in root.rglob("*") if "__pycache__" not in path.parts} == before


def test_a_page_that_is_waited_for_comes_first_and_is_as_it_will_be(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(SAMPLE, root)
    shown: list[tuple[str, str]] = []
    project = config.read_site(root)
    with Python(root) as python:
        run_documents(
            project,
            python,
            ahead=Ahead("report/method.html", lambda *page: shown.append(page)),
        )
    [(name, page)] = shown
    render(root, tmp_path / "site", "embedded")
    assert page == (tmp_path / "site" / name).read_text(encoding="utf-8")


def test_a_page_in_which_something_is_wrong_is_not_shown_ahead(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(SAMPLE, root)
    document = root / "report" / "method.qmd"
    document.write_text(document.read_text("utf-8") + "\nSee @fig-nowhere.\n", "utf-8")
    shown: list[tuple[str, str]] = []
    with pytest.raises(ProblemsError):
        render(
            root,
            tmp_path / "site",
            "embedded",
            ahead=Ahead("report/method.html", lambda *page: shown.append(page)),
        )
    assert shown == []
