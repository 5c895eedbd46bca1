"""What is being built: facts on capacity outside China, and on how often plans start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.facts import labels, text
from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import either, sourced
from analysis.facts.topics.rules import NOT_STOPPED, either_of, shown
from analysis.transforms.need import largest_need
from analysis.transforms.pipeline import (
    CLASS_OF_BASIS,
    OLD,
    compared,
    known_capacity,
)
from analysis.transforms.progress import (
    CENTRAL_PCT,
    DRAWS,
    FOLLOW_UPS,
    LIVE,
    MOVES,
    SEED,
    STATE_OF,
    WATCHED_FROM,
)
from analysis.transforms.progress_shape import RATE_DRAWS
from analysis.transforms.prospects import REPORTED_YEAR as YEAR
from analysis.transforms.prospects import reported_outlook
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.statuses import DEMONSTRATION, MINING

TABLE = "pipeline_steps"
NET = (
    "net_t_per_year is what a row of processed/projects.csv adds to the others: its capacity in "
    "t/yr less that of the rows directly inside it (contained_in of raw/projects.csv) with the "
    "same stage and product, never below 0. Its product follows from raw/product_forms.csv; its "
    "class is firm unless a mark in raw/project_marks.csv or its capacity_basis says otherwise ("
    + "; ".join(
        f"{either_of(basis for basis, kind in CLASS_OF_BASIS.items() if kind == name)}: {name}"
        for name in dict.fromkeys(CLASS_OF_BASIS.values())
    )
    + ")"
)
KNOWN = f"{NOT_STOPPED} and capacity_class firm, or dated (an old figure) where status is operating"
OPERATING = "status operating and capacity_class firm or dated (an old figure)"
STATES = "; ".join(
    f"{state}: {either_of(status for status in STATE_OF if STATE_OF[status] == state)}"
    for state in LIVE
)
DRAWN = (
    "the rates drawn are exp(log_rate + L z) of the four rows of processed/progress_rates.csv in "
    "their order, with L the Cholesky factor of its columns covariance_... and z the normal "
    f"quantiles of uniform numbers named by the move ({', '.join(MOVES)}); Q is the matrix between "
    f"the states {', '.join(LIVE)}, operating and stopped in which each of the first three leads "
    "to the next with its rate (the first three moves, in their order) and to stopped with the "
    f"last. Uniform numbers are those of numpy.random.default_rng([{SEED}, CRC-32 of the name])"
)
SIMULATED = (
    "Simulated are the plants of processed/projects.csv with {where}, capacity_class firm, "
    f"net_t_per_year above 0 and {NOT_STOPPED}, in {DRAWS:,} draws, of which every "
    f"{DRAWS // RATE_DRAWS} share their rates. What operates counts in full. "
    f"A plant in one of the states {STATES} operates if its uniform number (of its project_id) is "
    "at most the entry of its state and operating in exp(Q x years), with the years from the "
    f"vintage to 31 December {YEAR} (days / {DAYS_PER_YEAR}); {DRAWN}. Only the first move of a "
    f"plant in the state {LIVE[0]} is a Weibull wait, given that it has waited since its first "
    "sighting: its rate and shape are exp of log_rate and log_shape + L z of "
    f"processed/progress_shape.csv with move {MOVES[0]}, with L the Cholesky factor of the "
    "variances and covariance there and z from uniform numbers named "
    f"'{MOVES[0]}, rate' and '{MOVES[0]}, shape'"
)
READING = (
    "the {end} of the two readings of how long a plant without news was watched: followed_to "
    f"{either_of(sorted(FOLLOW_UPS))}, in processed/expected_capacity.csv with {{where}} and year "
    f"{YEAR}"
)
NEEDED = (
    "the row of processed/capacity_need.csv with {where} and the highest demand_t, which is the "
    "quantity of raw/demand.csv, in tonnes, that raw/capacity_needs.csv names by demand_id"
)
THERE = (
    "sum of net_t_per_year over the rows of processed/projects.csv with {where}, capacity_class "
    "firm, {status} and a country among the countries that raw/capacity_needs.csv names for "
    f"{NEEDED}. {NET}"
)
SEEN = (
    f"plants of raw/projects.csv, without stage {MINING} and the mark "
    f"{DEMONSTRATION} of raw/project_marks.csv, that began an interval between two sightings "
    f"(rows of raw/project_history.csv and the status of raw/projects.csv) in the state "
    f"building ({either_of(status for status in STATE_OF if STATE_OF[status] == 'building')}), on "
    f"or after the day on which they were known: {WATCHED_FROM}, or that of the first of their "
    "sources (published_on in raw/sources.csv) if that is later"
)
CHANCE = (
    "{end} ({column}) of the chance in processed/start_chances.csv with phase building, the "
    "{extreme} of both readings (followed_to): the entry of building and operating in exp(Q), of "
    f"{DRAWS:,} draws; {DRAWN}"
)
SHAPE = (
    "shape in processed/progress_shape.csv with move {move} and followed_to {first}; in brackets "
    "the lowest shape_low and the highest shape_high of followed_to {both} (5th and 95th "
    "percentile): the k that, with r, makes the sightings likeliest if a plant that has held the "
    "state before for a years has not left it t years later with chance "
    "exp(-(r (a + t))^k + (r a)^k), with a counted from its first sighting in that state"
)
MOVE_WORDS = dict(zip(MOVES, ("money or works", "start-up", "operation"), strict=False))
PHASE = "building"
SPOKEN_OF = "ndfeb_magnets"
"""The product whose numbers the prose gives; a figure and tables hold those of the others."""


def facts(processed: Processed) -> Iterator[Fact]:
    """The figures of magnets, and the record of starts."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    steps, chances = compared(processed[TABLE]), processed["start_chances"]
    products = steps[["stage", "product"]].drop_duplicates()
    likely = products.merge(reported_outlook(processed["expected_capacity"]))
    needs = largest_need(processed["capacity_need"])
    yield _year(likely)
    for stage, product in products[products["product"] == SPOKEN_OF].itertuples(index=False):

        def of(rows: pd.DataFrame, stage: str = stage, product: str = product) -> pd.DataFrame:
            return rows[(rows["stage"] == stage) & (rows["product"] == product)]

        yield from _known(of(steps), stage, product)
        yield from _likely(of(likely), chances, stage, product)
        yield from _need(of(needs), stage, product)
        yield from _beyond(processed["made_beyond"])
    building = chances[(chances["phase"] == PHASE) & chances["chance_year_pct"].notna()]
    yield from _starts(building)
    yield from _shapes(processed["progress_shape"])


