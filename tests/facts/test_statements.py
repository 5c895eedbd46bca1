"""Sentences follow the data: turned round, no table leaves a false one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from jinja2 import nodes

from analysis.core.project import Project
from analysis.facts.fact import SPOKEN
from analysis.facts.sentence_files import PRINTING, MissingFactError, named, read
from analysis.facts.statements import part, statement, statement_ids
from analysis.facts.text import COUNT_WORDS, count
from analysis.transforms.verdict import LEVELS

Facts = dict[str, dict[str, Any]]

ENDS = {"bought", "leads"}  # statements without a full stop, which the sentence around them has
WORDS_ALONE = {"bought", "verdict"}  # statements without a number
MANY = rf"({'|'.join(COUNT_WORDS[2:])}|[2-9]|\d\d+)"


def said(name: str, records: Facts) -> str:
    """A statement as it is read, without the marks of its facts."""
    return SPOKEN.sub(r"\1", statement(name, records))


def with_values(facts: Facts, values: Mapping[str, float | str | None]) -> Facts:
    """The facts with other values; None takes a fact away."""
    changed = dict(facts)
    for name, value in values.items():
        if value is None:
            changed.pop(name, None)
        else:
            record = changed.get(name, {"id": name, "unit": None})
            changed[name] = {**record, "value": value, "text": written(value, record["unit"])}
    return changed


def written(value: float | str, unit: str | None) -> str:
    """A value as the prose writes it: words, percentages, counts."""
    if isinstance(value, str):
        return value
    return f"{value:g}%" if unit == "%" else count(int(value))


@pytest.mark.parametrize("name", statement_ids())
def test_every_number_of_a_statement_is_a_fact_with_its_text(facts: Facts, name: str) -> None:
    markdown = statement(name, facts)
    spans = SPOKEN.findall(markdown)
    assert spans or name in WORDS_ALONE
    assert [text for text, fact in spans if facts[fact]["text"] != text] == []
    words = SPOKEN.sub("", markdown)
    assert re.findall(r"\d+", re.sub(r"\b[A-Z][a-z]+ 20\d\d\b", "", words)) == []


@pytest.mark.parametrize("name", statement_ids())
def test_a_statement_is_whole_sentences(facts: Facts, name: str) -> None:
    words = said(name, facts)
    assert words == words.strip()
    assert words.endswith(".") == (name not in ENDS)
    assert not re.search(r"\bnan\b|\bNone\b(?! of)|  |\.\.|,,| [.,;:]", words)


VERBS = {
    "is": "are", "was": "were", "has": "have", "stands": "stand", "scores": "score",
    "names": "name", "does": "do", "dates": "date",
}  # fmt: skip
ONE_NOUN = rf"one (?!(?:{'|'.join(VERBS)})\b)(?:\w+ed )?(?:\w+ and )?\w+s\b"


@pytest.mark.parametrize("value", [0, 1, 2])
@pytest.mark.parametrize("name", statement_ids())
def test_verbs_and_nouns_agree_with_every_count(facts: Facts, name: str, value: int) -> None:
    counts = [key for key, record in facts.items() if record["text"] == count_text(record)]
    words = said(name, with_values(facts, dict.fromkeys(counts, value)))
    wrong = {
        0: rf"(?<!status of )\bnone (?:more|{'|'.join(VERBS)}|(?!stands)\w+s)\b",
        1: rf"\bone (?:{'|'.join(VERBS.values())}|that have|that were)\b|\b{ONE_NOUN}",
        2: rf"(?<!status of )\b{MANY} (?:{'|'.join(VERBS)})\b",
    }
    assert not re.search(wrong[value], words)
    for one, more in nouns():
        wanted = one if value == 1 else more
        assert not re.search(rf"(?<!than )\b(no|one|two) (?!{wanted}\b)({one}|{more})\b", words)


def nouns() -> set[tuple[str, str]]:
    """Every noun that a sentence counts, for one and for more."""
    trees = (template.tree for template in read(Project.find().sentences))
    filters = (found for tree in trees for found in tree.find_all(nodes.Filter))
    given = (
        [argument.as_const() for argument in found.args]
        for found in filters
        if found.name == "counted"
    )
    return {(words[0], words[1] if len(words) > 1 else f"{words[0]}s") for words in given}


@pytest.mark.parametrize(
    ("name", "said_of_one"),
    [
        ("not-yet", "of the one act lead to one in the end"),
        ("expected", "The one known fits with"),
        ("other-side", "one plant outside China began construction and one began to operate"),
        ("tests", "by now, one is met, one is not met and one is open"),
        ("outcomes", "Of one deadline that has passed, one was met"),
        ("outcomes", "one is still to come"),
        ("since-busiest", "Of one instrument that partner governments signed"),
        ("since-busiest", "After that month one more was signed"),
        ("leads", "the largest refiner in one of one market on record"),
        ("ladder", "of one act of partner governments, one (82%) is words or rules"),
        ("claims", "Of one claim in one article, "),
        ("claims-differ", "one of one topic: "),
        ("starts", "Of one plant watched"),
        ("plants", "holds one plant or phase outside China"),
        ("stockpiles", "Of one programme or agreement to stockpile, one has public money"),
        ("support-kind", "one project has a price floor and one has a promise"),
        ("floor", "For one quarter the company"),
        ("floor-check", "Of one payment that can be checked, one is larger"),
        ("buffer-money", "For the one of one listed mineral that can be priced"),
        ("actors", "Of one actor, compared"),
    ],
)
def test_one_is_told_of_as_one(facts: Facts, name: str, said_of_one: str) -> None:
    counts = [key for key, record in facts.items() if record["text"] == count_text(record)]
    assert said_of_one in said(name, with_values(facts, dict.fromkeys(counts, 1)))


def count_text(record: Mapping[str, Any]) -> str | None:
    """How a record's value is written if it is a count."""
    value = record["value"]
    return count(value) if isinstance(value, int) and record["unit"] else None


