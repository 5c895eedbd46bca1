"""What people send, to sheets of cells."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from analysis.importing.files import read
from analysis.importing.sheets import Found, Percent

HEADER = "demand_id,mineral,note"
Put = Callable[[str, bytes], Found]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def written(name: str, content: bytes) -> Found:
        (tmp_path / name).write_bytes(content)
        return read(tmp_path / name)

    return written


def sentences(found: Found) -> list[str]:
    return [problem.sentence() for problem in found.problems]


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (",", []),
        (";", ["a.csv: fields are separated by semicolons"]),
        ("\t", ["a.csv: fields are separated by tabs"]),
    ],
)
def test_the_delimiter_is_the_one_that_shows_known_columns(
    put: Put, mark: str, said: list[str]
) -> None:
    found = put("a.csv", f"{HEADER}\nx,copper,a;b\n".replace(",", mark).encode())
    assert found.sheets[0].rows[0] == (1, ["demand_id", "mineral", "note"])
    assert found.notes == said


def test_rows_keep_their_number_and_blank_ones_are_left_out(put: Put) -> None:
    found = put("a.csv", f"{HEADER}\n\nx,copper,\n,,\n,\u00a0,\ny,zinc,\n".encode())
    assert [number for number, _ in found.sheets[0].rows] == [1, 3, 6]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(put: Put, encoding: str) -> None:
    found = put("a.csv", f"{HEADER}\nx,copper,Puławy\n".encode(encoding))
    assert found.sheets[0].rows[1] == (2, ["x", "copper", "Puławy"])


def test_german_text_of_an_old_windows_is_read_and_said(put: Put) -> None:
    text = f"{HEADER}\nx,copper,Für die Größe der Anlage\n"
    found = put("a.csv", text.encode("cp1252"))
    assert found.sheets[0].rows[1][1][2] == "Für die Größe der Anlage"
    assert found.notes == ['a.csv: not UTF-8, read as cp1250 or cp1252: "Für"']


def test_bytes_that_are_different_letters_in_two_encodings_are_refused(put: Put) -> None:
    found = put("a.csv", f"{HEADER}\nx,copper,Société déjà vue\n".encode("cp1252"))
    assert not found.sheets
    assert sentences(found) == [
        "a.csv row 2: byte 37 is not UTF-8, and the encoding is not certain; it reads "
        '"déjŕ" or "déjà"; save it as UTF-8 (in spreadsheets: CSV UTF-8), or send the workbook'
    ]


def test_an_open_quotation_mark_is_a_problem_of_its_row(put: Put) -> None:
    found = put("a.csv", f'{HEADER}\nx,copper,"a\n'.encode())
    assert [(p.rule, p.row) for p in found.problems] == [("quote", 2)]


def test_files_of_other_kinds_are_refused_alone_and_passed_over_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"x")
    assert "files of this kind are not read" in sentences(read(tmp_path / "letter.docx"))[0]
    (tmp_path / "a.csv").write_text(f"{HEADER}\nx,copper,\n")
    (tmp_path / "README.md").write_text("# words")
    found = read(tmp_path)
    assert [sheet.name for sheet in found.sheets] == ["a"]
    assert found.notes == [
        "README.md: passed over, not a table",
        "letter.docx: passed over, not a table",
    ]


def test_an_empty_folder_and_a_missing_file_are_said(tmp_path: Path) -> None:
    assert "holds no file that can be read" in sentences(read(tmp_path))[0]
    assert "there is no such file" in sentences(read(tmp_path / "none.csv"))[0]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a.parquet", "a.json"])
@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 cut", bytes(range(256)) * 9])
def test_rubbish_is_a_problem_and_no_traceback(put: Put, name: str, content: bytes) -> None:
    found = put(name, content)
    assert not found.sheets
    assert found.problems


def test_json_keeps_every_digit_and_joins_lists(put: Put) -> None:
    rows = '[{"demand_id": "x", "quantity": 1.10, "mineral": ["copper", "zinc"]}, {"note": null}]'
    found = put("demand.json", rows.encode())
    assert found.sheets[0].rows == [
        (1, ["demand_id", "quantity", "mineral", "note"]),
        (2, ["x", Decimal("1.10"), "copper|zinc", None]),
    ]


def test_json_may_hold_several_tables(put: Put) -> None:
    found = put("all.json", json.dumps({"demand": [{"demand_id": "x"}], "version": 1}).encode())
    assert [(sheet.place, sheet.name) for sheet in found.sheets] == [
        ("all.json (demand)", "demand")
    ]
    assert found.notes == ["all.json, version: passed over, not a list of rows"]


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    frame = pd.DataFrame({"demand_id": ["x", "y"], "quantity": [1.5, None]})
    frame.to_parquet(tmp_path / "demand.parquet")
    assert read(tmp_path / "demand.parquet").sheets[0].rows[1:] == [
        (2, ["x", 1.5]),
        (3, ["y", None]),
    ]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "demand"
    sheet.append(["demand_id", "quantity", "year", "note"])
    sheet.append(["x", 0.12, dt.datetime(2026, 2, 1), "=not a formula"])
    sheet["B2"].number_format = "0.0%"
    sheet["D2"].data_type = "s"
    book.create_sheet("secret").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_a_workbook_tells_percents_days_and_hidden_sheets(workbook: Path) -> None:
    found = read(workbook)
    (number, cells) = found.sheets[0].rows[1]
    assert (number, cells) == (2, ["x", 0.12, dt.date(2026, 2, 1), "=not a formula"])
    assert isinstance(cells[1], Percent)
    assert found.notes == ["a.xlsx (secret): passed over, hidden"]
    assert not found.problems


def test_a_formula_is_its_stored_value_and_is_said(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("demand")
        sheet.write_row(0, 0, ["demand_id", "quantity"])
        sheet.write_string(1, 0, "x")
        sheet.write_formula(1, 1, "=40+2", None, 42)
    found = read(tmp_path / "a.xlsx")
    assert found.sheets[0].rows[1] == (2, ["x", 42.0])
    assert found.notes == ["a.xlsx: formulas are read as the values stored with them (1)"]


def test_a_formula_without_a_stored_value_and_an_error_are_refused(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["demand"]["B3"] = "=1+1"
    book["demand"]["C3"] = "#REF!"
    book["demand"]["C3"].data_type = "e"
    book.save(workbook)
    assert sentences(read(workbook)) == [
        "a.xlsx (demand):3: cell B3 holds a formula without a stored value; formulas are never "
        "executed; put the value itself into the cell (copy, paste special, values)",
        "a.xlsx (demand):3: cell C3 holds the error #REF!; formulas are never executed; put the "
        "value itself into the cell (copy, paste special, values)",
    ]


def test_entities_that_grow_to_gigabytes_are_refused(workbook: Path) -> None:
    """Each of nine entities is ten of the one before."""
    growing = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE t [<!ENTITY e0 "{"x" * 100}">{growing}]>'
    with zipfile.ZipFile(workbook) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    styles = f"{bomb}<styleSheet>&e9;</styleSheet>".encode()
    with zipfile.ZipFile(workbook, "w") as archive:
        for name, content in (parts | {"xl/styles.xml": styles}).items():
            archive.writestr(name, content)
    assert ["damaged" in sentence for sentence in sentences(read(workbook))] == [True]


def test_a_stray_cell_at_the_end_of_the_sheet_does_not_fill_the_memory(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["demand"]["XFD1048576"] = "x"
    book.save(workbook)
    assert "cells so far apart" in sentences(read(workbook))[0]


def ods(path: Path, *cells: str) -> Path:
    """A spreadsheet as LibreOffice lays it out, with one row of cells below a header."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    head = "".join(text_cell(name) for name in ("demand_id", "quantity", "note"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'office:version="1.3"><office:body><office:spreadsheet><table:table table:name="Tabelle1">'
        f"<table:table-row>{head}</table:table-row>"
        f"<table:table-row>{''.join(cells)}</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
    return path


def text_cell(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def number_cell(value: str, shown: str, kind: str = "float") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def test_an_ods_of_a_german_libreoffice_gives_numbers_and_not_what_is_shown(tmp_path: Path) -> None:
    cells = text_cell("x"), number_cell("1234.5", "1.234,5"), text_cell("Größe")
    found = read(ods(tmp_path / "demand.ods", *cells))
    assert found.sheets[0].name == "demand"
    assert found.sheets[0].rows[1] == (2, ["x", 1234.5, "Größe"])


def test_percent_cells_of_an_ods_are_refused(tmp_path: Path) -> None:
    cells = text_cell("x"), number_cell("0.12", "12 %", "percentage"), text_cell("")
    found = read(ods(tmp_path / "demand.ods", *cells))
    assert [problem.rule for problem in found.problems] == ["percent"]
