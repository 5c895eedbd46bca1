"""PDF through Typst: accessible, repeatable, and independent of the machine."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from analysis.render import render


@pytest.fixture
def pdf_of(make_project: Any, tmp_path: Path, typst_front: str) -> Any:
    """A function that renders a page as PDF and returns its path."""

    def make(body: str, front: str = "", **files: str) -> Path:
        render(make_project(body, typst_front + front, **files), tmp_path / "site", "embedded")
        return tmp_path / "site" / "report" / "index.pdf"

    return make


def words(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def links(path: Path) -> list[str]:
    with pikepdf.open(path) as document:
        annotations = [note for page in document.pages for note in page.get("/Annots", [])]
        return [str(note.A.URI) for note in annotations if "/A" in note and "/URI" in note.A]


def test_the_pdf_is_tagged_and_says_title_and_language(pdf_of: Any) -> None:
    with pikepdf.open(pdf_of("## A\n\nb\n", "lang: en-GB\n")) as document:
        root: Any = document.Root
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert str(root.Lang).startswith("en")
        assert str(document.docinfo["/Title"]) == "A page"
        assert "/First" in root.Outlines
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_a_large_drawing_needs_no_file(pdf_of: Any) -> None:
    bars = "".join(f'<rect x="{x % 90}" width="1" height="{x % 70}"/>' for x in range(3000))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="70">{bars}</svg>'
    assert len(svg) > 100_000
    escaped = svg.replace("\\", "\\\\").replace('"', '\\"')
    body = f'```{{=typst}}\n#image(bytes("{escaped}"), format: "svg", alt: "Bars")\n```\n'
    assert pdf_of(body).stat().st_size > 5_000


def test_links_stay_as_written_for_the_template_to_publish(pdf_of: Any) -> None:
    other = "---\ntitle: B\n---\n\n## C {#sec-c}\n"
    body = "[a](b.qmd#sec-c) [b](../data/x.csv) [c](https://example.net/d) [d](/top.html)\n"
    assert links(pdf_of(body, **{"report/b.qmd": other})) == [
        "b.qmd#sec-c", "../data/x.csv", "https://example.net/d", "/top.html",
    ]  # fmt: skip


def test_a_picture_of_the_folder_keeps_its_words(pdf_of: Any) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'
    body = '![Of "it"](x.svg){#fig-x fig-alt="A \\"bar\\""}\n\n![A dot](x.svg) stands there.\n'
    path = pdf_of(body, **{"report/x.svg": svg})
    assert "Figure 1: Of “it”" in words(path)
    with pikepdf.open(path) as document:
        tags = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
        assert {str(tag.Alt) for tag in tags if "/Alt" in tag} == {"A dot", 'A "bar"'}


def test_a_labelled_table_is_numbered_once(pdf_of: Any) -> None:
    body = "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Numbers {#tbl-n}\n\nSee @tbl-n.\n"
    said = words(pdf_of(body))
    assert "Table 1: Numbers" in said
    assert "See Table 1." in said
    assert said.count("Table 1") == 2


def test_the_date_is_that_of_the_source(pdf_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770163200")
    with pikepdf.open(pdf_of("a\n")) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20260204000000")


def test_without_a_date_of_the_source_there_is_none(
    pdf_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    with pikepdf.open(pdf_of("a\n")) as document:
        assert "/CreationDate" not in document.docinfo


def test_paper_and_margin_are_the_documents(pdf_of: Any, typst_front: str) -> None:
    with pikepdf.open(pdf_of("a\n", "margin:\n  x: 2cm\n  y: 3cm\n")) as document:
        width, height = (float(size) for size in document.pages[0].MediaBox[2:])  # type: ignore[misc]
    assert (round(width), round(height)) == (595, 842)


def test_fonts_of_the_machine_are_not_used(
    make_project: Any, tmp_path: Path, typst_front: str
) -> None:
    root = make_project('```{=typst}\n#text(font: "DejaVu Sans")[x]\n```\n', typst_front)
    warnings = render(root, tmp_path / "site", "embedded")
    assert [warning.message for warning in warnings] == [
        "Typst says: unknown font family: dejavu sans"
    ]


def test_several_standards_may_be_asked_for(
    pdf_of: Any, make_project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    typst_front: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770163200")
    front = typst_front.replace("pdf-standard: ua-1", "pdf-standard: [ua-1, a-3a]")
    render(make_project("a\n", front), tmp_path / "site", "embedded")
    with (
        pikepdf.open(tmp_path / "site" / "report" / "index.pdf") as document,
        document.open_metadata() as metadata,
    ):
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "3")
