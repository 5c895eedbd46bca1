"""Small hand-made processed tables for the tests of facts and exhibits."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pandas as pd

from analysis.facts.fact import Fact, Topic
from analysis.facts.processed import About, Processed, typed
from analysis.transforms.graph import TABLES

MODELS = {table.name: table.model for table in TABLES}
AS_OF = dt.date(2026, 3, 31)
EVIDENCE = {"source_ids": "a-source", "raw_keys": "projects:a"}


def table(name: str, /, *rows: dict[str, Any], **common: Any) -> pd.DataFrame:
    """A processed table from rows that say what matters; all else is unknown or from `common`."""
    columns = list(MODELS[name].to_schema().columns)
    records = [{**EVIDENCE, **common, **row} for row in rows]
    frame = pd.DataFrame(records, columns=columns)
    text = frame.astype("object").where(frame.notna(), None)
    return typed(text.map(lambda value: None if value is None else str(value)), MODELS[name])


@cache
def empty(name: str) -> pd.DataFrame:
    """A processed table without rows; made once, since its model is slow to check."""
    return table(name)


def processed(**tables: pd.DataFrame) -> Processed:
    """Processed tables at the end of March 2026; those not given are empty."""
    given = {name: tables[name] if name in tables else empty(name).copy() for name in MODELS}
    return Processed(given, About("1.0.0", AS_OF, AS_OF))


def facts_of(topic: Topic, **tables: pd.DataFrame) -> dict[str, Fact]:
    """The facts of a topic by id; tables that are not given are empty."""
    return {fact.id: fact for fact in topic(processed(**tables))}
