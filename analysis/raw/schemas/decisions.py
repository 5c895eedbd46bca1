"""Decisions: why a test of the verdict or the headline was let move, and who let it."""

from __future__ import annotations

from analysis.raw.schemas.fields import RawTable, choice, identifiers, interval, text

KINDS = {
    "evidence": "new or better evidence: the world, or what is known of it, is another",
    "correction": "a value was wrong and is mended",
    "method": "a rule, a threshold or a formula is another",
}


class Decisions(RawTable):
    """A move of the verdict, of one of its tests or of the headline that somebody answers for."""

    decided_on: str = interval("day of the decision")
    by: str = text("who decided")
    kind: str = choice("why it moved", KINDS)
    what: str = identifiers("tests of the verdict or facts that moved")
    reason: str = text("what moved it")
