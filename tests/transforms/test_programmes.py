"""Programmes that stockpile: their public money by stage, and the material on record."""

from __future__ import annotations

from typing import Any

import pandas as pd
from small import table

from analysis.transforms.programmes import materials, stockpile_programmes

MONEY = {"jurisdiction": "USA", "purpose": "stockpile", "kind": "public"}
MATERIAL = {"jurisdiction": "USA", "mineral": "tin", "unit": "t", "evidence": "primary"}


def money(programme: str, stage: str, usd: float | None, **changes: Any) -> dict[str, Any]:
    evidence = {"reached_evidence": "weak", "raw_keys": f"stockpile_funding:{programme}-{stage}"}
    names = {"programme_id": programme, "programme": programme.title()}
    return {**names, "stage": stage, "reached_usd": usd, **evidence, **changes}


def material(programme: str, basis: str, **changes: Any) -> dict[str, Any]:
    key = f"{programme}-{basis}"
    names = {"content_id": key, "programme_id": programme, "programme": programme}
    return {**names, "basis": basis, "raw_keys": f"stockpile_contents:{key}", **changes}


FUNDING = table(
    "funding",
    money("reserve", "announced", 1e9),
    money("reserve", "committed", 4e8),
    money("vault", "announced", 12e9),
    money("vault", "announced", 9e9, kind="private"),
    money("joint", "announced", None, purpose="cooperation"),
    money("fund", "announced", 90e9, purpose="investment"),
    **MONEY,
)
STOCKS = table(
    "stocks",
    material("vault", "target"),
    material("reserve", "held"),
    material("reserve", "contract"),
    material("joint", "target", unit="days of demand"),
    material("vault", "solicitation"),
    **MATERIAL,
)


def test_material_is_what_is_held_ordered_or_aimed_at_and_no_estimate() -> None:
    assert materials(STOCKS)["content_id"].tolist() == [
        "vault-target",
        "reserve-held",
        "reserve-contract",
    ]


def test_programmes_come_by_purpose_and_the_largest_announced_first() -> None:
    rows = stockpile_programmes(FUNDING, STOCKS)
    assert rows["programme_id"].tolist() == ["vault", "reserve", "joint"]
    assert rows["programme"].tolist() == ["Vault", "Reserve", "Joint"]
    assert rows["announced_usd"].fillna(0).tolist() == [12e9, 1e9, 0]
    assert rows["committed_usd"].fillna(0).tolist() == [0, 4e8, 0]
    assert rows["purchased_usd"].isna().all()
    assert rows["announced_evidence"].tolist()[:2] == ["weak", "weak"]


def test_each_programme_says_what_material_is_on_record_and_names_its_rows() -> None:
    rows = stockpile_programmes(FUNDING, STOCKS).set_index("programme_id")
    has = rows[["has_held", "has_contract", "has_target"]]
    assert has.loc["reserve"].tolist() == [True, True, False]
    assert has.loc["vault"].tolist() == [False, False, True]
    assert not has.loc["joint"].any()
    assert rows.loc["vault", "raw_keys"] == (
        "stockpile_contents:vault-target|stockpile_funding:vault-announced"
    )


def test_without_money_on_record_there_is_no_programme() -> None:
    assert isinstance(rows := stockpile_programmes(FUNDING.iloc[:0], STOCKS), pd.DataFrame)
    assert rows.empty
