"""What all processed tables have in common: exactly their columns, and the evidence of each row."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.config import get_config_context

from analysis.core.columns import column, fits

EVIDENCE = ("source_ids", "raw_keys")


class Tidy(pa.DataFrameModel):
    """Exactly the columns of the model, in its order and its types."""

    class Config:
        strict = True
        coerce = True
        ordered = True

    @classmethod
    def validate(cls, check_obj: pd.DataFrame, *args: Any, **kwargs: Any) -> Any:
        """As pandera's, which is asked only where a frame is not as it should be already."""
        if get_config_context().validation_enabled and fits(cls.to_schema(), check_obj):
            return check_obj.copy(deep=False)
        return super().validate(check_obj, *args, **kwargs)


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
