"""The ladder: acts of the partners by side, and the share that is words and rules."""

from __future__ import annotations

import pytest
from small import facts_of, table

from analysis.facts.fact import Fact
from analysis.facts.topics import ladder

ACT = {
    "title": "An act",
    "parties": "USA",
    "instrument": "mou",
    "minerals": "tin",
    "announced_on": "2025-05",
    "reached_on": "2025-05",
    "rung_reason": "as the table says",
    "counted": True,
    "counted_reason": "counted: an ally is a party and China is not",
}
WORDS = {"rung": 2, "rung_name": "rule in force", "side": "coordination"}
MONEY = {"rung": 3, "rung_name": "money committed", "side": "capacity"}


def facts(*acts: dict[str, object]) -> dict[str, Fact]:
    rows = [{"announcement_id": f"act-{at}", **act} for at, act in enumerate(acts)]
    return facts_of(ladder.facts, ladder=table("ladder", *rows, **ACT))


def test_acts_that_count_are_told_by_side_and_words_and_rules_as_a_share() -> None:
    found = facts(WORDS, MONEY, WORDS, WORDS, MONEY | {"counted": False})
    assert {name: fact.value for name, fact in found.items()} == {
        "acts": 4,
        "acts-coordination": 3,
        "acts-capacity": 1,
        "acts-coordination-share": pytest.approx(75),
    }
    assert found["acts-capacity"].rows["announcement_id"].tolist() == ["act-1"]


def test_a_side_without_an_act_rests_on_all_that_count() -> None:
    found = facts(WORDS, WORDS)
    assert found["acts-capacity"].text == "none"
    assert len(found["acts-capacity"].rows) == 2


def test_where_no_act_counts_nothing_is_told() -> None:
    assert facts(WORDS | {"counted": False}) == {}
