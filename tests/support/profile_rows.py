"""Rows of processed tables that profiles are made of: an act, a market, a share."""

from __future__ import annotations

from typing import Any

ACT: dict[str, Any] = {
    "announcement_id": "pact", "title": "Pact", "parties": "DEU|USA", "instrument": "mou",
    "minerals": "gallium", "announced_on": "2025-10-20", "rung": 1,
    "rung_name": "signed framework", "side": "coordination", "reached_on": "2025-10-20",
    "rung_reason": "signed", "counted": True, "counted_reason": "counted",
}  # fmt: skip
MARKET: dict[str, Any] = {
    "mineral": "gallium", "stage": "refining", "year": 2025, "measure": "production",
    "basis": "estimate", "top_country": "CHN", "top_share_pct": 98.0, "top_bound": "point",
    "top_certain": True, "hhi_low": 9604, "hhi_high": 9608, "coverage_pct": 98, "n_countries": 1,
    "china_share_pct": 98, "allied_low_pct": 0, "allied_high_pct": 2, "first_year": 2021,
    "top_change_pp": -1.4, "quota": False, "year_kind": "data", "disagrees": False,
    "evidence_tier": "primary", "current": True, "one_weak_source": False, "publisher": "Survey",
}  # fmt: skip
SHARE: dict[str, Any] = {
    "mineral": "gallium", "stage": "refining", "year": 2025, "country": "CHN",
    "measure": "production", "basis": "estimate", "share_pct": 98.0, "share_low_pct": 90.0,
    "share_high_pct": 98.0, "bound": "point", "publisher": "Survey", "method": "tonnage",
    "rounding_excess_pct": 0, "quota": False, "year_kind": "data", "n_sources": 2,
    "disagrees": False, "evidence_tier": "primary", "one_weak_source": False,
    "source_id": "a-source", "alternative_source_ids": "",
}  # fmt: skip
