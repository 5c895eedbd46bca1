"""The kinds of column: each says its kind, its unit and its words, and refuses what is none."""

from __future__ import annotations

import pandas as pd
import pandera.errors
import pytest

from analysis.core.columns import unit_of
from analysis.raw.schemas import fields


class Moons(fields.RawTable):
    """A moon."""

    moon_id: str = fields.identifier("moon")
    seen_on: str = fields.interval("first seen", nullable=True)
    page: str = fields.address("page", nullable=True)
    kind: str = fields.choice("kind", {"ice": "of ice", "rock": "of stone"}, nullable=True)
    kinds: str = fields.choices("kinds", {"ice": "of ice", "rock": "of stone"}, nullable=True)
    file: str = fields.digest("file", nullable=True)
    year: float = fields.calendar_year("year", nullable=True, le=2030)
    mass: float = fields.number("mass", "t", nullable=True)


COLUMNS = Moons.to_schema().columns


def accepted(**cells: object) -> bool:
    """Whether a row with these cells and no others fits."""
    row = dict.fromkeys(COLUMNS) | {"moon_id": "io"} | cells
    types = {name: "float64" if name in ("year", "mass") else "str" for name in COLUMNS}
    try:
        Moons.validate(pd.DataFrame([row]).astype(types))
    except pandera.errors.SchemaError:
        return False
    return True


def test_a_field_says_kind_unit_and_the_meaning_of_its_words() -> None:
    assert {name: each.metadata["kind"] for name, each in COLUMNS.items()} == {
        "moon_id": "identifier",
        "seen_on": "interval",
        "page": "address",
        "kind": "choice",
        "kinds": "choices",
        "file": "digest",
        "year": "whole",
        "mass": "number",
    }
    assert (unit_of(COLUMNS["year"]), unit_of(COLUMNS["mass"])) == ("year", "t")
    assert COLUMNS["kind"].metadata["vocabulary"] == {"ice": "of ice", "rock": "of stone"}
    assert COLUMNS["mass"].metadata["vocabulary"] == {}


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("moon_id", ["io-1.b_c", "7"], ["", "-io", "io 1", "io|eu"]),
        ("seen_on", ["1610", "2026-02", "2026-02-04"], ["4 Feb", "2026-2"]),
        ("page", ["https://a.org", "http://a.org/x?y#z"], ["a.org", "https://a", "ftp://a.org"]),
        ("kind", ["ice"], ["Ice", "ice|rock"]),
        ("kinds", ["ice", "rock|ice"], ["ice|", "ice|dust", "ice, rock"]),
        ("file", ["0" * 64], ["0" * 63, "F" * 64]),
        ("year", [1900, 2030], [1899, 2031]),
    ],
)
def test_a_kind_accepts_its_values_and_no_others(
    column: str, good: list[object], bad: list[object]
) -> None:
    assert [value for value in good if not accepted(**{column: value})] == []
    assert [value for value in bad if accepted(**{column: value})] == []
