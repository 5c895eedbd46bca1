from __future__ import annotations

import pandas as pd
import pytest

from analysis.transforms.benchmarks import agreed, benchmark_summary, benchmarks, mostly_short

SOURCES = pd.DataFrame({"source_id": ["report"], "tier": ["weak"], "access": ["opened"]})
NUMBERS = ("target_pct", "baseline_pct", "low_pct", "high_pct")
TEXTS = ("subject", "bound", "note")


def rows(*values: tuple) -> pd.DataFrame:
    """Rows of id, subject, target, position and what else is not as in most."""
    usual = {
        "jurisdiction": "EU",
        "metric": "EU processing self-sufficiency",
        "kind": "target",
        "scope": "material",
        "stage": "refining",
        "target_year": 2030,
        "baseline_year": 2022,
        "source_id": "report",
        **dict.fromkeys(("bound", "low_pct", "high_pct", "doubtful", "note")),
    }
    names = ("benchmark_id", "subject", "target_pct", "baseline_pct")
    frame = pd.DataFrame(
        [usual | dict(zip(names, value, strict=False)) | dict(*value[4:]) for value in values]
    )
    frame = frame.astype(dict.fromkeys(NUMBERS, "float64") | dict.fromkeys(TEXTS, "str"))
    return frame.assign(
        doubtful=frame["doubtful"].astype("boolean"),
        row_key="benchmarks:" + frame["benchmark_id"],
    )


def one(*values: object) -> pd.Series:
    frame = benchmarks(rows(("id", *values)), SOURCES)
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_point_below_a_target_falls_short_by_the_difference():
    row = one("lithium", 40, 3)
    assert (row["position"], row["gap_low_pp"], row["gap_high_pp"]) == ("falls_short", 37, 37)
    assert (row["scope"], row["subject"], row["kind"]) == ("material", "lithium", "target")


def test_a_lower_bound_above_the_target_meets_it_and_its_gap_stays_open():
    row = one("copper", 40, 80, {"bound": "lower"})
    assert row["position"] == "meets"
    assert (row["position_low_pct"], row["gap_high_pp"]) == (80, -40)
    assert pd.isna(row["position_high_pct"]) and pd.isna(row["gap_low_pp"])


def test_an_upper_bound_at_the_target_falls_short():
    assert one("boron", 40, 40, {"bound": "upper"})["position"] == "falls_short"


def test_a_lower_bound_below_the_target_decides_nothing():
    assert one("boron", 40, 30, {"bound": "lower"})["position"] == "not_known"


def test_a_range_that_ends_below_the_target_falls_short_by_a_range():
    row = one("cobalt", 25, 22, {"low_pct": 5, "high_pct": 22})
    assert (row["position"], row["gap_low_pp"], row["gap_high_pp"]) == ("falls_short", 3, 20)


def test_a_limit_is_passed_from_above():
    over = one("magnesium", 65, 97, {"kind": "limit"})
    under = one("magnesium", 65, 50, {"kind": "limit"})
    assert (over["kind"], over["position"], over["gap_low_pp"]) == ("limit", "falls_short", 32)
    assert under["position"] == "meets"


def test_a_target_without_a_position_says_so():
    row = one(None, 10, None, {"scope": "aggregate"})
    assert (row["subject"], row["position"]) == ("strategic raw materials together", "no_position")


def test_a_position_in_doubt_is_marked():
    assert one("lithium", 40, 3, {"doubtful": True})["doubtful"]
    assert not one("lithium", 40, 3)["doubtful"]


def test_no_remark_decides_a_position():
    row = one("lithium", 40, 3, {"note": "lower bound, range 1 to 50; doubtful; raised to 45"})
    assert (row["position"], row["gap_low_pp"], row["doubtful"]) == ("falls_short", 37, False)


@pytest.mark.parametrize("kind", ["proposal", "count", "indicator"])
def test_replaced_proposals_counts_and_indicators_are_left_out(kind):
    assert benchmarks(rows(("id", None, 15, 3, {"kind": kind})), SOURCES).empty


def test_a_material_counts_once_and_only_where_its_positions_agree():
    frame = benchmarks(
        rows(
            ("a", "gallium", 40, 0),
            ("b", "gallium", 40, 10, {"bound": "upper"}),
            ("c", "copper", 40, 80, {"bound": "lower"}),
            ("d", "cobalt", 40, 80),
            ("e", "cobalt", 40, 20),
            ("f", "seven of 26 materials", 40, 5, {"scope": "group"}),
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
