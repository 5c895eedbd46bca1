"""What the starting articles say: facts on claims, agreement and the record."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_claims, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed

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
            "count of claims by how the record stands to them",
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
        "count of articles",
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
            "count of topics",
            "claim_topics",
            part if len(part) else topics,
        )
