"""What an exhibit's data are: each column with its type, unit and meaning.

Units, cards, data packages and codebooks come from here. A column that a processed table has keeps
the meaning that it has there.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa

from analysis.core.columns import fits, unit_of
from analysis.facts.package import field
from analysis.transforms.graph import BY_NAME
from analysis.transforms.model import EVIDENCE as EVIDENCE_COLUMNS
from analysis.transforms.model import Evidenced

# What a type of column becomes where a row may lack its value.
WITH_UNKNOWN = {"bool": "boolean", "int64": "Int64"}

CALENDAR = "year"  # the unit of years of the calendar, which are names and no quantities

Columns = dict[str, pa.Column]


def model(dated_by: str | None = None, /, **columns: pa.Column) -> pa.DataFrameSchema:
    """The model of an exhibit: exactly these columns, in this order and of these types.

    Parameters: the column that dates a row, if one does; the columns by name.
    """
    return pa.DataFrameSchema(
        columns, strict=True, ordered=True, coerce=True, metadata={"dated_by": dated_by}
    )


def own(kind: str, meaning: str, unit: str | None = None, *, unknown: bool = False) -> pa.Column:
    """A column that no processed table has, of a type of pandas; `unknown` if it may be empty."""
    return pa.Column(kind, nullable=unknown, description=meaning, metadata={"unit": unit})


def taken(table: str, *names: str, unknown: bool = False) -> Columns:
    """Columns of a processed table, described as there; `unknown` if a row may lack them here.

    Raises KeyError for a table or column that does not exist.
    """
    columns = BY_NAME[table].model.to_schema().columns
    return {name: like(columns[name], unknown=unknown) for name in names}


def like(column: pa.Column, *, unknown: bool = False) -> pa.Column:
    """The same type, meaning and unit; what values there may be was checked in its own table."""
    kind = str(column.dtype)
    kind = WITH_UNKNOWN.get(kind, kind) if unknown else kind
    return own(kind, column.description, unit_of(column), unknown=unknown or column.nullable)


EVIDENCE = {name: like(Evidenced.to_schema().columns[name]) for name in EVIDENCE_COLUMNS}
DOUBT = own("str", "what a second reader doubted, until it is mended", unknown=True)


def conforming(model: pa.DataFrameSchema, data: pd.DataFrame) -> pd.DataFrame:
    """The columns of the model, in its order and types; others are left out.

    Raises KeyError for a column that is missing, an error of pandera for values of another type.
    """
    chosen = data[list(model.columns)]
    return chosen if fits(model, chosen) else model.validate(chosen)


def units(model: pa.DataFrameSchema) -> dict[str, str]:
    """The unit of each column that has one."""
    return {name: unit for name, column in model.columns.items() if (unit := unit_of(column))}


def fields(model: pa.DataFrameSchema) -> list[dict[str, Any]]:
    """The columns as fields of a Data Package: name, type, description, unit."""
    return [field(name, column) for name, column in model.columns.items()]
