"""Long tables: filters and keys go with the rows that stand on the page."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from analysis.documents import long_tables
from analysis.exhibits.registry import exhibit
from analysis.exhibits.table import Column, Table
from analysis.facts.processed import Processed


def test_rows_follow_their_bands_as_on_the_page() -> None:
    rows = pd.DataFrame({"name": ["a", "b", "c", "d"], "band": ["x", "y", "x", "y"]})
    table = Table(rows, (Column("name", "Name"),), group="band")
    assert long_tables.order_on_page(table) == [0, 2, 1, 3]
    assert long_tables.order_on_page(Table(rows, (Column("name", "Name"),))) == [0, 1, 2, 3]


def test_unknown_cells_have_no_name_and_lists_have_all() -> None:
    assert long_tables.named("a|b", str.upper) == ["A", "B"]
    assert long_tables.named(float("nan"), str.upper) == []
    assert long_tables.named("", str.upper) == []


@pytest.mark.parametrize("name", long_tables.VIEWS)
def test_there_is_one_value_a_row_in_the_order_of_the_page(processed: Processed, name: str) -> None:
    shown = exhibit(name, processed)
    record = long_tables.record(shown)
    rows = re.findall(r'<th scope="row"', shown.html())
    assert record["filters"]
    assert {len(each["values"]) for each in record["filters"]} == {len(rows)}
    assert {len(values) for values in record["keys"].values()} <= {len(rows)}
    labels = [each["label"] for each in record["filters"]]
    assert len(labels) == len(set(labels))


def test_the_countries_of_projects_are_those_in_the_cells(processed: Processed) -> None:
    shown = exhibit("tbl-projects", processed)
    countries = long_tables.record(shown)["filters"][0]["values"]
    order = long_tables.order_on_page(shown.table)
    cells = shown.table.rows["country"].iloc[order].tolist()
    assert [names[0] for names in countries] == cells


def test_the_record_on_the_page_is_data_and_cannot_end_its_script(processed: Processed) -> None:
    markdown = long_tables.markdown(exhibit("tbl-stockpiles", processed))
    found = re.search(r'class="table-view">(.*?)</script>', markdown)
    assert found is not None
    assert json.loads(found[1])["table"] == "tbl-stockpiles"
