"""The slides, read as the XML that presentation programs read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from analysis.cli import app
from analysis.core.project import Project
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import exhibits, in_documents
from analysis.facts.processed import Processed
from analysis.site.slides import TITLE_SIZE, slides

PROJECT = Project(Path(__file__).parents[2])
DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FRONT = 2  # slides before the figures


@pytest.fixture(scope="module")
def made(processed: Processed) -> bytes:
    return slides(PROJECT, processed)


@pytest.fixture(scope="module")
def parts(made: bytes) -> dict[str, etree._Element]:
    """The XML parts of the file by name."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(archive.read(name)) for name in names}


@pytest.fixture(scope="module")
def figures(processed: Processed) -> list[Exhibit]:
    shown = exhibits(processed, in_documents(PROJECT))
    return [each for each in shown if each.is_figure]


def words(root: etree._Element) -> str:
    return " ".join(text.text or "" for text in root.iter(DRAW + "t"))


def slide(parts: dict[str, etree._Element], number: int) -> etree._Element:
    return parts[f"ppt/slides/slide{number + FRONT + 1}.xml"]


def test_each_figure_has_a_slide_with_its_finding_and_its_sources(
    parts: dict[str, etree._Element], figures: list[Exhibit]
) -> None:
    found = [name for name in parts if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(found) == len(figures) + FRONT
    for number, figure in enumerate(figures):
        said = words(slide(parts, number))
        assert said.startswith(figure.title)
        assert figure.footer() in said


def test_each_picture_is_described_and_no_description_names_a_file(
    parts: dict[str, etree._Element], figures: list[Exhibit]
) -> None:
    for number, figure in enumerate(figures):
        (picture,) = slide(parts, number).iter(SLIDE + "pic")
        described = picture.find(f"{SLIDE}nvPicPr/{SLIDE}cNvPr").get("descr")
        assert described.split() == f"{figure.title}. {figure.description}".split()


def test_the_notes_hold_measure_and_caveats(
    parts: dict[str, etree._Element], figures: list[Exhibit]
) -> None:
    notes = [words(root) for name, root in parts.items() if "/notesSlides/notesSlide" in name]
    missing = [
        figure.id
        for figure in figures
        if not any(figure.subtitle in note and figure.note in note for note in notes)
    ]
    assert missing == []


def test_titles_have_a_size_that_holds_a_sentence(parts: dict[str, etree._Element]) -> None:
    master = parts["ppt/slideMasters/slideMaster1.xml"]
    size = master.find(f".//{SLIDE}titleStyle/{DRAW}lvl1pPr/{DRAW}defRPr").get("sz")
    assert size == str(TITLE_SIZE)


def test_the_same_tables_give_the_same_bytes_and_no_clock_is_in_them(
    made: bytes, processed: Processed, parts: dict[str, etree._Element]
) -> None:
    assert slides(PROJECT, processed) == made
    (created,) = parts["docProps/core.xml"].iter("{http://purl.org/dc/terms/}created")
    assert created.text == f"{processed.about.as_of}T00:00:00Z"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_the_command_writes_the_same_file(
    made: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT.root)
    target = tmp_path / "talk.pptx"
    done = CliRunner().invoke(app, ["slides", "--out", str(target)], catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (0, f"slides written to {target}\n")
    assert target.read_bytes() == made


def test_without_processed_tables_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_quarto.yml").write_text("project: {}\n", "utf-8")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["slides"], catch_exceptions=False)
    assert done.exit_code == 1 and "briefing process" in done.stderr
    assert not list(tmp_path.glob("*.pptx"))
