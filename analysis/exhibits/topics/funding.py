"""What the money did: facts on stockpile funding."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import fig_funding, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.transforms.provenance import STRONG

SUM_FORMULA = (
    "sum over stockpile programmes that do not contain each other of the largest public amount "
    "documented at this stage or later"
)


def facts(processed: Processed) -> Iterator[Fact]:
    """Public money of stockpiles by stage, its weak part, and the number of programmes."""
    money = fig_funding.data(processed)
    announced = fig_funding.total_usd(money, "announced")
    for stage in fig_funding.STAGES:
        rows = money[money["stage"] == stage]
        if rows.empty:
            continue
        amount = fig_funding.total_usd(money, stage)
        yield Fact(
            f"stockpile-{stage}-usd",
            f"public stockpile money {stage}",
            amount,
            "USD",
            text.usd(amount, 2),
            SUM_FORMULA,
            "funding",
            rows,
        )
        strong = rows[rows["reached_evidence"].isin(STRONG)]
        if len(strong):
            firm = fig_funding.total_usd(money, stage, strong_only=True)
            yield Fact(
                f"stockpile-{stage}-strong-usd",
                f"public stockpile money {stage}, from primary and reputable sources alone",
                firm,
                "USD",
                text.usd(firm, 2),
                SUM_FORMULA,
                "funding",
                strong,
            )
        yield Fact(
            f"stockpile-{stage}-share",
            f"public stockpile money {stage}, as a share of what is announced",
            100 * amount / announced,
            "%",
            text.percent(100 * amount / announced),
            "sum at this stage over sum announced",
            "funding",
            money[money["stage"].isin([stage, "announced"])],
        )
    yield Fact(
        "stockpile-programmes",
        "stockpile programmes with a documented amount",
        money["programme_id"].nunique(),
        "programmes",
        text.count(money["programme_id"].nunique()),
        "count of stockpile programmes with public money on record",
        "funding",
        processed["funding"] if money.empty else money,
    )
