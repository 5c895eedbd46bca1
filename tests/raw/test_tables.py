"""The list of raw tables: what a table names, it has, and a key is one text."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.raw.tables import TABLES, Table

MILESTONES = TABLES["milestones"]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_has_the_columns_that_it_names(table: Table) -> None:
    assert {*table.key, *table.references, *table.known_on} <= set(table.fields)
    assert set(table.references.values()) <= set(TABLES)
    assert table.description.endswith(".")


def test_a_table_knows_its_file_and_the_kinds_of_its_columns() -> None:
    assert MILESTONES.file == "milestones.csv"
    assert MILESTONES.kind("event_on") == "interval"


def test_a_key_of_several_columns_is_one_text_and_missing_where_a_part_is() -> None:
    frame = pd.DataFrame(
        {
            "announcement_id": ["mou", None],
            "event_on": ["2026", "2026"],
            "status": ["signed", "signed"],
            "source_id": ["a|b", "a"],
        }
    )
    first, second = MILESTONES.keys(frame)
    assert first == "mou/2026/signed/a+b"
    assert pd.isna(second)
