"""The headline: which facts carry the answer, and that none rests on one weak source alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from analysis.exhibits.registry import exhibits
from analysis.facts.headline import KEY_NUMBERS, STATEMENTS, headline, weakly_founded
from analysis.facts.processed import Processed
from analysis.transforms.provenance import STRONG

Records = dict[str, dict[str, Any]]

BRIEFING = Path(__file__).parents[2] / "report" / "index.qmd"


def opening() -> str:
    """The verdict and the key numbers, as the briefing calls them."""
    text = BRIEFING.read_text(encoding="utf-8")
    return text[text.index("::: {#verdict") : text.index("::: {#summary-executive")]


def test_the_key_numbers_are_those_that_the_briefing_sets_in_large_type() -> None:
    assert set(re.findall(r'fact\("([^"]+)"\)', opening())) == set(KEY_NUMBERS)


def test_every_sentence_above_the_summary_belongs_to_the_headline() -> None:
    said = set(re.findall(r'say\("([^"]+)"\)', opening()))
    assert said
    assert said <= set(STATEMENTS)


def test_the_headline_holds_every_measure_of_the_verdict(facts: Records) -> None:
    measures = {name for name in facts if re.fullmatch("test-[a-z]+", name)}
    assert measures
    assert measures | set(KEY_NUMBERS) <= set(headline(facts))


def test_no_fact_of_the_headline_rests_on_one_weak_source(facts: Records) -> None:
    assert weakly_founded(facts) == []


def test_a_weak_fact_of_the_headline_is_a_problem_and_any_other_is_not(facts: Records) -> None:
    other = next(name for name in facts if name not in headline(facts))
    weak = {"one_weak_source": True, "sources": ["blog"], "text": "44%"}
    altered = {
        **facts,
        "stockpile-announced-usd": facts["stockpile-announced-usd"] | weak,
        other: facts[other] | weak,
    }
    assert [problem.sentence() for problem in weakly_founded(altered)] == [
        'facts.json, stockpile-announced-usd: "44%" carries the answer but rests on one weak '
        "source alone, blog; add a second or a stronger source to its rows, or take it out of the "
        "headline"
    ]


def test_no_title_of_an_exhibit_rests_on_one_weak_source(processed: Processed) -> None:
    tiers = processed.sources["evidence"]
    for exhibit in exhibits(processed):
        sources = list(exhibit.sources)
        assert len(sources) > 1 or set(tiers[sources]) <= set(STRONG), exhibit.id


def test_a_vintage_may_lack_a_key_number(facts: Records) -> None:
    fewer = {name: facts[name] for name in facts if name != "promises-kept-of-due"}
    assert set(headline(fewer)) == set(headline(facts)) - {"promises-kept-of-due"}
