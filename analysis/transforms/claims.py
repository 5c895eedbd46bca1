"""What the five starting articles assert, where they differ, and what the record says."""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_unique

VERDICTS = ("true", "false", "unclear")
SUBJECT = "subject"
UNNAMED = "Unnamed article"

# Units that measure the same thing, so that three months and thirty days can differ.
DURATIONS = ("days", "months")


class ClaimsMatrix(Evidenced):
    """What one article says on one topic; an article that is silent has a row without claims."""

    topic: str = column("topic")
    article: str = column("short label of the article")
    claims: str = column("assertions, joined by ;", nullable=True)
    values: str = column("figures, dates or key words with units, joined by ;", nullable=True)
    verdict: str = column(
        "against the official record: true, false, unclear, or mixed if several differ",
        nullable=True,
        isin=(*VERDICTS, "mixed"),
    )
    note: str = column("why, joined by ;", nullable=True)
    source_ids: str = column("the article")


class ClaimTopics(Evidenced):
    """One topic over all articles."""

    topic: str = column("topic", unique=True)
    articles: int = column("articles that speak of it", "articles", ge=0)
    silent: int = column("articles that do not", "articles", ge=0)
    agreement: str = column(
        "whether the articles state the same value",
        isin=("one article", "no value", "one value", "same", "different"),
    )
    claims: int = column("assertions", "claims", ge=0)
    true: int = column("assertions that the record bears out", "claims", ge=0)
    false: int = column("assertions that it contradicts", "claims", ge=0)
    unclear: int = column("assertions on which no record was found", "claims", ge=0)
    source_ids: str = column("articles, joined by |")


def article_labels(sources: pd.DataFrame) -> pd.Series:
    """Short label of each starting article, by source_id: its publisher up to the first comma."""
    articles = sources[sources["tier"] == SUBJECT]
    label = articles["publisher"].str.split(",").str[0].replace("unknown", UNNAMED)
    return pd.Series(label.to_numpy(), index=articles["source_id"], dtype="str").sort_values()


def claims_matrix(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Topic by article: what it says, and how that stands against the record.

    Parameters: the raw tables claims and sources, as known at the vintage.
    Returns `ClaimsMatrix`, every topic with every article, sorted by topic and article.
    """
    labels = article_labels(sources)
    spoken = (
        _labelled(claims, labels)
        .groupby(["topic", "source_id"])
        .agg(
            claims=("claim", _distinct),
            values=("stated", _distinct),
            verdict=("agrees_with_official", _one_verdict),
            note=("note", _distinct),
            raw_keys=("row_key", join_unique),
        )
    )
    topics = sorted(claims["topic"].unique())
    grid = pd.MultiIndex.from_product([topics, labels.index], names=["topic", "source_id"])
    matrix = spoken.reindex(grid).reset_index()
    matrix = matrix.assign(
        article=matrix["source_id"].map(labels),
        source_ids=matrix["source_id"],
        raw_keys=matrix["raw_keys"].fillna("sources:" + matrix["source_id"]),
    ).sort_values(["topic", "article"], ignore_index=True)
    return ClaimsMatrix.validate(matrix[list(ClaimsMatrix.to_schema().columns)])


def claim_topics(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Per topic how many articles speak, whether they agree, and how the record stands.

    Parameters: the raw tables claims and sources, as known at the vintage.
    Returns `ClaimTopics`, sorted by topic.
    Method: articles agree if those that state values of one kind (unit; days and months are one
    kind) state the same ones. Where one article alone speaks, or states a value, or none does,
    they can neither agree nor differ.
    """
    labels = article_labels(sources)
    rows = _labelled(claims, labels)
    grouped = rows.groupby("topic")
    topics = _counted(grouped).assign(
        articles=grouped["source_id"].nunique(),
        agreement=pd.Series({topic: _agreement(part) for topic, part in grouped}, dtype="str"),
        source_ids=grouped["source_id"].agg(join_unique),
    )
    topics = topics.assign(silent=len(labels) - topics["articles"]).reset_index(names="topic")
    return ClaimTopics.validate(topics[list(ClaimTopics.to_schema().columns)])


def claims_by_verdict(topics: pd.DataFrame) -> dict[str, int]:
    """Claims by how the record stands to them.

    Parameters: topics as `claim_topics` returns them, each once.
    """
    return {verdict: int(topics[verdict].sum()) for verdict in VERDICTS}


def _labelled(claims: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    """Claims of the starting articles in order, with value and unit as one text."""
    rows = claims[claims["source_id"].isin(labels.index)].sort_values("claim_id")
    unit = (" " + rows["unit"]).fillna("")
    return rows.assign(stated=rows["value"] + unit)


def _counted(grouped: pd.api.typing.DataFrameGroupBy) -> pd.DataFrame:
    verdicts = grouped["agrees_with_official"]
    counts = {
        name: verdicts.agg(lambda given, name=name: (given == name).sum()) for name in VERDICTS
    }
    return pd.DataFrame(
        {"claims": grouped.size(), **counts, "raw_keys": grouped["row_key"].agg(join_unique)}
    )


def _distinct(texts: pd.Series) -> str | None:
    """The different texts in their order, joined; None if there is none."""
    return "; ".join(texts.dropna().drop_duplicates()) or None


def _one_verdict(verdicts: pd.Series) -> str:
    given = sorted(set(verdicts))
    return given[0] if len(given) == 1 else "mixed"


def _agreement(topic: pd.DataFrame) -> str:
    """Whether the articles of one topic state the same values, kind by kind."""
    if len(set(topic["source_id"])) == 1:
        return "one article"
    stated = topic.dropna(subset=["value"])
    if stated.empty:
        return "no value"
    kind = stated["unit"].fillna("").replace(dict.fromkeys(DURATIONS, "duration"))
    by_article = stated.groupby([kind, "source_id"])["stated"].agg(frozenset)
    kinds = [list(values) for _, values in by_article.groupby(level=0)]
    if all(len(values) == 1 for values in kinds):
        return "one value"
    return "same" if all(len(set(values)) == 1 for values in kinds) else "different"
