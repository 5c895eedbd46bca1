"""What the five starting articles say, topic by topic, and how the record bears it out."""

from __future__ import annotations

import re

import pandas as pd

from analysis.exhibits import blank
from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.table import Column, Table
from analysis.facts import text
from analysis.facts.processed import Processed
from analysis.transforms.claims import claims_by_verdict

ID = "tbl-claims"

AGREEMENTS = {
    "different": "The articles differ",
    "same": "The articles agree",
    "one value": "One article gives a value, others none",
    "no value": "No value to compare",
    "one article": "One article alone",
}
VERDICTS = {
    "true": "borne out",
    "false": "contradicted",
    "unclear": "unclear",
    "mixed": "partly borne out",
}
# Topics whose code does not say enough.
TOPICS = {
    "areas_count": "Areas of the draft",
    "china_near_monopoly": "China’s near-monopoly",
    "commission_comment": "Comment of the Commission",
    "deadline_memorandum": "Deadline of the memorandum",
    "deadline_roadmap": "Deadline of the roadmap",
    "deadline_stockpile": "Deadline of shared stockpiling",
    "eu_mandate": "Who negotiates for the EU",
    "joint_statement": "Statement with Japan",
    "ministerial": "Meeting of ministers",
    "research": "Research and innovation",
    "sourcing": "Where the news comes from",
    "status": "Signed or planned",
    "stockpile_amount": "Size of the US stockpile",
    "stockpile_companies": "Companies in the stockpile",
    "stockpile_date": "Start of the stockpile",
    "stockpile_name": "Name of the stockpile",
    "stockpile_scope": "What the stockpile is for",
    "stockpile_status": "Status of the stockpile",
    "stockpile_traders": "Traders of the stockpile",
    "us_bilateral_push": "US talks with single EU states",
    "us_pricing_push": "US push for price mechanisms",
}
DATED = re.compile(r"^(\d{4}(?:-\d\d){0,2}) (?:date|year)$")

MODEL = model(
    **taken("claims_matrix", "topic"),
    **taken("claim_topics", "agreement"),
    **taken("claims_matrix", "article", "claims", "values", "verdict", "note"),
    **taken("claim_topics", "true", "false", "unclear"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """One row per topic and article, with the claims of the topic as a whole by verdict."""
    topics = processed["claim_topics"][
        ["topic", "agreement", "articles", "true", "false", "unclear"]
    ]
    rows = processed["claims_matrix"].merge(topics, on="topic")
    order = rows["agreement"].map(list(AGREEMENTS).index)
    by = ["order", "silent", "topic", "article"]
    return rows.assign(order=order, silent=-rows["articles"]).sort_values(by, ignore_index=True)


def counts(data: pd.DataFrame) -> dict[str, int]:
    """Claims by how the record stands to them."""
    return claims_by_verdict(data.drop_duplicates("topic"))


def title(data: pd.DataFrame) -> str:
    if data.empty:
        return "No claim of the starting articles is on record"
    found = counts(data)
    return (
        f"Of {text.count(sum(found.values()))} claims in {text.count(data['article'].nunique())} "
        f"articles the record bears out {text.count(found['true'])} and contradicts "
        f"{text.count(found['false'])}; on {text.count(found['unclear'])} it is silent or unclear"
    )


def subtitle(data: pd.DataFrame) -> str:
    return (
        "What each article of February 2026 says by topic, with the value it states, held against "
        "the official record; topics by whether the articles agree"
    )


def description(data: pd.DataFrame) -> str:
    topics = data.drop_duplicates("topic")
    parts = [
        f"{words}: {text.counted(int((topics['agreement'] == agreement).sum()), 'topic')}"
        for agreement, words in AGREEMENTS.items()
    ]
    return f"{title(data)}. {'; '.join(parts)}."


def note(data: pd.DataFrame) -> str:
    return (
        "A dash: the article does not speak of it. Unclear: no record was found, or it allows both "
        "readings. Articles agree if they state the same values. The words of each claim and the "
        "reason for each judgement stand in the data."
    )


def table(data: pd.DataFrame) -> Table:
    """One row per topic, one column per article, bands by agreement."""
    articles = sorted(data["article"].unique())
    columns = (
        Column("topic", "Topic", weight=1.4),
        *(Column(article, article) for article in articles),
    )
    if data.empty:
        return blank.no_rows(columns)
    cells = data.assign(cell=[cell(row) for row in data.itertuples()])
    by_topic = cells.pivot_table(index="topic", columns="article", values="cell", aggfunc="first")
    heads = data.drop_duplicates("topic")
    rows = by_topic.loc[heads["topic"]].reset_index(drop=True)
    return Table(
        rows.assign(
            topic=heads["topic"].map(topic_name).to_numpy(),
            band=heads["agreement"].map(AGREEMENTS).to_numpy(),
        ),
        columns,
        group="band",
    )


def topic_name(topic: str) -> str:
    """A topic as readers know it: `deadline_memorandum` as `Deadline of the memorandum`."""
    return TOPICS.get(topic, topic.replace("_", " ").capitalize())


def cell(row: object) -> str:
    """What one article states and how the record stands: `30 days: borne out`."""
    verdict, values = getattr(row, "verdict"), getattr(row, "values")  # noqa: B009
    if not isinstance(verdict, str):
        return text.EN_DASH
    if not isinstance(values, str):
        return text.capitalised(VERDICTS[verdict])
    return f"{text.capitalised(stated(values))}: {VERDICTS[verdict]}"


def stated(values: str) -> str:
    """Values as a reader writes them: `2026-02-04 date; ready_to_sign` loses codes and units."""
    return "; ".join(_stated(value) for value in values.split("; "))


def _stated(value: str) -> str:
    dated = DATED.match(value)
    if dated:
        return text.day(dated[1])
    return value.replace("_", " ").replace("|", ", ")
