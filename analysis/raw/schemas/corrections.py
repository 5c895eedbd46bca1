"""Corrections of the other tables, each with what it expects to find and why."""

from __future__ import annotations

from analysis.raw.schemas.fields import RawTable, choice, identifier, text

ACTIONS = {
    "drop": "the row is left out",
    "override": "the value takes the place of what is found",
    "flag": "the value stays, and is listed as doubtful",
}


class Corrections(RawTable):
    """A value of another table that is mended or doubtful, applied whenever the tables are read."""

    table: str = text("table that is corrected")
    key: str = text("key of its row; parts of a key are joined by /")
    column: str = text("column of the value")
    action: str = choice("what is done", ACTIONS)
    value: str = text("the value to use instead; empty is unknown", nullable=True)
    expect: str = text("what stands there before; empty is unknown", nullable=True)
    reason: str = text("what is wrong or doubtful")
    source_id: str = identifier("source of the reason")
