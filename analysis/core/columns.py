"""How a column is described, once: its meaning and unit travel with its type.

Raw schemas and processed tables use the same helper, so that the codebook page and the
data packages are generated and never written twice.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.engines.pandas_engine import Engine


def column(description: str, unit: str | None = None, **checks: Any) -> Any:
    """A pandera field with a description and a unit.

    Parameters: `description` in one phrase; `unit` as printed in the codebook (`t/yr`, `USD`, `%`),
    None for text, dates and identifiers; `checks` as pandera takes them (`nullable`, `isin`, `ge`).
    Returns the field of a `DataFrameModel`.
    """
    return pa.Field(description=description, metadata={"unit": unit}, **checks)


def unit_of(field: Any) -> str | None:
    """The unit of a pandera column or field that `column` made."""
    return (field.metadata or {}).get("unit")


def fits(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> bool:
    """Whether a frame has exactly the columns of a schema, in its order, with its types and rules.

    Most frames do, and it takes a seventh of the time in which pandera validates one; it says what
    is wrong with the others.
    """
    return (
        list(frame.columns) == list(schema.columns)
        and not schema.checks
        and not schema.unique
        and all(column_fits(rules, frame[name]) for name, rules in schema.columns.items())
    )


def column_fits(rules: pa.Column, values: pd.Series) -> bool:
    """Whether a column has the type that its rules ask for, if they do, and keeps them.

    Pandera takes Python's objects for texts, and makes texts of them.
    """
    return bool(
        values.dtype != "object"
        and (rules.dtype is None or rules.dtype.check(Engine.dtype(values.dtype)))
        and (rules.nullable or not values.isna().any())
        and (not rules.unique or values.is_unique)
        and all(check(values).check_passed for check in rules.checks)
    )
