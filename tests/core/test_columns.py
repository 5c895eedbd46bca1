"""A column is described once: meaning and unit stay with its type."""

from __future__ import annotations

import pandas as pd
import pandera.errors
import pandera.pandas as pa
import pytest

from analysis.core.columns import column, unit_of


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
