"""Tables of method: small choices that the transforms make in sight, each with its reason."""

from __future__ import annotations

import pandas as pd

from analysis.raw.schemas.announcements import BINDINGNESS, INSTRUMENTS, MILESTONE_STATUS
from analysis.raw.schemas.fields import (
    RawTable,
    calendar_year,
    choice,
    identifier,
    identifiers,
    interval,
    number,
    places,
    text,
    texts,
    whole,
)
from analysis.raw.schemas.projects import STEPS
from analysis.raw.schemas.stockpiles import CURRENCIES
from analysis.raw.schemas.trade import DEMAND_MEASURES, MARKETS

ROADMAP_EVENTS = {
    "started": "carries the item forward",
    "delivered": "completes the item",
    "contrary": "runs against the item",
}
PURPOSES = {
    "stockpile": "holds material, or is meant to",
    "investment": "puts money into projects and holds no material",
    "mixed": "both, with no share named",
    "market": "matches buyers and sellers and holds no material",
    "cooperation": "talks or guidance without money",
}
TREATMENTS = {
    "money": "public money of the programme",
    "private": "private capital beside it",
    "ceiling": "the most that may be ordered under a contract; no money",
    "not_mineral": "public money spent on other than critical minerals",
    "outside": "no money of the programme, or not by itself",
}

PROJECT_MARKS = {
    "dated": "an old figure, present capacity not known",
    "target": "an aim, not a plant",
    "not_comparable": "cannot be added to other capacities",
    "other_promise": "its promised dates are not for the start of the plant",
    "demonstration": "makes samples or tries a process; its start opens no plant for the market",
    "owner_china": "owned or controlled by a company of China",
    "state_owned": "owned by a state that is no partner of the meeting",
}
CAPITALS = {
    "public": "public alone",
    "mixed": "public and private, parts not stated",
    "private": "private alone",
}
OUTPUT_BASES = {
    "reported": "stated by a source",
    "computed": "worked out from other figures, as the reason says",
}


HYPOTHESES = {
    "works": "acts lead to plants",
    "does_not": "acts lead to none but those that would come without them",
}

DIRECTIONS = {
    "at_least": "met if the measure reaches the threshold",
    "at_most": "met if the measure does not exceed the threshold",
}


class RoadmapEvidence(RawTable):
    """An announcement that carries an item of the roadmap forward or runs against it."""

    item_id: str = identifier("item of the roadmap")
    event: str = choice("what it does to the item", ROADMAP_EVENTS)
    event_on: str = interval("when it happened")
    announcement_id: str = identifier("announcement that does it")
    reason: str = text("why it counts")
    source_id: str = identifier("document that reports it")


class ProgrammeScope(RawTable):
    """What a programme is for, and whose money already holds its money."""

    programme_id: str = identifier("programme", unique=True)
    purpose: str = choice("what it is for", PURPOSES)
    contained_in: str = identifier("programme whose money holds this one's", nullable=True)
    reason: str = text("why")


class FundingScope(RawTable):
    """How a funding row is read where it is not simply public money of its programme."""

    funding_id: str = identifier("sum", unique=True)
    treatment: str = choice("how it is read", TREATMENTS)
    also_source_ids: str = identifiers("further documents that report the same sum", nullable=True)
    reason: str = text("why")


class ExchangeRates(RawTable):
    """Average exchange rates of a year."""

    currency: str = choice("currency (ISO 4217)", CURRENCIES)
    year: pd.Int64Dtype = calendar_year("year", ge=2000)
    usd_per_unit: float = number("average price of one unit", "USD", gt=0)
    observations: pd.Int64Dtype = whole("days averaged", "days", gt=0)
    reason: str = text("how it was worked out")


class Allies(RawTable):
    """Countries that count as coordinating with each other on critical minerals."""

    country: str = places("country or bloc", unique=True)
    through: str = places("itself, or the bloc through which it takes part")
    reason: str = text("what makes it a member, with the announcement")


class ProductForms(RawTable):
    """Which capacities may be added: one material in one form at one stage is one product."""

    mineral: str = identifiers("mineral or minerals of the project")
    stage: str = choice("step of the value chain", STEPS)
    output_form: str = texts("what the project makes, as in its row")
    material: str = identifier("mineral under which the capacity is counted")
    product: str = identifier("product to which the capacity is added")
    reason: str = text("what a tonne of it is")


