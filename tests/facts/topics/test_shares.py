"""Who processes what: the newest observed year stands, and after it the first projection."""

from __future__ import annotations

from typing import Any

from markets import CELL, MARKET
from small import processed, table

from analysis.facts.fact import Fact
from analysis.facts.topics import shares


def facts(name: str, *rows: dict[str, Any], **common: Any) -> dict[str, Fact]:
    return {
        fact.id: fact for fact in shares.facts(processed(**{name: table(name, *rows, **common)}))
    }


def test_china_is_told_of_the_newest_year_and_of_the_first_projection_after_it() -> None:
    found = facts(
        "shares",
        {"year": 2023, "share_pct": 90},
        {"year": 2024, "share_pct": 91.4},
        {"year": 2024, "share_pct": 5, "country": "MYS"},
        {"year": 2024, "share_pct": 80, "basis": "projection"},
        {"year": 2030, "share_pct": 77, "basis": "projection"},
        {"year": 2040, "share_pct": 70, "basis": "projection"},
        **CELL,
    )
    told = {name: fact.text for name, fact in found.items() if name.startswith("china-refining")}
    assert told == {
        "china-refining-share": "91%",
        "china-refining-projected-share": "77%",
        "china-refining-projected-year": "2030",
    }
    assert found["china-refining-share"].label == "China's share of refining, 2024"


def test_a_market_counts_by_its_newest_year_and_parts_do_not_count() -> None:
    found = facts(
        "concentration",
        {"mineral": "gallium", "year": 2023, "top_country": "CHN"},
        {"mineral": "gallium", "year": 2024, "top_country": "CHN"},
        {"mineral": "lithium", "year": 2023, "top_country": "CHN"},
        {"mineral": "lithium", "year": 2024, "top_country": "CHL"},
        {"mineral": "copper", "year": 2022, "top_country": "CHN"},
        {"mineral": "dysprosium", "year": 2024, "top_country": "CHN"},
        {"mineral": "cobalt", "year": 2024, "top_country": "CHN", "top_certain": False},
        **MARKET,
    )
    assert (found["china-leads-refining"].value, found["markets-refining"].value) == (1, 2)
