"""Programmes and agreements to stockpile: facts on how many have money, orders or material."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted
from analysis.facts.topics.rules import REACHED, either_of
from analysis.transforms.buffer import ANALYST_UNIT
from analysis.transforms.programmes import PURPOSES, stockpile_programmes

PROGRAMMES = (
    "count of the different programmes in processed/funding.csv with kind public and purpose "
    f"{either_of(PURPOSES)} (raw/programme_scope.csv says it with its reason; "
    "reserves of every state on record, those of China too)"
)
STOCKED = (
    f"{PROGRAMMES} that have a row in processed/stocks.csv with basis {{basis}} and a unit other "
    f"than {ANALYST_UNIT}, which is an analyst's estimate"
)
FORMULAS = {
    "all": PROGRAMMES,
    "funded": f"{PROGRAMMES} that have a reached_usd at stage announced; {REACHED}",
    "ordering": STOCKED.format(basis="contract"),
    "holding": STOCKED.format(basis="held"),
}


def facts(processed: Processed) -> Iterator[Fact]:
    """Counts of programmes by what is on record of them."""
    rows = stockpile_programmes(processed["funding"], processed["stocks"])
    if rows.empty:
        return
    has_money = rows["announced_usd"].notna()
    for name, label, chosen in (
        ("all", "programmes and agreements to stockpile", rows),
        ("funded", "programmes with public money on record", rows[has_money]),
        ("ordering", "programmes with contracts on record", rows[rows["has_contract"]]),
        ("holding", "programmes with material in store on record", rows[rows["has_held"]]),
    ):
        yield counted(
            chosen,
            rows,
            id=f"programmes-{name}",
            label=label,
            unit="programmes",
            formula=FORMULAS[name],
            table="funding",
        )
