"""How the tables themselves are judged: publishers, second readings, accepted doubts."""

from __future__ import annotations

from analysis.raw.schemas.fields import (
    RawTable,
    choice,
    identifier,
    identifiers,
    interval,
    text,
    whole,
)
from analysis.raw.schemas.sources import TIERS

PUBLISHER_KINDS = {
    "government": "government, its agencies and banks, or a parliament",
    "court_or_filing": "court, register, or a filing that law asks for",
    "statistics_office": "office whose task is to measure",
    "intergovernmental": "body of several governments",
    "company": "company that speaks of itself",
    "trade_press": "press of the trade, with editors",
    "general_press": "newspaper, agency, magazine or broadcaster with editors",
    "law_firm": "law firm that explains an act to its clients",
    "research": "university, laboratory, think tank or research house",
    "mirror_or_transcription": "retells or copies what others published, or nobody knows who it is",
    "machine_digest": "summary written by a machine",
    "private_notes": "notes or a repository of one person",
    "forum": "posts of readers",
}
# What a publisher's kind is worth as evidence; single sources may differ, with a reason.
TIER_OF_KIND = {
    "government": "primary",
    "court_or_filing": "primary",
    "statistics_office": "primary",
    "intergovernmental": "primary",
    "company": "primary",
    "trade_press": "reputable",
    "general_press": "reputable",
    "law_firm": "reputable",
    "research": "reputable",
    "mirror_or_transcription": "weak",
    "machine_digest": "weak",
    "private_notes": "weak",
    "forum": "weak",
}
CITED_KINDS = {
    "fact": "a number of the text",
    "exhibit": "a figure or table",
}
REPLIED = {
    "announcements": "an act",
    "stockpile_programmes": "a stockpile programme",
    "projects": "a plant or phase",
}
JUDGEMENTS = {
    "right": "the source says what the row says",
    "detail": "the fact holds, a detail is overstated or inexact",
    "wrong": "the source does not say so",
    "unclear": "the source could not be read, or does not settle it",
}


class Publishers(RawTable):
    """Who publishes, and of what kind: the kind gives a source its tier."""

    publisher: str = text("name, as in sources.csv")
    kind: str = choice("kind of publisher", PUBLISHER_KINDS)
    reason: str = text("what speaks for the kind", nullable=True)


class TierExceptions(RawTable):
    """A source whose tier is not that of its publisher's kind."""

    source_id: str = identifier("the source")
    tier: str = choice("its tier", TIERS)
    reason: str = text("why it differs")


class Audits(RawTable):
    """How many of the rows drawn at random a second reader found right."""

    audit: str = identifier("name of the audit")
    read_on: str = interval("when the rows were read a second time")
    reader: str = text("who read: a role or a name")
    drawn_rows: int = whole("how many rows were drawn at random from all tables", "rows", ge=1)
    right: int = whole("rows of which the source says what they say", "rows", ge=0)
    detail: int = whole("rows that hold but for an overstated or inexact detail", "rows", ge=0)
    wrong: int = whole("rows that the source does not bear out", "rows", ge=0)
    unclear: int = whole("rows that no source settled", "rows", ge=0)
    note: str = text("where the totals come from, and what became of the rows", nullable=True)


class SecondReadings(RawTable):
    """What a second reader found who held a row against its source."""

    table: str = text("table of the row")
    key: str = text("key of the row; parts of a key are joined by /")
    read_on: str = interval("day of the second reading")
    reader: str = text("who read: a role or a name")
    audit: str = identifier("audit that drew the row, if one did", nullable=True)
    judgement: str = choice("what was found", JUDGEMENTS)
    mended_on: str = interval("when the row was mended; empty: it stands as read", nullable=True)
    note: str = text("what is doubtful, and what became of it", nullable=True)


class Replies(RawTable):
    """A reply of somebody whom a row concerns, shown as it came and not judged."""

    table: str = choice("table of the row that the reply is about", REPLIED)
    key: str = identifier("key of the row")
    replied_on: str = interval("day of the reply")
    by: str = text("who replied: a name or an office")
    words: str = text("the reply, or the part of it that is about the row, in its own words")
    source_id: str = identifier("document that holds the reply")


class Tombstones(RawTable):
    """A number or figure that was released and is no more: why, and what took its place."""

    gone_id: str = identifier("id that is no more", unique=True)
    kind: str = choice("what it was", CITED_KINDS)
    successors: str = identifiers("ids of the same kind that took its place", nullable=True)
    last_version: str = text("last data version that had it")
    reason: str = text("why it is no more")


class AcceptedWarnings(RawTable):
    """A warning of `briefing check` that stands with a reason, so that a new one is seen."""

    table: str = text("table that the warning is of")
    rule: str = text("rule that it names")
    column: str = text("column that it names")
    most: int = whole("how many such values are accepted; with one more they are shown", ge=1)
    reason: str = text("why it stands")
