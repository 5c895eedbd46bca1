"""The starting articles: counts and cells follow the claims and how the record stands to them."""

from __future__ import annotations

from typing import Any

import pytest
from small import processed, table

from analysis.exhibits import tbl_claims as exhibit
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.table import html, typst
from analysis.facts.processed import Processed
from analysis.facts.topics import claims

SPACE = "\N{NO-BREAK SPACE}"


def topic(name: str, agreement: str, articles: int = 2, **counts: int) -> dict[str, Any]:
    """A topic with its claims counted by verdict."""
    numbers = {"true": 0, "false": 0, "unclear": 0, **counts}
    return {
        "topic": name,
        "agreement": agreement,
        "articles": articles,
        "silent": 2 - articles,
        "claims": sum(numbers.values()),
        **numbers,
    }


def said(name: str, article: str, verdict: str | None = None, **changes: Any) -> dict[str, Any]:
    """What one article says on one topic; without a verdict it is silent."""
    words = None if verdict is None else "a claim"
    return {"topic": name, "article": article, "claims": words, "verdict": verdict, **changes}


def tables(topics: list[dict[str, Any]], *matrix: dict[str, Any]) -> Processed:
    return processed(
        claim_topics=table("claim_topics", *topics), claims_matrix=table("claims_matrix", *matrix)
    )


def two_topics() -> Processed:
    return tables(
        [topic("status", "same", true=2), topic("eu_mandate", "different", false=1, unclear=2)],
        said("status", "A", "true"),
        said("status", "B", "true"),
        said("eu_mandate", "A", "false", values="27 countries"),
        said("eu_mandate", "B", "mixed", values="backed; 2026-02-04 date"),
    )


def test_the_title_counts_every_claim_of_a_topic_once() -> None:
    assert exhibit.title(exhibit.data(two_topics())) == (
        "Of five claims in two articles the record bears out two and contradicts one; on two it "
        "is silent or unclear"
    )


def test_topics_on_which_articles_differ_come_first() -> None:
    printed = exhibit.table(exhibit.data(two_topics())).cells()
    assert printed["topic"].tolist() == ["Who negotiates for the EU", "Signed or planned"]
    assert printed["band"].tolist() == ["The articles differ", "The articles agree"]


def test_a_cell_says_value_and_verdict() -> None:
    printed = exhibit.table(exhibit.data(two_topics())).cells()
    assert printed["A"].tolist() == ["27 countries: contradicted", "Borne out"]
    assert printed["B"].str.replace(SPACE, " ").tolist() == [
        "Backed; 4 February 2026: partly borne out",
        "Borne out",
    ]


def test_a_silent_article_has_a_dash() -> None:
    given = tables(
        [topic("japan", "one article", articles=1, true=1)],
        said("japan", "A", "true"),
        said("japan", "B"),
    )
    assert exhibit.table(exhibit.data(given)).cells()["B"].tolist() == ["\N{EN DASH}"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("2025 year", "2025"),
        ("2025-10 date", "October 2025"),
        ("ready_to_sign", "ready to sign"),
        ("GM|Boeing", "GM, Boeing"),
        ("12 bn USD", "12 bn USD"),
    ],
)
def test_values_lose_codes_and_keep_units(values: str, words: str) -> None:
    assert exhibit.stated(values).replace(SPACE, " ") == words


def test_a_topic_without_a_name_of_its_own_is_read_from_its_code() -> None:
    assert exhibit.topic_name("export_exemptions") == "Export exemptions"


def test_nothing_on_record_is_told_in_both_forms() -> None:
    rows = exhibit.data(processed())
    assert exhibit.title(rows) == "No claim of the starting articles is on record"
    for written in (html(exhibit.table(rows), "tbl-claims"), typst(exhibit.table(rows))):
        assert "Nothing on record" in written
    assert list(claims.facts(processed())) == []


def test_without_rows_the_caption_says_that_there_is_no_source() -> None:
    empty = Exhibit(exhibit, processed())
    assert "Source: none on record at this date; data version" in empty.caption()
    assert empty.footer().startswith("Source: none on record at this date. ")


def test_the_facts_count_topics_by_agreement() -> None:
    found = {fact.id: fact.value for fact in claims.facts(two_topics())}
    assert (found["claims"], found["claims-true"], found["claims-false"]) == (5, 2, 1)
    assert (found["claims-shared"], found["claims-different"], found["claims-same"]) == (2, 1, 1)
