"""The graph of the transforms: what each table reads is there before it, and nothing else is."""

from __future__ import annotations

import inspect

import pytest

from analysis.raw.tables import TABLES as RAW_TABLES
from analysis.transforms.graph import (
    ALL_RAW,
    AS_OF,
    MONTHS,
    PROCESSED,
    RAW,
    TABLES,
    ProcessedTable,
    needed,
    with_parents,
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_all_that_a_table_reads_is_there_before_it(table: ProcessedTable) -> None:
    before = [each.name for each in TABLES[: TABLES.index(table)]]
    known = {
        *(f"{RAW}{name}" for name in RAW_TABLES),
        *(f"{PROCESSED}{name}" for name in before),
        *(AS_OF, ALL_RAW, MONTHS),
    }
    assert set(table.reads) <= known
    assert len(set(table.reads)) == len(table.reads)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_transform_takes_as_many_things_as_its_table_reads(table: ProcessedTable) -> None:
    inspect.signature(table.compute).bind(*table.reads)


def test_what_a_table_rests_on_goes_down_to_the_raw_tables() -> None:
    assert needed("delay_curve") == {
        "processed": {"delay_curve", "slippage"},
        "raw": {"projects", "project_history", "project_marks"},
    }
    assert needed("pipeline_steps")["processed"] == {"pipeline_steps", "pipeline", "projects"}


def test_the_verdict_rests_on_no_table_that_draws_chances() -> None:
    assert not needed("verdict")["processed"] & {"start_chances", "expected_capacity", "scorecard"}


def test_the_history_alone_reads_months() -> None:
    assert [table.name for table in TABLES if MONTHS in table.reads] == ["verdict_history"]


def test_the_history_reads_what_the_verdict_rests_on_and_what_that_refers_to() -> None:
    read = with_parents(needed("verdict")["raw"])
    assert needed("verdict")["raw"] | {"minerals"} <= read
    assert not read & {"claims", "second_readings", "audits", "decisions", "publishers"}
    for table in read:
        assert set(RAW_TABLES[table].references.values()) <= read
