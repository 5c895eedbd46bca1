"""The starting articles: claims add up over topics, and agreement is counted topic by topic."""

from __future__ import annotations

from small import facts_of, table

from analysis.facts.topics import claims

MATRIX = table(
    "claims_matrix",
    {"topic": "floor", "article": "One"},
    {"topic": "floor", "article": "Two"},
    {"topic": "vault", "article": "One"},
    {"topic": "vault", "article": "Two"},
)
TOPICS = table(
    "claim_topics",
    {"topic": "floor", "articles": 2, "agreement": "different", "claims": 4, "true": 3, "false": 1},
    {"topic": "vault", "articles": 2, "agreement": "same", "claims": 3, "unclear": 3},
    {"topic": "yen", "articles": 1, "agreement": "one article", "claims": 1, "true": 1},
    silent=0,
    **dict.fromkeys(("true", "false", "unclear"), 0),
)


def test_claims_and_topics_are_counted_by_verdict_and_agreement() -> None:
    found = facts_of(claims.facts, claims_matrix=MATRIX, claim_topics=TOPICS)
    assert {name: fact.value for name, fact in found.items()} == {
        "claims": 8,
        "claims-true": 4,
        "claims-false": 1,
        "claims-unclear": 3,
        "claims-articles": 2,
        "claims-topics": 3,
        "claims-shared": 2,
        "claims-different": 1,
        "claims-same": 1,
    }
    assert found["claims-same"].rows["topic"].tolist() == ["vault"]


def test_agreement_that_none_shows_names_the_topics_searched() -> None:
    alone = TOPICS[TOPICS["agreement"] == "one article"]
    found = facts_of(claims.facts, claims_matrix=MATRIX, claim_topics=alone)
    assert found["claims-same"].text == "none"
    assert found["claims-same"].rows["topic"].tolist() == ["yen"]


def test_without_articles_there_is_no_fact() -> None:
    assert facts_of(claims.facts) == {}
