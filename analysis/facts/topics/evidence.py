"""How strong the evidence is: facts on the sources themselves."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed

TIERS = ("primary", "reputable", "weak")
"""Those of the world; articles that the report is about are none of them."""


def facts(processed: Processed) -> Iterator[Fact]:
    """Number of sources, and the share of each strength."""
    sources = processed["sources"]
    # The sources are their own evidence.
    rows = sources.assign(
        source_ids=sources["source_id"], raw_keys="sources:" + sources["source_id"]
    )
    yield Fact(
        id="sources",
        label="sources on record",
        value=len(rows),
        unit="sources",
        formula="count of the rows of processed/sources.csv, the sources known at the vintage",
        table="sources",
        rows=rows,
    )
    shares = rows["evidence"].value_counts(normalize=True)
    for tier, share in shares[shares.index.isin(TIERS)].items():
        yield Fact(
            id=f"sources-{tier}-share",
            label=f"share of sources that are {tier}",
            value=100 * float(share),
            unit="%",
            formula=f"100 x count of the rows of processed/sources.csv with evidence {tier}, "
            "divided by facts/sources; evidence is the tier of raw/sources.csv, but weak where "
            "access is quoted and the tier is not subject",
            table="sources",
            rows=rows[rows["evidence"] == tier],
        )
