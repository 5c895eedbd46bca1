"""Every exhibit of the registry: what it says follows its data, and says where it comes from."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pypandoc
import pytest
import small
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as reader

from analysis.exhibits import registry, theme
from analysis.exhibits.data_model import fields, units
from analysis.exhibits.exhibit import (
    Exhibit,
    FigureModule,
    TableModule,
    escaped,
    single_block,
)
from analysis.facts.processed import Processed
from analysis.facts.references import csl_references
from analysis.facts.text import COUNT_WORDS
from analysis.process import csv_text

ROOT = Path(__file__).parents[2]
IDS = list(registry.MODULES)
FIGURES = [name for name in IDS if name.startswith("fig-")]
SPECIAL = "\\`*_{}[]()<>#+|~^$@!&:;=%/"
FIT = 2.5  # px by which the converter's measure of text may differ from the column


@pytest.fixture(scope="session")
def shown(processed: Processed) -> dict[str, Exhibit]:
    """The exhibits by id, drawn once."""
    return {exhibit.id: exhibit for exhibit in registry.exhibits(processed)}


@pytest.mark.parametrize("name", IDS)
def test_each_module_has_what_an_exhibit_must_have(name: str) -> None:
    module, kind = registry.MODULES[name], FigureModule if name in FIGURES else TableModule
    assert isinstance(module.MODEL, pa.DataFrameSchema)
    for each, asked in inspect.getmembers(kind, inspect.isfunction):
        if not each.startswith("_"):
            taken = list(inspect.signature(getattr(module, each)).parameters)
            assert ["self", *taken] == list(inspect.signature(asked).parameters), each


@pytest.mark.parametrize("name", IDS)
def test_the_words_of_an_exhibit_are_whole(shown: dict[str, Exhibit], name: str) -> None:
    exhibit = shown[name]
    for phrase in (exhibit.title, exhibit.subtitle):
        assert phrase == phrase.strip() != ""
        assert not phrase.endswith(".")
    for sentence in (exhibit.description, exhibit.note):
        assert sentence.strip().endswith(".")
    said = f"{exhibit.title} {exhibit.subtitle} {exhibit.description} {exhibit.note}"
    assert not re.search(r"\b(nan|NaN|None(?! of)|NaT|inf)\b|<NA>", said)
    assert not re.search(r"  |\.\.|,,|\( ", said)


@pytest.mark.parametrize("name", IDS)
def test_the_description_tells_the_main_values(shown: dict[str, Exhibit], name: str) -> None:
    numbers = rf"\d|\b({'|'.join(COUNT_WORDS)})\b"
    assert re.search(numbers, shown[name].description)


@pytest.mark.parametrize("name", IDS)
def test_every_row_that_says_a_number_has_a_source_that_exists(
    shown: dict[str, Exhibit], processed: Processed, name: str
) -> None:
    data = shown[name].data
    assert len(data) > 0
    assert data["source_ids"].notna().all()
    unfounded = data[data["source_ids"] == ""].drop(columns="threshold", errors="ignore")
    assert unfounded.select_dtypes("float").notna().sum().sum() == 0
    cited = set(data["source_ids"].str.split("|").explode()) - {""}
    assert cited <= set(processed.sources.index)
    assert set(shown[name].sources) == cited


@pytest.mark.parametrize("name", IDS)
def test_every_column_that_is_published_has_a_type_and_a_meaning(
    shown: dict[str, Exhibit], name: str
) -> None:
    exhibit = shown[name]
    described = {field["name"]: field for field in fields(exhibit.module.MODEL)}
    assert csv_text(exhibit.data).splitlines()[0].split(",") == list(described)
    assert [each for each, field in described.items() if not field["description"].strip()] == []
    said = {each: bool(pd.api.types.is_bool_dtype(column)) for each, column in exhibit.data.items()}
    assert said == {each: field["type"] == "boolean" for each, field in described.items()}


@pytest.mark.parametrize("name", IDS)
def test_every_number_that_is_published_says_what_it_measures_or_counts(
    shown: dict[str, Exhibit], name: str
) -> None:
    numbers = shown[name].data.select_dtypes("number").columns
    assert set(units(shown[name].module.MODEL)) == set(numbers)


@pytest.mark.parametrize("name", IDS)
def test_an_exhibit_without_rows_is_still_of_its_types(name: str) -> None:
    exhibit = registry.exhibit(name, small.processed())
    types = {each: column.dtype.type for each, column in exhibit.module.MODEL.columns.items()}
    assert exhibit.data.dtypes.to_dict() == types


@pytest.mark.parametrize("name", IDS)
def test_the_caption_cites_its_sources_and_carries_the_version(
    shown: dict[str, Exhibit], processed: Processed, name: str
) -> None:
    caption = shown[name].caption()
    keys = {record["id"] for record in csl_references(processed["sources"])}
    cited = set(re.findall(r"(?<!\\)@([\w:.#$%&+?<>~/-]*\w)", caption))
    assert cited
    assert cited <= keys
    assert f"data version {processed.about.data_version}" in caption


@pytest.mark.parametrize("name", IDS)
def test_the_caption_reads_as_title_measure_note_and_source(
    shown: dict[str, Exhibit], name: str
) -> None:
    exhibit = shown[name]
    parts = {
        part.get("class"): part.text_content()
        for part in as_html(exhibit.caption()).xpath(".//span[starts-with(@class, 'exhibit-')]")
    }
    assert list(parts) == [
        *("exhibit-title", "exhibit-subtitle", "exhibit-note", "exhibit-source"),
    ]
    assert plain(parts["exhibit-title"]) == plain(exhibit.title + ".")
    assert plain(parts["exhibit-subtitle"]) == plain(exhibit.subtitle + ".")
    assert plain(parts["exhibit-note"]) == plain(exhibit.note)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_picture_fills_its_column_and_no_more(
    shown: dict[str, Exhibit], name: str, size: str
) -> None:
    picture = getattr(shown[name], size)
    asked = {"wide": theme.WIDE, "narrow": theme.NARROW}[size]
    assert asked * 0.95 <= picture.width <= asked + FIT
    etree.fromstring(picture.svg)


@pytest.mark.parametrize("name", FIGURES)
def test_every_colour_of_a_picture_comes_from_the_palette(
    shown: dict[str, Exhibit], name: str
) -> None:
    palette = set(theme.tokens()["light"].values())
    for picture in (shown[name].wide, shown[name].narrow):
        used = re.findall(r'\b(?:fill|stroke|stop-color)="([^"]+)"', picture.svg)
        plain_colours = {colour for colour in used if not colour.startswith("url(")}
        assert plain_colours - palette <= {"none", "transparent"}


@pytest.mark.parametrize("name", FIGURES)
def test_a_picture_alone_says_source_and_version(
    shown: dict[str, Exhibit], processed: Processed, name: str
) -> None:
    exhibit = shown[name]
    root = etree.fromstring(exhibit.standalone())
    said = " ".join("".join(node.itertext()) for node in root if node.tag.endswith("text"))
    assert exhibit.footer() in said
    assert f"data version {processed.about.data_version}" in exhibit.footer()
    assert processed.sources.loc[exhibit.sources[0], "publisher"] in exhibit.footer()
    assert exhibit.title in said


@pytest.mark.parametrize("name", IDS)
def test_the_float_holds_one_block_per_format_and_the_caption(
    shown: dict[str, Exhibit], name: str
) -> None:
    exhibit = shown[name]
    blocks = json.loads(pypandoc.convert_text(exhibit.markdown(), "json", "markdown"))["blocks"]
    [div] = blocks
    assert div["c"][0][0] == name
    kinds = [(block["t"], block["c"][0]) for block in div["c"][1][:2]]
    assert kinds == [("RawBlock", "html"), ("RawBlock", "typst")]
    assert [block["t"] for block in div["c"][1][2:]] == ["Para"]


@pytest.mark.parametrize("name", IDS)
def test_downloads_of_the_page_are_the_files_that_are_published(
    shown: dict[str, Exhibit], name: str
) -> None:
    links = reader.fromstring(shown[name].html()).xpath(".//p[@class='exhibit-links']/a/@href")
    formats = ("svg", "png", "csv", "json") if name in FIGURES else ("csv", "json")
    assert {f"../exhibits/{name}/{name}.{kind}" for kind in formats} <= set(links)


# What an exhibit says must follow the data.


def altered(processed: Processed) -> Iterator[Processed]:
    """The same tables with other values, the gentlest change first."""
    for change in (halved, all_kept, turned_round, exchanged, thinned):
        yield with_tables(processed, change)


def with_tables(processed: Processed, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Processed:
    """Every table changed but the sources, which are only cited."""
    tables = {
        name: frame if name == "sources" else change(frame.copy())
        for name, frame in processed.tables.items()
    }
    return replace(processed, tables=tables)


def halved(frame: pd.DataFrame) -> pd.DataFrame:
    """Every measured number halved; years and counts of rows are no measures."""
    floats = frame.select_dtypes("float").columns
    return frame.assign(**{name: frame[name] / 2 for name in floats})


def all_kept(frame: pd.DataFrame) -> pd.DataFrame:
    """Every promise kept on its day."""
    if "outcome" not in frame or "due_on" not in frame:
        return frame
    changed = frame.assign(outcome="kept", fulfilled_on=frame["due_on"])
    return changed.assign(days_after_deadline=np.zeros(len(frame)))


def turned_round(frame: pd.DataFrame) -> pd.DataFrame:
    """Every yes a no, every no a yes."""
    flags = frame.select_dtypes(["bool", "boolean"]).columns
    return frame.assign(**{name: ~frame[name] for name in flags})


def exchanged(frame: pd.DataFrame) -> pd.DataFrame:
    """Every result of a test the other one."""
    if "result" not in frame:
        return frame
    return frame.assign(result=frame["result"].replace({"not_met": "met", "met": "not_met"}))


def thinned(frame: pd.DataFrame) -> pd.DataFrame:
    """Two rows of three."""
    return frame[np.arange(len(frame)) % 3 != 0].reset_index(drop=True)


@pytest.mark.parametrize("name", IDS)
def test_other_data_give_another_title(processed: Processed, name: str) -> None:
    title = registry.exhibit(name, processed).title
    assert any(registry.exhibit(name, other).title != title for other in altered(processed))


@pytest.mark.parametrize("name", IDS)
def test_no_number_of_a_title_is_typed(name: str) -> None:
    counted = rf"\d|\b({'|'.join(COUNT_WORDS[2:])})\b"
    tree = ast.parse(inspect.getsource(registry.MODULES[name].title))
    [function] = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    formats = {id(part) for node in ast.walk(function) for part in format_of(node)}
    names = {id(node.slice) for node in ast.walk(function) if isinstance(node, ast.Subscript)}
    phrases = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in formats | names and node.value != ast.get_docstring(function, False)
    ]
    assert [phrase for phrase in phrases if re.search(counted, phrase)] == []


def format_of(node: ast.AST) -> list[ast.AST]:
    """The parts of the format of a value in an f-string: digits there are no numbers said."""
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
        return list(ast.walk(node.format_spec))
    return []


# Text from data is no markup.


def as_html(markdown: str) -> reader.HtmlElement:
    """Markdown as Pandoc renders it, without its typography of quotes."""
    return reader.fromstring(f"<div>{pypandoc.convert_text(markdown, 'html', 'markdown-smart')}")


def plain(text: str) -> str:
    """Text with every run of white space but no-break spaces as one space."""
    return re.sub(r"[ \n]+", " ", text).strip()


@pytest.mark.parametrize("char", SPECIAL)
def test_every_special_sign_of_markdown_stays_itself(char: str) -> None:
    text = f"a{char}b{char}{char}c {char}d{char} {char}amp; e{char}"
    assert plain(as_html(f"[**{escaped(text)}.**]{{.x}}").text_content()) == plain(text) + "."


@given(st.text(st.sampled_from(SPECIAL + "ab1.,-'\" "), min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_any_text_survives_pandoc(text: str) -> None:
    element = as_html(f"[a{escaped(text)}z]{{.x}}")
    assert plain(element.text_content()) == plain(f"a{text}z")


def test_no_break_spaces_survive_pandoc() -> None:
    text = "USD\N{NO-BREAK SPACE}12\N{NO-BREAK SPACE}billion"
    assert as_html(escaped(text)).text_content().strip() == text


def test_a_raw_block_holds_no_blank_line_and_no_fence() -> None:
    assert single_block("<p>a</p>\n\n  \n<p>```</p>") == "<p>a</p>\n<p>`` `</p>"
