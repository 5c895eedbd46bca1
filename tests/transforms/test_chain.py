"""The chain of the magnet: each step in its newest observed year and its first projected one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from markets import CELL
from small import table

from analysis.transforms.chain import made_beyond, magnet_chain, of_china

MINING = {"stage": "mining", "mineral": "magnet_rare_earths"}
MAGNET = {"stage": "magnet", "mineral": "rare_earth_magnets"}


def chain(*cells: dict[str, Any]) -> list[list[object]]:
    """Stage, year, basis and country of the chain of these cells."""
    rows = magnet_chain(table("shares", *cells, **CELL))
    return rows[["stage", "year", "basis", "country"]].to_numpy().tolist()


def test_a_step_stands_with_its_newest_observed_year_and_the_first_projection_after_it() -> None:
    assert chain(
        {**MINING, "year": 2023, "share_pct": 60},
        {**MINING, "year": 2024, "share_pct": 61},
        {**MINING, "year": 2024, "share_pct": 9, "country": "AUS"},
        {**MINING, "year": 2024, "share_pct": 59, "basis": "projection"},
        {**MINING, "year": 2040, "share_pct": 40, "basis": "projection"},
        {**MINING, "year": 2030, "share_pct": 50, "basis": "projection"},
    ) == [
        ["mining", 2024, "actual", "CHN"],
        ["mining", 2024, "actual", "AUS"],
        ["mining", 2030, "projection", "CHN"],
    ]


def test_steps_come_from_the_mine_on_and_other_markets_are_left_out() -> None:
    assert chain(
        {**MAGNET, "year": 2024, "share_pct": 94},
        {**MINING, "year": 2022, "share_pct": 60},
        {**MINING, "year": 2024, "share_pct": 70, "mineral": "lithium"},
        {**MINING, "year": 2024, "share_pct": 70, "measure": "capacity"},
    ) == [["mining", 2022, "actual", "CHN"], ["magnet", 2024, "actual", "CHN"]]


def test_the_part_of_china_is_that_country_alone() -> None:
    cells = table(
        "shares",
        {**MINING, "year": 2024, "share_pct": 61},
        {**MINING, "year": 2024, "share_pct": 9, "country": "AUS"},
        **CELL,
    )
    assert of_china(magnet_chain(cells))["share_pct"].tolist() == [61]


def test_what_is_made_beyond_china_is_the_rest_of_the_newest_world_total_in_tonnes() -> None:
    china = {**MAGNET, "year": 2024, "share_pct": 94, "raw_keys": "production:china"}
    world = {**MAGNET, "country": "WLD", "measure": "production", "basis": "estimate"}
    totals = [
        {**world, "year": 2024, "quantity": 300, "unit": "kt"},
        {**world, "year": 2025, "quantity": 345, "unit": "kt"},
        {**world, "year": 2030, "quantity": 500, "unit": "kt", "basis": "projection"},
        {**world, "year": 2026, "quantity": 9, "unit": "USD"},
    ]
    production = pd.DataFrame(totals).assign(source_id="world", row_key="production:world")
    found = made_beyond(table("shares", china, **CELL), production)
    # 6 % of 345,000 t.
    assert found["beyond_t_per_year"].tolist() == [pytest.approx(20_700)]
    assert found[["share_year", "world_year"]].to_numpy().tolist() == [[2024, 2025]]
    assert found["raw_keys"].tolist() == ["production:china|production:world"]
