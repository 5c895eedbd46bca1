"""Stockpile money by stage: sums of public money, and a purchase that a strong source documents."""

from __future__ import annotations

from typing import Any

import pytest
from small import processed, table

from analysis.exhibits import fig_funding as figure
from analysis.exhibits.exhibit import Exhibit

COMMON = {"jurisdiction": "USA", "purpose": "stockpile", "kind": "public"}


def cell(programme: str, stage: str, usd: float, evidence: str = "primary") -> dict[str, Any]:
    return {
        "programme_id": programme,
        "programme": programme,
        "stage": stage,
        "reached_usd": usd,
        "reached_evidence": evidence,
    }


def drawn(*cells: dict[str, Any]) -> Exhibit:
    return Exhibit(figure, processed(funding=table("funding", *cells, **COMMON)))


ANNOUNCED = (cell("reserve", "announced", 1e9, "weak"), cell("vault", "announced", 12e9))


@pytest.mark.parametrize(
    ("purchase", "said"),
    [
        ([], "USD 13 billion is announced for public stockpiles; no primary or reputable source"),
        ([cell("vault", "purchased", 5e8, "weak")], "USD 13 billion is announced for public"),
        ([cell("vault", "purchased", 5e8)], "Of USD 13 billion announced for public stockpiles, "
         "USD 500 million is bought"),
    ],
)  # fmt: skip
def test_what_is_bought_counts_only_if_a_strong_source_says_so(
    purchase: list[dict[str, Any]], said: str
) -> None:
    title = drawn(*ANNOUNCED, *purchase).title.replace("\N{NO-BREAK SPACE}", " ")
    assert title.startswith(said)


def test_the_data_run_by_stage_with_the_largest_programme_first() -> None:
    data = drawn(cell("vault", "committed", 2e9), *ANNOUNCED).data
    assert list(zip(data["stage"], data["programme_id"], strict=True)) == [
        *(("announced", "vault"), ("announced", "reserve"), ("committed", "vault")),
    ]


def test_money_inside_another_programme_and_private_money_are_left_out() -> None:
    inside = cell("part", "announced", 4e9) | {"contained_in": "vault"}
    private = cell("lender", "announced", 9e9) | {"kind": "private"}
    fund = cell("fund", "announced", 7e9) | {"purpose": "investment"}
    exhibit = drawn(*ANNOUNCED, inside, private, fund)
    assert exhibit.data["programme_id"].tolist() == ["vault", "reserve"]
    assert exhibit.subtitle.startswith("Public money of two stockpile programmes")
