"""Time bought and time needed: facts on the stockpile's days and on lead times."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import durations, fig_buffer, labels, text
from analysis.exhibits.durations import DAYS_PER_YEAR
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed

COST = "consumption x price / 365 x days aimed at, summed over the minerals with a fitting price"
BOUGHT = "days aimed at x money / cost of these days, for the minerals with a fitting price"

# Fact, column of the basket, label, formula.
DAYS = (
    ("aim", "target_days", "days of supply at which the US stockpile aims", "as the source says"),
    (
        "analyst",
        "analyst_days",
        "days that an analyst expects the money to last over all listed minerals",
        "as the source says",
    ),
    ("bought", "days_bought", "days that all the money buys", BOUGHT),
    (
        "bought-low",
        "days_bought_low",
        "days that the public money buys at high prices and consumption",
        BOUGHT,
    ),
    (
        "bought-high",
        "days_bought_high",
        "days that all the money buys at low prices and consumption",
        BOUGHT,
    ),
)
MONEY = (
    ("budget", "budget_usd", "announced money of the US stockpile", "public and private money"),
    ("cost", "cost_usd", "cost of the days aimed at", COST),
    ("cost-low", "cost_low_usd", "cost of the days aimed at, lowest", COST),
    ("cost-high", "cost_high_usd", "cost of the days aimed at, highest", COST),
)
COUNTS = (
    ("minerals", "minerals_listed", "minerals of which US reliance is reported"),
    ("priced", "minerals_priced", "of these, minerals with consumption and a fitting price"),
)
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
    for name, column, label in COUNTS:
        count = int(row[column])
        said = text.count(count)
        formula = "count of minerals"
        yield Fact(f"buffer-{name}", label, count, "minerals", said, formula, table, basket)
    share = row["cost_of_budget_pct"]
    if pd.notna(share):
        yield Fact(
            "buffer-cost-share",
            "cost of the days aimed at, as a share of the announced money",
            float(share),
            "%",
            text.percent(share),
            "cost over public and private money, for the minerals with a fitting price",
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
            "largest cost of the days aimed at",
            "buffer",
            top,
        )
        yield Fact(
            "buffer-costliest-share",
            f"share of {named} in the cost of the priced minerals",
            float(row.share_of_cost_pct),
            "%",
            text.percent(row.share_of_cost_pct),
            "its cost over the cost of all priced minerals",
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
                "median, lowest or highest of the observed times on record",
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
        "days aimed at over the shortest observed time, a year being 365 days",
        "lead_times",
        pd.concat([aim, plant]),
    )
    yield Fact(
        "buffer-plant",
        "plant against which the days are held",
        _plant(plant),
        None,
        _plant(plant),
        "first of magnet plant, refinery, separation plant and mine on better than weak evidence",
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
            "lowest or highest of the observed times on record",
            "lead_times",
            plant,
        )


def _plant(plant: pd.DataFrame) -> str:
    return str(plant["name"].iloc[0]).lower()
