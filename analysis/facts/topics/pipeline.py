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
    COMPARED,
    OLD,
    SIZE_UNKNOWN,
    compared,
    known_capacity,
    less_than_half,
    size_unknown,
)
from analysis.transforms.prospects import DRAWS, REPORTED_OUTCOME, SEED, reported_outlook
from analysis.transforms.prospects import REPORTED_YEAR as YEAR
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.starts import CENTRAL_PCT, FOLLOW_UPS, PHASES

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
PANELS = "; ".join(f"{stage} {product}" for stage, product in COMPARED)
PRODUCTS = (
    f"count of the products (stage and product out of {PANELS}) that have such capacity in "
    f"processed/pipeline.csv with {KNOWN}"
)
SIMULATED = (
    "Simulated are the plants of processed/projects.csv with {where}, capacity_class firm, "
    f"net_t_per_year above 0 and {NOT_STOPPED}, in {DRAWS:,} draws. What operates counts in full. "
    "In each draw every phase ("
    + "; ".join(
        f"{phase}: {either_of(status for status in PHASES if PHASES[status] == phase)}"
        for phase in dict.fromkeys(PHASES.values())
    )
    + ") has one yearly rate, shared by all its plants, from a gamma distribution with shape "
    "n_starts + 1/2 and rate project_years of processed/start_chances.csv (outcome "
    f"{REPORTED_OUTCOME}); each plant has a chance of its own and operates if its uniform "
    "number is at most 1 - exp(-rate x years), with the years from the vintage to 31 December "
    f"{YEAR} (days / {DAYS_PER_YEAR}). The rate is the quantile of a uniform number too. All "
    "uniform numbers are those of numpy.random.default_rng([seed, CRC-32 of the project_id or of "
    f"the phase]) with the seed {SEED}, the same in every reading"
)
READING = (
    "the {end} of the two readings of how long a plant without news was watched: followed_to "
    f"{either_of(sorted(FOLLOW_UPS))}, in processed/expected_capacity.csv with {{where}}, year "
    f"{YEAR} and outcome {REPORTED_OUTCOME}"
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
WATCHED = (
    "rows of raw/project_history.csv and the status of raw/projects.csv, begun by the vintage, at "
    "the middle of status_on"
)
SEEN = (
    "projects seen with status "
    f"{either_of(status for status in PHASES if PHASES[status] == 'building')} in the {WATCHED}, "
    "without those that had operated before"
)
CHANCE = (
    "100 x (1 - (T / (T + 1)) to the power of (k + 1/2)) with k = n_starts "
    "(facts/building-started) and T = project_years of the row of processed/start_chances.csv with "
    "phase {phase}, outcome {outcome} and followed_to {reading}: the mean of 1 - exp(-rate) for a "
    "Poisson rate with the Jeffreys prior. T is the sum, over facts/building-seen, of the years "
    "from the first such day to the first day seen operating, else to {end}, in whole days / "
    f"{DAYS_PER_YEAR}; a cancelled project is followed to the vintage"
)
MEAN = "mean (expected_t_per_year)"
PHASE = "building"
READINGS = {"as_of": ("low", "the vintage"), "last_seen": ("high", "the day last seen")}


def facts(processed: Processed) -> Iterator[Fact]:
    """Products by operating share, each product's figures, and the record of starts."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    steps, chances = compared(processed[TABLE]), processed["start_chances"]
    chances = chances[chances["outcome"] == REPORTED_OUTCOME]
    products = steps[["stage", "product"]].drop_duplicates()
    likely = products.merge(reported_outlook(processed["expected_capacity"]))
    needs = largest_need(processed["capacity_need"])
    yield from _products(steps)
    yield from _unknown(size_unknown(processed["projects"], steps))
    yield _year(likely)
    for stage, product in products.itertuples(index=False):

        def of(rows: pd.DataFrame, stage: str = stage, product: str = product) -> pd.DataFrame:
            return rows[(rows["stage"] == stage) & (rows["product"] == product)]

        yield from _known(of(steps), stage, product)
        yield from _likely(of(likely), chances, stage, product)
        yield from _need(of(needs), stage, product)
    yield from _starts(chances[chances["phase"] == PHASE])


def _products(steps: pd.DataFrame) -> Iterator[Fact]:
    """Of how many products less than half operates, or nothing."""
    half, none, products = less_than_half(steps)
    for name, label, count, which in (
        ("", "products compared", products, ""),
        (
            "-below-half",
            "products of which less than half operates",
            half,
            f", of which less than half of the sum of net_t_per_year has {OPERATING}",
        ),
        (
            "-none",
            "products of which no known capacity operates",
            none,
            f", of which none has {OPERATING}",
        ),
    ):
        yield Fact(
            id=f"pipeline-products{name}",
            label=label,
            value=count,
            unit="products",
            formula=f"{PRODUCTS}{which}. {NET}",
            table=TABLE,
            rows=steps,
        )


def _unknown(plants: pd.DataFrame) -> Iterator[Fact]:
    """Plants of unknown size, and those of them that operate."""
    running = plants[plants["measure"] == SIZE_UNKNOWN[1]]
    for name, label, rows, status in (
        ("", "plants of these stages, size not known", plants, NOT_STOPPED),
        (
            "-operating",
            "operating plants of these stages, size not known",
            running,
            "status operating",
        ),
    ):
        yield Fact(
            id=f"pipeline-size-unknown{name}",
            label=label,
            value=int(rows["n_projects"].sum()),
            unit="plants",
            formula="count of the rows of processed/projects.csv with capacity_class unknown "
            f"(no capacity in raw/projects.csv), {status}, and both the stage and the material "
            "(mineral, where material is empty) of a product that processed/pipeline.csv has, "
            f"out of {PANELS}; each once",
            table="projects",
            rows=either(rows, plants),
        )


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
    """The means of the two readings, and the ends of their intervals.

    They rest on the plants of the product and on the histories that the chances come from.
    """
    if rows.empty:
        return
    low, high = (f"{end:g}th percentile ({{}}_t_per_year)" for end in CENTRAL_PCT)
    means, where = rows["expected_t_per_year"], _where(stage, product)
    for figure, kind, tonnes, digits, operation, end in (
        ("likely-low", "lower mean", means.min(), 2, MEAN, "lower"),
        ("likely-high", "upper mean", means.max(), 2, MEAN, "higher"),
        ("range-low", "lower end", rows["low_t_per_year"].min(), 3, low.format("low"), "lower"),
        (
            "range-high",
            "upper end",
            rows["high_t_per_year"].max(),
            3,
            high.format("high"),
            "higher",
        ),
    ):
        yield _mass(
            id=f"{_name(product)}-{figure}",
            label=f"likely operating capacity at the end of {YEAR}, {labels.product(product)} "
            f"outside China, {kind}",
            tonnes=tonnes,
            digits=digits,
            formula=f"{operation} of the simulated outcomes, "
            f"{READING.format(end=end, where=where)}. {SIMULATED.format(where=where)}",
            table="expected_capacity",
            rows=pd.concat([rows, chances]),
        )


def _need(row: pd.DataFrame, stage: str, product: str) -> Iterator[Fact]:
    """The need of one place in the same form, and the capacity there."""
    if row.empty:
        return
    need, where, name = row.iloc[0], _where(stage, product), _name(product)
    place = text.enumeration([labels.country(code) for code in need["jurisdiction"].split("|")])
    named = NEEDED.format(where=where)
    for word, column, value in (
        ("place", "jurisdiction", place),
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
        (
            "live-there",
            "live_t_per_year",
            "capacity not stopped where the need is",
            THERE.format(where=where, status=NOT_STOPPED),
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


def _starts(rows: pd.DataFrame) -> Iterator[Fact]:
    """How many projects seen under way went on to operate, and their chance in a year."""
    if rows.empty:
        return
    first = rows.iloc[0]
    for name, label, column, formula in (
        (
            "seen",
            "projects seen with money committed or works begun",
            "n_projects",
            f"count of the {SEEN}",
        ),
        (
            "started",
            "of these, seen to operate later",
            "n_starts",
            f"count of the {SEEN}, of which a status operating is in them as well",
        ),
    ):
        yield Fact(
            id=f"building-{name}",
            label=label,
            value=int(first[column]),
            unit="projects",
            formula=formula,
            table="start_chances",
            rows=rows,
        )
    for reading, (name, end) in READINGS.items():
        row = rows[rows["followed_to"] == reading]
        for chance in row["chance_year_pct"].dropna():
            yield Fact(
                id=f"building-chance-{name}",
                label=f"chance that such a project operates within a year, {name} reading",
                value=float(chance),
                unit="%",
                formula=CHANCE.format(
                    phase=PHASE, outcome=REPORTED_OUTCOME, reading=reading, end=end
                ),
                table="start_chances",
                rows=row,
            )