def _year(likely: pd.DataFrame) -> Fact:
    """The year for which the likely capacity is computed."""
    return Fact(
        id="likely-year",
        label="year at whose end the likely capacity is computed",
        value=YEAR,
        unit=None,
        formula="last year in processed/expected_capacity.csv, chosen by this report",
        table="expected_capacity",
        rows=likely,
    )


def _known(steps: pd.DataFrame, stage: str, product: str) -> Iterator[Fact]:
    """Known capacity of one product, and the part that operates."""
    found, name = known_capacity(steps).iloc[0], _name(product)
    old = steps[steps["measure"] == OLD]
    running = steps[steps["measure"].isin(["operating", OLD])]
    what = f"{labels.product(product)} outside China"
    sum_of = (
        "sum of net_t_per_year over the rows of processed/pipeline.csv with "
        f"{_where(stage, product)}, and {{which}}. {NET}"
    )
    yield _mass(
        id=f"{name}-known",
        label=f"known capacity, {what}",
        tonnes=found["live"],
        digits=3,
        formula=sum_of.format(which=KNOWN),
        rows=steps,
    )
    if len(old):
        yield _mass(
            id=f"{name}-old",
            label=f"capacity known from old figures alone, {what}",
            tonnes=found[OLD],
            formula=sum_of.format(
                which="status operating and capacity_class dated (an old figure)"
            ),
            rows=old,
        )
    yield _mass(
        id=f"{name}-operating",
        label=f"known capacity that operates, {what}",
        tonnes=found["running"],
        formula=sum_of.format(which=OPERATING),
        rows=either(running, steps),
    )
    yield Fact(
        id=f"{name}-operating-share",
        label=f"operating share of known capacity, {what}",
        value=100 * found["running"] / found["live"],
        unit="%",
        formula=f"100 x facts/{name}-operating divided by facts/{name}-known",
        table=TABLE,
        rows=steps,
    )


def _name(product: str) -> str:
    """How the ids of the facts on a product begin."""
    return product.replace("_", "-")


def _where(stage: str, product: str) -> str:
    """A product as the tables name it."""
    return f"stage {stage} and product {product}"


def _mass(*, tonnes: float, digits: int = 2, formula: str, table: str = TABLE, **rest: Any) -> Fact:
    """A mass a year; `rest` as in `Fact`."""
    return Fact(
        value=float(tonnes),
        unit="t/yr",
        said=text.tonnes(tonnes, digits),
        formula=f"{formula}. {text.capitalised(shown(digits))}",
        table=table,
        **rest,
    )


