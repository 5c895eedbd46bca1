"""Small processed tables in which every test of the verdict can be worked out by hand."""

from __future__ import annotations

import math

import pandas as pd


def cited(rows: list[dict[str, object]], table: str) -> pd.DataFrame:
    """Rows with a source and a key of their own, unless they name their sources."""
    defaults = [
        {"source_ids": f"{table}-{n}", "raw_keys": f"{table}:{n}"} for n in range(len(rows))
    ]
    return pd.DataFrame([default | row for default, row in zip(defaults, rows, strict=True)])


def promises(*outcomes: str, each: int = 4) -> pd.DataFrame:
    """Counted promises, some with each outcome in turn, and one of China that does not count."""
    rows: list[dict[str, object]] = [{"counted": True, "outcome": word} for word in outcomes * each]
    return cited([*rows, {"counted": False, "outcome": "kept"}], "promises")


def paths(reached: int, words: int, inferred: int = 0) -> pd.DataFrame:
    """Acts a year old that led to money, to nothing, and to money by inferred links alone; and a
    younger one that led to money."""
    old = {"age_months": 12.0, "money_months": math.nan}
    acts = [old | {"money_months": 3.0}] * reached + [old] * words
    young = {"age_months": 11.9, "money_months": 1.0}
    may_be = old | {"money_months": 3.0}
    rows: list[dict[str, object]] = [
        *[act | {"reading": "stated"} for act in [*acts, *[old] * inferred, young]],
        *[act | {"reading": "inferred"} for act in [*acts, *[may_be] * inferred, young]],
    ]
    return cited(rows, "act_paths")


def funding(
    announced: float,
    committed: float,
    evidence: str = "primary",
    approved: float | None = None,
    other: float = 0.0,
) -> pd.DataFrame:
    """One stockpile's money, and rows that must not be added: a part, a fund, private money.

    What is approved is what is committed unless it is given; `other` of what is committed is spent
    on other materials.
    """
    row = {
        "programme_id": "pile",
        "purpose": "stockpile",
        "kind": "public",
        "contained_in": None,
        "not_minerals_usd": math.nan,
    }
    stages = {
        "announced": (announced, "primary"),
        "approved": (committed if approved is None else approved, evidence),
        "committed": (committed, evidence),
    }
    not_counted = row | {"stage": "committed", "reached_usd": 1e9, "reached_evidence": "primary"}
    not_counted |= {"programme_id": "other", "reached_from": "committed"}
    rows = [
        row
        | {"stage": stage, "reached_usd": usd, "reached_evidence": of, "reached_from": stage}
        | ({"not_minerals_usd": other} if other and stage == "committed" else {})
        for stage, (usd, of) in stages.items()
    ]
    return cited(
        [
            *rows,
            not_counted | {"contained_in": "whole"},
            not_counted | {"purpose": "fund", "programme_id": "fund"},
            not_counted | {"kind": "private", "programme_id": "private"},
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


def slippage(in_time: int, late: int, only_up: int = 0, unseen: int = 0) -> pd.DataFrame:
    """Plants that were in time, late, late but starting up in time, and not seen since their date;
    and one that is not due."""
    rows: list[dict[str, object]] = [
        *[{"outcome": "in_time", "up_in_time": True}] * in_time,
        *[{"outcome": "overdue", "up_in_time": False}] * late,
        *[{"outcome": "late", "up_in_time": True}] * only_up,
        *[{"outcome": "unseen", "up_in_time": False}] * unseen,
        {"outcome": "not_due", "up_in_time": False},
    ]
    return cited(rows, "slippage")


def need(cover: float, wide: float | None = None) -> pd.DataFrame:
    """Magnet cover in 2030, and rows that must not be read: older, of others, of oxide."""
    row = {"product": "ndfeb_magnets", "jurisdiction": "USA|EU", "year": 2030}
    older = math.nan if math.isnan(cover) else 1.0

    def covers(narrow: float, broad: float) -> dict[str, float]:
        return {"operating_cover_pct": narrow, "wide_cover_pct": broad}

    return cited(
        [
            row | covers(cover, cover if wide is None else wide),
            row | covers(older, older) | {"year": 2024},
            row | covers(99.0, 99.0) | {"jurisdiction": "JPN"},
            row | covers(99.0, 99.0) | {"product": "ndpr_oxide"},
        ],
        "capacity_need",
    )


def all_met() -> dict[str, pd.DataFrame]:
    """Tables with which every test is met."""
    tables = {
        "promises": promises("kept", "kept", "kept", "late"),
        "act_paths": paths(30, 10),
        "funding": funding(100, 60),
        "shares": shares(60, 55, 65),
        "slippage": slippage(in_time=20, late=0),
        "capacity_need": need(50),
    }
    ids = sorted({name for table in tables.values() for name in table["source_ids"]})
    sources = pd.DataFrame({"source_id": ids, "evidence": "primary"})
    return {**tables, "sources": sources}
