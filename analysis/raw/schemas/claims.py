"""What five articles of February 2026 asserted."""

from __future__ import annotations

from analysis.raw.schemas.fields import RawTable, choice, identifier, text

AGREEMENT = {
    "true": "agrees with the official record",
    "false": "contradicts it",
    "unclear": "no official record was found, or it can be read both ways",
}


class Claims(RawTable):
    """One assertion of one article."""

    claim_id: str = identifier("assertion")
    topic: str = identifier("what it is about")
    claim: str = text("the assertion")
    value: str = text("its figure, date or key word", nullable=True)
    unit: str = text("unit of the value", nullable=True)
    agrees_with_official: str = choice("held against the official record", AGREEMENT)
    note: str = text("why")
    source_id: str = identifier("article that asserts it")
