from __future__ import annotations

import pandas as pd
import pytest

from analysis.transforms.claims import (
    article_labels,
    claim_topics,
    claims_by_verdict,
    claims_matrix,
)

SOURCES = pd.DataFrame(
    {
        "source_id": ["blog", "paper", "nameless", "gazette"],
        "publisher": ["The Blog, repost of a wire", "The Paper", "unknown", "Gazette"],
        "title": ["On a blog", "In a paper", None, "Official"],
        "tier": ["subject", "subject", "subject", "primary"],
    }
)

Row = tuple[str, str, str | None, str | None, str]


def claims(*rows: Row) -> pd.DataFrame:
    columns = ["topic", "source_id", "value", "unit", "agrees_with_official"]
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    names = [f"s{number}" for number in range(1, len(rows) + 1)]
    return frame.assign(
        claim_id=names,
        claim="says " + frame["value"].fillna("something"),
        note="see record",
        row_key=["claims:" + name for name in names],
    )


def agreement(*stated: tuple[str, str | None, str | None]) -> str:
    rows = claims(*(("deadline", article, value, unit, "true") for article, value, unit in stated))
    return claim_topics(rows, SOURCES).set_index("topic").loc["deadline", "agreement"]


def test_an_article_is_called_by_its_publisher_up_to_the_comma():
    assert article_labels(SOURCES).to_dict() == {
        "blog": "The Blog",
        "paper": "The Paper",
        "nameless": "Unnamed article",
    }


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([("blog", "30", "days")], "one article"),
        ([("blog", None, None), ("paper", None, None)], "no value"),
        ([("blog", "30", "days"), ("paper", None, None)], "one value"),
        ([("blog", "30", "days"), ("paper", "30", "days")], "same"),
        ([("blog", "30", "days"), ("paper", "3", "months")], "different"),
        ([("blog", "dozens", None), ("paper", "2026-02-04", "date")], "one value"),
        (
            [("blog", "ready", None), ("paper", "signed", None), ("nameless", "ready", None)],
            "different",
        ),
    ],
)
def test_articles_agree_only_on_values_of_one_kind(
    stated: list[tuple[str, str | None, str | None]], expected: str
):
    assert agreement(*stated) == expected


def test_a_topic_counts_who_speaks_and_how_the_record_stands():
    rows = claims(
        ("floor", "blog", None, None, "true"),
        ("floor", "blog", None, None, "false"),
        ("floor", "paper", None, None, "unclear"),
    )
    row = claim_topics(rows, SOURCES).iloc[0]
    assert (row["articles"], row["silent"], row["claims"]) == (2, 1, 3)
    assert (row["true"], row["false"], row["unclear"]) == (1, 1, 1)


def test_the_matrix_holds_every_article_and_silence_is_empty():
    rows = claims(("floor", "blog", "110", "USD", "true"), ("stock", "paper", None, None, "false"))
    matrix = claims_matrix(rows, SOURCES).set_index(["topic", "article"])
    assert len(matrix) == 2 * 3
    assert matrix.loc[("floor", "The Blog"), "values"] == "110 USD"
    silent = matrix.loc[("stock", "The Blog")]
    assert pd.isna(silent["claims"]) and pd.isna(silent["verdict"])
    assert silent["raw_keys"] == "sources:blog"


def test_assertions_of_one_article_that_differ_against_the_record_are_mixed():
    rows = claims(
        ("status", "blog", "signed", None, "false"), ("status", "blog", "proposal", None, "true")
    )
    cell = claims_matrix(rows, SOURCES).set_index("article").loc["The Blog"]
    assert cell["verdict"] == "mixed"
    assert cell["values"] == "signed; proposal"


def test_claims_are_counted_by_how_the_record_stands_to_them():
    rows = claims(
        ("a", "blog", None, None, "true"),
        ("b", "blog", None, None, "true"),
        ("b", "blog", None, None, "false"),
        ("c", "blog", None, None, "unclear"),
    )
    found = claims_by_verdict(claim_topics(rows, SOURCES))
    assert found == {"true": 2, "false": 1, "unclear": 1}


def test_a_source_that_is_no_starting_article_makes_no_claim():
    rows = claims(("a", "gazette", None, None, "true"), ("a", "blog", None, None, "true"))
    assert claim_topics(rows, SOURCES).iloc[0]["claims"] == 1
