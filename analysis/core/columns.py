"""How a column is described, once: its meaning and unit travel with its type.

Raw schemas and processed tables use the same helper, so that the codebook page and the
data packages are generated and never written twice.
"""

from __future__ import annotations

from typing import Any

import pandera.pandas as pa


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
