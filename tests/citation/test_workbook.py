"""The workbook and the Parquet files hold every table, and no text becomes a formula."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest

from analysis.citation.publication import Publication
from analysis.core.project import Project
from analysis.facts.processed import Processed
from analysis.raw.load import as_written
from analysis.site.workbook import NAME, sheet_names, write_downloads, write_workbook

ROOT = Path(__file__).parents[2]
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "https://example.org", "007"]


@pytest.fixture(scope="module")
def folder(processed: Processed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data")
    publication = Publication.of(Project(ROOT), processed.about)
    write_downloads(publication, ROOT / "data" / "raw", processed, path)
    return path


def test_every_table_has_a_sheet_with_all_its_rows(folder: Path, processed: Processed) -> None:
    book = openpyxl.load_workbook(folder / NAME, read_only=True)
    tables = {f"raw_{name}": table for name, table in as_written(ROOT / "data" / "raw").items()}
    tables |= dict(processed.tables)
    names = sheet_names(list(tables))
    assert book.sheetnames == ["about", "codebook", *names.values()]
    for name, frame in tables.items():
        rows = sum(1 for _ in book[names[name]].iter_rows())
        assert rows == len(frame) + 1, name


def test_the_first_sheet_says_version_and_how_to_cite(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / NAME, read_only=True)
    rows = dict(book["about"].iter_rows(values_only=True))
    assert rows["data version"] == "0.1.0-draft"
    assert "0.1.0-draft" in str(rows["how to cite"])
    assert "/v/" not in str(rows["how to cite"])


def test_no_text_becomes_a_formula_a_link_or_a_number(
    publication: Publication, tmp_path: Path
) -> None:
    frame = pd.DataFrame({"text": DANGEROUS})
    write_workbook(tmp_path / NAME, {"table": frame}, pd.DataFrame(), publication)
    sheet = openpyxl.load_workbook(tmp_path / NAME)["table"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == DANGEROUS
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_numbers_are_numbers_and_unknown_is_empty(publication: Publication, tmp_path: Path) -> None:
    frame = pd.DataFrame({"share_pct": [61.5, None], "known": [True, False]})
    write_workbook(tmp_path / NAME, {"table": frame}, pd.DataFrame(), publication)
    rows = list(openpyxl.load_workbook(tmp_path / NAME)["table"].iter_rows(values_only=True))
    assert rows[1:] == [(61.5, True), (None, False)]


def test_the_same_tables_give_the_same_bytes(
    folder: Path, processed: Processed, tmp_path: Path
) -> None:
    publication = Publication.of(Project(ROOT), processed.about)
    write_downloads(publication, ROOT / "data" / "raw", processed, tmp_path)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        assert path.read_bytes() == (tmp_path / path.relative_to(folder)).read_bytes(), path.name


def test_parquet_keeps_types_and_rows(folder: Path, processed: Processed) -> None:
    for name, frame in processed.tables.items():
        table = pyarrow.parquet.read_table(folder / "parquet" / f"{name}.parquet")
        assert table.num_rows == len(frame)
        assert table.column_names == list(frame.columns)


def test_dates_of_raw_tables_stay_as_exact_as_they_were_written() -> None:
    published = as_written(ROOT / "data" / "raw")["sources"]["published_on"].dropna()
    assert published.str.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?").all()


def test_long_names_of_sheets_stay_unique() -> None:
    long = "a" * 40
    names = sheet_names([long, long + "b", "short"])
    assert len(set(names.values())) == 3
    assert max(map(len, names.values())) <= 31
