"""What is being built: facts on capacity outside China, and on how often plans start."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_pipeline, labels, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.fig_pipeline import DRAWN, NEED, OLD, SIZE_UNKNOWN, YEAR
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either, sourced

TABLE = "pipeline"
UNIT = "t/yr"
KNOWN_FORMULA = (
    "sum of known capacities outside China that are not stopped, phases inside a total counted once"
)
LIKELY_FORMULA = (
    "mean of the simulated outcomes, each phase starting as often as such phases on record did"
)
PHASE, READINGS = "building", {"as_of": "low", "last_seen": "high"}


def facts(processed: Processed) -> Iterator[Fact]:
    """Products by operating share, each product's figures, and the record of starts."""
    rows = fig_pipeline.data(processed)
    yield from _products(rows)
    yield from _year(rows[rows["measure"] == "expected"])
    for product, panel in rows.groupby("product", sort=False):
        name = str(product).replace("_", "-")
        yield from sourced(*_known(panel, name), *_likely(panel, name), *_need(panel, name))
    yield from _starts(processed["start_chances"])


def _products(rows: pd.DataFrame) -> Iterator[Fact]:
    """Of how many products less than half operates, or nothing; plants of unknown size."""
    half, none, products = fig_pipeline.less_than_half(rows)
    drawn = rows[rows["measure"].isin(DRAWN)]
    for name, label, value in (
        ("pipeline-products", "products compared", products),
        ("pipeline-products-below-half", "products of which less than half operates", half),
        ("pipeline-products-none", "products of which no known capacity operates", none),
    ):
        yield from counted(name, label, value, "products", KNOWN_FORMULA, TABLE, drawn)
    unknown = rows[rows["measure"].isin(SIZE_UNKNOWN)]
    running = unknown[unknown["measure"] == SIZE_UNKNOWN[1]]
    for name, label, part, measures in (
        ("pipeline-size-unknown", "plants of these stages, size not known", unknown, SIZE_UNKNOWN),
        (
            "pipeline-size-unknown-operating",
            "operating plants of these stages, size not known",
            running,
            SIZE_UNKNOWN[1:],
        ),
    ):
        count = fig_pipeline.plants(rows, *measures)
        formula = "count of plants not stopped whose capacity is not known, each once"
        yield from counted(name, label, count, "plants", formula, "projects", either(part, unknown))


def _year(likely: pd.DataFrame) -> Iterator[Fact]:
    """The year for which the likely capacity is computed."""
    label, formula = "year at whose end the likely capacity is computed", "chosen; see the method"
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
    yield _mass(f"{name}-known", f"known capacity, {what}", found["live"], 3, drawn)
    if found[OLD]:
        label = f"capacity known from old figures alone, {what}"
        yield _mass(f"{name}-old", label, found[OLD], 2, drawn[drawn["measure"] == OLD])
    label = f"known capacity that operates, {what}"
    yield _mass(f"{name}-operating", label, found["running"], 2, either(running, drawn))
    yield Fact(
        f"{name}-operating-share",
        f"operating share of known capacity, {what}",
        share,
        "%",
        text.percent(share),
        "operating capacity, old figures included, over known capacity not stopped",
        TABLE,
        drawn,
    )


def _mass(
    name: str,
    label: str,
    tonnes: float,
    digits: int,
    rows: pd.DataFrame,
    formula: str = KNOWN_FORMULA,
) -> Fact:
    """A mass a year as a fact."""
    return Fact(name, label, float(tonnes), UNIT, text.tonnes(tonnes, digits), formula, TABLE, rows)


def _likely(panel: pd.DataFrame, name: str) -> Iterator[Fact]:
    """The means of the two readings, and the ends of their intervals."""
    rows = panel[panel["measure"] == "expected"]
    if rows.empty:
        return
    figures = {
        "likely-low": ("lower mean", rows["t_per_year"].min(), 2, LIKELY_FORMULA),
        "likely-high": ("upper mean", rows["t_per_year"].max(), 2, LIKELY_FORMULA),
        "range-low": ("lower end", rows["low_t"].min(), 3, "5th percentile of the lower reading"),
        "range-high": ("upper end", rows["high_t"].max(), 3, "95th percentile of the upper one"),
    }
    product = labels.product(str(panel["product"].iloc[0]))
    for figure, (kind, value, digits, formula) in figures.items():
        label = f"likely operating capacity at the end of {YEAR}, {product} outside China, {kind}"
        yield _mass(f"{name}-{figure}", label, value, digits, rows, formula)


def _need(panel: pd.DataFrame, name: str) -> Iterator[Fact]:
    """The need of one place in the same form, and the capacity there."""
    rows = panel[panel["measure"].isin(NEED)]
    if rows.empty:
        return
    first = rows.iloc[0]
    place = text.enumeration([labels.country(code) for code in first["place"].split("|")])
    product = labels.product(str(first["product"]))
    what = f"{product}, {place}, {first['year']}"
    need = rows[rows["measure"] == "need"]
    for word, label, value in (("place", "place", place), ("year", "year", int(first["year"]))):
        fact = (f"{name}-need-{word}", f"{label} of the need of {product}", value, None, str(value))
        yield Fact(*fact, "as the source states it", "capacity_need", need)
    tonnes = rows.set_index("measure")["t_per_year"]
    words = {
        "need": "need",
        "operating_there": "capacity that operates where the need is",
        "live_there": "capacity not stopped where the need is",
    }
    for measure, label in words.items():
        yield _mass(
            f"{name}-{measure.replace('_', '-')}",
            f"{label}: {what}",
            tonnes[measure],
            2,
            rows[rows["measure"] == measure],
            "as the source states it, or the sum of known capacities there",
        )


def _starts(chances: pd.DataFrame) -> Iterator[Fact]:
    """How many projects seen under way went on to operate, and their chance in a year."""
    rows = chances[(chances["phase"] == PHASE) & (chances["outcome"] == fig_pipeline.OUTCOME)]
    if rows.empty:
        return
    first = rows.iloc[0]
    for name, label, value in (
        ("building-seen", "projects seen with money committed or works begun", first["n_projects"]),
        ("building-started", "of these, seen to operate later", first["n_starts"]),
    ):
        formula = "count over the recorded histories"
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
                    "Poisson rate with the Jeffreys prior; projects without news followed to "
                    + ("the vintage" if reading == "as_of" else "the day last seen"),
                    "start_chances",
                    row,
                )
            )
