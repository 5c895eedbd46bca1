"""What catalogue and stamp hold: a document that breaks its schema is told where."""

from __future__ import annotations

import json

import pytest

from analysis.citation.schema import invalid, text, validator


@pytest.mark.parametrize("name", ["exhibits", "facts", "stamp"])
def test_each_schema_is_one_itself(name: str) -> None:
    validator(name).check_schema(json.loads(text(name)))


def test_what_breaks_a_schema_is_named_by_its_place() -> None:
    assert [said for said in invalid({}, "stamp") if said.startswith("$: ")] == invalid({}, "stamp")
    assert any("is a required property" in said for said in invalid({}, "stamp"))
