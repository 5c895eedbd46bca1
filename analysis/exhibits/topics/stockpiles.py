"""Programmes and agreements to stockpile: facts on how many have money, orders or material."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_stockpiles, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed


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
            "count of programmes that hold critical minerals or may come to",
            "funding",
            part if len(part) else rows,
        )
