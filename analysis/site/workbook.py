"""All tables in forms that other software opens: one workbook, and one Parquet file a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from analysis.citation.publication import Publication
from analysis.facts.package import processed_codebook
from analysis.facts.processed import Processed
from analysis.raw.descriptor import codebook as raw_codebook
from analysis.raw.load import as_written

NAME = "coordination-versus-capacity.xlsx"
SHEET_NAME = 31  # characters that a sheet's name may have
WIDEST = 60  # characters
CELL = 32_767  # characters that a cell may hold

# Texts stay texts: nothing that a table holds is read as a formula, a link or a number.
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write_downloads(
    publication: Publication, raw: Path, processed: Processed, folder: Path
) -> None:
    """Write the workbook and the Parquet files of all tables, raw and processed, into a folder.

    Parameters: what they are published as; the raw tables; the processed ones; the site's data
    folder.
    """
    tables = {f"raw_{name}": table for name, table in as_written(raw).items()}
    tables |= dict(processed.tables)
    columns = pd.concat([raw_codebook(), processed_codebook()]).fillna("")
    write_workbook(folder / NAME, tables, columns, publication)
    write_parquet(folder / "parquet", tables)


def write_workbook(
    path: Path, tables: Mapping[str, pd.DataFrame], codebook: pd.DataFrame, publication: Publication
) -> None:
    """Write all tables into one workbook: version first, then codebook, then table by table.

    Parameters: the file; the tables by name; the columns of all tables; the version they are of.
    The file carries the day of the data, never that of the machine, so that its bytes repeat.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    about = publication.about
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        created = dt.datetime.combine(about.as_of, dt.time())
        book.set_properties({"title": publication.title, "created": created})
        write_sheet(book.add_worksheet("about"), about_table(publication))
        write_sheet(book.add_worksheet("codebook"), codebook)
        for name, short in sheet_names(list(tables)).items():
            write_sheet(book.add_worksheet(short), tables[name])


def about_table(publication: Publication) -> pd.DataFrame:
    """What the workbook is, row by row."""
    where = [publication.frozen("")] if publication.address else []
    rows = {
        "title": publication.title,
        "data version": publication.version,
        "state of knowledge": publication.about.as_of.isoformat(),
        **({"address": publication.frozen("")} if publication.address else {}),
        "licence": publication.licence,
        "how to cite": f"{publication.author} ({publication.year}): {publication.title}, data "
        f"version {', '.join([publication.version, *where])}",
        "evidence": "source_id and source_ids name rows of the sheet sources",
    }
    return pd.DataFrame({"what": rows.keys(), "value": rows.values()})


def sheet_names(tables: list[str]) -> dict[str, str]:
    """A unique name for each table's sheet, short enough for spreadsheets."""
    names: dict[str, str] = {}
    for table in tables:
        short, number = table[:SHEET_NAME], 2
        while short in names.values():
            short, number = f"{table[: SHEET_NAME - 2]}_{number}", number + 1
        names[table] = short
    return names


def write_sheet(sheet: Worksheet, frame: pd.DataFrame) -> None:
    """One table: names of columns on top, kept in sight, with a filter."""
    for at, name in enumerate(frame.columns):
        sheet.write_string(0, at, str(name))
        sheet.set_column(at, at, width(frame[name], str(name)))
        known = frame[name].notna()
        for row, value in zip(known.to_numpy().nonzero()[0] + 1, frame[name][known], strict=True):
            write_cell(sheet, int(row), at, value)
    sheet.freeze_panes(1, 0)
    if len(frame.columns):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def width(column: pd.Series, name: str) -> int:
    """Characters that a column needs, within reason."""
    longest = max(map(len, map(str, column.head(50))), default=0)
    return min(WIDEST, max(len(name), longest, 6) + 2)


def write_cell(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """A number as a number, anything else as text."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value)[:CELL])


def write_parquet(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write each table as a Parquet file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
