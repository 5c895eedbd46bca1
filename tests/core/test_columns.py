"""A column is described once: meaning and unit stay with its type."""

from __future__ import annotations

import pandas as pd
import pandera.errors
import pandera.pandas as pa
import pytest

from analysis.core.columns import column, fits, unit_of


class Moons(pa.DataFrameModel):
    """A moon."""

    name: str = column("name of the moon", unique=True)
    mass_t: float = column("mass", "t", gt=0)


def test_meaning_and_unit_stay_with_the_column() -> None:
    columns = Moons.to_schema().columns
    assert {name: each.description for name, each in columns.items()} == {
        "name": "name of the moon",
        "mass_t": "mass",
    }
    assert {name: unit_of(each) for name, each in columns.items()} == {"name": None, "mass_t": "t"}
    assert unit_of(pa.Column(str)) is None


def test_checks_hold_as_of_any_column() -> None:
    Moons.validate(pd.DataFrame({"name": ["Io"], "mass_t": [1.0]}))
    with pytest.raises(pandera.errors.SchemaError, match="greater_than"):
        Moons.validate(pd.DataFrame({"name": ["Io"], "mass_t": [0.0]}))


MOONS = pd.DataFrame({"name": ["Io", "Europa"], "mass_t": [1.0, 2.0]})


def test_a_frame_fits_that_is_as_its_schema_says() -> None:
    assert fits(Moons.to_schema(), MOONS)


@pytest.mark.parametrize(
    "other",
    [
        MOONS[["mass_t", "name"]],
        MOONS[["name"]],
        MOONS.assign(age=1),
        MOONS.astype({"mass_t": "int64"}),
        MOONS.astype({"name": "object"}),
        MOONS.assign(mass_t=[1.0, None]),
        MOONS.assign(mass_t=[1.0, 0.0]),
        MOONS.assign(name="Io"),
    ],
    ids=["order", "missing", "more", "type", "objects", "unknown", "rule", "twice"],
)
def test_no_other_frame_fits(other: pd.DataFrame) -> None:
    assert not fits(Moons.to_schema(), other)


def test_a_schema_with_rules_for_whole_rows_is_left_to_pandera() -> None:
    pairs = pa.DataFrameSchema({"a": pa.Column("int64")}, unique=["a"])
    assert not fits(pairs, pd.DataFrame({"a": [1, 2]}))
