"""What an article needs of a figure, in one file: whole, stamped, the same each time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import rispy
from typer.testing import CliRunner

from analysis.citation import stamp_formats as carriers
from analysis.cli import app
from analysis.core.problems import ProblemsError
from analysis.core.project import Project
from analysis.site.kit import kit

PROJECT = Project(Path(__file__).parents[2])
Files = dict[str, bytes]


def unpacked(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def packed() -> bytes:
    return kit(PROJECT, "fig-shares")


def test_a_kit_holds_pictures_data_words_citations_code_and_says_what_each_is(
    packed: bytes,
) -> None:
    files = unpacked(packed)
    names = {name.removeprefix("fig-shares/") for name in files}
    assert names == {
        *("fig-shares.svg", "fig-shares.png", "fig-shares.csv", "fig-shares.json"),
        *("fig-shares.bib", "fig-shares.ris", "fig-shares.csl.json", "citations.txt"),
        *("fig-shares.pdf", "fig-shares-outlined.svg"),
        *("fig-shares-wide.png", "fig-shares-square.png"),
        *("datapackage.json", "alt.txt", "credit.txt", "embed.txt", "README.txt"),
    }
    told = files["fig-shares/README.txt"].decode()
    assert all(f"{name}: " in told for name in names)
    assert files["fig-shares/credit.txt"].decode() in told
    assert "&amp;" not in told and "&#" not in told
    [record] = rispy.loads(files["fig-shares/fig-shares.ris"].decode())
    assert record["title"] in told


def test_the_pictures_of_a_kit_carry_their_stamps(packed: bytes) -> None:
    files = unpacked(packed)
    svg = carriers.svg_stamp(files["fig-shares/fig-shares.svg"].decode())
    png = carriers.png_stamp(files["fig-shares/fig-shares.png"])
    assert svg is not None and svg["id"] == "fig-shares"
    assert png is not None and png["id"] == "fig-shares"


def test_the_same_kit_has_the_same_bytes(packed: bytes) -> None:
    assert kit(PROJECT, "fig-shares") == packed


def test_a_table_has_a_kit_without_pictures() -> None:
    names = unpacked(kit(PROJECT, "tbl-areas"))
    assert not [name for name in names if name.endswith((".svg", ".png", ".pdf"))]
    assert "tbl-areas/tbl-areas.csv" in names


def test_a_kit_of_nothing_is_refused_and_one_that_is_there_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ProblemsError, match="nothing has this id"):
        kit(PROJECT, "fig-share")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fig-shares.zip").write_text("mine")
    assert CliRunner().invoke(app, ["kit", "fig-shares"]).exit_code == 2
    assert (tmp_path / "fig-shares.zip").read_text() == "mine"
