"""What the starting articles say: facts on claims, agreement and the record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted
from analysis.transforms.claims import DURATIONS, claims_by_verdict

OF_ARTICLES = "of raw/claims.csv whose source has tier subject in raw/sources.csv"
JUDGED = "sum of {column} in processed/claim_topics.csv: the count of the rows " + OF_ARTICLES
TOPICS = f"count of the rows of processed/claim_topics.csv: the different topics {OF_ARTICLES}"
VALUES = (
    "the articles that state values (value and unit) on the topic state {which} values in each "
    f"kind of unit, {' and '.join(DURATIONS)} being one kind, and more than one of them states "
    "values of some kind"
)
FORMULAS = {
    "claims": JUDGED.format(column="claims"),
    **{
        verdict: f"{JUDGED.format(column=verdict)} and with agrees_with_official {verdict}"
        for verdict in ("true", "false", "unclear")
    },
    "articles": "count of the different article in processed/claims_matrix.csv: the sources of "
    "raw/sources.csv with tier subject",
    "topics": TOPICS,
    "shared": f"{TOPICS}, with articles above 1",
    "different": f"{TOPICS}, with agreement different: not all of "
    + VALUES.format(which="the same"),
    "same": f"{TOPICS}, with agreement same: " + VALUES.format(which="the same"),
}

VERDICTS = {
    "claims": ("", "claims of the starting articles"),
    "true": ("-true", "claims that the record bears out"),
    "false": ("-false", "claims that the record contradicts"),
    "unclear": ("-unclear", "claims on which the record is silent or unclear"),
}


def facts(processed: Processed) -> Iterator[Fact]:
    """Articles, claims by verdict, and topics by agreement."""
    matrix, topics = processed["claims_matrix"], processed["claim_topics"]
    if matrix.empty:
        return
    by_verdict = claims_by_verdict(topics)
    fact = partial(Fact, table="claims_matrix", rows=matrix)
    for verdict, count in {"claims": sum(by_verdict.values()), **by_verdict}.items():
        suffix, label = VERDICTS[verdict]
        yield fact(
            id=f"claims{suffix}",
            label=label,
            value=count,
            unit="claims",
            formula=FORMULAS[verdict],
        )
    yield fact(
        id="claims-articles",
        label="starting articles compared",
        value=matrix["article"].nunique(),
        unit="articles",
        formula=FORMULAS["articles"],
    )
    yield from _agreement(topics)


def _agreement(topics: pd.DataFrame) -> Iterator[Fact]:
    """Topics in all, shared by articles, and those on which they differ or agree."""
    agreement = topics["agreement"]
    for name, label, rows in (
        ("topics", "topics of the starting articles", topics),
        ("shared", "topics of which more than one article speaks", topics[topics["articles"] > 1]),
        (
            "different",
            "topics on which articles state different values",
            topics[agreement == "different"],
        ),
        ("same", "topics on which articles state the same value", topics[agreement == "same"]),
    ):
        yield counted(
            rows,
            topics,
            id=f"claims-{name}",
            label=label,
            unit="topics",
            formula=FORMULAS[name],
            table="claim_topics",
        )
