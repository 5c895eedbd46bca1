"""The model of an exhibit's data: what it takes over, what it refuses."""

from __future__ import annotations

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors

from analysis.exhibits.data_model import conforming, fields, model, own, taken, units

DAYS = model(days=own("float64", "time", "d"), note=own("str", "remark", unknown=True))
ROW = pd.DataFrame({"more": [1], "note": [None], "days": [2]})


def test_data_come_in_the_order_and_types_of_the_model_without_further_columns() -> None:
    data = conforming(DAYS, ROW)
    assert data.dtypes.astype("str").to_dict() == {"days": "float64", "note": "str"}
    assert data["days"].tolist() == [2.0]


def test_a_missing_column_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="note"):
        conforming(DAYS, ROW.drop(columns="note"))


@pytest.mark.parametrize("value", ["two", None])
def test_a_value_of_another_type_or_none_is_refused_by_column(value: str | None) -> None:
    with pytest.raises((SchemaError, SchemaErrors), match="days"):
        conforming(DAYS, ROW.assign(days=value))


def test_a_taken_column_means_what_it_means_in_its_table() -> None:
    [share] = fields(model(**taken("shares", "share_pct")))
    assert (share["name"], share["type"], share["unit"]) == ("share_pct", "number", "%")
    assert share["description"]
    with pytest.raises(KeyError, match="no_such_column"):
        taken("shares", "no_such_column")


def test_a_taken_column_may_lack_values_where_its_table_has_them_all() -> None:
    assert not taken("floor_prices", "reference")["reference"].nullable
    unknown = model(**taken("floor_prices", "reference", unknown=True))
    data = conforming(unknown, pd.DataFrame({"reference": [True, None]}))
    assert data["reference"].isna().tolist() == [False, True]


def test_units_are_of_the_columns_that_have_one() -> None:
    assert units(DAYS) == {"days": "d"}
