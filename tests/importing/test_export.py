"""Tables that are sent around and come back as they went."""

from __future__ import annotations

import csv
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from incoming import contents
from openpyxl.worksheet.worksheet import Worksheet

from analysis.core.problems import ProblemsError
from analysis.importing import export
from analysis.importing.bring_in import Outcome
from analysis.importing.export import export_csv, export_workbook
from analysis.raw.tables import TABLES

Bring = Callable[..., Outcome]


@pytest.fixture(scope="module")
def exported(real_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbook of every table."""
    folder = tmp_path_factory.mktemp("exported")
    for name, table in TABLES.items():
        export_workbook(table, real_dir, folder / f"{name}.xlsx")
    return folder


def sheet(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path).worksheets[0]


def lists(found: Worksheet) -> dict[str, str]:
    """The drop-down of each column, by its heading."""
    return {
        found.cell(1, next(iter(one.sqref.ranges)).min_col).value: one.formula1
        for one in found.data_validations.dataValidation
    }


def test_every_workbook_imported_back_plans_nothing(
    bring: Bring, exported: Path, real_dir: Path
) -> None:
    outcome = bring(exported)
    assert outcome.plan.is_empty
    assert not outcome.problems
    assert not outcome.guesses
    assert outcome.plan.tables.keys() == TABLES.keys()
    for name, table in outcome.plan.tables.items():
        rows = (real_dir / TABLES[name].file).read_text("utf-8").splitlines()[1:]
        assert bool(table.identical) == bool(rows), name


def test_every_csv_is_the_table_byte_for_byte(real_dir: Path, tmp_path: Path) -> None:
    for name, table in TABLES.items():
        export_csv(table, real_dir, tmp_path / f"{name}.csv")
        assert (tmp_path / f"{name}.csv").read_bytes() == (real_dir / table.file).read_bytes()


@pytest.mark.usefixtures("unchecked")
def test_a_workbook_edited_by_hand_changes_one_field(
    bring: Bring, exported: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(exported / "roadmap_areas.xlsx")
    cell = next(c for c in book.worksheets[0][1] if c.value == "present_in_draft")
    old = book.worksheets[0].cell(2, cell.column).value
    book.worksheets[0].cell(2, cell.column).value = old != "true"  # as a spreadsheet stores it
    book.save(tmp_path / "edited.xlsx")
    outcome = bring(tmp_path / "edited.xlsx", agree=False)
    (change,) = outcome.plan.tables["roadmap_areas"].changed
    assert list(change.fields) == ["present_in_draft"]


def test_the_head_is_the_names_of_the_columns_frozen_and_with_notes(exported: Path) -> None:
    found = sheet(exported / "production.xlsx")
    assert [cell.value for cell in found[1]] == list(TABLES["production"].fields)
    assert found.freeze_panes == "B2"
    note = found["E1"].comment
    assert found["E1"].value == "share_pct"
    assert note is not None
    assert TABLES["production"].fields["share_pct"].description in note.text
    assert "unit %" in note.text


def test_vocabularies_and_flags_are_drop_downs(exported: Path) -> None:
    assert lists(sheet(exported / "roadmap_areas.xlsx"))["present_in_draft"] == '"true,false"'
    assert lists(sheet(exported / "sources.xlsx"))["tier"] == '"primary,reputable,weak,subject"'


def test_a_long_vocabulary_stands_on_a_hidden_sheet(
    real_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "LIST", 10)
    export_workbook(TABLES["sources"], real_dir, tmp_path / "sources.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sources.xlsx")
    assert lists(book.worksheets[0])["tier"] == "lists!$L$1:$L$4"
    assert book["lists"].sheet_state == "hidden"
    assert [row[11].value for row in book["lists"].iter_rows(max_row=4)] == [
        *("primary", "reputable", "weak", "subject")
    ]


@pytest.fixture
def hostile(real_dir: Path, tmp_path: Path) -> Path:
    """A table whose notes a spreadsheet would run, and numbers that it would round."""
    folder = Path(shutil.copytree(real_dir, tmp_path / "raw"))
    path = folder / "unit_conversions.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    for row, text in zip(rows[1:], ["=1+1", "+1", "-1", "@SUM(A1)", "https://x.org"], strict=False):
        row[3] = text
    rows[1][2] = "0.12345678901234567"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return folder


def test_text_is_text_whatever_it_begins_with(hostile: Path, tmp_path: Path) -> None:
    export_workbook(TABLES["unit_conversions"], hostile, tmp_path / "a.xlsx")
    found = sheet(tmp_path / "a.xlsx")
    cells = [found.cell(row, 4) for row in range(2, 7)]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        (text, "s", "@") for text in ["=1+1", "+1", "-1", "@SUM(A1)", "https://x.org"]
    ]
    assert all(cell.hyperlink is None for cell in cells)
    assert found["C2"].value == "0.12345678901234567"  # more digits than a spreadsheet keeps
    assert found["C3"].value == 1000


def test_no_exported_workbook_holds_a_formula(exported: Path) -> None:
    for path in exported.iterdir():
        cells = [cell for row in sheet(path).iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"], path.name


def test_a_text_that_no_cell_can_hold_is_refused(hostile: Path, tmp_path: Path) -> None:
    path = hostile / "unit_conversions.csv"
    path.write_text(path.read_text().replace("=1+1", "x" * 40_000))
    with pytest.raises(ProblemsError, match="has 40000 characters"):
        export_workbook(TABLES["unit_conversions"], hostile, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_two_exports_of_a_table_are_the_same_file(
    exported: Path, real_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    export_workbook(TABLES["actors"], real_dir, tmp_path / "actors.xlsx")
    assert contents(tmp_path)["actors.xlsx"] == contents(exported)["actors.xlsx"]
