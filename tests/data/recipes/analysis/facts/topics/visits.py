"""Visits: the number of plants that were visited."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed

TABLE = "plant_visits"


def facts(processed: Processed) -> Iterator[Fact]:
    """The plants that somebody visited; nothing where no visit is on record."""
    visits = processed[TABLE]
    if visits.empty:
        return
    yield Fact(
        id="plants-visited",
        label="plants that were visited",
        value=len(visits),
        unit="plants",
        formula="count of the different project_id in raw/site_visits.csv",
        table=TABLE,
        rows=visits,
    )
