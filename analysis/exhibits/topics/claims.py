"""What the starting articles say: facts on claims, agreement and the record."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_claims, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.transforms.claims import DURATIONS

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
    rows = tbl_claims.data(processed)
    if rows.empty:
        return
    counts = tbl_claims.counts(rows)
    for verdict, (suffix, label) in VERDICTS.items():
        yield Fact(
            f"claims{suffix}",
            label,
            counts[verdict],
            "claims",
            text.count(counts[verdict]),
            FORMULAS[verdict],
            "claims_matrix",
            rows,
        )
    articles = rows["article"].nunique()
    yield Fact(
        "claims-articles",
        "starting articles compared",
        articles,
        "articles",
        text.count(articles),
        FORMULAS["articles"],
        "claims_matrix",
        rows,
    )
    topics = processed["claim_topics"]
    chosen = {
        "topics": ("topics of the starting articles", topics),
        "shared": ("topics of which more than one article speaks", topics[topics["articles"] > 1]),
        "different": (
            "topics on which articles state different values",
            topics[topics["agreement"] == "different"],
        ),
        "same": (
            "topics on which articles state the same value",
            topics[topics["agreement"] == "same"],
        ),
    }
    for name, (label, part) in chosen.items():
        yield Fact(
            f"claims-{name}",
            label,
            len(part),
            "topics",
            text.count(len(part)),
            FORMULAS[name],
            "claim_topics",
            part if len(part) else topics,
        )
