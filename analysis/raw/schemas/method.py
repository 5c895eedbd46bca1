"""Tables of method: small choices that the transforms make in sight, each with its reason."""

from __future__ import annotations

import pandas as pd

from analysis.raw.schemas.fields import (
    RawTable,
    choice,
    identifier,
    identifiers,
    interval,
    number,
    text,
    whole,
)
from analysis.raw.schemas.stockpiles import CURRENCIES

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
    year: pd.Int64Dtype = whole("year", "year", ge=2000, le=2100)
    usd_per_unit: float = number("average price of one unit", "USD", gt=0)
    observations: pd.Int64Dtype = whole("days averaged", "days", gt=0)
    reason: str = text("how it was worked out")
