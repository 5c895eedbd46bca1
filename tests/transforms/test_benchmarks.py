from __future__ import annotations

import pandas as pd
import pytest

from analysis.transforms.benchmarks import agreed, benchmark_summary, benchmarks, mostly_short

SOURCES = pd.DataFrame({"source_id": ["report"], "tier": ["weak"], "access": ["opened"]})
SELF = "EU processing self-sufficiency: "


def rows(*values: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(
        values, columns=["benchmark_id", "metric", "target_pct", "baseline_pct", "note"]
    ).astype({"target_pct": "float64", "baseline_pct": "float64"})
    return frame.assign(
        jurisdiction="EU",
        stage="refining",
        target_year=2030,
        baseline_year=2022,
        source_id="report",
        row_key="benchmarks:" + frame["benchmark_id"],
    )


def one(*values: object) -> pd.Series:
    frame = benchmarks(rows(("id", *values)), SOURCES)
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_point_below_a_target_falls_short_by_the_difference():
    row = one(SELF + "lithium", 40, 3, "")
    assert (row["position"], row["gap_low_pp"], row["gap_high_pp"]) == ("falls_short", 37, 37)
    assert (row["scope"], row["subject"], row["kind"]) == ("material", "lithium", "target")


def test_a_lower_bound_above_the_target_meets_it_and_its_gap_stays_open():
    row = one(SELF + "copper", 40, 80, "lower bound (over 80)")
    assert row["position"] == "meets"
    assert (row["position_low_pct"], row["gap_high_pp"]) == (80, -40)
    assert pd.isna(row["position_high_pct"]) and pd.isna(row["gap_low_pp"])


def test_an_upper_bound_at_the_target_falls_short():
    assert one(SELF + "boron", 40, 40, "upper bound: below target")["position"] == "falls_short"


def test_a_lower_bound_below_the_target_decides_nothing():
    assert one(SELF + "boron", 40, 30, "lower bound")["position"] == "not_known"


def test_a_range_that_ends_below_the_target_falls_short_by_a_range():
    row = one("EU recycling self-sufficiency: cobalt", 25, 22, "upper end of range 5 to 22")
    assert (row["position"], row["gap_low_pp"], row["gap_high_pp"]) == ("falls_short", 3, 20)


def test_a_limit_is_passed_from_above():
    over = one("share of EU supply from China: magnesium", 65, 97, "")
    under = one("share of EU supply from China: magnesium", 65, 50, "")
    assert (over["kind"], over["position"], over["gap_low_pp"]) == ("limit", "falls_short", 32)
    assert under["position"] == "meets"


def test_a_target_without_a_position_says_so():
    row = one("EU capacity as share of annual EU consumption", 10, None, "non-binding")
    assert (row["scope"], row["position"]) == ("aggregate", "no_position")


@pytest.mark.parametrize(
    "note", ["Commission proposal; raised to 25 in the adopted Act", "a count, not a percentage"]
)
def test_replaced_proposals_and_counts_are_left_out(note):
    assert benchmarks(rows(("id", "EU capacity", 15, None, note)), SOURCES).empty


def test_a_material_counts_once_and_only_where_its_positions_agree():
    frame = benchmarks(
        rows(
            ("a", SELF + "gallium", 40, 0, ""),
            ("b", SELF + "gallium", 40, 10, "upper bound"),
            ("c", SELF + "copper", 40, 80, "lower bound"),
            ("d", SELF + "cobalt", 40, 80, ""),
            ("e", SELF + "cobalt", 40, 20, ""),
            ("f", "EU recycling: seven of 26 materials", 40, 5, ""),
        ),
        SOURCES,
    )
    row = benchmark_summary(frame).iloc[0]
    counts = row[["n_materials", "n_meet", "n_fall_short", "n_not_known"]].tolist()
    assert counts == [3, 1, 1, 1]
    assert (row["n_positions"], row["n_weak"]) == (5, 5)
    assert agreed(frame).set_index("subject")["position"].to_dict() == {
        "gallium": "falls_short",
        "copper": "meets",
        "cobalt": "not_known",
    }


def test_half_of_the_materials_is_not_most():
    counts = pd.DataFrame({"n_fall_short": [1, 2], "n_materials": [2, 3]})
    assert mostly_short(counts).index.tolist() == [1]
