"""Shares along the magnet chain: each bar is whole, and China stands first in it."""

from __future__ import annotations

from typing import Any

import pytest
from markets import CELL
from small import processed, table

from analysis.exhibits import fig_shares as figure
from analysis.exhibits.exhibit import Exhibit

MINE = {"stage": "mining", "year": 2024}
MAGNET = {"stage": "magnet", "mineral": "rare_earth_magnets", "year": 2023}


def drawn(*rows: dict[str, Any]) -> Exhibit:
    return Exhibit(figure, processed(shares=table("shares", *rows, **CELL)))


def chain(mine: float, magnet: float) -> Exhibit:
    return drawn(
        {**MINE, "share_pct": 100 - mine, "country": "USA"},
        {**MINE, "share_pct": mine},
        {"year": 2024, "share_pct": 90},
        {**MAGNET, "share_pct": magnet},
    )


@pytest.mark.parametrize(
    ("mine", "magnet", "trend"),
    [(60, 94, "rises from the mine"), (60, 60, "does not rise from the mine")],
)
def test_the_title_compares_mine_and_magnet(mine: float, magnet: float, trend: str) -> None:
    title = chain(mine, magnet).title
    assert f"China’s share {trend}" in title
    assert title.endswith(f"{mine}% of mining, 90% of refining, {magnet}% of magnets")


def test_china_stands_first_and_what_no_source_names_last_so_that_a_bar_is_whole() -> None:
    data = drawn(
        {**MINE, "share_pct": 50, "country": "USA"},
        {**MINE, "share_pct": 30},
        {**MINE, "share_pct": 8, "country": "rest_of_world"},
        {**MINE, "share_pct": 0, "country": "MYS"},
    ).data
    assert list(zip(data["country"], data["share_pct"], strict=True)) == [
        *(("CHN", 30), ("USA", 50), ("rest_of_world", 8), ("unnamed", 12)),
    ]


def test_a_rounding_of_less_than_half_a_point_leaves_nobody_unnamed() -> None:
    data = drawn({**MINE, "share_pct": 30}, {**MINE, "share_pct": 69.6, "country": "USA"}).data
    assert "unnamed" not in data["country"].tolist()


def test_a_projection_is_a_bar_of_its_own_and_does_not_count_in_the_title() -> None:
    rows = [{**MAGNET, "share_pct": 94}, {**MAGNET, "year": 2030, "share_pct": 80}]
    exhibit = drawn(rows[0], {**rows[1], "basis": "projection"})
    assert figure.observed(exhibit.data)["year"].tolist() == [2023]
    assert "2030, projection: China 80%, not named 20%" in exhibit.description