@pytest.mark.parametrize("name", statement_ids())
def test_without_facts_a_statement_says_so_or_names_what_it_lacks(name: str) -> None:
    try:
        words = statement(name, {})
    except MissingFactError as error:
        assert "no fact" in str(error)
    else:
        assert not SPOKEN.search(words)


def test_an_unknown_statement_is_answered_with_the_known_ones(facts: Facts) -> None:
    with pytest.raises(KeyError, match=r"no statement 'verdic'; there are .*verdict"):
        statement("verdic", facts)


def test_every_fact_that_a_sentence_names_is_there_or_may_be_missing(facts: Facts) -> None:
    trees = [template.tree for template in read(Project.find().sentences)]
    names = {name for tree in trees for name in named(tree, {"has", *PRINTING})}
    assert len(names) > 100
    # Only weak sources tell of purchases today.
    assert names - facts.keys() == {"stockpile-purchased-strong-usd"}


# The answer.


@pytest.mark.parametrize("level", LEVELS)
def test_the_verdict_gives_the_answer_of_its_level(facts: Facts, level: str) -> None:
    answered = with_values(facts, {"verdict-level": level})
    assert said("verdict", answered).startswith(part("answer", level=level))


def test_only_an_open_answer_has_two_ends(facts: Facts) -> None:
    ends = {"verdict-low": "not", "verdict-high": "turning"}
    both = said("verdict", with_values(facts, {"verdict-level": "open", **ends}))
    assert part("end_of", level="not") in both
    assert both.endswith(f"coordination {part('end_of', level='turning')}.")
    one = said("verdict", with_values(facts, {"verdict-level": "little", **ends}))
    assert one == f"{part('answer', level='little')}."


def test_the_verdict_is_silent_on_what_is_not_known(facts: Facts) -> None:
    unknown = with_values(facts, {"verdict-level": "unknown"})
    assert said("verdict", unknown) == f"{part('answer', level='unknown')}."


@pytest.mark.parametrize(
    ("undecided", "unknown", "end"),
    [
        (0, 0, "are not met and none are open."),
        (2, 0, "are not met and two are open."),
        (2, 1, "are not met and two are open; for one there are no data."),
    ],
)
def test_open_tests_and_tests_without_data_are_told_apart(
    facts: Facts, undecided: int, unknown: int, end: str
) -> None:
    results = {"verdict-not-met": 3, "verdict-undecided": undecided, "verdict-unknown": unknown}
    assert end in said("tests", with_values(facts, results))


def test_only_a_test_that_is_not_met_would_change_the_verdict(facts: Facts) -> None:
    tests = re.findall(r"test-([a-z]+)-result", " ".join(facts))
    results = {f"test-{test}-result": "not met" for test in tests}
    asked = said("would-change", with_values(facts, results))
    assert len(asked.splitlines()) == len(tests)
    for test in tests:
        met = with_values(facts, {**results, f"test-{test}-result": "met"})
        assert len(said("would-change", met).splitlines()) == len(asked.splitlines()) - 1
    assert asked.startswith("- Promises: ")
    nothing_left = with_values(facts, dict.fromkeys(results, "met"))
    assert said("would-change", nothing_left) == (
        "- Every test with data is met; one that no longer were would change it."
    )


