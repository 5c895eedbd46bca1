"""Dated intervals as spans: known values, and the order of their ends."""

from __future__ import annotations

import pandas as pd

from analysis.transforms.spans import spans


def test_a_year_a_month_and_a_day_are_spans_and_an_unknown_date_is_none() -> None:
    found = spans(pd.Series(["2025", "2026-02", "2026-03-05", None]))
    # The middle of 364 days after 1 January is 2 July, that of 27 days noon on 14 February.
    expected = {
        "begin": ["2025-01-01", "2026-02-01", "2026-03-05", None],
        "middle": ["2025-07-02", "2026-02-14 12:00", "2026-03-05", None],
        "end": ["2025-12-31", "2026-02-28", "2026-03-05", None],
    }
    for name, days in expected.items():
        assert found[name].tolist() == pd.to_datetime(pd.Series(days), format="mixed").tolist(), (
            name
        )
