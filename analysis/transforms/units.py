"""Units are never mixed silently: a value is converted by a stated factor or not at all."""

from __future__ import annotations

import pandas as pd

from analysis.core.problems import Problem


def factors(conversions: pd.DataFrame, from_units: pd.Series, to_units: pd.Series) -> pd.Series:
    """The factor that takes each unit, or substance, to the one wanted.

    Parameters: conversions as the raw table unit_conversions (from_unit, to_unit, factor); two
    text series on one index.
    Returns a float series: 1 where both are the same, missing where there is no factor or a unit is
    missing.
    """
    known = conversions.set_index(["from_unit", "to_unit"])["factor"].to_dict()
    pairs = zip(from_units, to_units, strict=True)
    found = [1.0 if source == target else known.get((source, target)) for source, target in pairs]
    result = pd.Series(found, index=from_units.index, dtype="float64")
    return result.where(from_units.notna() & to_units.notna())


def refusal(file: str, row: int, column: str, from_unit: str, to_unit: str) -> Problem:
    """Why a ratio across two units without a factor is refused."""
    return Problem(
        file=file,
        row=row,
        column=column,
        value=from_unit,
        rule="unit",
        message=f"has no conversion to {to_unit}, and a ratio across different units means nothing",
        repair="add the factor with its reason to unit_conversions.csv, or pair like with like",
    )
