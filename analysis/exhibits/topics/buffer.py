"""Time bought and time needed: facts on the stockpile's days and on lead times."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import durations, fig_buffer, labels, text
from analysis.exhibits.durations import DAYS_PER_YEAR, MONTHS_FROM_DAYS, YEARS_FROM_DAYS
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.rules import REACHED
from analysis.transforms.buffer import (
    ANALYST_UNIT,
    JURISDICTION,
    PROGRAMME,
    TARGET_UNIT,
    YEARS_OF_RANGE,
)
from analysis.transforms.buffer import DAYS_PER_YEAR as DAYS_OF_CONSUMPTION

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
    ("bought", "days_bought", "days that all the money buys", _bought("budget_usd", "cost_usd")),
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
MIXED = (
    "every row weighs the same, be it a plant, one of several steps of the same plant, a world "
    "average, or the average of a period or a country, and rows without years_typical do not enter"
)
TIMES = {
    "": f"median of years_typical {OBSERVED}; {MIXED}; the middle of shortest and longest where no "
    "row has one",
    "-low": f"lowest of years_low, years_typical and years_high {OBSERVED}",
    "-high": f"highest of years_low, years_typical and years_high {OBSERVED}",
}
ENDS = {"": "", "-low": ", shortest on record", "-high": ", longest on record"}


def facts(processed: Processed) -> Iterator[Fact]:
    """What the stockpile aims at, costs and buys, and what plants and mines took."""
    rows = fig_buffer.data(processed)
    basket = processed["buffer_basket"]
    if len(basket):
        yield from _basket(basket)
        yield from _costliest(processed["buffer"])
    yield from _needed(rows)
    yield from _share(rows)


def _basket(basket: pd.DataFrame) -> Iterator[Fact]:
    """Days, money and counts of the basket, as far as they are known."""
    row = basket.iloc[0]
    table = "buffer_basket"
    for name, column, label, formula in DAYS:
        days = row[column]
        if pd.notna(days):
            said = durations.words(days)
            yield Fact(f"buffer-{name}", label, float(days), "days", said, formula, table, basket)
    for name, column, label, formula in MONEY:
        usd = row[column]
        if pd.notna(usd):
            said = text.usd(usd, 2)
            yield Fact(f"buffer-{name}-usd", label, float(usd), "USD", said, formula, table, basket)
    for name, column, label, formula in COUNTS:
        count = int(row[column])
        said = text.count(count)
        yield Fact(f"buffer-{name}", label, count, "minerals", said, formula, table, basket)
    share = row["cost_of_budget_pct"]
    if pd.notna(share):
        yield Fact(
            "buffer-cost-share",
            "cost of the days aimed at, as a share of the announced money",
            float(share),
            "%",
            text.percent(share),
            f"100 x cost_usd divided by budget_usd {BASKET}: facts/buffer-cost-usd and "
            "facts/buffer-budget-usd; the cost is of the priced minerals alone",
            table,
            basket,
        )


def _costliest(minerals: pd.DataFrame) -> Iterator[Fact]:
    """The mineral that takes the largest part of the cost."""
    priced = minerals[minerals["status"] == "priced"]
    top = priced.nlargest(1, "cost_usd")
    for row in top.itertuples(index=False):
        named = labels.mineral(row.mineral)
        yield Fact(
            "buffer-costliest",
            "mineral that takes the largest part of the cost",
            named,
            None,
            named,
            "value of mineral in the row of processed/buffer.csv with the highest cost_usd, which "
            f"is consumption_kg x price_usd_per_kg / {DAYS_OF_CONSUMPTION} x target_days",
            "buffer",
            top,
        )
        yield Fact(
            "buffer-costliest-share",
            f"share of {named} in the cost of the priced minerals",
            float(row.share_of_cost_pct),
            "%",
            text.percent(row.share_of_cost_pct),
            "100 x its cost_usd divided by the sum of cost_usd in processed/buffer.csv",
            "buffer",
            top,
        )


def _needed(rows: pd.DataFrame) -> Iterator[Fact]:
    """Typical, shortest and longest time of each stage."""
    stages = rows[rows["panel"] == "needed"]
    for index in stages.index:
        row = stages.loc[[index]]
        stage, name = row["kind"].iloc[0].replace("_", "-"), row["name"].iloc[0].lower()
        for end, words in ENDS.items():
            days = float(row[f"days{end.replace('-', '_')}"].iloc[0])
            yield Fact(
                f"needed-{stage}{end}",
                f"time that a {name} took{words}" if stage != "qualification" else f"{name}{words}",
                days / DAYS_PER_YEAR,
                "years",
                durations.words(days),
                f"{TIMES[end].format(stage=row['kind'].iloc[0])}. {text.capitalised(SHOWN)}",
                "lead_times",
                row,
            )


def _share(rows: pd.DataFrame) -> Iterator[Fact]:
    """The days aimed at against the shortest time of a plant on solid record."""
    aim, plant = rows[rows["kind"] == "aim"], fig_buffer.plant(rows)
    if aim.empty or plant.empty:
        return
    share = 100 * float(aim["days"].iloc[0]) / float(plant["days_low"].iloc[0])
    yield Fact(
        "buffer-aim-share",
        f"days aimed at, as a share of the shortest time that a {_plant(plant)} took",
        share,
        "%",
        text.percent(share),
        f"100 x facts/buffer-aim divided by facts/buffer-plant-low, a year being {DAYS_PER_YEAR} "
        "days",
        "lead_times",
        pd.concat([aim, plant]),
    )
    yield Fact(
        "buffer-plant",
        "plant against which the days are held",
        _plant(plant),
        None,
        _plant(plant),
        f"first stage out of {', '.join(fig_buffer.PLANTS)} that has a row in "
        "processed/lead_times.csv with kind observed and an evidence_tier other than weak",
        "lead_times",
        plant,
    )
    for end in ("low", "high"):
        days = float(plant[f"days_{end}"].iloc[0])
        yield Fact(
            f"buffer-plant-{end}",
            f"{'shortest' if end == 'low' else 'longest'} time that a {_plant(plant)} took",
            days,
            "days",
            durations.words(days),
            f"{TIMES[f'-{end}'].format(stage=plant['kind'].iloc[0])}, times {DAYS_PER_YEAR} days. "
            f"{text.capitalised(SHOWN)}",
            "lead_times",
            plant,
        )


def _plant(plant: pd.DataFrame) -> str:
    return str(plant["name"].iloc[0]).lower()
