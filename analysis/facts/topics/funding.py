"""What the money did: facts on stockpile funding."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.rules import REACHED, either_of
from analysis.transforms.provenance import STRONG

TABLE = "stockpile_totals"

ROWS = (
    "processed/funding.csv with purpose stockpile, kind public, contained_in empty "
    "(raw/programme_scope.csv names the purpose, and the programme whose money already holds this "
    "one's)"
)


def _sum(stage: str, evidence: str = "") -> str:
    return (
        f"sum of reached_usd over the rows of {ROWS} and stage {stage}{evidence}; {REACHED}. Shown "
        "with two significant digits"
    )


PARTS = {
    "all": ("", "", ""),
    "strong": (
        "-strong",
        ", from primary and reputable sources alone",
        f" and reached_evidence {either_of(STRONG)}",
    ),
    "weak": (
        "-weak",
        ", of which only weak sources tell",
        f" and reached_evidence other than {either_of(STRONG)}",
    ),
}
"""Of the rows of each evidence: the end of the fact's id, of its label, and of its formula."""

SPOKEN_OF = [
    *(("announced", "all"), ("approved", "all"), ("committed", "all")),
    *(("committed", "weak"), ("purchased", "strong")),
]
"""Stage and evidence of the sums that the prose gives; the table has them all."""


def facts(processed: Processed) -> Iterator[Fact]:
    """Public money of stockpiles by stage, and its weak or strong part."""
    totals = processed[TABLE]
    spoken_of = pd.MultiIndex.from_frame(totals[["stage", "evidence"]]).isin(SPOKEN_OF)
    for index in totals.index[spoken_of]:
        yield _amount(totals.loc[[index]])


def _amount(row: pd.DataFrame) -> Fact:
    """The money of one stage, from all, from strong or from weak sources."""
    stage, part = row["stage"].iloc[0], row["evidence"].iloc[0]
    suffix, words, which = PARTS[part]
    return Fact(
        id=f"stockpile-{stage}{suffix}-usd",
        label=f"public stockpile money {stage}{words}",
        value=float(row["reached_usd"].iloc[0]),
        unit="USD",
        formula=_sum(stage, which),
        table=TABLE,
        rows=row,
    )
