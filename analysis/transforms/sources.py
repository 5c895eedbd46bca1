"""The sources, each with the strength that it lends to a row."""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Tidy
from analysis.transforms.provenance import TIERS, evidence_tiers


class GradedSources(Tidy):
    """One document."""

    source_id: str = column("name of the source in all tables", unique=True)
    title: str = column("title of the document", nullable=True)
    publisher: str = column("who published it")
    url: str = column("address", nullable=True)
    place: str = column("place in the document: page, heading, table", nullable=True)
    archived_url: str = column("address of a copy that is kept", nullable=True)
    archived_on: str = column("when that copy was made, as an interval", nullable=True)
    content_sha256: str = column("SHA-256 of the file that was read", nullable=True)
    published_on: str = column("date of publication, as an interval", nullable=True)
    accessed_on: str = column("day on which it was read")
    kind: str = column("news, analysis, official, company, statistics")
    tier: str = column("standing of the publisher", isin=TIERS)
    access: str = column("opened, read through a copy, or seen only as quoted")
    evidence: str = column("strength as evidence: the tier; weak if only quoted", isin=TIERS)
    licence: str = column("licence, where the source states one", nullable=True)


def rated_sources(sources: pd.DataFrame) -> pd.DataFrame:
    """Every source with its strength as evidence.

    Parameters: the raw table sources, as known at the vintage.
    Returns `GradedSources`, sorted by source_id.
    """
    rated = sources.assign(evidence=sources["source_id"].map(evidence_tiers(sources)))
    columns = list(GradedSources.to_schema().columns)
    return GradedSources.validate(rated.sort_values("source_id")[columns].reset_index(drop=True))
