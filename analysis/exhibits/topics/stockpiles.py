"""Programmes and agreements to stockpile: facts on how many have money, orders or material."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_stockpiles, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.rules import REACHED, either_of
from analysis.transforms.buffer import ANALYST_UNIT

PROGRAMMES = (
    "count of the different programmes in processed/funding.csv with kind public and purpose "
    f"{either_of(tbl_stockpiles.PURPOSES)} (raw/programme_scope.csv says it with its reason; "
    "reserves of every state on record, those of China too)"
)
STOCKED = (
    f"{PROGRAMMES} that have a row in processed/stocks.csv with basis {{basis}} and a unit other "
    f"than {ANALYST_UNIT}, which is an analyst's estimate"
)
FORMULAS = {
    "all": PROGRAMMES,
    "agreements": f"{PROGRAMMES}, of these those with purpose cooperation",
    "aiming": STOCKED.format(basis="target"),
    "funded": f"{PROGRAMMES} that have a reached_usd at stage announced; {REACHED}",
    "ordering": STOCKED.format(basis="contract"),
    "holding": STOCKED.format(basis="held"),
}


def facts(processed: Processed) -> Iterator[Fact]:
    """Counts of programmes by what is on record of them."""
    rows = tbl_stockpiles.data(processed)
    if rows.empty:
        return
    parts = {
        "all": ("programmes and agreements to stockpile", rows),
        "agreements": (
            "of these, agreements between governments",
            rows[rows["purpose"] == "cooperation"],
        ),
        "aiming": ("programmes that name what they want to hold", tbl_stockpiles.aiming(rows)),
        "funded": ("programmes with public money on record", tbl_stockpiles.funded(rows)),
        "ordering": ("programmes with contracts on record", rows[rows["ordered"].notna()]),
        "holding": ("programmes with material in store on record", tbl_stockpiles.holding(rows)),
    }
    for name, (label, part) in parts.items():
        yield Fact(
            f"programmes-{name}",
            label,
            len(part),
            "programmes",
            text.count(len(part)),
            FORMULAS[name],
            "funding",
            part if len(part) else rows,
        )
