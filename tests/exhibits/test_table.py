"""Tables say the same in HTML and in Typst, and take no text for markup."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pandas as pd
import pytest
import typst as typst_compiler
from lxml import html as reader

from analysis.core.cache import FOLDER
from analysis.exhibits.table import Column, Table, html, plain, scrolling, shown, string, typst

EVIL = "<script>alert('x')</script> \\ \"quoted\" # ] [ $ * _ ` @ & © Türkiye"
COLUMNS = (Column("name", "Plant"), Column("amount", "Tonnes", "right", 0.5))


@pytest.fixture
def table() -> Table:
    rows = pd.DataFrame(
        {
            "country": ["China", "China", "Japan"],
            "name": ["Baotou", EVIL, "Osaka"],
            "amount": ["1,200", None, "3"],
            "unshown": ["a", "b", "c"],
        }
    )
    return Table(rows, COLUMNS, group="country")


def cells(element: reader.HtmlElement, path: str) -> list[str]:
    return [cell.text_content() for cell in element.xpath(path)]


def test_a_page_shows_every_sign_of_a_cell_and_runs_none(table: Table) -> None:
    markup = html(table, "tbl-a")
    assert "<script" not in markup
    element = reader.fromstring(markup)
    assert cells(element, ".//tbody//th[@scope='row']") == ["Baotou", EVIL, "Osaka"]
    assert cells(element, ".//tbody//td") == ["1,200", "", "3"]


def test_a_cell_leads_to_the_page_of_its_row_from_a_page_that_knows_the_root() -> None:
    rows = pd.DataFrame({"name": [EVIL], "amount": ["<b>"], "way": ['records/"a"/index.html']})
    leading = Table(rows, (Column("name", "Plant", ways="way"), Column("amount", "Tonnes")))
    element = reader.fromstring(html(leading, "tbl-a", ".."))
    [link] = element.xpath(".//tbody//th[@scope='row']/a")
    assert (link.text_content(), link.get("href")) == (EVIL, '../records/"a"/index.html')
    assert cells(element, ".//tbody//td") == ["<b>"]
    assert not reader.fromstring(html(leading, "tbl-a")).xpath(".//a")
    assert "records" not in typst(leading)


def test_a_table_is_written_again_only_where_something_in_it_differs(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    asked: list[str] = []
    monkeypatch.setattr(
        "analysis.exhibits.table.written", lambda *given: asked.append(given[1]) or "<table>"
    )
    linked = Table(table.rows, (Column("name", "Plant", ways="unshown"),))
    elsewhere = Table(table.rows.assign(unshown="d"), linked.columns)
    wide = Table(table.rows, (Column("name", "Plant", wraps=False),))
    for number, (each, root) in enumerate(
        [(table, None), (linked, None), (linked, ".."), (elsewhere, ".."), (wide, None)], start=1
    ):
        for _ in range(2):
            assert html(each, "tbl-a", root) == "<table>"
        assert len(asked) == number
    html(Table(table.rows.assign(unshown="e"), table.columns, table.group), "tbl-a")
    assert len(asked) == 5  # a column that nobody sees


def test_headings_and_bands_are_escaped_too() -> None:
    rows = pd.DataFrame({"band": [EVIL], "name": ["a"], "amount": ["1"]})
    columns = (Column("name", EVIL), Column("amount", EVIL))
    element = reader.fromstring(html(Table(rows, columns, group="band"), "tbl-a"))
    assert cells(element, ".//thead//th") == [EVIL, EVIL]
    assert cells(element, ".//th[@scope='colgroup']") == [EVIL]
    assert not element.xpath(".//script")


def test_rows_columns_and_bands_have_header_cells(table: Table) -> None:
    element = reader.fromstring(html(table, "tbl-a"))
    assert cells(element, ".//thead//th[@scope='col']") == ["Plant", "Tonnes"]
    assert cells(element, ".//th[@scope='colgroup']") == ["China", "Japan"]


def test_header_references_lead_to_header_cells_of_the_same_table(table: Table) -> None:
    element = reader.fromstring(html(table, "tbl-a"))
    identifiers = element.xpath(".//@id")
    assert len(identifiers) == len(set(identifiers))
    assert all(name.startswith("tbl-a") for name in identifiers)
    for cell in element.xpath(".//*[@headers]"):
        assert set(cell.get("headers").split()) <= set(identifiers)


def test_columns_that_are_not_named_are_not_shown(table: Table) -> None:
    assert "unshown" not in html(table, "tbl-a")
    assert '"b"' not in typst(table)


def test_a_scrolling_region_has_an_escaped_name_and_is_reached_by_keyboard() -> None:
    region = reader.fromstring(scrolling("<table></table>", EVIL))
    assert (region.get("aria-label"), region.get("tabindex")) == (EVIL, "0")


def compiled_text(source: str, folder: Path) -> str:
    """What the PDF of a Typst source says, white space made single."""
    (folder / "table.typ").write_text("#set page(width: 50cm)\n" + source, encoding="utf-8")
    typst_compiler.compile(folder / "table.typ", output=folder / "table.pdf")
    command = ["pdftotext", "-layout", str(folder / "table.pdf"), "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return " ".join(said.split())


def test_a_shortcode_in_the_data_is_run_by_nobody(tmp_path: Path) -> None:
    literal = string("a {{< env HOME >}} b")
    assert "{{<" not in literal
    assert "a {{< env HOME >}} b" in compiled_text(f"#{literal}", tmp_path)


def test_the_pdf_shows_every_sign_of_a_cell(table: Table, tmp_path: Path) -> None:
    text = compiled_text(typst(table), tmp_path)
    assert EVIL in text
    assert text.startswith("Plant Tonnes China Baotou 1,200")
    assert text.count("China") == 1


def test_the_header_of_the_pdf_is_repeated_on_every_page(tmp_path: Path) -> None:
    rows = pd.DataFrame({"name": [f"plant {n}" for n in range(90)], "amount": ["1"] * 90})
    text = compiled_text(typst(Table(rows, COLUMNS)), tmp_path)
    assert text.count("Plant Tonnes") >= 2


@pytest.mark.parametrize("text", [EVIL, "ends in \\", '"', "#panic()", "a\nb", "", "a\r\nb"])
def test_a_typst_string_holds_any_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "string.typ").write_text(f"#metadata({string(text)}) <it>", encoding="utf-8")
    [value] = json.loads(typst_compiler.query(tmp_path / "string.typ", "<it>", field="value"))
    assert " ".join(value.split()) == " ".join(text.split())


def test_numbers_of_a_plain_table_are_marked_and_its_texts_are_not() -> None:
    frame = pd.DataFrame({"country": ["China"], "share_pct": [91.25]})
    element = reader.fromstring(plain(frame))
    assert cells(element, ".//thead//th[@scope='col']") == ["country", "share_pct"]
    assert cells(element, ".//td[@class='n']") == ["91.25"]


def test_a_plain_table_runs_no_text_of_its_data() -> None:
    element = reader.fromstring(plain(pd.DataFrame({EVIL: [EVIL]})))
    assert cells(element, ".//th | .//td") == [EVIL, EVIL]
    assert not element.xpath(".//script")


@pytest.mark.parametrize(
    ("rows", "last"), [(2, "2"), (3, "and 1 more row in the CSV file"), (9, "and 7 more rows in")]
)
def test_a_plain_table_says_how_many_rows_it_leaves_out(rows: int, last: str) -> None:
    element = reader.fromstring(plain(pd.DataFrame({"n": range(1, rows + 1)}), limit=2))
    assert cells(element, ".//td")[-1].startswith(last)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (True, "yes"),
        (False, "no"),
        (91.25678, "91.26"),
        (1_234_567.8, "1,234,568"),
        (0.0, "0"),
        (2024, "2024"),
        ("text", "text"),
    ],
)
def test_data_are_shown_with_four_significant_digits(value: object, expected: str) -> None:
    assert shown(value) == expected
