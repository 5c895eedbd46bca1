from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.transforms.concentration import concentration, led_by_china, newest_markets
from analysis.transforms.shares import Shares

ALLIES = pd.DataFrame({"country": ["JPN", "USA"]})

DEFAULTS = {
    "mineral": "gallium",
    "stage": "refining",
    "year": 2024,
    "measure": "production",
    "basis": "actual",
    "bound": "point",
    "publisher": "Survey",
    "method": "tonnage",
    "quantity": None,
    "unit": None,
    "quantity_t": None,
    "rounding_excess_pct": 0.0,
    "quota": False,
    "year_kind": "data",
    "n_sources": 1,
    "disagrees": False,
    "evidence_tier": "primary",
    "one_weak_source": False,
    "source_id": "usgs",
    "alternative_source_ids": "",
    "source_ids": "usgs",
}


def market(shares: dict[str, float], **different: object) -> pd.DataFrame:
    row = {**DEFAULTS, **different}
    frame = pd.DataFrame(
        [{**row, "country": country, "share_pct": share} for country, share in shares.items()]
    )
    frame["share_low_pct"] = frame["share_high_pct"] = frame["share_pct"]
    frame["raw_keys"] = "production:" + frame["country"] + str(row["year"])
    return Shares.validate(frame[list(Shares.to_schema().columns)])


def test_a_hand_worked_market():
    # 60² + 20² + 10² = 4 100; the unnamed 10 % in one hand add 10² = 100.
    frame = concentration(market({"CHN": 60, "JPN": 20, "RUS": 10, "ROW": 10}), ALLIES)
    row = frame.iloc[0]
    assert (row["hhi_low"], row["hhi_high"]) == (4100, 4200)
    assert (row["top_country"], row["top_share_pct"], row["coverage_pct"]) == ("CHN", 60, 90)
    assert (row["allied_low_pct"], row["allied_high_pct"]) == (20, 30)
    assert row["china_share_pct"] == 60
    assert row["n_countries"] == 3


def test_the_largest_named_country_is_uncertain_while_the_rest_could_hold_more():
    row = concentration(market({"JPN": 9}), ALLIES).iloc[0]
    assert row["top_country"] == "JPN" and not row["top_certain"]


def test_a_country_that_is_not_named_has_an_unknown_share_not_zero():
    row = concentration(market({"JPN": 90}), ALLIES).iloc[0]
    assert pd.isna(row["china_share_pct"])


def test_one_estimate_makes_the_market_an_estimate():
    both = pd.concat([market({"CHN": 60}), market({"JPN": 40}, basis="estimate")])
    frame = concentration(both, ALLIES)
    assert frame["basis"].tolist() == ["estimate"]


def test_one_quota_marks_the_market():
    both = pd.concat([market({"CHN": 60}, quota=True), market({"JPN": 40})])
    assert concentration(both, ALLIES)["quota"].tolist() == [True]


def test_change_is_measured_within_one_publisher():
    both = pd.concat(
        [
            market({"CHN": 90}, year=2019, publisher="Newspaper"),
            market({"CHN": 94}, year=2023),
            market({"CHN": 97}, year=2025),
        ]
    )
    frame = concentration(both, ALLIES).set_index("year")
    assert frame.loc[2025, "china_change_pp"] == pytest.approx(3)
    assert frame.loc[2025, "first_year"] == 2023
    assert frame.loc[[2019, 2023], "top_change_pp"].isna().all()


def test_editions_of_a_study_give_no_change():
    both = pd.concat(
        [market({"CHN": 69}, year=2020, year_kind="edition"), market({"CHN": 86}, year=2023)]
    )
    assert concentration(both, ALLIES)["china_change_pp"].isna().all()


def test_a_bound_gives_no_change():
    both = pd.concat([market({"CHN": 90}, year=2023, bound="lower"), market({"CHN": 97})])
    assert concentration(both, ALLIES)["china_change_pp"].isna().all()


def test_the_current_market_is_the_newest_on_a_strong_source():
    both = pd.concat(
        [
            market({"CHN": 91}, year=2024),
            market({"CHN": 85}, year=2025, evidence_tier="weak"),
            market({"CHN": 70}, year=2030, basis="projection"),
        ]
    )
    frame = concentration(both, ALLIES)
    assert frame.loc[frame["current"], "year"].tolist() == [2024]


def test_sources_and_rows_of_the_whole_market_are_kept():
    row = concentration(market({"CHN": 60, "ROW": 40}), ALLIES).iloc[0]
    assert row["raw_keys"] == "production:CHN2024|production:ROW2024"


def test_markets_are_numbered_in_the_order_of_mineral_and_year():
    both = pd.concat([market({"CHN": 60}, mineral="tungsten"), market({"CHN": 60}, year=2025)])
    frame = concentration(pd.concat([both, market({"CHN": 60})]), ALLIES)
    assert frame[["mineral", "year"]].to_dict("index") == {
        0: {"mineral": "gallium", "year": 2024},
        1: {"mineral": "gallium", "year": 2025},
        2: {"mineral": "tungsten", "year": 2024},
    }


def test_the_newest_certain_year_of_output_stands_for_a_mineral_from_2023_on():
    frame = pd.concat(
        [
            market({"CHN": 90}, year=2023),
            market({"JPN": 80}, year=2024),
            market({"JPN": 9}, year=2025),  # others could hold more together
            market({"CHN": 70}, year=2025, measure="capacity"),
            market({"CHN": 70}, year=2030, basis="projection"),
            market({"CHN": 70}, mineral="cobalt", year=2022),  # too old
            market({"CHN": 70}, mineral="nickel", year=2025, year_kind="edition"),
            market({"CHN": 70}, mineral="dysprosium"),  # within the rare earths
            market({"CHN": 80}, mineral="antimony"),
            market({"RUS": 100}, mineral="palladium", stage="mining"),
            market({"CHN": 60}, mineral="tungsten"),
        ]
    )
    newest = newest_markets(concentration(frame, ALLIES))
    # By stage, the largest share first, equal ones by name.
    assert newest[["stage", "mineral", "year"]].to_numpy().tolist() == [
        ["mining", "palladium", 2024],
        ["refining", "antimony", 2024],
        ["refining", "gallium", 2024],
        ["refining", "tungsten", 2024],
    ]
    assert newest.index.tolist() == [0, 1, 2, 3]
    assert led_by_china(newest)["mineral"].tolist() == ["antimony", "tungsten"]
    oldest = newest_markets(concentration(market({"CHN": 90}, year=2023), ALLIES))
    assert oldest["year"].tolist() == [2023]


def test_no_shares_give_no_markets():
    assert concentration(market({"CHN": 60}).head(0), ALLIES).empty


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=12))
def test_the_index_lies_between_its_bounds_and_below_monopoly(weights):
    total = max(sum(weights), 100)
    named = {f"C{n:02}": 100 * weight / total for n, weight in enumerate(weights)}
    row = concentration(market(named), ALLIES).iloc[0]
    assert 0 <= row["hhi_low"] <= row["hhi_high"] <= 10_000 + 1e-6
    assert row["hhi_low"] >= row["top_share_pct"] ** 2 - 1e-6
    assert row["allied_low_pct"] <= row["allied_high_pct"] <= 100
