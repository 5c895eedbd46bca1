"""How strong the evidence is: facts on the sources themselves."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed


def facts(processed: Processed) -> Iterator[Fact]:
    """Number of sources, and the share of each strength."""
    sources = processed["sources"]
    # The sources are their own evidence.
    rows = sources.assign(
        source_ids=sources["source_id"], raw_keys="sources:" + sources["source_id"]
    )
    yield Fact(
        "sources",
        "sources on record",
        len(rows),
        "sources",
        text.number(len(rows)),
        "count of the rows of processed/sources.csv, the sources known at the vintage",
        "sources",
        rows,
    )
    for tier, share in rows["evidence"].value_counts(normalize=True).items():
        yield Fact(
            f"sources-{tier}-share",
            f"share of sources that are {tier}",
            100 * float(share),
            "%",
            text.percent(100 * float(share)),
            f"100 x count of the rows of processed/sources.csv with evidence {tier}, divided by "
            "facts/sources; evidence is the tier of raw/sources.csv, but weak where access is "
            "quoted and the tier is not subject",
            "sources",
            rows[rows["evidence"] == tier],
        )
