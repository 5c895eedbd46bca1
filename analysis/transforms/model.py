"""What all processed tables have in common: exactly their columns, and the evidence of each row."""

from __future__ import annotations

import pandera.pandas as pa

from analysis.core.columns import column

EVIDENCE = ("source_ids", "raw_keys")


class Tidy(pa.DataFrameModel):
    """Exactly the columns of the model, in its order and its types."""

    class Config:
        strict = True
        coerce = True
        ordered = True


class Evidenced(Tidy):
    """A table that says of each row what it rests on, in its last two columns."""

    source_ids: str = column("all sources of the row, sorted, |-separated")
    raw_keys: str = column("all raw rows used, sorted, |-separated")

    @classmethod
    def to_schema(cls) -> pa.DataFrameSchema:
        """The schema, the columns of the table itself before those of its evidence."""
        schema = super().to_schema()
        for name in EVIDENCE:
            schema.columns[name] = schema.columns.pop(name)
        return schema
