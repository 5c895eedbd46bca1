from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.problems import ProblemsError
from analysis.transforms.shares import shares

COLUMNS = ["source_id", "country", "share_pct", "quantity", "unit", "basis"]


WEAK_SHARES = (("blog", 90), ("forum", 85))


def production(rows: list[tuple], year: int = 2024, **qualities: list) -> pd.DataFrame:
    """Rows of gallium; bound, is_quota and year_kind are empty where they are not given."""
    given = {"bound": None, "is_quota": None, "year_kind": None} | qualities
    frame = pd.DataFrame(rows, columns=COLUMNS).assign(**given)
    frame = frame.astype({"share_pct": "float64", "quantity": "float64", "is_quota": "boolean"})
    frame = frame.astype(dict.fromkeys(("unit", "bound", "year_kind"), "str"))
    fixed = {"mineral": "gallium", "stage": "refining", "year": year, "measure": "production"}
    keys = [f"production:{number}" for number in range(len(frame))]
    return frame.assign(**fixed, source_row=range(2, len(frame) + 2), row_key=keys)


SOURCES = pd.DataFrame(
    [
        ("usgs", "Survey", "2026-02", "primary", "copy"),
        ("usgs-old", "Survey", "2025-02", "primary", "copy"),
        ("agency", "Agency", "2026-07", "primary", "quoted"),
        ("paper", "Paper", "2025", "reputable", "opened"),
        ("blog", "Blog", None, "weak", "opened"),
    ],
    columns=["source_id", "publisher", "published_on", "tier", "access"],
)


def cell(frame: pd.DataFrame, country: str = "CHN") -> pd.Series:
    rows = frame[frame["country"] == country]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_share_is_the_quantity_over_the_world_total_of_the_same_source():
    # 750 of 1 000 kg are 75 %; the 60 % printed in the table are not used.
    raw = production(
        [
            ("usgs", "CHN", 60, 750, "kilograms", "actual"),
            ("usgs", "WLD", 100, 1000, "kilograms", "actual"),
        ]
    )
    china = cell(shares(raw, SOURCES))
    assert china["share_pct"] == 75
    assert china["method"] == "tonnage"
    assert china["quantity_t"] == 0.75
    assert china["raw_keys"] == "production:0|production:1"


def test_countries_that_exceed_a_rounded_world_total_are_measured_against_their_own_sum():
    # Listed: 900 + 9 = 909; published total 900. China is 900 / 909 = 99.01 %, not 100 %.
    raw = production(
        [
            ("usgs", "CHN", None, 900, "kilograms", "estimate"),
            ("usgs", "JPN", None, 9, "kilograms", "estimate"),
            ("usgs", "WLD", 100, 900, "kilograms", "estimate"),
        ]
    )
    china = cell(shares(raw, SOURCES))
    assert china["share_pct"] == pytest.approx(900 / 9.09)
    assert china["rounding_excess_pct"] == pytest.approx(1.0)


def test_without_a_world_total_countries_and_the_rest_are_the_total():
    raw = production(
        [
            ("usgs", "CHN", None, 30, "t", "actual"),
            ("usgs", "ROW", None, 10, "t", "actual"),
        ]
    )
    assert cell(shares(raw, SOURCES))["share_pct"] == 75


def test_one_countrys_tonnage_alone_gives_no_share():
    raw = production([("usgs", "CHN", None, 270000, "t", "actual")], is_quota=[True])
    assert shares(raw, SOURCES).empty


def test_a_quota_in_the_place_of_output_is_marked():
    raw = production(
        [
            ("usgs", "CHN", None, 270, "t", "actual"),
            ("usgs", "AUS", None, 130, "t", "actual"),
            ("usgs", "WLD", 100, 400, "t", "actual"),
        ],
        is_quota=[True, None, None],
    )
    frame = shares(raw, SOURCES)
    assert cell(frame)["quota"] and not cell(frame, "AUS")["quota"]


def test_a_total_that_is_only_a_bound_gives_no_share():
    # 186 of "over 200": the stated 90 % stays, with its bound.
    raw = production(
        [
            ("blog", "CHN", 90, 186, "t", "actual"),
            ("blog", "WLD", 100, 200, "t", "actual"),
        ],
        bound=["lower", "lower"],
    )
    china = cell(shares(raw, SOURCES))
    assert (china["share_pct"], china["method"], china["bound"]) == (90, "stated", "lower")


def test_two_units_in_one_source_are_refused_with_the_row_named():
    raw = production(
        [
            ("usgs", "CHN", None, 900, "kilograms", "actual"),
            ("usgs", "WLD", 100, 1, "metric tons", "actual"),
        ]
    )
    with pytest.raises(ProblemsError) as caught:
        shares(raw, SOURCES)
    assert [problem.sentence() for problem in caught.value.problems] == [
        'production.csv row 3, unit: "metric tons" a share needs one known unit for gallium '
        "refining 2024, and the first row of this source has kilograms; state the quantity in the "
        "unit of the world total"
    ]


