"""Visits to plants."""

from __future__ import annotations

from analysis.raw.schemas.fields import RawTable, identifier, interval


class SiteVisits(RawTable):
    """A visit to a plant that somebody told of."""

    project_id: str = identifier("plant or phase")
    visited_on: str = interval("day of the visit")
    source_id: str = identifier("document that tells of it")
