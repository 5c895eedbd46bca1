from __future__ import annotations

import pandas as pd

from analysis.transforms.bounds import bound_of, interval_of

VALUES = pd.Series([80.0, 40.0, 3.0, 22.0])
BOUNDS = pd.Series(["lower", "upper", None, None], dtype="str")
LOWS = pd.Series([None, None, None, 5.0], dtype="float64")
HIGHS = pd.Series([None, None, None, 22.0], dtype="float64")


def test_an_empty_bound_is_a_point_value():
    assert bound_of(BOUNDS).tolist() == ["lower", "upper", "point", "point"]


def test_the_open_side_of_a_bound_is_missing_and_a_range_gives_both_ends():
    frame = interval_of(VALUES, BOUNDS, LOWS, HIGHS)
    assert frame["low"].tolist()[0] == 80 and pd.isna(frame["high"][0])
    assert pd.isna(frame["low"][1]) and frame["high"][1] == 40
    assert (frame["low"][2], frame["high"][2]) == (3, 3)
    assert (frame["low"][3], frame["high"][3]) == (5, 22)
