"""Profiles over small hand-made tables: their numbers come from the transforms themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from small import processed, table

from analysis.raw.load import RawData
from analysis.site.profiles.actors import actors
from analysis.site.profiles.minerals import minerals
from analysis.site.profiles.profile import Profile
from analysis.transforms.graph import BY_NAME

RAW = {
    "minerals": pd.DataFrame(
        [
            ("gallium", "Gallium", "minor_metals", None),
            ("graphite", "Graphite", "battery_materials", None),
            ("graphite_natural", "Natural graphite", "battery_materials", "graphite"),
        ],
        columns=["mineral", "name", "group", "told_with"],
    ),
    "actors": pd.DataFrame(
        [("EU", "EU"), ("EU", "DEU"), ("USA", "USA")], columns=["actor", "member"]
    ).assign(row_key="actors:x"),
    "prices": pd.DataFrame(
        [
            ("ga-2021", "gallium", "metal", "us", "2021", 500.0, "survey"),
            ("ga-2025", "gallium", "metal", "us", "2025", 300.0, "survey"),
            ("ga-now", "gallium", "metal", "us", "2026-01-30", 1500.0, "paper"),
        ],
        columns=[
            *("price_id", "mineral", "form", "market", "priced_on"),
            *("price_usd_per_kg", "source_id"),
        ],
    ).assign(row_key="prices:x"),
}
SOURCES = [
    {"source_id": name, "title": name, "publisher": f"The {name}", "tier": "primary",
     "evidence": "primary", "kind": "official", "access": "opened", "accessed_on": "2026-03-01"}
    for name in ("a-source", "survey", "paper")
]  # fmt: skip


def computed(name: str, raw: dict[str, pd.DataFrame], tables: dict[str, Any]) -> pd.DataFrame:
    """A table of profiles as the transforms make it of these tables."""
    own = BY_NAME[name]
    have = processed(**tables)
    given = [
        raw[read.removeprefix("raw/")] if read.startswith("raw/") else have[read.split("/")[1]]
        for read in own.reads
    ]
    return own.compute(*given)


def profiles(raw: dict[str, pd.DataFrame], tables: dict[str, Any]) -> dict[str, Profile]:
    """All profiles of these tables, by path; processed tables that are not given are empty."""
    for name in ("mineral_profiles", "actor_profiles"):
        tables[name] = computed(name, raw, tables)
    everything = processed(sources=table("sources", *SOURCES), **tables)
    loaded = RawData(raw, "1.0.0", everything.about.as_of)
    listed = [*minerals(loaded, everything), *actors(loaded, everything)]
    return {f"{profile.kind}/{profile.id}": profile for profile in listed}


@pytest.fixture(scope="session")
def profiles_of() -> Callable[..., dict[str, Profile]]:
    """Makes all profiles of processed tables, by path; those not given are empty."""
    return lambda **tables: profiles(RAW, tables)


@pytest.fixture(scope="session")
def profiles_with() -> Callable[..., dict[str, Profile]]:
    """Makes all profiles of prices of gallium metal in Europe: id, date, dollars a kilogram."""

    def made(prices: list[tuple[str, str, float]]) -> dict[str, Profile]:
        given = pd.DataFrame(prices, columns=["price_id", "priced_on", "price_usd_per_kg"])
        given = given.assign(
            mineral="gallium", form="metal", market="rotterdam", source_id="survey"
        ).assign(row_key="prices:" + given["price_id"])
        return profiles(RAW | {"prices": given}, {})

    return made
