"""Concentration: the newest certain market counts, and only one that somebody holds is drawn."""

from __future__ import annotations

from typing import Any

from markets import MARKET
from small import processed, table

from analysis.exhibits import fig_concentration as figure
from analysis.exhibits.exhibit import Exhibit

ROWS = (
    {"mineral": "gallium", "year": 2023, "top_country": "CHN", "top_share_pct": 97},
    {"mineral": "gallium", "year": 2024, "top_country": "CHN", "top_share_pct": 98},
    {"mineral": "lithium", "year": 2024, "top_country": "CHN", "top_share_pct": 70,
     "one_weak_source": True},
    {"mineral": "nickel", "year": 2023, "top_country": "IDN", "top_share_pct": 43},
    {"mineral": "tin", "year": 2022, "top_country": "CHN"},
    {"mineral": "lithium", "year": 2024, "top_country": "AUS", "stage": "mining",
     "top_share_pct": 37},
    {"mineral": "lithium", "year": 2024, "top_country": "CHN", "stage": "battery"},
)  # fmt: skip


def drawn(*rows: dict[str, Any]) -> Exhibit:
    return Exhibit(figure, processed(concentration=table("concentration", *rows, **MARKET)))


def test_the_title_counts_the_newest_market_of_each_mineral_if_it_is_not_too_old() -> None:
    assert drawn(*ROWS).title == (
        "China is the largest refiner in 2 of 3 markets and the largest miner in 0 of 1"
    )


def test_the_data_are_of_mining_and_refining_the_largest_share_first() -> None:
    data = drawn(*ROWS).data
    assert data[["stage", "mineral", "year"]].to_numpy().tolist() == [
        ["mining", "lithium", 2024],
        ["refining", "gallium", 2024],
        ["refining", "lithium", 2024],
        ["refining", "nickel", 2023],
    ]


def test_markets_without_a_producer_of_half_are_counted_and_not_drawn() -> None:
    exhibit = drawn(*ROWS)
    assert "gallium China 98%, lithium China 70%" in exhibit.description
    assert "nickel" not in exhibit.description
    assert exhibit.note.startswith("Hollow dots (1) rest on one weak source. 2 markets without")
