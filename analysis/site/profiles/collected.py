"""All profiles of one state of the data."""

from __future__ import annotations

from analysis.facts.processed import Processed
from analysis.raw.load import RawData
from analysis.site.profiles.actors import actors
from analysis.site.profiles.minerals import minerals
from analysis.site.profiles.pages import enough
from analysis.site.profiles.profile import Profile


def collected(raw: RawData, processed: Processed) -> list[Profile]:
    """The profiles of which enough is on record, minerals first."""
    return enough([*minerals(raw, processed), *actors(raw, processed)])
