"""Public money to projects: facts by stage and instrument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.exhibits import text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.rules import either_of
from analysis.transforms.support import ALL_MONEY, MONEY, STAGES

COUNTED = (
    "processed/support.csv holds the rows of raw/project_support.csv with counts_in_total yes "
    "(superseded awards and second reports of the same money are no), without funders whose "
    "capital in raw/support_funders.csv is private, in US dollars as stated, else at the average "
    "of the year of announced_on in raw/exchange_rates.csv"
)


def _rows(stage: str, instruments: Iterable[str] = MONEY) -> str:
    return (
        f"the rows of processed/support.csv with stage {stage} and instrument "
        f"{either_of(instruments)}"
    )


def _sum(stage: str) -> str:
    return (
        f"sum of amount_usd over {_rows(stage)}, rows without an amount adding nothing; {COUNTED}. "
        "Shown with two significant digits"
    )


PROMISES = {"price_floor": "floors", "offtake": "offtakes"}


def facts(processed: Processed) -> Iterator[Fact]:
    """Money at each stage, the projects that get it, its weak part, floors and purchases."""
    totals = processed["support_totals"]
    totals = totals[totals["jurisdiction"] == "all"]
    money = totals[totals["instrument"] == ALL_MONEY]
    for stage in STAGES:
        yield from _stage(money[money["stage"] == stage], stage)
    yield from _paid_share(money)
    yield from _loans(totals)
    for instrument, name in PROMISES.items():
        rows = totals[(totals["instrument"] == instrument) & (totals["stage"] == "committed")]
        for row in rows.itertuples(index=False):
            yield Fact(
                f"support-{name}",
                f"projects with a committed {instrument.replace('_', ' ')}",
                int(row.projects),
                "projects",
                text.count(int(row.projects)),
                f"count of the different project_id in {_rows('committed', [instrument])}; "
                f"{COUNTED}",
                "support_totals",
                rows,
            )


def _stage(rows: pd.DataFrame, stage: str) -> Iterator[Fact]:
    """The money at one stage; nothing if no amount is stated."""
    for row in rows[rows["amount_usd"].notna()].itertuples(index=False):
        yield Fact(
            f"support-{stage}-usd",
            f"public money for projects, {stage}",
            float(row.amount_usd),
            "USD",
            text.usd(row.amount_usd, 2),
            _sum(stage),
            "support_totals",
            rows,
        )
        yield Fact(
            f"support-{stage}-projects",
            f"projects with public money, {stage}",
            int(row.projects),
            "projects",
            text.count(int(row.projects)),
            f"count of the different project_id in {_rows(stage)}, those without an amount "
            f"included; {COUNTED}",
            "support_totals",
            rows,
        )
        weak = 100 * row.weak_usd / row.amount_usd if row.amount_usd else 0.0
        yield Fact(
            f"support-{stage}-weak-share",
            f"part of the public money for projects, {stage}, that rests on weak sources",
            float(weak),
            "%",
            text.percent(weak),
            f"100 x sum of amount_usd over {_rows(stage)} and with evidence weak, divided by "
            f"facts/support-{stage}-usd",
            "support_totals",
            rows,
        )


def _paid_share(money: pd.DataFrame) -> Iterator[Fact]:
    """What is documented as paid, of all that is on record at any stage."""
    total = float(money["amount_usd"].sum())
    paid = float(money.loc[money["stage"] == "disbursed", "amount_usd"].sum())
    if total:
        yield Fact(
            "support-paid-share",
            "public money for projects that is documented as paid, of all on record",
            100 * paid / total,
            "%",
            text.percent(100 * paid / total, 1),
            f"100 x sum of amount_usd over {_rows('disbursed')}, divided by the same sum at the "
            f"stages {', '.join(STAGES)} together",
            "support_totals",
            money,
        )


def _loans(totals: pd.DataFrame) -> Iterator[Fact]:
    """The part of loans in what is committed: a loan has to be paid back."""
    committed = totals[totals["stage"] == "committed"].set_index("instrument", drop=False)
    if not {"loan", ALL_MONEY} <= set(committed.index):
        return
    rows = committed.loc[["loan", ALL_MONEY]]
    share = 100 * float(rows["amount_usd"].iloc[0] / rows["amount_usd"].iloc[1])
    yield Fact(
        "support-committed-loan-share",
        "loans in the committed public money for projects",
        share,
        "%",
        text.percent(share),
        f"100 x sum of amount_usd over {_rows('committed', ['loan'])}, divided by "
        "facts/support-committed-usd",
        "support_totals",
        rows,
    )
