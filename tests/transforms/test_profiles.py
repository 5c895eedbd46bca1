"""The numbers of profiles, worked out by hand over small tables."""

from __future__ import annotations

from typing import Any

import pandas as pd
from small import table

from analysis.transforms.profiles import (
    actor_profiles,
    mineral_profiles,
    price_changes,
    told_with,
    yearly,
)

MINERALS = pd.DataFrame(
    [
        ("gallium", "minor_metals", None),
        ("graphite", "battery_materials", None),
        ("graphite_natural", "battery_materials", "graphite"),
        ("critical_minerals", "collective", None),
    ],
    columns=["mineral", "group", "told_with"],
)
ACTORS = pd.DataFrame(
    [("EU", "EU"), ("EU", "DEU"), ("USA", "USA")], columns=["actor", "member"]
).assign(row_key="actors:x")
ACT = {
    "title": "An act",
    "instrument": "mou",
    "announced_on": "2025",
    "reached_on": "2025",
    "rung_reason": "signed",
    "counted": True,
    "counted_reason": "counted",
    "side": "coordination",
}
LADDER = table(
    "ladder",
    {"announcement_id": "a", "minerals": "gallium|graphite|graphite_natural", "rung": 1,
     "rung_name": "signed framework", "parties": "USA|DEU"},
    {"announcement_id": "b", "minerals": "gallium|critical_minerals", "rung": 3,
     "rung_name": "money committed", "side": "capacity", "parties": "USA"},
    {"announcement_id": "c", "minerals": "gallium", "rung": 2, "rung_name": "rule in force",
     "counted": False, "parties": "CHN"},
    **ACT,
)  # fmt: skip
PROMISE = {
    "title": "An act",
    "promise": "a plant",
    "promised_on": "2025",
    "deadline_on": "2025-12",
    "due_on": "2025-12-31",
    "due": True,
    "counted_reason": "counted",
    "reason": "seen",
}
PROMISES = table(
    "promises",
    {"announcement_id": "a", "parties": "USA|DEU", "outcome": "in_part", "counted": True},
    {"announcement_id": "b", "parties": "USA", "outcome": "open", "counted": True},
    {"announcement_id": "c", "parties": "CHN", "outcome": "kept", "counted": False},
    **PROMISE,
)
PLANT = {"name": "Works", "company": "Maker", "stage": "refining", "capacity_class": "firm"}
PROJECTS = table(
    "projects",
    {"project_id": "p", "country": "DEU", "mineral": "gallium|graphite", "status": "operating"},
    {"project_id": "q", "country": "USA", "mineral": "gallium", "status": "announced"},
    **PLANT,
)
SLIP = {
    "name": "Works",
    "stage": "refining",
    "first_promise": "2025",
    "first_promise_said_on": "2024",
    "current_promise": "2025",
    "n_promises": 1,
    "last_seen_on": "2026",
    "outcome_as_plant": "late",
    "up_in_time": False,
    "restated_months": 0,
    "at_least_months": 0,
}
SLIPPAGE = table(
    "slippage",
    {"project_id": "p", "country": "DEU", "mineral": "gallium", "status": "operating",
     "outcome": "late"},
    {"project_id": "q", "country": "USA", "mineral": "gallium", "status": "announced",
     "outcome": "not_due"},
    **SLIP,
)  # fmt: skip
PAID = {
    "project": "Works",
    "country": "DEU",
    "chain_stage": "refining",
    "funder": "Bank",
    "capital": "public",
    "announced_on": "2025",
    "evidence": "primary",
    "project_id": "p",
}
SUPPORT = table(
    "support",
    {"support_id": "s", "jurisdiction": "DEU|EU", "instrument": "loan", "stage": "committed",
     "amount_usd": 40.0},
    {"support_id": "t", "jurisdiction": "EU", "instrument": "grant", "stage": "committed",
     "amount_usd": 2.0},
    {"support_id": "u", "jurisdiction": "EU", "instrument": "offtake", "stage": "committed",
     "amount_usd": 99.0},
    **PAID,
)  # fmt: skip
STOCKS = table(
    "stocks",
    {"content_id": "1", "mineral": "gallium|graphite"},
    {"content_id": "2", "mineral": "gallium"},
    programme_id="store",
    programme="Store",
    jurisdiction="EU",
    basis="target",
    evidence="primary",
)
PRICES = pd.DataFrame(
    [
        ("gallium", "metal", "us", "2023", 200.0),
        ("gallium", "metal", "us", "2024", 400.0),
        ("gallium", "metal", "us", "2025", 500.0),
        ("gallium", "metal", "us", "2026-01-30", 900.0),
        ("gallium", "ingot", "lme", "2024", 1.0),
        ("gallium", "ingot", "lme", "2025", 9.0),
        ("graphite_natural", "flake", "us", "2022", 3.0),
        ("graphite_natural", "flake", "us", "2024", 2.0),
        ("graphite_natural", "flake", "us", "2025", None),
    ],
    columns=["mineral", "form", "market", "priced_on", "price_usd_per_kg"],
)
PRICES = PRICES.assign(
    source_id="survey", row_key="prices:" + PRICES["form"] + "-" + PRICES["priced_on"]
)


