"""Lists of tables and the codebook: complete, because they are made from the schemas."""

from __future__ import annotations

import re

import pandas as pd
import pandera.pandas as pa
import pypandoc
import pytest
from lxml import html as reader

from analysis.core.columns import column, unit_of
from analysis.documents import pages
from analysis.facts.package import type_of
from analysis.facts.processed import Processed
from analysis.raw.tables import TABLES as RAW_TABLES
from analysis.transforms.graph import TABLES as PROCESSED_TABLES

MODELS = {f"raw/{name}": table.model for name, table in RAW_TABLES.items()} | {
    f"processed/{table.name}": table.model for table in PROCESSED_TABLES
}


class Example(pa.DataFrameModel):
    """A table with a unit."""

    amount_usd: float = column("sum in US dollars", "USD")
    name: str = column("name as written")


@pytest.fixture(scope="module")
def codebook() -> reader.HtmlElement:
    return reader.fromstring(pypandoc.convert_text(pages.codebook(), "html", "markdown"))


def test_the_codebook_has_a_section_for_every_table(codebook: reader.HtmlElement) -> None:
    names = {heading.text_content() for heading in codebook.xpath("//h3")}
    assert set(MODELS) <= names


@pytest.mark.parametrize("name", MODELS)
def test_every_column_is_told_with_its_meaning(codebook: reader.HtmlElement, name: str) -> None:
    [table] = codebook.xpath(f"//div[@aria-label='Columns of {name}']//table")
    cells = [[cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr")]
    assert [row[0] for row in cells] == list(MODELS[name].to_schema().columns)
    assert [row[0] for row in cells if not row[3].strip()] == []


@pytest.mark.parametrize("name", [table.name for table in PROCESSED_TABLES])
def test_measured_columns_name_their_unit(name: str) -> None:
    """A column whose name ends in a unit says that unit in the codebook too."""
    units = {"usd": "USD", "pct": "%"}
    for column_name, field in MODELS[f"processed/{name}"].to_schema().columns.items():
        suffix = column_name.rpartition("_")[2]
        if suffix in units:
            assert unit_of(field) == units[suffix], column_name


@pytest.mark.parametrize("name", [table.name for table in PROCESSED_TABLES])
def test_every_number_says_what_it_measures_or_counts(name: str) -> None:
    columns = MODELS[f"processed/{name}"].to_schema().columns
    numbers = {key: one for key, one in columns.items() if type_of(one) in ("integer", "number")}
    assert [key for key, one in numbers.items() if not unit_of(one)] == []


def test_a_unit_travels_with_its_column() -> None:
    columns = Example.to_schema().columns
    assert [unit_of(columns[name]) for name in ("amount_usd", "name")] == ["USD", None]
    assert columns["name"].description == "name as written"


def test_a_meaning_is_text_and_no_markup() -> None:
    names = [column.name for column in pages.CODEBOOK]
    rows = pd.DataFrame([["a", "text", "", "sum in <b>US</b> | dollars", ""]], columns=names)
    markup = pages.section("raw", "example", "an example", rows)
    assert "<b>" not in markup
    assert "&lt;b&gt;US&lt;/b&gt; | dollars" in markup


def test_every_table_can_be_downloaded(processed: Processed) -> None:
    text = pages.downloads(processed)
    for folder, names in (
        ("raw", RAW_TABLES),
        ("processed", [table.name for table in PROCESSED_TABLES]),
    ):
        for name in names:
            assert re.search(rf"\[{name}\.csv\]\(\.\./data/{folder}/{name}\.csv\)", text), name


def test_processed_tables_are_listed_with_what_a_row_is() -> None:
    text = pages.processed_tables()
    assert [table.name for table in PROCESSED_TABLES if f"`{table.name}`: " not in text] == []
