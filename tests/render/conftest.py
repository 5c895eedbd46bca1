"""Small projects to render, and the sample that real Quarto rendered."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.core.problems import ProblemsError
from analysis.core.project import ADDRESS_VARIABLE
from analysis.render import quarto, render

SAMPLE = Path(__file__).parent.parent / "data" / "quarto-sample"

CONFIG = """\
project:
  type: website
  render: [report/*.qmd]
website:
  title: A small report
  site-url: https://example.org/small
lang: en
execute:
  echo: false
format:
  html:
    theme: none
    minimal: true
    template: report/page.html
    section-divs: true
    number-sections: true
    toc: true
"""
PAGE = """\
<!DOCTYPE html>
<html lang="$lang$">
<head><meta charset="utf-8"><title>$pagetitle$</title></head>
<body>
<main>
<h1>$title$</h1>
$body$
</main>
</body>
</html>
"""
TYPST_FORMAT = """\
format:
  html: {}
  typst:
    pdf-standard: ua-1
    papersize: a4
    number-sections: true
    citeproc: true
    template-partials: [template.typ/typst-template.typ, template.typ/typst-show.typ]
"""
TYPST_TEMPLATE = """\
#let small-report(doc) = {
  set heading(numbering: "1.1")
  doc
}
"""
TYPST_SHOW = "#show: small-report\n"

MakeProject = Callable[..., Path]
Messages = Callable[[Path], list[str]]


@pytest.fixture(autouse=True)
def no_address_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small projects are published where their own setting says."""
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """A function that writes a project: `report/index.qmd` with a body, and further files."""

    def make(body: str = "", front: str = "title: A page", **files: str) -> Path:
        root = tmp_path / "project"
        contents = {
            "_quarto.yml": CONFIG,
            "report/page.html": PAGE,
            "report/template.typ/typst-template.typ": TYPST_TEMPLATE,
            "report/template.typ/typst-show.typ": TYPST_SHOW,
            "report/index.qmd": f"---\n{front.strip()}\n---\n{body}",
        }
        for name, content in {**contents, **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return root

    return make


@pytest.fixture
def messages(tmp_path: Path) -> Messages:
    """A function that renders a project and returns the sentences of all its problems."""

    def find(root: Path) -> list[str]:
        try:
            return [problem.sentence() for problem in render(root, tmp_path / "site", "embedded")]
        except ProblemsError as error:
            return [problem.sentence() for problem in error.problems]

    return find


def available_engines() -> list[str]:
    """The engines of this machine: embedded always, Quarto where it is installed."""
    return ["embedded", "quarto"] if quarto.executable() else ["embedded"]


@pytest.fixture(scope="session", params=available_engines())
def sample_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, rendered by each engine of this machine."""
    folder = tmp_path_factory.mktemp(request.param)
    root = folder / "project"
    shutil.copytree(SAMPLE, root, ignore=shutil.ignore_patterns("expected"))
    output = folder / "site"
    render(root, output, request.param)
    return output


@pytest.fixture
def typst_front() -> str:
    """Front matter of a page that is a PDF too."""
    return f"title: A page\n{TYPST_FORMAT}"