def minerals(**other: pd.DataFrame) -> dict[tuple[str, str], float]:
    """The numbers of minerals by profile and measure."""
    tables: dict[str, Any] = {
        "minerals": MINERALS, "ladder": LADDER, "promises": PROMISES, "projects": PROJECTS,
        "slippage": SLIPPAGE, "support": SUPPORT, "stocks": STOCKS, "prices": PRICES,
    }  # fmt: skip
    found = mineral_profiles(**(tables | other))
    return found.set_index(["mineral", "measure"])["value"].to_dict()


def actors(**other: pd.DataFrame) -> dict[tuple[str, str], float]:
    """The numbers of governments by profile and measure."""
    scores = table(
        "scorecard",
        {"actor": "EU", "coordination": 80, "capacity": 10},
        {"actor": "USA", "coordination": 20, "capacity": 10},
        coordination_low=0, coordination_high=100, capacity_low=0, capacity_high=100,
        lead="coordination", lead_kept_pct=90,
    )  # fmt: skip
    reliance = table(
        "reliance",
        {"mineral": "gallium", "jurisdiction": "USA", "main_supplier": "CHN"},
        {"mineral": "graphite", "jurisdiction": "USA"},
        evidence_tier="primary",
    )
    funding = table(
        "funding",
        {"stage": "proposed"}, {"stage": "announced"},
        programme_id="store", programme="Store", jurisdiction="EU", purpose="stockpile",
        kind="public",
    )  # fmt: skip
    tables: dict[str, Any] = {
        "actors": ACTORS, "ladder": LADDER, "promises": PROMISES, "projects": PROJECTS,
        "slippage": SLIPPAGE, "support": SUPPORT, "funding": funding, "reliance": reliance,
        "concentration": table("concentration"), "scores": scores,
    }  # fmt: skip
    found = actor_profiles(**(tables | other))
    return found.set_index(["actor", "measure"])["value"].to_dict()


def test_a_product_is_told_with_its_mineral_and_a_collection_with_none() -> None:
    assert told_with(MINERALS) == {
        "gallium": ["gallium"],
        "graphite": ["graphite"],
        "graphite_natural": ["graphite"],
    }


def test_an_act_counts_once_for_each_mineral_that_it_names() -> None:
    found = minerals()
    assert found["gallium", "acts"] == 2
    assert found["gallium", "acts-on-capacity"] == 1
    assert found["gallium", "acts-money-committed"] == 1
    assert found["gallium", "acts-not-counted"] == 1
    assert found["graphite", "acts"] == found["graphite", "acts-signed-framework"] == 1
    assert not any(profile == "critical_minerals" for profile, _ in found)


def test_what_a_mineral_has_none_of_has_no_row() -> None:
    found = minerals()
    assert ("graphite", "acts-on-capacity") not in found
    assert ("graphite", "acts-not-counted") not in found
    assert minerals(projects=PROJECTS.iloc[:0]).get(("gallium", "plants")) is None


def test_deadlines_of_others_are_not_counted() -> None:
    found = minerals()
    assert found["gallium", "deadlines"] == 2
    assert found["gallium", "deadlines-in-part"] == found["gallium", "deadlines-open"] == 1
    assert ("gallium", "deadlines-kept") not in found


def test_plants_starts_money_and_programmes_of_a_mineral() -> None:
    found = minerals()
    assert found["gallium", "plants"] == 2
    assert found["gallium", "plants-operating"] == found["gallium", "plants-planned"] == 1
    assert found["gallium", "starts"] == found["gallium", "starts-late"] == 1
    assert found["gallium", "money-committed"] == found["graphite", "money-committed"] == 42
    assert found["gallium", "programmes"] == 1


def test_what_a_member_does_stands_with_it_and_with_its_bloc() -> None:
    found = actors()
    assert found["DEU", "acts"] == found["EU", "acts"] == 1
    assert found["DEU", "plants"] == found["EU", "plants"] == 1
    assert found["DEU", "money-committed"] == 40
    assert found["EU", "money-committed"] == 42
    assert found["CHN", "acts-not-counted"] == 1
    assert ("CHN", "acts") not in found
    assert found["EU", "programmes"] == 1


def test_minerals_with_a_main_supplier_and_those_of_china() -> None:
    found = actors()
    assert found["USA", "supplied"] == found["USA", "supplied-by-china"] == 1


def test_equal_scores_share_a_place() -> None:
    found = actors()
    assert (found["EU", "place-coordination"], found["USA", "place-coordination"]) == (1, 2)
    assert (found["EU", "place-capacity"], found["USA", "place-capacity"]) == (1, 1)


def test_the_price_of_a_year_is_held_against_the_year_before_in_the_longest_series() -> None:
    found = minerals()
    assert found["gallium", "price-change"] == 25
    assert ("graphite", "price-change") not in found


def test_a_change_of_price_rests_on_both_prices() -> None:
    rows = price_changes(yearly(PRICES).assign(profile="gallium"))
    [row] = rows.to_dict("records")
    assert (row["raw_keys"], row["source_ids"]) == (
        *("prices:metal-2024|prices:metal-2025", "survey"),
    )
