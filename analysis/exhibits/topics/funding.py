"""What the money did: facts on stockpile funding."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import fig_funding, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.rules import REACHED, either_of
from analysis.transforms.provenance import STRONG

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


def _share(stage: str) -> str:
    if stage == "announced":
        return (
            "facts/stockpile-announced-usd divided by itself: 100 % by definition, the base of the "
            "shares at later stages"
        )
    return f"100 x facts/stockpile-{stage}-usd divided by facts/stockpile-announced-usd"


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
            _sum(stage),
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
                _sum(stage, f" and reached_evidence {either_of(STRONG)}"),
                "funding",
                strong,
            )
        weak = rows[~rows["reached_evidence"].isin(STRONG)]
        if len(weak):
            doubtful = float(weak["reached_usd"].sum())
            yield Fact(
                f"stockpile-{stage}-weak-usd",
                f"public stockpile money {stage}, of which only weak sources tell",
                doubtful,
                "USD",
                text.usd(doubtful, 2),
                _sum(stage, f" and reached_evidence other than {either_of(STRONG)}"),
                "funding",
                weak,
            )
        yield Fact(
            f"stockpile-{stage}-share",
            f"public stockpile money {stage}, as a share of what is announced",
            100 * amount / announced,
            "%",
            text.percent(100 * amount / announced),
            _share(stage),
            "funding",
            money[money["stage"].isin([stage, "announced"])],
        )
    yield Fact(
        "stockpile-programmes",
        "stockpile programmes with a documented amount",
        money["programme_id"].nunique(),
        "programmes",
        text.count(money["programme_id"].nunique()),
        f"count of the different programmes in the rows of {ROWS}, a stage out of "
        f"{either_of(fig_funding.STAGES)} and a reached_usd",
        "funding",
        processed["funding"] if money.empty else money,
    )
