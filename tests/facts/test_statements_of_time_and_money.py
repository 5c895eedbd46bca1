"""Sentences on time, floor, claims, benchmarks and support: turned round, none stays false."""

from __future__ import annotations

import re

import pytest

from analysis.facts.fact import SPOKEN
from analysis.facts.statements import statement

Values = dict[str, float | str]


def said(name: str, values: Values) -> str:
    """A statement over facts with these values, without the marks of its facts."""
    records = {
        fact: {"id": fact, "value": value, "text": str(value)} for fact, value in values.items()
    }
    return SPOKEN.sub(r"\1", statement(name, records))


BUFFER: Values = {
    "buffer-aim": 60,
    "buffer-aim-share": 7,
    "buffer-plant": "magnet plant",
    "buffer-plant-low": 803,
    "buffer-plant-high": 1314,
}
COST: Values = {
    "buffer-priced": 12,
    "buffer-minerals": 38,
    "buffer-budget-usd": 12,
    "buffer-cost-usd": 1,
    "buffer-cost-low-usd": 0.5,
    "buffer-cost-high-usd": 2,
    "buffer-bought-low": 500,
    "buffer-bought-high": 1500,
}
FLOOR: Values = {
    "floor-usd-per-kg": 110,
    "floor-market-month": "February 2026",
    "floor-market-low": 95,
    "floor-market-high": 110,
}
CHECKED: Values = {"floor-checked": 2, "floor-exceeding": 2}
BENCHMARKS: Values = {
    "eu-benchmarks": 2,
    "eu-benchmarks-missed": 2,
    "eu-benchmarks-weak-share": 96,
    "eu-mining-meet": 4,
    "eu-mining-materials": 15,
}


def test_the_aim_is_less_than_the_plant_only_if_it_is() -> None:
    assert "of supply, less than the 803 to 1314 that a magnet plant" in said("buffer", BUFFER)
    assert "no less than the 803" in said("buffer", {**BUFFER, "buffer-aim-share": 120})


def test_an_aim_without_a_plant_is_not_compared() -> None:
    assert "less than" not in said("buffer", {"buffer-aim": 60})


@pytest.mark.parametrize(
    ("budget", "words"),
    [(12, "less than the 12"), (0.4, "no less than the 0.4"), (1, "less or more than the 1")],
)
def test_the_cost_is_held_against_the_money_over_its_whole_range(budget: float, words: str) -> None:
    assert f"2, {words} announced" in said("buffer-money", {**COST, "buffer-budget-usd": budget})


def test_the_analyst_is_quoted_only_if_known() -> None:
    assert "analyst" not in said("buffer-money", COST)
    assert "expects the money to last 45." in said("buffer-money", {**COST, "buffer-analyst": 45})


def test_only_stages_on_record_are_named() -> None:
    refinery: Values = {"needed-refinery-low": 8, "needed-refinery-high": 8}
    assert said("buffer-needed", refinery) == "On record, the time taken was: a refinery 8."


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(95, 110, "came up to"), (80, 100, "stood below"), (110, 130, "stood at or above")],
)
def test_the_market_stands_where_its_range_says(low: float, high: float, words: str) -> None:
    values = {**FLOOR, "floor-market-low": low, "floor-market-high": high}
    assert f"{words} the floor of 110" in said("floor", values)


def test_payments_are_told_only_if_reported() -> None:
    assert said("floor", FLOOR).endswith("No payment is on record yet.")
    paid: Values = {"floor-paid-usd": 51, "floor-quarters": 1}
    assert "For 1 quarter the company reported 51" in said("floor", {**FLOOR, **paid})


def test_a_payment_that_fits_needs_no_reason() -> None:
    assert "are larger than output and market price imply; the contract" in said(
        "floor-check", CHECKED
    )
    fits = said("floor-check", {**CHECKED, "floor-exceeding": 0})
    assert fits.endswith("0 are larger than output and market price imply.")


@pytest.mark.parametrize(
    ("missed", "words"),
    [
        (2, "Most materials measured fall short of the European benchmarks"),
        (1, "Most materials measured fall short of some European benchmarks"),
        (0, "Most materials measured do not fall short of the European benchmarks"),
    ],
)
def test_the_benchmarks_are_missed_only_if_they_are(missed: float, words: str) -> None:
    assert said("benchmarks", {**BENCHMARKS, "eu-benchmarks-missed": missed}).startswith(words)


def test_stages_of_support_are_named_only_with_an_amount() -> None:
    committed: Values = {"support-committed-usd": 12}
    assert said("support", committed) == (
        "Of public money for single projects, 12 is committed. No payment is documented."
    )
    assert "No payment" not in said("support", {**committed, "support-disbursed-usd": 1})


@pytest.mark.parametrize(
    "name",
    [
        *("benchmarks", "buffer", "buffer-money", "buffer-needed", "claims", "claims-differ"),
        *("floor", "floor-check", "stockpiles", "support"),
    ],
)
def test_without_facts_every_sentence_says_that_nothing_is_on_record(name: str) -> None:
    sentence = said(name, {})
    assert sentence.endswith(".")
    assert re.search(r"^No |not on record|cannot be", sentence)
