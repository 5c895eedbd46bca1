from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.transforms.quantities import DAYS_PER_MONTH, KG_PER_TONNE, TONNES_PER_UNIT

CONVERSIONS = pd.read_csv(Path(__file__).parents[2] / "data" / "raw" / "unit_conversions.csv")
FACTORS = CONVERSIONS.set_index(["from_unit", "to_unit"])["factor"]


@pytest.mark.parametrize("unit", TONNES_PER_UNIT)
def test_a_unit_of_mass_weighs_what_the_table_of_conversions_says(unit: str):
    assert TONNES_PER_UNIT[unit] * KG_PER_TONNE == FACTORS[unit, "kg"]


def test_a_month_has_as_many_days_as_the_table_of_conversions_says():
    assert FACTORS["months", "days"] == DAYS_PER_MONTH
