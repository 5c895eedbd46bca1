"""Profiles of minerals over small tables: shares, trend, prices, what is not known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from profile_rows import MARKET, SHARE
from small import table

from analysis.site.profiles.minerals import change, leading, position, producers, quantity
from analysis.site.profiles.profile import Profile

Made = Callable[..., dict[str, Profile]]


def cells(profile: Profile, section: str) -> list[list[str]]:
    """The words of a section, row by row."""
    [found] = [each for each in profile.sections if each.id == section]
    return [[cell.words for cell in row] for row in found.rows]


def test_the_title_names_where_most_is_made_and_how_that_is_known(profiles_of: Made) -> None:
    found = profiles_of(concentration=table("concentration", MARKET))
    assert found["minerals/gallium"].title == "Gallium: 98% refined in China in 2025"
    study = table("concentration", MARKET | {"year_kind": "edition", "top_bound": "lower"})
    assert profiles_of(concentration=study)["minerals/gallium"].title == (
        "Gallium: at least 98% refined in China by a study of 2025"
    )


def test_a_product_is_named_where_it_stands_for_its_mineral(profiles_of: Made) -> None:
    mined = MARKET | {"mineral": "graphite_natural", "stage": "mining", "top_country": "DEU"}
    found = profiles_of(concentration=table("concentration", mined))
    assert found["minerals/graphite"].title == (
        "Graphite: 98% of natural graphite mined in Germany in 2025"
    )


def test_capacity_and_averages_of_studies_stand_behind_output_of_a_year() -> None:
    study = MARKET | {"year_kind": "edition", "top_share_pct": 99.0}
    room = MARKET | {"measure": "capacity", "top_share_pct": 100.0}
    assert leading([study, room, MARKET], "gallium", "Gallium")["value"] == 98.0
    assert leading([room], "gallium", "Gallium") is None


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (-1.4, "down 1\N{NO-BREAK SPACE}percentage point since 2021"),
        (3.0, "up 3\N{NO-BREAK SPACE}percentage points since 2021"),
        (0.2, "the same since 2021"),
        (None, "not known"),
    ],
)
def test_the_trend_follows_the_sign(points: float | None, said: str) -> None:
    assert change({"top_change_pp": points, "first_year": 2021.0}) == said


def test_the_rest_of_the_world_and_projections_are_no_producers() -> None:
    rows = [
        SHARE,
        SHARE | {"country": "ROW", "share_pct": 99.0},
        SHARE | {"country": "USA", "share_pct": 99.0, "basis": "projection"},
        SHARE | {"year": 2021, "share_pct": 99.4},
    ]
    [china] = producers(rows, MARKET, "refining")
    assert (china.words, china.id) == ("China 98%", "share-refining")
    assert china.share is not None
    assert china.share.history == [(2021, 99.4), (2025, 98.0)]


def test_a_quote_of_a_day_is_no_part_of_a_series_of_years(profiles_of: Made) -> None:
    prices = cells(profiles_of()["minerals/gallium"], "prices")
    assert [row[1:5] for row in prices] == [
        ["30 Jan 2026".replace(" ", "\N{NO-BREAK SPACE}"), "1,500", "", ""],
        ["2025", "300", "2021", "500"],
    ]


def test_sections_without_rows_are_counted_as_not_known(profiles_of: Made) -> None:
    profile = profiles_of()["minerals/gallium"]
    assert [section.id for section in profile.known] == ["prices"]
    assert len(profile.unknown) == len(profile.sections) - 1
    assert profile.findings == ["no act, plant or share of the world is on record"]


def test_a_position_may_be_a_bound_or_not_known() -> None:
    def said(low: float | None, high: float | None) -> str:
        return position({"position_low_pct": low, "position_high_pct": high})

    assert said(None, 2.0) == "at most 2%"
    assert said(71.0, 71.0) == "71%"
    assert said(5.0, 22.0) == "5\N{EN DASH}22%"
    assert said(None, None) == "not known"


def test_a_quantity_says_what_is_stated() -> None:
    assert quantity({"quantity": None, "unit": None, "value_usd": None}) == "not stated"
    assert quantity({"quantity": 7480.0, "unit": "t", "value_usd": 5e8}) == (
        "7,480 t, USD\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}million"
    )


PAIR = (
    ("ga-2023", "2023", 400.0), ("ga-2024", "2024", 500.0), ("ge-2024", "2024", 9.0),
)  # fmt: skip


@pytest.mark.parametrize(
    ("newest", "said"),
    [
        (650.0, "metal (Europe) cost 30% more in 2025 than in 2024"),
        (400.0, "metal (Europe) cost 20% less in 2025 than in 2024"),
        (501.0, "metal (Europe) cost as much in 2025 as in 2024"),
    ],
)
def test_whether_it_got_dearer_follows_its_prices(
    profiles_with: Callable[..., dict[str, Profile]], newest: float, said: str
) -> None:
    prices = [*PAIR, ("ga-2025", "2025", newest), ("ga-now", "2026-01-30", 9000.0)]
    gallium = profiles_with(prices)["minerals/gallium"]
    assert said in gallium.findings
    [family] = [each for each in gallium.numbers if each.title == "Yearly average price"]
    assert [count.measure for count in family.counts] == ["price-change"]


def test_without_two_years_in_a_row_no_sentence_tells_of_prices(profiles_of: Made) -> None:
    assert not [said for said in profiles_of()["minerals/gallium"].findings if "cost" in said]


def test_whose_stockpiles_name_it_is_said_with_their_number(profiles_of: Made) -> None:
    stocks = table(
        "stocks",
        {"content_id": "1", "programme_id": "a", "jurisdiction": "USA"},
        {"content_id": "2", "programme_id": "a", "jurisdiction": "USA"},
        {"content_id": "3", "programme_id": "b", "jurisdiction": "EU"},
        mineral="gallium", programme="Store", basis="target", evidence="primary",
    )  # fmt: skip
    assert "two stockpile programmes name it (European Union and United States)" in (
        profiles_of(stocks=stocks)["minerals/gallium"].findings
    )
