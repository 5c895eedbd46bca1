from __future__ import annotations

import pandas as pd

from analysis.transforms.lead_times import lead_times

SOURCES = pd.DataFrame(
    [("survey", "primary", "copy"), ("shop", "weak", "opened")],
    columns=["source_id", "tier", "access"],
)


def rows(*values: tuple) -> pd.DataFrame:
    columns = ["stage", "kind", "years_low", "years_typical", "years_high", "source_id"]
    frame = pd.DataFrame(values, columns=columns)
    frame = frame.astype(dict.fromkeys(columns[2:5], "float64"))
    return frame.assign(row_key=[f"lead_times:{number}" for number in range(len(frame))])


def test_the_range_spans_all_rows_and_the_middle_is_their_median():
    frame = lead_times(
        rows(
            ("mine", "observed", 6, 15, 32, "survey"),
            ("mine", "observed", None, 29, None, "shop"),
            ("mine", "observed", None, 34, None, "shop"),
        ),
        SOURCES,
    )
    row = frame.iloc[0]
    assert (row["years_low"], row["years_typical"], row["years_high"]) == (6, 29, 34)
    assert (row["n_rows"], row["n_typical"], row["n_sources"]) == (3, 3, 2)
    assert row["evidence_tier"] == "primary"


def test_plans_and_legal_limits_are_not_observations():
    frame = lead_times(
        rows(
            ("separation", "observed", None, 2.5, None, "shop"),
            ("separation", "planned", None, 3, None, "shop"),
            ("permit", "legal", None, None, 2.25, "survey"),
        ),
        SOURCES,
    )
    assert list(zip(frame["stage"], frame["kind"], strict=True)) == [
        ("permit", "legal"),
        ("separation", "observed"),
        ("separation", "planned"),
    ]


def test_a_range_without_a_typical_value_gets_none():
    frame = lead_times(rows(("permit", "observed", 5, None, 10, "shop")), SOURCES)
    assert pd.isna(frame["years_typical"].iloc[0])
    assert frame["n_typical"].tolist() == [0]
