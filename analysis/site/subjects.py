"""What has a page of its own besides figures and numbers: rows of tables, minerals, governments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.core.project import Project
from analysis.facts.processed import Processed
from analysis.raw.load import RawData
from analysis.site.profiles.collected import collected as profiles
from analysis.site.profiles.profile import Profile
from analysis.site.records.collected import collected as records
from analysis.site.records.collected import raw_of
from analysis.site.records.record import Record


@dataclass(frozen=True)
class Subjects:
    """The raw tables at the vintage, the records of their rows, the profiles over all tables."""

    raw: RawData
    records: Sequence[Record]
    profiles: Sequence[Profile]


def subjects(project: Project, processed: Processed) -> Subjects:
    """All subjects of a project, as far as the processed tables know of them.

    Raises ProblemsError with all problems of the raw tables.
    """
    raw = raw_of(project, processed)
    return Subjects(raw, records(raw, processed), profiles(raw, processed))
