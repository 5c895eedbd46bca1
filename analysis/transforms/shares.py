"""Who makes what: each country's share of one mineral at one stage in one year.

Several sources may describe one market (a mineral, stage, year and measure). One of them is
chosen for the whole market, so that its shares belong together and never add up to more than
100 %; the others serve as the second opinion. The order of preference is a rule, not a pick:

1. the stronger evidence tier (primary, reputable, weak);
2. a figure for the year itself before one whose year is only the edition of a study;
3. tonnages before stated percentages;
4. a point value before a bound ("above 90 %");
5. the newest publication;
6. the source that names more countries, then the alphabet.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pandera.pandas as pa

from analysis.columns import column
from analysis.problems import Problem, ProblemsError
from analysis.transforms.bounds import BOUNDS, bound_of
from analysis.transforms.provenance import TIERS, evidence_tiers, join_columns, joined_by

DISAGREEMENT_PP = 10.0
"""Percentage points between two sources above which both are shown: the two-source rule. Rounded
totals and revisions of one year stay well below it, differences of definition do not."""

TONNES_PER_UNIT = {
    "t": 1.0,
    "metric tons": 1.0,
    "thousand metric tons": 1000.0,
    "thousand metric dry tons": 1000.0,
    "kt": 1000.0,
    "kilograms": 0.001,
}
"""Metric tonnes in one unit, by definition of the units. A mass of ore, oxide or metal stays what
it is: only its unit changes."""

WORLD, REST = "WLD", "ROW"
STRONG = ("primary", "reputable")
YEAR_KINDS = ("data", "read", "edition")

MARKET = ["mineral", "stage", "year", "measure", "horizon"]
TABLE = [*MARKET, "source_id"]
CELL = [*MARKET, "country"]


class Shares(pa.DataFrameModel):
    """One country's share of one market, as the preferred source gives it."""

    mineral: str = column("mineral or product, as in the production table")
    stage: str = column("step of the value chain")
    year: int = column("calendar year, or the edition's year where year_kind says so")
    country: str = column("ISO 3166-1 alpha-3 code, a bloc, or ROW for the rest of the world")
    measure: str = column("output or capacity", isin=["production", "capacity"])
    basis: str = column("how the figure is known", isin=["actual", "estimate", "projection"])
    share_pct: float = column("share of the world total", "%", ge=0, le=100)
    share_low_pct: float = column("lowest share among the sources", "%", ge=0, le=100)
    share_high_pct: float = column("highest share among the sources", "%", ge=0, le=100)
    bound: str = column("whether the share is a point value or a bound", isin=BOUNDS)
    publisher: str = column("who published the chosen source")
    method: str = column("computed from tonnage, or stated", isin=["tonnage", "stated"])
    quantity: float = column("quantity in the unit of the source", nullable=True, ge=0)
    unit: str = column("unit of the quantity", nullable=True)
    quantity_t: float = column("the same quantity, form unchanged", "t", nullable=True, ge=0)
    rounding_excess_pct: float = column(
        "how far the listed countries exceed the source's own world total", "%", ge=0
    )
    quota: bool = column("the quantity is a permitted volume, not measured output")
    year_kind: str = column("year of the data, read from context, or edition", isin=YEAR_KINDS)
    n_sources: int = column("publishers with a share for this cell", ge=1)
    disagrees: bool = column("publishers differ by more than 10 percentage points")
    evidence_tier: str = column("strength of the chosen source", isin=TIERS)
    one_weak_source: bool = column("the share rests on one weak source alone")
    source_id: str = column("the chosen source")
    alternative_source_ids: str = column("other publishers' sources for this cell, |-separated")
    source_ids: str = column("all sources of the row, sorted, |-separated")
    raw_keys: str = column("all raw rows used, sorted, |-separated")

    class Config:
        strict = True
        coerce = True
        ordered = True


