"""Public money to projects: facts by stage and instrument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.rules import either_of
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


TABLE = "support_totals"
PROMISES = {"price_floor": "floors", "offtake": "offtakes"}


def facts(processed: Processed) -> Iterator[Fact]:
    """Money at each stage, the projects that get it, its weak part, floors and purchases."""
    totals = processed["support_totals"]
    totals = totals[totals["jurisdiction"] == "all"]
    money = totals[totals["instrument"] == ALL_MONEY]
    for stage in STAGES:
        rows = money[(money["stage"] == stage) & money["amount_usd"].notna()]
        if len(rows):
            yield from _stage(rows, stage)
    yield from _loans(totals)
    for instrument, name in PROMISES.items():
        rows = totals[(totals["instrument"] == instrument) & (totals["stage"] == "committed")]
        for count in rows["projects"]:
            yield Fact(
                id=f"support-{name}",
                label=f"projects with a committed {instrument.replace('_', ' ')}",
                value=int(count),
                unit="projects",
                formula=f"count of the different project_id in {_rows('committed', [instrument])}; "
                f"{COUNTED}",
                table=TABLE,
                rows=rows,
            )


def _stage(rows: pd.DataFrame, stage: str) -> Iterator[Fact]:
    """The money at one stage; of what is committed, the weak part."""
    total = rows.iloc[0]
    fact = partial(Fact, table=TABLE, rows=rows)
    yield fact(
        id=f"support-{stage}-usd",
        label=f"public money for projects, {stage}",
        value=float(total["amount_usd"]),
        unit="USD",
        formula=_sum(stage),
    )
    if stage == "committed":
        yield fact(
            id=f"support-{stage}-weak-share",
            label=f"part of the public money for projects, {stage}, that rests on weak sources",
            value=100 * float(total["weak_usd"]) / (float(total["amount_usd"]) or 1.0),
            unit="%",
            formula=f"100 x sum of amount_usd over {_rows(stage)} and with evidence weak, "
            f"divided by facts/support-{stage}-usd",
        )


def _loans(totals: pd.DataFrame) -> Iterator[Fact]:
    """The part of loans in what is committed: a loan has to be paid back."""
    committed = totals[totals["stage"] == "committed"].set_index("instrument", drop=False)
    if not {"loan", ALL_MONEY} <= set(committed.index):
        return
    rows = committed.loc[["loan", ALL_MONEY]]
    loans, whole = rows["amount_usd"]
    yield Fact(
        id="support-committed-loan-share",
        label="loans in the committed public money for projects",
        value=100 * float(loans / whole),
        unit="%",
        formula=f"100 x sum of amount_usd over {_rows('committed', ['loan'])}, divided by "
        "facts/support-committed-usd",
        table=TABLE,
        rows=rows,
    )