class ProjectMarks(RawTable):
    """A project whose capacity or promised dates are not what their columns say by themselves."""

    project_id: str = identifier("plant or phase")
    mark: str = choice("how it is read", PROJECT_MARKS)
    reason: str = text("why")
    source_id: str = identifier("document that shows it")


class CapacityNeeds(RawTable):
    """A demand that may be compared with the capacity of a product in the same countries."""

    product: str = identifier("product")
    stage: str = choice("step of the value chain", STEPS)
    demand_id: str = identifier("demand")
    place: str = text("where the demand is, as prose names it")
    countries: str = places("countries whose plants are counted", nullable=True)
    reason: str = text("why the two may be compared")


class Ladder(RawTable):
    """The rung on which an event puts an announcement."""

    instrument: str = choice("kind of act", INSTRUMENTS)
    bindingness: str = choice("how strongly the act binds", BINDINGNESS)
    status: str = choice("what the event made of the announcement", MILESTONE_STATUS)
    rung: pd.Int64Dtype = whole("rung, 0 to 6", ge=0, le=6)
    reason: str = text("why the event stands for this rung")


class LadderExceptions(RawTable):
    """Single events that say more or less than their status."""

    announcement_id: str = identifier("announcement")
    event_on: str = interval("when the event happened")
    status: str = choice("what the event made of the announcement", MILESTONE_STATUS)
    rung: pd.Int64Dtype = whole("rung, 0 to 6", ge=0, le=6)
    reason: str = text("why")
    source_id: str = identifier("document that reports it")


class SupportFunders(RawTable):
    """Where a funder belongs, and whether its money is public alone."""

    funder: str = text("funder, as in project_support", unique=True)
    jurisdiction: str = places("jurisdiction of the funder")
    capital: str = choice("whose money it is", CAPITALS)
    reason: str = text("why")


class UnitConversions(RawTable):
    """Factors from one unit, or one substance, to another."""

    from_unit: str = text("unit or substance")
    to_unit: str = text("unit or substance wanted")
    factor: float = number("multiply by", "ratio", gt=0)
    reason: str = text("where the factor comes from")


class BufferBasket(RawTable):
    """Which consumption of a mineral goes with which price; empty where none fits."""

    mineral: str = identifier("mineral", unique=True)
    measure: str = choice("measure of consumption", DEMAND_MEASURES, nullable=True)
    coverage: str = text("its words in the demand table", nullable=True)
    consumed_as: str = text("substance in which consumption is measured", nullable=True)
    price_form: str = text("form of the price", nullable=True)
    price_market: str = choice("market of the price", MARKETS, nullable=True)
    priced_as: str = text("substance of which a kilogram is priced", nullable=True)
    also_price_ids: str = identifiers("further prices that fit, for the range", nullable=True)
    reason: str = text("why they go together, or why none does")


class FloorPayments(RawTable):
    """What a floor contract covered and paid in one period."""

    period: str = text("period as printed", unique=True)
    from_on: str = interval("first month")
    to_on: str = interval("last month")
    support_id: str = identifier("payment reported for it, in project_support", nullable=True)
    output_t: float = number("output of NdPr oxide", "t", ge=0)
    output_basis: str = choice("how the output is known", OUTPUT_BASES)
    sales_t: float = number("sales of NdPr", "t", ge=0, nullable=True)
    reason: str = text("what the figures are")
    also_source_ids: str = identifiers("further documents", nullable=True)
    source_id: str = identifier("document that gives the output")


class Actors(RawTable):
    """Which countries and blocs count as one actor of the scorecard."""

    actor: str = text("actor, as its own code")
    member: str = text("country or bloc that counts as this actor", unique=True)
    reason: str = text("why")


class VerdictTests(RawTable):
    """A question of the verdict with its threshold: the one place where thresholds stand."""

    test_id: str = identifier("test", unique=True)
    question: str = text("question that the test answers")
    measure: str = text("what is measured")
    direction: str = choice("on which side the test is met", DIRECTIONS)
    threshold: float = number("threshold", "as unit", ge=0)
    unit: str = text("unit of measure and threshold")
    reason: str = text("why this value")
    counts_from: str = interval(
        "from when on it could come out either way; before, it is a base line", nullable=True
    )
    counts_reason: str = text("why not earlier", nullable=True)


class Hypotheses(RawTable):
    """What is supposed of acts, so that what should be visible by now can be said."""

    hypothesis: str = choice("what is supposed", HYPOTHESES, unique=True)
    share_pct: float = number(
        "share of acts that lead to a plant, in whole per cent", "%", ge=0, le=100
    )
    reason: str = text("why this value")