def shares(production: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The share of every country in every market that a source covers.

    Parameters:
        production: mineral, stage, year, country, share_pct (%), quantity, unit, measure, basis,
            note, source_id, source_row, row_key.
        sources: source_id, publisher, published_on, tier, access.

    Returns a `Shares` frame, ordered by mineral, stage, year, measure, basis and country; actual
    and estimated figures of one market stand together, projections apart. Cells for which no
    source gives or allows a share (withheld, quotas, one company's output) are left out.

    Raises ProblemsError where one source measures one market in two units.

    Method: a share is the country's quantity over the world total of the same source, mineral,
    stage, year and measure; over the sum of the listed countries and the rest of the world where
    that sum is larger (published totals are rounded) or where the total is missing. Where a
    source gives only percentages, its percentage. An older edition of the same publisher is a
    revision and not a second opinion. Chinese quotas are permitted volumes: where a source puts
    one in the place of output, `quota` says so. A study whose year is only its edition averages
    earlier years: part of its distance from another source may be time (`year_kind`).
    """
    figures = _figures(production, sources)
    problems = _mixed_units(figures)
    if problems:
        raise ProblemsError(problems)
    cells = _with_shares(figures)
    chosen = _chosen(cells)
    frame = _with_second_opinion(chosen, cells)
    order = ["mineral", "stage", "year", "measure", "basis", "country"]
    frame = frame.sort_values(order, kind="stable").reset_index(drop=True)
    return Shares.validate(frame[list(Shares.to_schema().columns)])


def _figures(production: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The rows of production with what the order of preference looks at."""
    details = sources.set_index("source_id")[["publisher", "published_on"]]
    tiers = evidence_tiers(sources).rename("evidence_tier")
    frame = production.join(details, on="source_id").join(tiers, on="source_id")
    note = frame["note"].fillna("")
    frame["year"] = pd.to_numeric(frame["year"]).astype("int64")
    for number in ("share_pct", "quantity"):
        frame[number] = pd.to_numeric(frame[number])
    frame["horizon"] = np.where(frame["basis"] == "projection", "projection", "observed")
    frame["bound"] = bound_of(note)
    frame["quota"] = note.str.contains("quota", case=False)
    frame["year_kind"] = np.select(
        [note.str.contains("year is the (?:edition|report)"), note.str.contains("year.* read")],
        ["edition", "read"],
        "data",
    )
    return frame


def _mixed_units(figures: pd.DataFrame) -> list[Problem]:
    """One problem for each row whose unit differs from the first unit of its table."""
    measured = figures[figures["quantity"].notna()]
    first = measured.groupby(TABLE, sort=False)["unit"].transform("first")
    unknown = ~measured["unit"].isin(list(TONNES_PER_UNIT))
    wrong = measured.assign(expected=first)[(measured["unit"] != first) | unknown]
    return [
        Problem(
            file="production.csv",
            row=int(row.source_row),
            column="unit",
            value=None if pd.isna(row.unit) else str(row.unit),
            rule="one-unit",
            message=f"a share needs one known unit for {row.mineral} {row.stage} {row.year}, "
            f"and the first row of this source has {row.expected}",
            repair="state the quantity in the unit of the world total",
        )
        for row in wrong.itertuples()
    ]


def _with_shares(figures: pd.DataFrame) -> pd.DataFrame:
    """The country rows that have a share, with denominator, method and rounding excess."""
    firm = figures["bound"] == "point"
    is_world = figures["country"] == WORLD
    totals = figures[is_world & firm].set_index(TABLE)[["quantity", "row_key"]]
    totals = totals[~totals.index.duplicated()].set_axis(["world", "world_key"], axis=1)
    cells = figures[~is_world].join(totals, on=TABLE)
    grouped = cells.groupby(TABLE, sort=False)
    listed = grouped["quantity"].transform("sum")
    complete = (cells["country"] == REST) & cells["quantity"].notna()
    has_rest = complete.groupby([cells[key] for key in TABLE], sort=False).transform("any")
    denominator = np.fmax(cells["world"], listed).where(cells["world"].notna() | has_rest)
    computed = 100 * cells["quantity"] / denominator.where(denominator > 0)
    computed = computed.where(cells["bound"] == "point")
    excess = 100 * (denominator / cells["world"] - 1)
    excess = excess.where(~np.isclose(denominator, cells["world"]))
    cells["method"] = np.where(computed.notna(), "tonnage", "stated")
    cells["rounding_excess_pct"] = excess.where(computed.notna()).fillna(0.0)
    cells["share_pct"] = computed.fillna(cells["share_pct"])
    cells["quantity_t"] = cells["quantity"] * cells["unit"].map(TONNES_PER_UNIT)
    return cells[cells["share_pct"].notna()]


def _preference(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells in the order of preference of their source tables."""
    grouped = cells.groupby(TABLE, sort=False)
    rank = pd.DataFrame(
        {
            "tier": cells["evidence_tier"].map(TIERS.index),
            "edition_year": cells["year_kind"] == "edition",
            "percentages": grouped["method"].transform("first") == "stated",
            "bounded": (cells["bound"] != "point"),
            "published": cells["published_on"].fillna(""),
            "countries": grouped["country"].transform("size"),
            "source": cells["source_id"],
        }
    )
    rank["bounded"] = rank["bounded"].groupby([cells[key] for key in TABLE]).transform("max")
    ascending = [name not in ("published", "countries") for name in rank.columns]
    return cells.loc[rank.sort_values(list(rank.columns), ascending=ascending, kind="stable").index]


def _chosen(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of the preferred source of each market."""
    best = _preference(cells)[TABLE].drop_duplicates(MARKET)
    return cells.merge(best, on=TABLE)


def _opinions(chosen: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """One share per chosen cell and publisher, the chosen one first."""
    others = _preference(cells[cells["country"] != REST]).merge(chosen[CELL], on=CELL)
    return pd.concat([chosen, others]).drop_duplicates([*CELL, "publisher"])


def _with_second_opinion(chosen: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The chosen cells with range, number of publishers, disagreement and evidence."""
    opinions = _opinions(chosen, cells)
    grouped = opinions.groupby(CELL, sort=False)["share_pct"]
    spread = grouped.agg(share_low_pct="min", share_high_pct="max", n_sources="size")
    second = opinions.merge(chosen[[*CELL, "source_id"]], on=CELL, suffixes=("", "_chosen"))
    second = second[second["source_id"] != second["source_id_chosen"]]
    alternatives = joined_by(second, CELL, "source_id").rename("alternative_source_ids")
    world = opinions[[*CELL, "world_key"]].set_axis([*CELL, "row_key"], axis=1)
    keys = pd.concat([opinions[[*CELL, "row_key"]], world])
    frame = chosen.join(spread, on=CELL).join(alternatives, on=CELL)
    frame = frame.join(joined_by(keys, CELL, "row_key").rename("raw_keys"), on=CELL)
    frame["alternative_source_ids"] = frame["alternative_source_ids"].fillna("")
    gap = frame["share_high_pct"] - frame["share_low_pct"]
    frame["disagrees"] = gap > DISAGREEMENT_PP
    frame["one_weak_source"] = ~frame["evidence_tier"].isin(STRONG) & (frame["n_sources"] == 1)
    frame["source_ids"] = join_columns(frame, ["source_id", "alternative_source_ids"])
    return frame
