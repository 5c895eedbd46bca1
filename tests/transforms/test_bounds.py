from __future__ import annotations

import pandas as pd

from analysis.transforms.bounds import bound_of, interval_of

NOTES = pd.Series(
    ["lower bound (over 80)", "Upper bound: below target", None, "upper end of range 5 to 22"],
    dtype="str",
)


def test_the_words_of_the_note_decide():
    assert bound_of(NOTES).tolist() == ["lower", "upper", "point", "point"]


def test_the_open_side_of_a_bound_is_missing_and_a_range_gives_both_ends():
    frame = interval_of(pd.Series([80.0, 40.0, 3.0, 22.0]), NOTES)
    assert frame["low"].tolist()[0] == 80 and pd.isna(frame["high"][0])
    assert pd.isna(frame["low"][1]) and frame["high"][1] == 40
    assert (frame["low"][2], frame["high"][2]) == (3, 3)
    assert (frame["low"][3], frame["high"][3]) == (5, 22)