def _likely(rows: pd.DataFrame, chances: pd.DataFrame, stage: str, product: str) -> Iterator[Fact]:
    """The ends of the intervals, over both readings.

    They rest on the plants of the product and on the histories that the chances come from.
    """
    if rows.empty:
        return
    ends, where = [f"{end:g}th percentile" for end in CENTRAL_PCT], _where(stage, product)
    for figure, kind, tonnes, operation, end in (
        ("range-low", "lower end", rows["low_t_per_year"].min(), f"{ends[0]} (low", "lower"),
        ("range-high", "upper end", rows["high_t_per_year"].max(), f"{ends[1]} (high", "higher"),
    ):
        yield _mass(
            id=f"{_name(product)}-{figure}",
            label=f"likely operating capacity at the end of {YEAR}, {labels.product(product)} "
            f"outside China, {kind}",
            tonnes=tonnes,
            digits=3,
            formula=f"{operation}_t_per_year) of the simulated outcomes, "
            f"{READING.format(end=end, where=where)}. {SIMULATED.format(where=where)}",
            table="expected_capacity",
            rows=pd.concat([rows, chances]),
        )


def _need(row: pd.DataFrame, stage: str, product: str) -> Iterator[Fact]:
    """The need of one place in the same form, and the capacity there."""
    if row.empty:
        return
    need, where, name = row.iloc[0], _where(stage, product), _name(product)
    place = need["place"]
    named = NEEDED.format(where=where)
    for word, column, value in (
        ("place", "place", place),
        ("year", "year", int(need["year"])),
    ):
        yield Fact(
            id=f"{name}-need-{word}",
            label=f"{word} of the need of {labels.product(product)}",
            value=value,
            unit=None,
            formula=f"value of {column} in {named}",
            table="capacity_need",
            rows=row,
        )
    for measure, column, label, formula in (
        ("need", "demand_t", "need", f"value of demand_t in {named}"),
        (
            "operating-there",
            "operating_t_per_year",
            "capacity that operates where the need is",
            THERE.format(where=where, status="status operating"),
        ),
    ):
        yield _mass(
            id=f"{name}-{measure}",
            label=f"{label}: {labels.product(product)}, {place}, {need['year']}",
            tonnes=need[column],
            formula=formula,
            table="capacity_need",
            rows=row,
        )


def _beyond(made: pd.DataFrame) -> Iterator[Fact]:
    """How many magnets are made outside China, by China's share and a world total."""
    rows = made[made["stage"] == "magnet"]
    for row in rows.itertuples():
        yield _mass(
            id="magnets-made-beyond",
            label=f"magnets made outside China: China's share of {row.share_year}, "
            f"{row.world_basis} of the world's output of {row.world_year}",
            tonnes=float(row.beyond_t_per_year),
            formula="world_t_per_year x (1 - china_share_pct / 100) in processed/made_beyond.csv "
            "with stage magnet: the newest row of raw/production.csv with mineral "
            "rare_earth_magnets, country WLD, measure production, basis other than projection and "
            "a unit of mass, less the part of facts/china-magnet-share",
            table="made_beyond",
            rows=rows,
        )


def _starts(rows: pd.DataFrame) -> Iterator[Fact]:
    """How many projects seen under way went on to operate, and their chance in a year."""
    if rows.empty:
        return
    widest = rows.loc[rows["followed_to"] == "as_of"]
    for name, label, column, formula in (
        (
            "seen",
            "plants watched with money committed or works begun",
            "n_projects",
            f"count of the {SEEN}; a plant without later sighting is watched to the vintage",
        ),
        (
            "started",
            "of these, seen to operate later",
            "n_starts",
            f"count of the {SEEN}, and of which a later sighting is operating",
        ),
    ):
        yield Fact(
            id=f"building-{name}",
            label=label,
            value=int(widest[column].iloc[0]),
            unit="plants",
            formula=formula,
            table="start_chances",
            rows=widest,
        )
    for name, words, extreme, end, place in (
        ("low", "lower end", "lower", CENTRAL_PCT[0], rows["chance_year_low_pct"].idxmin()),
        ("high", "upper end", "higher", CENTRAL_PCT[1], rows["chance_year_high_pct"].idxmax()),
    ):
        column = f"chance_year_{name}_pct"
        yield Fact(
            id=f"building-chance-{name}",
            label=f"chance that such a plant operates within a year, {words}",
            value=float(rows[column][place]),
            unit="%",
            formula=CHANCE.format(end=f"{end:g}th percentile", column=column, extreme=extreme),
            table="start_chances",
            rows=rows,
        )


def _shapes(rows: pd.DataFrame) -> Iterator[Fact]:
    """Whether each rate stays the same while a plant waits, as a Weibull shape."""
    for move, part in rows.groupby("move", sort=False):
        first = part.iloc[0]
        ends = (text.number(part["shape_low"].min(), 2), text.number(part["shape_high"].max(), 2))
        yield Fact(
            id=f"shape-{str(move).replace('_', '-')}",
            label=f"Weibull shape of the wait until {MOVE_WORDS[str(move)]}",
            value=float(first["shape"]),
            unit=None,
            said=f"{text.number(first['shape'], 2)} ({text.span(*ends)})",
            formula=SHAPE.format(
                move=move, first=first["followed_to"], both=either_of(sorted(FOLLOW_UPS))
            ),
            table="progress_shape",
            rows=part,
        )
