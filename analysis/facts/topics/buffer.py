"""Time bought and time needed: facts on the stockpile's days and on lead times."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts import durations, labels, text
from analysis.facts.durations import MONTHS_FROM_DAYS, YEARS_FROM_DAYS
from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.rules import REACHED
from analysis.transforms.buffer import (
    ANALYST_UNIT,
    JURISDICTION,
    PLANTS,
    PROGRAMME,
    TARGET_UNIT,
    YEARS_OF_RANGE,
    plant,
    time_needed,
)
from analysis.transforms.quantities import DAYS_OF_CONSUMPTION, DAYS_PER_YEAR

PAIRED = (
    "raw/buffer_basket.csv pairs consumption (raw/demand.csv, else apparent_consumption of "
    "raw/trade_reliance.csv) with a yearly price of raw/prices.csv in the same substance, or by a "
    "factor of raw/unit_conversions.csv; of both the newest year counts"
)
ENDS_OF_RANGE = (
    f"the lowest and highest are of the newest {YEARS_OF_RANGE} years, and of prices also the "
    "quotes that also_price_ids names"
)
SHOWN = (
    f"shown in days below {MONTHS_FROM_DAYS} days, then in months of {DAYS_PER_YEAR} / 12 days, "
    f"and from {YEARS_FROM_DAYS} days on in years of {DAYS_PER_YEAR} days with two significant "
    "digits"
)
BASKET = "in processed/buffer_basket.csv"


def _quantity(unit: str) -> str:
    return (
        f"highest quantity in raw/stockpile_contents.csv with programme_id {PROGRAMME}, basis "
        f"target and unit {unit}"
    )


def _bought(money: str, cost: str) -> str:
    return (
        f"target_days x {money} divided by {cost} {BASKET}: facts/buffer-aim, and money and cost "
        f"as in the facts of these columns; {SHOWN}"
    )


def _cost(end: str, words: str) -> str:
    columns = f"consumption{end}_kg x price{end}_usd_per_kg"
    return (
        f"sum of {columns} / {DAYS_OF_CONSUMPTION} x target_days over the rows of "
        f"processed/buffer.csv with status priced{words}. {PAIRED}. Shown with two significant "
        "digits"
    )


# Fact, column of the basket, label, formula.
DAYS = (
    ("aim", "target_days", "days of supply at which the US stockpile aims", _quantity(TARGET_UNIT)),
    (
        "analyst",
        "analyst_days",
        "days that an analyst expects the money to last over all listed minerals",
        _quantity(ANALYST_UNIT),
    ),
    (
        "bought-low",
        "days_bought_low",
        "days that the public money buys at high prices and consumption",
        _bought("budget_low_usd (public money alone)", "cost_high_usd"),
    ),
    (
        "bought-high",
        "days_bought_high",
        "days that all the money buys at low prices and consumption",
        _bought("budget_usd", "cost_low_usd"),
    ),
)
MONEY = (
    (
        "budget",
        "budget_usd",
        "announced money of the US stockpile",
        f"sum of reached_usd in processed/funding.csv with programme_id {PROGRAMME}, stage "
        f"announced and kind public or private. {REACHED}. Shown with two significant digits",
    ),
    ("cost", "cost_usd", "cost of the days aimed at", _cost("", "")),
    (
        "cost-low",
        "cost_low_usd",
        "cost of the days aimed at, lowest",
        _cost("_low", f"; {ENDS_OF_RANGE}"),
    ),
    (
        "cost-high",
        "cost_high_usd",
        "cost of the days aimed at, highest",
        _cost("_high", f"; {ENDS_OF_RANGE}"),
    ),
)
COUNTS = (
    (
        "minerals",
        "minerals_listed",
        "minerals of which US reliance is reported",
        "count of the rows of processed/buffer.csv: the minerals of raw/buffer_basket.csv and "
        f"every other mineral of raw/trade_reliance.csv with jurisdiction {JURISDICTION}",
    ),
    (
        "priced",
        "minerals_priced",
        "of these, minerals with consumption and a fitting price",
        f"count of the rows of processed/buffer.csv with status priced. {PAIRED}",
    ),
)
OBSERVED = "in the rows of raw/lead_times.csv with stage {stage} and kind observed"
TIMES = {
    "-low": f"lowest of years_low, years_typical and years_high {OBSERVED}",
    "-high": f"highest of years_low, years_typical and years_high {OBSERVED}",
}
ENDS = {"-low": ", shortest on record", "-high": ", longest on record"}


def facts(processed: Processed) -> Iterator[Fact]:
    """What the stockpile aims at, costs and buys, and what plants and mines took."""
    basket, needed = processed["buffer_basket"], time_needed(processed["lead_times"])
    if len(basket):
        yield from _basket(basket)
    for index in needed.index[needed["stage"] != "qualification"]:
        yield from _needed(needed.loc[[index]])
    against = plant(needed)
    if basket["target_days"].notna().any() and len(against):
        yield from _plant(against, basket)


def _basket(basket: pd.DataFrame) -> Iterator[Fact]:
    """Days, money and counts of the basket, as far as they are known."""
    row = basket.iloc[0]
    figures = [
        *((f"buffer-{name}", "days", *rest) for name, *rest in DAYS),
        *((f"buffer-{name}-usd", "USD", *rest) for name, *rest in MONEY),
        *((f"buffer-{name}", "minerals", *rest) for name, *rest in COUNTS),
    ]
    for name, unit, column, label, formula in figures:
        if pd.notna(row[column]):
            yield Fact(
                id=name,
                label=label,
                value=int(row[column]) if unit == "minerals" else float(row[column]),
                unit=unit,
                formula=formula,
                table="buffer_basket",
                rows=basket,
            )


def _needed(row: pd.DataFrame) -> Iterator[Fact]:
    """Shortest and longest time of one stage."""
    stage = row["stage"].iloc[0]
    name = labels.LEAD_TIMES[stage].lower()
    for end, words in ENDS.items():
        days = float(row[f"days{end.replace('-', '_')}"].iloc[0])
        yield Fact(
            id=f"needed-{stage.replace('_', '-')}{end}",
            label=f"time that a {name} took{words}",
            value=days / DAYS_PER_YEAR,
            unit="years",
            said=durations.words(days),
            formula=f"{TIMES[end].format(stage=stage)}. {text.capitalised(SHOWN)}",
            table="lead_times",
            rows=row,
        )


def _plant(row: pd.DataFrame, basket: pd.DataFrame) -> Iterator[Fact]:
    """The days aimed at against the shortest time of a plant on solid record."""
    stage, low, high = row[["stage", "days_low", "days_high"]].iloc[0]
    name = labels.LEAD_TIMES[stage].lower()
    fact = partial(Fact, table="lead_times", rows=row)
    yield Fact(
        id="buffer-aim-share",
        label=f"days aimed at, as a share of the shortest time that a {name} took",
        value=100 * float(basket["target_days"].iloc[0]) / float(low),
        unit="%",
        formula="100 x facts/buffer-aim divided by facts/buffer-plant-low, a year being "
        f"{DAYS_PER_YEAR} days",
        table="lead_times",
        rows=pd.concat([basket, row]),
    )
    yield fact(
        id="buffer-plant",
        label="plant against which the days are held",
        value=name,
        unit=None,
        formula=f"first stage out of {', '.join(PLANTS)} that has a row in "
        "processed/lead_times.csv with kind observed and an evidence_tier other than weak",
    )
    for end, words, days in (("low", "shortest", low), ("high", "longest", high)):
        yield fact(
            id=f"buffer-plant-{end}",
            label=f"{words} time that a {name} took",
            value=float(days),
            unit="days",
            formula=f"{TIMES[f'-{end}'].format(stage=stage)}, times {DAYS_PER_YEAR} days. "
            f"{text.capitalised(SHOWN)}",
        )
