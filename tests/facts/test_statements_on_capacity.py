"""Sentences on acts, plants and capacity: turned round, no fact leaves a false one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from analysis.facts.fact import SPOKEN
from analysis.facts.statements import statement

NAMES = (*("since-busiest", "ladder", "conversion", "magnets", "starts", "lateness", "plants"),)


def said(name: str, **values: float | str) -> str:
    """A statement over facts with these values, without the marks of its facts."""
    records: dict[str, dict[str, Any]] = {
        key.replace("_", "-"): {"id": key.replace("_", "-"), "value": value, "text": f"{value}"}
        for key, value in values.items()
    }
    return SPOKEN.sub(r"\1", statement(name, records))


def test_what_came_after_the_busiest_month_agrees_with_its_number() -> None:
    facts = {
        "busiest_month": "February 2026",
        "instruments_signed": 38,
        "signed_in_busiest_month": 13,
        "plants_opened_since_busiest_month": 0,
        "plants_begun_at_most_since_busiest_month": 1,
    }
    many = said("since-busiest", **facts, instruments_signed_since_busiest_month=9)
    assert "9 more were signed; of plants outside China, at most 1 began construction" in many
    one = said("since-busiest", **facts, instruments_signed_since_busiest_month=1)
    assert "1 more was signed" in one


def test_the_ladder_says_that_it_is_a_make_up_and_no_test() -> None:
    counts = {"acts": 10, "acts_coordination": 8, "acts_capacity": 2}
    sentence = said("ladder", acts_coordination_share=80, **counts)
    assert sentence.startswith("By their own events, of 10 acts of partner governments, 8 (80)")
    assert "one more loan moves it, and a framework that leads to plants does not" in sentence


MAGNETS = {
    "ndfeb_magnets_known": 60_000.0,
    "ndfeb_magnets_operating_share": 14.0,
    "likely_year": 2030,
    "ndfeb_magnets_likely_low": 13_000.0,
    "ndfeb_magnets_likely_high": 20_000.0,
    "ndfeb_magnets_range_high": 33_000.0,
    "ndfeb_magnets_need": 40_000.0,
    "ndfeb_magnets_need_place": "North America and Europe",
    "ndfeb_magnets_need_year": 2025,
    "ndfeb_magnets_operating_there": 2_000.0,
}


def test_magnets_are_enough_or_not_by_the_upper_end_with_old_figures() -> None:
    assert "is less than the need of 40000.0" in said("magnets", **MAGNETS)
    enough = {**MAGNETS, "ndfeb_magnets_range_high": 41_000.0}
    assert "is no less than the need" in said("magnets", **enough)
    with_old = said("magnets", **MAGNETS, ndfeb_magnets_old=8_000.0)
    assert "with 8000.0 known from old figures alone, is no less than the need" in with_old


def test_magnets_without_a_need_on_record_are_not_compared() -> None:
    known = {name: MAGNETS[name] for name in list(MAGNETS)[:2]}
    assert said("magnets", **known).endswith("14.0 operates.")


@pytest.mark.parametrize(
    ("low", "high", "opening"),
    [
        (5.0, 29.0, "Most plants miss the date first promised"),
        (60.0, 90.0, "Most plants keep the date first promised"),
        (30.0, 70.0, "Whether plants keep the date first promised is open"),
    ],
)
def test_lateness_is_judged_by_its_interval(low: float, high: float, opening: str) -> None:
    sentence = said(
        "lateness",
        slippage_in_time_share=9.0,
        slippage_in_time_low=low,
        slippage_in_time_high=high,
        slippage_up_low=21.0,
        slippage_up_high=57.0,
    )
    assert sentence.startswith(f"{opening}: ")
    assert sentence.endswith("and 21.0 to 57.0 at least start up.")


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_without_its_facts_says_that_nothing_is_known_yet(name: str) -> None:
    assert re.fullmatch(r"No[^.]* yet[^.]*\.|No[^.]*\.", said(name))
