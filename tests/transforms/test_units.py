from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.transforms.units import factors, refusal

RAW = Path(__file__).parents[2] / "data" / "raw"
CONVERSIONS = pd.read_csv(RAW / "unit_conversions.csv")

# Standard atomic weights in g/mol.
ATOMIC_WEIGHT = {"Ta": 180.948, "W": 183.84, "Y": 88.906, "O": 15.999}


def one(from_unit: str | None, to_unit: str | None) -> float:
    pair = pd.DataFrame({"from": [from_unit], "to": [to_unit]}, dtype="str")
    return factors(CONVERSIONS, pair["from"], pair["to"]).iloc[0]


def test_a_unit_is_itself():
    assert one("anything", "anything") == 1


def test_a_pair_without_a_factor_or_without_a_unit_has_no_value():
    assert pd.isna(one("tons (type not stated)", "kg"))
    assert pd.isna(one(None, "kg"))


def test_a_pound_and_a_short_ton_are_what_the_law_says():
    assert one("lb", "kg") == 0.45359237
    assert one("short ton", "kg") == pytest.approx(2000 * one("lb", "kg"), abs=1e-12)


@pytest.mark.parametrize(
    ("metal", "oxide", "atoms", "oxygens"),
    [("Ta", "Ta2O5", 2, 5), ("W", "WO3", 1, 3), ("Y", "Y2O3", 2, 3)],
)
def test_oxide_factors_follow_from_atomic_weights(metal: str, oxide: str, atoms: int, oxygens: int):
    contained = atoms * ATOMIC_WEIGHT[metal]
    whole = contained + oxygens * ATOMIC_WEIGHT["O"]
    assert one(metal, oxide) == pytest.approx(whole / contained, rel=1e-5)


def test_a_refusal_says_why_and_how_to_mend_it():
    assert refusal("demand.csv", 7, "unit", "t REO", "t Nd").sentence() == (
        'demand.csv row 7, unit: "t REO" has no conversion to t Nd, and a ratio across different '
        "units means nothing; add the factor with its reason to unit_conversions.csv, or pair like "
        "with like"
    )
