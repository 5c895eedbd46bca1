"""What is being built: facts on capacity outside China, and on how often plans start."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_pipeline, labels, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.fig_pipeline import DRAWN, NEED, OLD, SIZE_UNKNOWN, YEAR
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either, sourced
from analysis.exhibits.topics.rules import NOT_STOPPED, either_of, shown
from analysis.transforms.pipeline import CLASS_OF_BASIS
from analysis.transforms.prospects import DRAWS, SEED
from analysis.transforms.starts import CENTRAL_PCT, DAYS_PER_YEAR, PHASES

TABLE = "pipeline"
UNIT = "t/yr"
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
PANELS = "; ".join(f"{stage} {product}" for stage, product in fig_pipeline.PANELS)
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
    f"{fig_pipeline.OUTCOME}); each plant has a chance of its own and operates if its uniform "
    "number is at most 1 - exp(-rate x years), with the years from the vintage to 31 December "
    f"{YEAR} (days / {DAYS_PER_YEAR}). The rate is the quantile of a uniform number too. All "
    "uniform numbers are those of numpy.random.default_rng([seed, CRC-32 of the project_id or of "
    f"the phase]) with the seed {SEED}, the same in every reading"
)
READING = (
    "the {end} of the two readings of how long a plant without news was watched: followed_to "
    f"{either_of(fig_pipeline.READINGS)}, in processed/expected_capacity.csv with {{where}}, year "
    f"{YEAR} and outcome {fig_pipeline.OUTCOME}"
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
PHASE, READINGS = "building", {"as_of": "low", "last_seen": "high"}


def facts(processed: Processed) -> Iterator[Fact]:
    """Products by operating share, each product's figures, and the record of starts."""
    rows = fig_pipeline.data(processed)
    yield from _products(rows)
    yield from _year(rows[rows["measure"] == "expected"])
    for product, panel in rows.groupby("product", sort=False):
        name = str(product).replace("_", "-")
        yield from sourced(*_known(panel, name), *_need(panel, name))
        yield from sourced(*_likely(panel, name, processed["start_chances"]))
    yield from _starts(processed["start_chances"])


def _products(rows: pd.DataFrame) -> Iterator[Fact]:
    """Of how many products less than half operates, or nothing; plants of unknown size."""
    half, none, products = fig_pipeline.less_than_half(rows)
    drawn = rows[rows["measure"].isin(DRAWN)]
    for name, label, value, which in (
        ("pipeline-products", "products compared", products, ""),
        (
            "pipeline-products-below-half",
            "products of which less than half operates",
            half,
            f", of which less than half of the sum of net_t_per_year has {OPERATING}",
        ),
        (
            "pipeline-products-none",
            "products of which no known capacity operates",
            none,
            f", of which none has {OPERATING}",
        ),
    ):
        formula = f"{PRODUCTS}{which}. {NET}"
        yield from counted(name, label, value, "products", formula, TABLE, drawn)
    unknown = rows[rows["measure"].isin(SIZE_UNKNOWN)]
    running = unknown[unknown["measure"] == SIZE_UNKNOWN[1]]
    for name, label, part, measures, status in (
        (
            "pipeline-size-unknown",
            "plants of these stages, size not known",
            unknown,
            SIZE_UNKNOWN,
            NOT_STOPPED,
        ),
        (
            "pipeline-size-unknown-operating",
            "operating plants of these stages, size not known",
            running,
            SIZE_UNKNOWN[1:],
            "status operating",
        ),
    ):
        count = fig_pipeline.plants(rows, *measures)
        formula = (
            "count of the rows of processed/projects.csv with capacity_class unknown (no capacity "
            f"in raw/projects.csv), {status}, and both the stage and the material (mineral, where "
            f"material is empty) of a product that processed/pipeline.csv has, out of {PANELS}; "
            "each once"
        )
        yield from counted(name, label, count, "plants", formula, "projects", either(part, unknown))


def _year(likely: pd.DataFrame) -> Iterator[Fact]:
    """The year for which the likely capacity is computed."""
    label = "year at whose end the likely capacity is computed"
    formula = "last year in processed/expected_capacity.csv, chosen by this report"
    yield from sourced(
        Fact("likely-year", label, YEAR, None, str(YEAR), formula, "expected_capacity", likely)
    )


def _known(panel: pd.DataFrame, name: str) -> Iterator[Fact]:
    """Known capacity of one product, and the part that operates."""
    found = fig_pipeline.tonnes(panel).iloc[0]
    drawn = panel[panel["measure"].isin(DRAWN)]
    running = drawn[drawn["measure"].isin(["operating", OLD])]
    share = 100 * found["running"] / found["live"]
    what = f"{labels.product(str(panel['product'].iloc[0]))} outside China"
    label = f"known capacity, {what}"
    yield _mass(f"{name}-known", label, found["live"], 3, drawn, _sum(panel, KNOWN))
    if found[OLD]:
        label = f"capacity known from old figures alone, {what}"
        formula = _sum(panel, "status operating and capacity_class dated (an old figure)")
        yield _mass(f"{name}-old", label, found[OLD], 2, drawn[drawn["measure"] == OLD], formula)
    label, formula = f"known capacity that operates, {what}", _sum(panel, OPERATING)
    yield _mass(f"{name}-operating", label, found["running"], 2, either(running, drawn), formula)
    yield Fact(
        f"{name}-operating-share",
        f"operating share of known capacity, {what}",
        share,
        "%",
        text.percent(share),
        f"100 x facts/{name}-operating divided by facts/{name}-known",
        TABLE,
        drawn,
    )


