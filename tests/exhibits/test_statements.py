"""Sentences follow the data: turned round, no table leaves a false one."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest

from analysis.exhibits.statements import STATEMENTS, statement
from analysis.exhibits.text import count

Facts = dict[str, dict[str, Any]]


def said(name: str, records: Facts) -> str:
    """A statement as it is read, without the marks of its facts."""
    return re.sub(r"\[([^]]*)\]\{\.fact [^}]*\}", r"\1", statement(name, records))


def with_values(facts: Facts, **values: float | None) -> Facts:
    """The facts with other values (`promises_kept=3`); None takes a fact away."""
    changed = deepcopy(facts)
    for name, value in values.items():
        key = name.replace("_", "-")
        if value is None:
            changed.pop(key, None)
        else:
            text = count(int(value)) if key.startswith("promises") else f"{value:g}%"
            changed[key] = {**changed.get(key, {"id": key}), "value": value, "text": text}
    return changed


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_number_of_a_statement_is_a_fact_with_its_text(facts: Facts, name: str) -> None:
    spans = re.findall(r'\[([^]]*)\]\{\.fact data-fact="([^"]+)"\}', statement(name, facts))
    assert spans
    assert [text for text, fact in spans if facts[fact]["text"] != text] == []
    words = re.sub(r"\[[^]]*\]\{[^}]*\}", "", statement(name, facts))
    assert re.findall(r"\d+", re.sub(r"\b[A-Z][a-z]+ 20\d\d\b", "", words)) == []


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_one_whole_sentence_or_its_end(facts: Facts, name: str) -> None:
    sentence = said(name, facts)
    assert sentence == sentence.strip()
    assert sentence.endswith(".") == (name != "bought")
    assert not re.search(r"nan|None|  |\.\.|,,", sentence)


def test_an_unknown_statement_is_answered_with_the_known_ones(facts: Facts) -> None:
    with pytest.raises(KeyError, match=r"no statement 'verdic'; there are .*verdict"):
        statement("verdic", facts)


def test_a_statement_on_an_unknown_fact_is_an_error(facts: Facts) -> None:
    with pytest.raises(KeyError, match="no fact 'china-mining-share'"):
        statement("chain", with_values(facts, china_mining_share=None))


def test_verbs_agree_with_one_and_with_many(facts: Facts) -> None:
    one = with_values(facts, promises_kept=1, promises_due=10)
    assert "one is known to have been met" in said("promises", one)
    many = with_values(facts, promises_kept=3, promises_due=10)
    assert "three are known to have been met" in said("promises", many)
    none = with_values(facts, promises_kept=0, promises_due=10)
    assert "none are known to have been met" in said("promises", none)


def test_the_trace_of_most_deadlines_is_missing_only_if_it_is(facts: Facts) -> None:
    lost = with_values(facts, promises_due=10, promises_unclear=6)
    assert said("promises", lost).startswith("Most deadlines pass without a trace")
    found = with_values(facts, promises_due=10, promises_unclear=5)
    assert "without a trace" not in said("promises", found)


def test_no_deadline_passed_is_told_as_such(facts: Facts) -> None:
    none_due = with_values(
        facts, promises_due=0, promises_kept=0, promises_unclear=0, promises_late=0
    )
    assert said("promises", none_due) == "No deadline has come yet."


@pytest.mark.parametrize(
    ("mining", "refining", "magnet", "rises", "falls"),
    [
        (60, 90, 94, True, False),
        (60, 55, 94, False, False),
        (60, 90, 80, False, False),
        (90, 70, 40, False, True),
    ],
)
def test_the_share_of_china_rises_step_by_step_only_if_every_step_does(
    facts: Facts, mining: float, refining: float, magnet: float, rises: bool, falls: bool
) -> None:
    sentence = said(
        "chain",
        with_values(
            facts,
            china_mining_share=mining,
            china_refining_share=refining,
            china_magnet_share=magnet,
        ),
    )
    assert ("rises from step to step" in sentence) == rises
    assert ("falls from step to step" in sentence) == falls


@pytest.mark.parametrize(("later", "falls"), [(70, True), (95, False), (91, False)])
def test_a_projected_fall_is_a_fall(facts: Facts, later: float, falls: bool) -> None:
    changed = with_values(
        facts,
        china_refining_share=91,
        china_refining_projected_share=later,
        china_refining_projected_year=2030,
    )
    assert ("to fall" in said("projection", changed)) == falls


def test_no_projection_is_told_as_such(facts: Facts) -> None:
    none = with_values(
        facts, china_refining_projected_share=None, china_refining_projected_year=None
    )
    assert said("projection", none) == "No projection of these shares is on record."


def test_no_purchase_is_told_as_such(facts: Facts) -> None:
    unspent = with_values(facts, stockpile_purchased_usd=None)
    assert said("bought", unspent) == "no purchase is documented"
    assert "no purchase is documented" in said("money", unspent)
    spent = with_values(facts, stockpile_purchased_usd=5)
    assert said("bought", spent) != said("bought", unspent)


def test_money_that_went_nowhere_is_told_as_such(facts: Facts) -> None:
    stuck = with_values(
        facts,
        stockpile_approved_usd=None,
        stockpile_committed_usd=None,
        stockpile_purchased_usd=None,
    )
    sentence = said("stages", stuck)
    assert "nothing was approved" in sentence
    assert "nothing was committed" in sentence
    assert "no purchase is documented" in sentence


@pytest.mark.parametrize("name", ["verdict", "money", "stages"])
def test_nothing_announced_is_told_as_such(facts: Facts, name: str) -> None:
    stages = ("announced", "approved", "committed", "disbursed", "purchased")
    nothing = with_values(facts, **{f"stockpile_{stage}_usd": None for stage in stages})
    assert "no public money for stockpiles is on record" in said(name, nothing).lower()