def test_a_quoted_primary_source_yields_to_a_reputable_one_that_was_read():
    raw = production(
        [
            ("agency", "CHN", 94, None, None, "actual"),
            ("paper", "CHN", 90, None, None, "actual"),
        ]
    )
    china = cell(shares(raw, SOURCES))
    assert (china["source_id"], china["alternative_source_ids"]) == ("paper", "agency")
    assert not china["one_weak_source"]


def test_sources_more_than_ten_points_apart_are_both_kept():
    raw = production(
        [
            ("agency", "CHN", 78, None, None, "estimate"),
            ("paper", "CHN", 59.2, None, None, "actual"),
        ]
    )
    china = cell(shares(raw, SOURCES))
    assert (china["share_low_pct"], china["share_high_pct"]) == (59.2, 78)
    assert china["disagrees"] and china["n_sources"] == 2


def test_ten_points_are_not_yet_a_disagreement():
    raw = production(
        [
            ("agency", "CHN", 90, None, None, "estimate"),
            ("paper", "CHN", 80, None, None, "actual"),
        ]
    )
    assert not cell(shares(raw, SOURCES))["disagrees"]


def test_an_older_edition_of_the_same_publisher_is_no_second_opinion():
    raw = production(
        [
            ("usgs-old", "CHN", 50, None, None, "estimate"),
            ("usgs", "CHN", 80, None, None, "actual"),
        ]
    )
    china = cell(shares(raw, SOURCES))
    assert (china["source_id"], china["n_sources"]) == ("usgs", 1)
    assert not china["disagrees"]


def test_the_year_of_the_data_comes_before_the_year_of_an_edition():
    raw = production(
        [
            ("usgs", "CHN", 91, None, None, "estimate"),
            ("usgs-old", "CHN", 89, None, None, "estimate"),
        ],
        year_kind=["edition", None],
    )
    china = cell(shares(raw, SOURCES))
    assert (china["source_id"], china["year_kind"]) == ("usgs-old", "data")


def test_projections_never_compete_with_what_was_observed():
    raw = production(
        [
            ("usgs", "CHN", 91, None, None, "projection"),
            ("paper", "CHN", 60, None, None, "actual"),
        ]
    )
    frame = shares(raw, SOURCES)
    assert frame["basis"].tolist() == ["actual", "projection"]
    assert frame["n_sources"].tolist() == [1, 1]


def test_one_weak_source_alone_is_marked():
    raw = production([("blog", "CHN", 97, None, None, "estimate")])
    assert cell(shares(raw, SOURCES))["one_weak_source"]


def test_two_weak_sources_are_not_one_and_a_strong_one_alone_is_not_weak():
    second = SOURCES.tail(1).assign(source_id="forum", publisher="Forum")
    sources = pd.concat([SOURCES, second], ignore_index=True)
    weak = [(name, "CHN", share, None, None, "estimate") for name, share in WEAK_SHARES]
    assert not cell(shares(production(weak), sources))["one_weak_source"]
    strong = production([("paper", "CHN", 80, None, None, "actual")])
    assert not cell(shares(strong, sources))["one_weak_source"]


def test_the_input_is_left_as_it_was():
    raw = production([("blog", "CHN", 97, None, None, "estimate")])
    before = raw.copy(deep=True)
    shares(raw, SOURCES)
    pd.testing.assert_frame_equal(raw, before)


@given(
    tonnes=st.lists(st.floats(0, 1e6), min_size=1, max_size=8),
    world=st.one_of(st.none(), st.floats(0, 1e7)),
)
def test_shares_of_one_market_never_exceed_the_whole(tonnes, world):
    rows: list[tuple] = [("usgs", f"C{n:02}", None, t, "t", "actual") for n, t in enumerate(tonnes)]
    rows.append(("usgs", "WLD", 100, world, "t", "actual"))
    frame = shares(production(rows), SOURCES)
    assert frame["share_pct"].sum() <= 100 + 1e-9
    assert (frame["share_low_pct"] <= frame["share_pct"]).all()
    assert (frame["share_pct"] <= frame["share_high_pct"]).all()


def test_no_remark_decides_a_share():
    rows = [("blog", "CHN", 90, None, None, "estimate")]
    plain = shares(production(rows), SOURCES)
    note = "at least 90, a quota; year is the edition"
    pd.testing.assert_frame_equal(shares(production(rows).assign(note=note), SOURCES), plain)


def test_an_only_producer_has_the_whole_market_to_the_last_bit():
    rows = [("usgs", "C00", None, 41.953540017085984, "t", "actual")]
    rows.append(("usgs", "WLD", 100, 0.0, "t", "actual"))
    assert list(shares(production(rows), SOURCES)["share_pct"]) == [100.0]