# Promises.


def test_no_deadline_passed_is_told_as_such(facts: Facts) -> None:
    none_due = with_values(facts, {"promises-due": 0, "promises-open": 6})
    assert said("outcomes", none_due) == "No deadline has come yet; six are still to come."


# Shares.


@pytest.mark.parametrize(
    ("mining", "refining", "magnet", "trend"),
    [
        (60, 90, 94, "rises from step to step"),
        (60, 55, 94, "neither rises nor falls throughout the chain"),
        (60, 90, 80, "neither rises nor falls throughout the chain"),
        (60, 60, 60, "neither rises nor falls throughout the chain"),
        (90, 70, 40, "falls from step to step"),
    ],
)
def test_the_share_of_china_rises_step_by_step_only_if_every_step_does(
    facts: Facts, mining: float, refining: float, magnet: float, trend: str
) -> None:
    shares = {
        "china-mining-share": mining,
        "china-refining-share": refining,
        "china-magnet-share": magnet,
    }
    assert said("chain", with_values(facts, shares)).startswith(f"China’s share {trend}:")


@pytest.mark.parametrize(("later", "falls"), [(70, True), (95, False), (91, False)])
def test_a_projected_fall_is_a_fall(facts: Facts, later: float, falls: bool) -> None:
    shares = {"china-refining-share": 91, "china-refining-projected-share": later}
    assert ("to fall" in said("projection", with_values(facts, shares))) == falls


def test_no_projection_is_told_as_such(facts: Facts) -> None:
    none = with_values(facts, {"china-refining-projected-share": None})
    assert said("projection", none) == "No projection of these shares is on record."


# Money.

PURCHASED = "stockpile-purchased-strong-usd"


def test_no_purchase_is_told_as_such(facts: Facts) -> None:
    unspent = with_values(facts, {PURCHASED: None})
    assert said("bought", unspent) == "no primary or reputable source documents a purchase"
    spent = with_values(facts, {PURCHASED: 5})
    assert said("bought", spent) == "five is documented as spent on material"


def test_money_that_went_nowhere_is_told_as_such(facts: Facts) -> None:
    stuck = with_values(facts, {"stockpile-approved-usd": None, "stockpile-committed-usd": None})
    assert "nothing is approved and nothing committed" in said("stages", stuck)


def test_nothing_announced_is_told_as_such(facts: Facts) -> None:
    nothing = with_values(facts, {"stockpile-announced-usd": None})
    assert said("stages", nothing) == "No public money for stockpiles is on record."


def test_nothing_signed_is_told_without_the_day_of_signing(facts: Facts) -> None:
    unsigned = said("roadmap", with_values(facts, {"roadmap-signed": 0}))
    assert "none are known to be signed" in unsigned
    assert "April" not in unsigned
    assert "are reported in what was signed in April 2026" in said(
        "roadmap", with_values(facts, {"roadmap-signed": 2})
    )


# Acts, plants and time.


@pytest.mark.parametrize(
    ("inferred", "says"),
    [(3, "(three with links that no source states): "), (2, "a contract or a plant: ")],
)
def test_inferred_links_are_told_apart_if_they_make_a_difference(
    facts: Facts, inferred: int, says: str
) -> None:
    counts = {"conversion-mature-reached": 2, "conversion-mature-reached-inferred": inferred}
    assert says in said("conversion", with_values(facts, counts))


def test_no_act_that_is_old_enough_is_said_so(facts: Facts) -> None:
    changed = with_values(facts, {"conversion-mature": 0})
    assert said("conversion", changed) == ("No act that began as words or rules is a year old yet.")


@pytest.mark.parametrize(
    ("low", "high", "opening"),
    [
        (10, 40, "Most plants miss the date first promised"),
        (60, 80, "Most plants keep the date first promised"),
        (40, 60, "Whether plants keep the date first promised is open"),
    ],
)
def test_lateness_is_claimed_only_beyond_its_interval(
    facts: Facts, low: float, high: float, opening: str
) -> None:
    values = {"slippage-in-time-low": low, "slippage-in-time-high": high}
    assert said("lateness", with_values(facts, values)).startswith(f"{opening}: ")


@pytest.mark.parametrize(("share", "words"), [(10, ", less than"), (150, ", no less than")])
def test_time_bought_is_set_against_time_needed(facts: Facts, share: float, words: str) -> None:
    assert words in said("buffer", with_values(facts, {"buffer-aim-share": share}))