def _where(panel: pd.DataFrame) -> str:
    """The product of a panel as the tables name it."""
    return f"stage {panel['stage'].iloc[0]} and product {panel['product'].iloc[0]}"


def _sum(panel: pd.DataFrame, which: str) -> str:
    return (
        f"sum of net_t_per_year over the rows of processed/pipeline.csv with {_where(panel)}, and "
        f"{which}. {NET}"
    )


def _mass(
    name: str, label: str, tonnes: float, digits: int, rows: pd.DataFrame, formula: str
) -> Fact:
    """A mass a year as a fact."""
    said = text.tonnes(tonnes, digits)
    rule = f"{formula}. {text.capitalised(shown(digits))}"
    return Fact(name, label, float(tonnes), UNIT, said, rule, TABLE, rows)


def _likely(panel: pd.DataFrame, name: str, chances: pd.DataFrame) -> Iterator[Fact]:
    """The means of the two readings, and the ends of their intervals.

    They rest on the plants of the product and on the histories that the chances come from.
    """
    rows = panel[panel["measure"] == "expected"]
    if rows.empty:
        return
    low, high = (f"{end:g}th percentile ({{}}_t_per_year)" for end in CENTRAL_PCT)
    figures = {
        "likely-low": ("lower mean", rows["t_per_year"].min(), 2, MEAN, "lower"),
        "likely-high": ("upper mean", rows["t_per_year"].max(), 2, MEAN, "higher"),
        "range-low": ("lower end", rows["low_t"].min(), 3, low.format("low"), "lower"),
        "range-high": ("upper end", rows["high_t"].max(), 3, high.format("high"), "higher"),
    }
    product, where = labels.product(str(panel["product"].iloc[0])), _where(panel)
    evidence = pd.concat([rows, chances[chances["outcome"] == fig_pipeline.OUTCOME]])
    for figure, (kind, value, digits, operation, end) in figures.items():
        label = f"likely operating capacity at the end of {YEAR}, {product} outside China, {kind}"
        formula = (
            f"{operation} of the simulated outcomes, {READING.format(end=end, where=where)}. "
            f"{SIMULATED.format(where=where)}"
        )
        yield _mass(f"{name}-{figure}", label, value, digits, evidence, formula)


def _need(panel: pd.DataFrame, name: str) -> Iterator[Fact]:
    """The need of one place in the same form, and the capacity there."""
    rows = panel[panel["measure"].isin(NEED)]
    if rows.empty:
        return
    first = rows.iloc[0]
    place = text.enumeration([labels.country(code) for code in first["place"].split("|")])
    product = labels.product(str(first["product"]))
    what = f"{product}, {place}, {first['year']}"
    need, where = rows[rows["measure"] == "need"], _where(panel)
    row = NEEDED.format(where=where)
    for word, column, value in (
        ("place", "jurisdiction", place),
        ("year", "year", int(first["year"])),
    ):
        fact = (f"{name}-need-{word}", f"{word} of the need of {product}", value, None, str(value))
        yield Fact(*fact, f"value of {column} in {row}", "capacity_need", need)
    tonnes = rows.set_index("measure")["t_per_year"]
    words = {
        "need": ("need", f"value of demand_t in {row}"),
        "operating_there": (
            "capacity that operates where the need is",
            THERE.format(where=where, status="status operating"),
        ),
        "live_there": (
            "capacity not stopped where the need is",
            THERE.format(where=where, status=NOT_STOPPED),
        ),
    }
    for measure, (label, formula) in words.items():
        yield _mass(
            f"{name}-{measure.replace('_', '-')}",
            f"{label}: {what}",
            tonnes[measure],
            2,
            rows[rows["measure"] == measure],
            formula,
        )


def _starts(chances: pd.DataFrame) -> Iterator[Fact]:
    """How many projects seen under way went on to operate, and their chance in a year."""
    rows = chances[(chances["phase"] == PHASE) & (chances["outcome"] == fig_pipeline.OUTCOME)]
    if rows.empty:
        return
    first = rows.iloc[0]
    for name, label, value, formula in (
        (
            "building-seen",
            "projects seen with money committed or works begun",
            first["n_projects"],
            f"count of the {SEEN}",
        ),
        (
            "building-started",
            "of these, seen to operate later",
            first["n_starts"],
            f"count of the {SEEN}, of which a status operating is in them as well",
        ),
    ):
        yield from counted(name, label, int(value), "projects", formula, "start_chances", rows)
    for reading, end in READINGS.items():
        row = rows[rows["followed_to"] == reading]
        chance = row["chance_year_pct"].iloc[0]
        if not pd.isna(chance):
            yield from sourced(
                Fact(
                    f"building-chance-{end}",
                    f"chance that such a project operates within a year, {end} reading",
                    float(chance),
                    "%",
                    text.percent(float(chance)),
                    CHANCE.format(
                        phase=PHASE,
                        outcome=fig_pipeline.OUTCOME,
                        reading=reading,
                        end="the vintage" if reading == "as_of" else "the day last seen",
                    ),
                    "start_chances",
                    row,
                )
            )
