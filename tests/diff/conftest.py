"""Small records of facts, and states that differ in one raw row of the real tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from analysis.diff.rows import RawTable
from analysis.diff.states import State

Record = dict[str, Any]


@pytest.fixture(scope="session")
def record() -> Callable[..., Record]:
    """Makes a record of `facts.json`: `record("acts", 84)`, with what is said besides."""

    def make(name: str, value: Any, **said: Any) -> Record:
        record = {
            "id": name,
            "label": f"label of {name}",
            "value": value,
            "unit": None,
            "text": str(value),
            "formula": "counted",
            "inputs": [],
            "sources": [],
        }
        return record | said

    return make


@pytest.fixture(scope="session")
def altered(committed: State) -> Callable[..., State]:
    """Makes a state that differs: facts by what is said of them, rows added to raw tables."""

    def make(
        facts: Mapping[str, Mapping[str, Any]] | None = None,
        rows: Mapping[str, list[dict[str, str]]] | None = None,
    ) -> State:
        records = dict(committed.facts)
        for name, said in (facts or {}).items():
            records[name] = {**records[name], **said}
        raw = dict(committed.raw)
        for name, added in (rows or {}).items():
            table = raw.get(name, RawTable(name, tuple(added[0]), ()))
            raw[name] = replace(table, rows=(*table.rows, *added))
        return replace(committed, name="after", facts=records, raw=raw)

    return make
