"""Small processed tables in which every test of the verdict can be worked out by hand."""

from __future__ import annotations

import math

import pandas as pd

DAYS_PER_YEAR = 365.25


def cited(rows: list[dict[str, object]], table: str) -> pd.DataFrame:
    """Rows with a source and a key of their own, unless they name their sources."""
    defaults = [
        {"source_ids": f"{table}-{n}", "raw_keys": f"{table}:{n}"} for n in range(len(rows))
    ]
    return pd.DataFrame([default | row for default, row in zip(defaults, rows, strict=True)])


def promises(*outcomes: str) -> pd.DataFrame:
    """Counted promises with these outcomes, and one of China that was kept and does not count."""
    rows: list[dict[str, object]] = [{"counted": True, "outcome": word} for word in outcomes]
    return cited([*rows, {"counted": False, "outcome": "kept"}], "promises")


def ladder(*sides: str) -> pd.DataFrame:
    """Counted acts on these sides, and one on capacity that does not count."""
    rows: list[dict[str, object]] = [{"counted": True, "side": side} for side in sides]
    return cited([*rows, {"counted": False, "side": "capacity"}], "ladder")


def funding(announced: float, committed: float, evidence: str = "primary") -> pd.DataFrame:
    """One stockpile's money, and rows that must not be added: a part, a fund, private money."""
    row = {"purpose": "stockpile", "kind": "public", "contained_in": None}
    other = row | {"stage": "committed", "reached_usd": 1e9, "reached_evidence": "primary"}
    return cited(
        [
            row | {"stage": "announced", "reached_usd": announced, "reached_evidence": "primary"},
            row | {"stage": "committed", "reached_usd": committed, "reached_evidence": evidence},
            other | {"contained_in": "whole"},
            other | {"purpose": "fund"},
            other | {"kind": "private"},
        ],
        "funding",
    )


def shares(value: float, low: float, high: float) -> pd.DataFrame:
    """China's refining in 2024, and rows that must not be read: older, projected, of others."""
    row = {
        "mineral": "magnet_rare_earths",
        "stage": "refining",
        "country": "CHN",
        "measure": "production",
        "basis": "actual",
        "year": 2024,
        "share_pct": value,
        "share_low_pct": low,
        "share_high_pct": high,
    }
    other = {"share_pct": 1.0, "share_low_pct": 1.0, "share_high_pct": 1.0}
    return cited(
        [
            row,
            row | other | {"year": 2020},
            row | other | {"year": 2030, "basis": "projection"},
            row | other | {"country": "MYS"},
            row | other | {"stage": "mining"},
        ],
        "shares",
    )


def slippage(in_time: int, late: int, only_up: int = 0) -> pd.DataFrame:
    """Plants that were in time, late, and late but starting up in time; and one that is not due."""
    rows: list[dict[str, object]] = [
        *[{"outcome": "in_time", "up_in_time": True}] * in_time,
        *[{"outcome": "overdue", "up_in_time": False}] * late,
        *[{"outcome": "late", "up_in_time": True}] * only_up,
        {"outcome": "not_due", "up_in_time": False},
    ]
    return cited(rows, "slippage")


def need(cover: float) -> pd.DataFrame:
    """Magnet cover in 2030, and rows that must not be read: older, of others, of oxide."""
    row = {"product": "ndfeb_magnets", "jurisdiction": "USA|EU", "year": 2030}
    return cited(
        [
            row | {"operating_cover_pct": cover},
            row | {"operating_cover_pct": math.nan if math.isnan(cover) else 1.0, "year": 2024},
            row | {"operating_cover_pct": 99.0, "jurisdiction": "JPN"},
            row | {"operating_cover_pct": 99.0, "product": "ndpr_oxide"},
        ],
        "capacity_need",
    )


def basket(days: float, low: float, high: float, analyst: float = math.nan) -> pd.DataFrame:
    """What the stockpile's money buys, in days."""
    return cited(
        [
            {
                "days_bought": days,
                "days_bought_low": low,
                "days_bought_high": high,
                "analyst_days": analyst,
            }
        ],
        "buffer",
    )


def lead_times(typical: float, low: float, high: float) -> pd.DataFrame:
    """How long a magnet plant took, in years; and what was only planned."""
    row = {"stage": "magnet_plant", "kind": "observed"}
    years = {"years_typical": typical, "years_low": low, "years_high": high}
    planned = {"kind": "planned", "years_typical": 0.1, "years_low": 0.1, "years_high": 0.1}
    return cited([row | years, row | planned], "lead_times")


def all_met() -> dict[str, pd.DataFrame]:
    """Tables with which every test is met."""
    tables = {
        "promises": promises("kept", "kept", "kept", "late"),
        "ladder": ladder("capacity", "coordination"),
        "funding": funding(100, 60),
        "shares": shares(60, 55, 65),
        "slippage": slippage(in_time=20, late=0),
        "capacity_need": need(50),
        "buffer_basket": basket(3 * DAYS_PER_YEAR, 3 * DAYS_PER_YEAR, 4 * DAYS_PER_YEAR),
        "lead_times": lead_times(2, 1, 3),
    }
    ids = sorted({name for table in tables.values() for name in table["source_ids"]})
    sources = pd.DataFrame({"source_id": ids, "evidence": "primary"})
    return {**tables, "sources": sources}
