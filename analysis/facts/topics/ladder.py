"""Of what kind acts are by their own events: facts on the ladder, a make-up and no test."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted, sourced
from analysis.facts.topics.rules import either_of
from analysis.transforms.ladder import (
    CHINA,
    ENDINGS,
    FIRST_CAPACITY,
    acts_of_partners,
    on_capacity,
)

TABLE = "ladder"

COUNTED = (
    "an act of raw/announcements.csv counts if a country of raw/allies.csv is among its parties, "
    f"alone or with others, and {CHINA} is not, after raw/corrections.csv"
)
STANDS = (
    "it stands on the highest rung that any of its events reached: the announcement itself, with "
    "status announced, and its rows in raw/milestones.csv, in order of the last day of event_on, "
    f"from the last event with status {either_of(ENDINGS)} on, that one included. The rung of an "
    "event is that of raw/ladder_exceptions.csv where announcement_id, event_on and status stand "
    "there, else that of raw/ladder.csv for instrument, bindingness and status"
)

LOW, HIGH = f" and rung below {FIRST_CAPACITY}", f" and rung {FIRST_CAPACITY} or above"


def _count(which: str) -> str:
    return (
        f"count of the rows of processed/ladder.csv with counted True{which}: {COUNTED}; {STANDS}"
    )


def facts(processed: Processed) -> Iterator[Fact]:
    """Acts of the partners in all and by side, and the share of words and rules."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    acts = acts_of_partners(processed[TABLE])
    for name, label, rows, which in _kinds(acts):
        yield counted(
            rows,
            acts,
            id=f"acts{name}",
            label=label,
            unit="acts",
            formula=_count(which),
            table=TABLE,
        )
    if len(acts):
        yield Fact(
            id="acts-coordination-share",
            label="make-up of acts: share that is words and rules by its own events",
            value=100 * int((~on_capacity(acts)).sum()) / len(acts),
            unit="%",
            formula="100 x facts/acts-coordination divided by facts/acts",
            table=TABLE,
            rows=acts,
        )


def _kinds(acts: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame, str]]:
    """All acts and those of each side: name, label, rows, and which these are."""
    high = on_capacity(acts)
    yield "", "acts of partner governments on record", acts, ""
    yield "-coordination", "acts that stand on a rung of words and rules", acts[~high], LOW
    yield "-capacity", "acts that stand on a rung of money, contracts and plants", acts[high], HIGH
