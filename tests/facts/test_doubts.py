"""Doubts of a second reader: in words beside their row, until they are mended."""

from __future__ import annotations

import pandas as pd
from small import processed, table

from analysis.facts.doubts import beside, doubts, in_words, of_rows

READING = {
    "table": "projects",
    "read_on": "2026-11-26",
    "reader": "somebody",
    "stands": True,
    "judgement": "unclear",
    "note": "400 or 500 t",
    "raw_keys": "projects:a",
}


def test_a_mended_doubt_and_a_right_row_say_nothing() -> None:
    rows = table("second_readings", READING | {"stands": False})
    assert doubts(processed(second_readings=rows)) == {}
    assert beside("Plant", None) == "Plant"


def test_doubts_without_a_remark_have_words_and_several_are_joined() -> None:
    assert in_words("wrong", None) == "second reader, not borne out by its source"
    keys = pd.Series(["projects:a|projects:b", ""])
    joined = of_rows(keys, {"projects:a": "one", "projects:b": "two"})
    assert joined.fillna("-").tolist() == ["one; two", "-"]
