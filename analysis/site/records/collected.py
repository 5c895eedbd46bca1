"""All records of one state of the data."""

from __future__ import annotations

from analysis.core.project import Project
from analysis.facts.processed import Processed
from analysis.raw.load import RawData, load
from analysis.site.records.acts import acts
from analysis.site.records.known import Known
from analysis.site.records.plants import plants
from analysis.site.records.programmes import programmes
from analysis.site.records.record import Record


def raw_of(project: Project, processed: Processed) -> RawData:
    """A project's raw tables, as far as the processed tables know of them.

    Raises ProblemsError with all problems of the raw tables.
    """
    raw = load(project.raw)
    return raw.at(processed.about.as_of) if processed.about.is_vintage else raw


def collected(raw: RawData, processed: Processed) -> list[Record]:
    """The records of raw tables and of what is made of them."""
    known = Known(raw, processed)
    return [*acts(known), *programmes(known), *plants(known)]
