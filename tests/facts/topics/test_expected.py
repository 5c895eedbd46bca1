"""What should be visible by now: the widest interval of all readings, beside what is seen."""

from __future__ import annotations

from typing import Any

import pytest
from small import facts_of, table

from analysis.facts.fact import Fact
from analysis.facts.topics import expected

DASH = "\N{EN DASH}"
CONSTANT = dict.fromkeys(("expected_constant", "low_constant", "high_constant"), 99)
ROW = {"followed_to": "as_of", "reading": "stated", "n_acts": 40} | CONSTANT
FIT = {"best_share_pct": 5, "likelihood_ratio": 1, "followed_to": "as_of"}
FIT |= {"best_share_constant_pct": 6, "likelihood_ratio_constant": 2}
FIT |= {"low_share_constant_pct": 3, "high_share_constant_pct": 90}


def row(step: str, hypothesis: str, seen: int, *interval: float, **changes: Any) -> dict[str, Any]:
    """A row with mean, low and high of what one would see."""
    about = {"step": step, "hypothesis": hypothesis, "seen": seen}
    share = {"share_pct": 80 if hypothesis == "works" else 5}
    return about | share | dict(zip(("expected", "low", "high"), interval, strict=True)) | changes


ROWS = (
    row("decision", "works", 7, 14, 8, 19.6, reading="inferred"),
    row("decision", "works", 6, 10, 5.4, 15),
    row("decision", "does_not", 6, 1, 0, 3),
    row("operation", "works", 1, 3, 2, 4, followed_to="last_seen"),
    row("operation", "does_not", 1, 0.5, 0, 0.4),
)


def facts(*rows: dict[str, Any], fits: tuple[dict[str, Any], ...] = ()) -> dict[str, Fact]:
    return facts_of(
        expected.facts,
        expected_by_now=table("expected_by_now", *rows, **ROW),
        act_likelihood=table("act_likelihood", *fits, **FIT),
    )


def test_what_is_seen_is_of_stated_links_alone() -> None:
    found = facts(*ROWS)
    assert found["expected-acts"].value == 40
    assert found["expected-decision-seen"].value == 6
    assert found["expected-operation-seen"].value == 1
    of_all = found["expected-decision-seen-of-acts"]
    assert (of_all.value, of_all.text) == (pytest.approx(0.15), "6 of 40")
    assert "expected-operation-seen-of-acts" not in found


def test_what_one_would_see_is_a_mean_and_the_widest_interval() -> None:
    found = facts(*ROWS)
    told = {
        name: (found[f"expected-{name}"].value, found[f"expected-{name}"].text)
        for name in ("decision-works", "decision-does-not", "operation-works")
    }
    assert told == {
        "decision-works": (12, f"5{DASH}20"),
        "decision-does-not": (1, f"0{DASH}3"),
        "operation-works": (3, f"2{DASH}4"),
    }


def test_each_hypothesis_tells_the_share_that_it_supposes() -> None:
    found = facts(*ROWS)
    assert found["expected-works-share"].text == "80%"
    assert found["expected-does-not-share"].text == "5%"
    assert found["expected-works-share"].label.endswith("lead to a plant, if acts lead to plants")


def test_the_shares_that_fit_span_all_readings() -> None:
    found = facts(
        *ROWS,
        fits=(
            {"reading": "stated", "low_share_pct": 2, "high_share_pct": 20},
            {"reading": "inferred", "low_share_pct": 4, "high_share_pct": 31},
        ),
    )
    assert found["expected-share-low"].value == 2
    assert found["expected-share-high"].value == 31
    assert found["expected-share-constant-low"].value == 3
    assert found["expected-share-constant-high"].value == 90
    assert "expected-share-low" not in facts(*ROWS)


def test_without_acts_there_is_no_fact() -> None:
    assert facts(fits=({"reading": "stated", "low_share_pct": 2, "high_share_pct": 20},)) == {}
