"""What all processed tables have in common: exactly their columns, the evidence last."""

from __future__ import annotations

import pandas as pd
import pandera.errors
import pytest

from analysis.core.columns import column
from analysis.transforms.model import Evidenced


class Moons(Evidenced):
    """One moon."""

    name: str = column("name")
    mass_t: float = column("mass", "t")


ROW = {"name": ["Io"], "mass_t": [1], "source_ids": ["a"], "raw_keys": ["moons:1"]}


def test_the_evidence_stands_behind_the_columns_of_the_table() -> None:
    assert list(Moons.to_schema().columns) == ["name", "mass_t", "source_ids", "raw_keys"]


def test_values_take_the_type_of_their_column() -> None:
    assert Moons.validate(pd.DataFrame(ROW))["mass_t"].dtype == "float64"


@pytest.mark.parametrize(
    "columns",
    [
        ["name", "mass_t", "source_ids"],
        ["mass_t", "name", "source_ids", "raw_keys"],
        ["name", "mass_t", "source_ids", "raw_keys", "mass_t_too"],
    ],
    ids=["one-missing", "another-order", "one-too-many"],
)
def test_columns_that_are_not_those_of_the_model_are_refused(columns: list[str]) -> None:
    frame = pd.DataFrame(ROW | {"mass_t_too": [1]})[columns]
    with pytest.raises((pandera.errors.SchemaError, pandera.errors.SchemaErrors)):
        Moons.validate(frame)


def test_a_frame_that_is_as_its_model_says_comes_back_apart_from_the_first() -> None:
    frame = pd.DataFrame(ROW | {"mass_t": [1.0]})
    validated = Moons.validate(frame)
    validated["mass_t"] = 2.0
    assert frame["mass_t"].tolist() == [1.0]
