"""What governments announced, what they promised with it, and what happened afterwards."""

from __future__ import annotations

import pandas as pd

from analysis.raw.schemas.fields import (
    RawTable,
    choice,
    flag,
    identifier,
    identifiers,
    interval,
    places,
    text,
    texts,
    whole,
)

INSTRUMENTS = {
    "action_plan": "steps agreed by name",
    "bilateral_agreement": "agreement of two states",
    "export_control": "licence, quota or ban on exports, or its suspension",
    "forum": "standing or single meeting of states",
    "framework": "signed outline of cooperation without detailed duties",
    "joint_statement": "text issued together, nothing signed",
    "mou": "memorandum of understanding or of cooperation",
    "offtake": "joint or pooled purchase",
    "plurilateral": "initiative of several states toward a common agreement",
    "price_mechanism": "price floor or reference price",
    "project_finance": "loan, equity, grant or letter of interest for named projects",
    "project_list": "projects given a preferred status",
    "regulation": "rule, order or list with legal effect at home",
    "stockpile": "physical or financial reserve",
    "strategy": "plan of one government",
    "tariff": "duty or import measure",
}
BINDINGNESS = {
    "none": "proposal, call or letter of interest",
    "political": "commitment without legal force",
    "legal": "binding in law",
    "funded": "money stands behind it",
}
MILESTONE_STATUS = {
    "proposed": "put forward",
    "announced": "made public",
    "negotiating": "talks or preparation go on",
    "concluded": "talks ended, or a text was agreed",
    "signed": "signed by the parties",
    "in_force": "has effect, or is being carried out",
    "funded": "money was approved, granted or paid",
    "delivered": "a promised result exists",
    "extended": "widened, prolonged or joined by others",
    "suspended": "put on hold",
    "missed": "a deadline passed without the result",
    "cancelled": "ended without effect",
}
RULE_VERSIONS = {"2": "outcomes of data version 0.3.0: what nothing was found of is told apart"}
SEARCHED = {
    "announcements": "an announcement",
    "promises": "a promise, by its announcement",
    "projects": "a plant",
    "stockpile_programmes": "a stockpile programme",
    "stockpile_funding": "a sum of money for a stockpile",
    "lead_times": "a time that a step took",
    "trade_reliance": "a reliance on trade",
}
OUTCOMES = {
    "kept": "fulfilled on or before the deadline",
    "late": "fulfilled after the deadline, or overdue by its own new schedule",
    "broken": "withdrawn or reversed before it took effect",
    "open": "the deadline has not passed",
    "in_part": "a part of what was promised is documented, the rest is not",
    "searched": "nothing was found in at least two searches past the deadline, one of them in the "
    "promisor's own register",
    "not_checked": "the deadline has passed, and the own register was not searched past it",
    "not_owed": "not known to be owed: whether anybody gave the promise is not on record",
}

LINKED = {
    "announcements": "a later act",
    "projects": "a plant or phase",
    "project_support": "public support for a project",
}
STRENGTHS = {
    "stated": "a source, or a row's own text, names the act together with what it led to",
    "inferred": "same parties, minerals and time; no source names the two together",
}


class Announcements(RawTable):
    """Dated public acts with parties and an instrument."""

    announcement_id: str = identifier("announcement")
    announced_on: str = interval("when it was made public")
    title: str = text("name of the act")
    parties: str = places("states and blocs that take part")
    lead_bodies: str = texts("bodies that lead or sign")
    instrument: str = choice("kind of act", INSTRUMENTS)
    suspends_controls: pd.BooleanDtype = flag(
        "the act suspends export controls, and its deadline is their return", nullable=True
    )
    minerals: str = identifiers("minerals concerned")
    coverage: str = texts("the act's own words where they say more than the names", nullable=True)
    deadline_on: str = interval(
        "deadline that the act set itself; its last day counts", nullable=True
    )
    deadline_text: str = text("the deadline in words", nullable=True)
    bindingness: str = choice("how strongly it binds", BINDINGNESS)
    summary: str = text("what it says, in a sentence or two")
    source_id: str = identifier("document that reports it")


class Milestones(RawTable):
    """Dated events in the life of an announcement; two sources may report one event."""

    announcement_id: str = identifier("announcement")
    event_on: str = interval("when it happened")
    status: str = choice("what the event made of the announcement", MILESTONE_STATUS)
    note: str = text("what happened")
    source_id: str = identifier("document that reports it")


class ActLinks(RawTable):
    """What an act led to: a later act, a plant or public support. To be linked is not to be caused.

    A link that is no effect stays on record with its reason, so that nobody takes it for one.
    """

    act_id: str = identifier("announcement that led to it")
    linked_table: str = choice("kind of what is linked", LINKED)
    linked_id: str = identifier("later act, plant or support")
    strength: str = choice("how the link is known", STRENGTHS)
    is_effect: pd.BooleanDtype = flag(
        "counts as something that the act led to; false if it was decided before, or adds nothing"
    )
    known_on: str = interval("when the link was known")
    decided_on: str = interval(
        "when the plant's investment, contract or money was decided", nullable=True
    )
    reason: str = text("why the two are linked")
    caution: str = text("what speaks against reading more into it", nullable=True)
    source_id: str = identifier("document that shows the link")


class Promises(RawTable):
    """Self-set deadlines of announcements, judged from evidence."""

    announcement_id: str = identifier("announcement that made the promise")
    promise: str = text("what was promised, by when")
    promised_on: str = interval("when this promise was made")
    deadline_on: str = interval("deadline of this promise; its last day counts")
    fulfilled_on: str = interval("when the promised thing existed", nullable=True)
    outcome: str = choice("judgement on the evidence found", OUTCOMES)
    reason: str = text("why it was judged so")
    place: str = text("where in the document it is promised", nullable=True)
    is_own: pd.BooleanDtype = flag("a promise of who sets the date, about its own doing")
    not_own_reason: str = text("why it is none", nullable=True)
    rule_version: str = choice("rule by which it was judged", RULE_VERSIONS)
    source_id: str = identifier("document on which the judgement rests")


class Searches(RawTable):
    """A search for what became of a row: where, for what, and what came of it."""

    subject_table: str = choice("table of the row", SEARCHED)
    subject_id: str = identifier("row that was looked into")
    searched_on: str = interval("day of the search")
    place: str = text("where it was looked")
    is_own_register: pd.BooleanDtype = flag("a register or site of who owes the thing")
    words: str = text("words searched for")
    language: str = text("language of the search, ISO 639-1")
    found: str = text("what was found")
    reads_to: str = interval("newest day of which the place can tell", nullable=True)
    next_look_on: str = interval("when to look again", nullable=True)


class RoadmapAreas(RawTable):
    """Items of the EU-US roadmap: drafted, and signed as far as the texts are known."""

    item_id: str = identifier("item")
    area_no: pd.Int64Dtype = whole("area of the draft, 1 to 6; 0 outside them", ge=0, le=6)
    area: str = text("name of the area")
    item: str = text("what is agreed or was drafted")
    present_in_draft: pd.BooleanDtype = flag("in the draft as reported")
    draft_source_id: str = identifier("document that reports the draft", nullable=True)
    present_in_signed_mou: pd.BooleanDtype = flag(
        "in the signed memorandum or action plan; empty: the signed text was not seen",
        nullable=True,
    )
    source_id: str = identifier("document that reports the signed side, or the draft alone")
