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

from analysis.core.columns import column
from analysis.core.problems import Problem, ProblemsError
from analysis.transforms.bounds import BOUNDS, bound_of
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import STRONG, TIERS, evidence_tiers, join_columns, joined_by
from analysis.transforms.quantities import TONNES_PER_UNIT

DISAGREEMENT_PP = 10.0
"""Percentage points between two sources above which both are shown: the two-source rule. Rounded
totals and revisions of one year stay well below it, differences of definition do not."""

WORLD, REST = "WLD", "ROW"
YEAR_KINDS = ("data", "read", "edition", "fiscal", "part")

MARKET = ["mineral", "stage", "year", "measure", "horizon"]
"""What one world total is of. Markets, the tables that sources give of them, and their cells
(countries) are numbered once, as `market`, `table` and `cell`: numbers join faster than texts."""

READ = [
    *("mineral", "stage", "year", "country", "share_pct", "quantity", "unit", "measure", "basis"),
    *("bound", "is_quota", "year_kind", "source_id", "source_row", "row_key"),
]
"""The columns of production that shares are made of."""

TEXTS = [
    *("mineral", "stage", "country", "measure", "basis", "unit", "bound", "year_kind"),
    *("source_id", "publisher", "published_on", "evidence_tier"),
]
"""What many rows share: as categories these texts are compared and carried along as numbers."""


class Shares(Evidenced):
    """One country's share of one market, as the preferred source gives it."""

    mineral: str = column("mineral or product, as in the production table")
    stage: str = column("step of the value chain")
    year: int = column("calendar year, or the edition's year where year_kind says so", "year")
    country: str = column("ISO 3166-1 alpha-3 code, a bloc, or ROW for the rest of the world")
    measure: str = column("output or capacity", isin=["production", "capacity"])
    basis: str = column("how the figure is known", isin=["actual", "estimate", "projection"])
    share_pct: float = column("share of the world total", "%", ge=0, le=100)
    share_low_pct: float = column("lowest share among the sources", "%", ge=0, le=100)
    share_high_pct: float = column("highest share among the sources", "%", ge=0, le=100)
    bound: str = column("whether the share is a point value or a bound", isin=BOUNDS)
    publisher: str = column("who published the chosen source")
    method: str = column("computed from tonnage, or stated", isin=["tonnage", "stated"])
    quantity: float = column("quantity in the unit of the source", "as unit", nullable=True, ge=0)
    unit: str = column("unit of the quantity", nullable=True)
    quantity_t: float = column("the same quantity, form unchanged", "t", nullable=True, ge=0)
    rounding_excess_pct: float = column(
        "how far the listed countries exceed the source's own world total", "%", ge=0
    )
    quota: bool = column("the quantity is a permitted volume, not measured output")
    year_kind: str = column(
        "year of the data, read from context, of the edition, fiscal, or a part of it",
        isin=YEAR_KINDS,
    )
    n_sources: int = column("publishers with a share for this cell", "publishers", ge=1)
    disagrees: bool = column("publishers differ by more than 10 percentage points")
    evidence_tier: str = column("strength of the chosen source", isin=TIERS)
    one_weak_source: bool = column("the share rests on one weak source alone")
    source_id: str = column("the chosen source")
    alternative_source_ids: str = column("other publishers' sources for this cell, |-separated")


def shares(production: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The share of every country in every market that a source covers.

    Parameters:
        production: mineral, stage, year, country, share_pct (%), quantity, unit, measure, basis,
            bound, is_quota, year_kind, source_id, source_row, row_key.
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
    cells = cells.join(_preference(cells), on="table")
    chosen = _chosen(cells)
    frame = _with_second_opinion(chosen, cells)
    order = ["mineral", "stage", "year", "measure", "basis", "country"]
    frame = frame.sort_values(order, kind="stable")[list(Shares.to_schema().columns)]
    texts = {name: _texts(frame[name]) for name in frame.columns.intersection(TEXTS)}
    return Shares.validate(frame.assign(**texts).reset_index(drop=True))


def _texts(categories: pd.Series) -> pd.Series:
    """The texts of categories; `astype` takes ten times as long."""
    texts = categories.cat.categories.array
    taken = texts.take(categories.cat.codes.to_numpy(), allow_fill=True)
    return pd.Series(taken, categories.index, name=categories.name)


def _figures(production: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The rows of production with what the order of preference looks at."""
    details = sources.set_index("source_id")[["publisher", "published_on"]]
    details = details.fillna({"published_on": ""})
    details["evidence_tier"] = evidence_tiers(sources)
    frame = production[READ].join(details, on="source_id")
    frame["bound"] = bound_of(frame["bound"])
    frame["quota"] = frame["is_quota"].fillna(False).astype(bool)
    frame["year_kind"] = frame["year_kind"].fillna(YEAR_KINDS[0])
    frame["year"] = pd.to_numeric(frame["year"]).astype("int64")
    for number in ("share_pct", "quantity"):
        frame[number] = pd.to_numeric(frame[number])
    frame["horizon"] = frame["basis"] == "projection"
    frame[TEXTS] = frame[TEXTS].astype("category")
    frame["market"] = frame.groupby(MARKET, sort=False).ngroup()
    frame["table"] = frame.groupby(["market", "source_id"], sort=False).ngroup()
    frame["cell"] = frame.groupby(["market", "country"], sort=False).ngroup()
    return frame


def _mixed_units(figures: pd.DataFrame) -> list[Problem]:
    """One problem for each row whose unit differs from the first unit of its table."""
    unit, measured = figures["unit"], figures["quantity"].notna()
    first = unit.where(measured).groupby(figures["table"], sort=False).transform("first")
    unknown = ~unit.isin(list(TONNES_PER_UNIT))
    wrong = figures.assign(expected=first)[measured & ((unit != first) | unknown)]
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
    is_world, firm = figures["country"] == WORLD, figures["bound"] == "point"
    totals = figures[is_world & firm].drop_duplicates("table").set_index("table")
    totals = totals[["quantity", "row_key"]].set_axis(["world", "world_key"], axis=1)
    cells = figures[~is_world].join(totals, on="table")
    listed = cells.groupby("table", sort=False)["quantity"].transform("sum")
    rest = cells[(cells["country"] == REST) & cells["quantity"].notna()]
    complete = cells["world"].notna() | cells["table"].isin(rest["table"])
    denominator = np.fmax(cells["world"], listed).where(complete)
    computed = 100 * cells["quantity"] / denominator.where(denominator > 0)
    # The last bit of 100·x/x may lie above 100 for an only producer, which no share can.
    computed = computed.where(cells["bound"] == "point").clip(upper=100)
    excess = 100 * (denominator / cells["world"] - 1)
    excess = excess.where(~np.isclose(denominator, cells["world"]))
    cells["method"] = np.where(computed.notna(), "tonnage", "stated")
    cells["rounding_excess_pct"] = excess.where(computed.notna()).fillna(0.0)
    cells["share_pct"] = computed.fillna(cells["share_pct"])
    cells["quantity_t"] = cells["quantity"] * _texts(cells["unit"]).map(TONNES_PER_UNIT)
    return cells[cells["share_pct"].notna()]


def _preference(cells: pd.DataFrame) -> pd.Series:
    """The place of each table in the order of preference; 0 comes first. Indexed by table."""
    bounded = cells.loc[cells["bound"] != "point", "table"]
    tables = cells.drop_duplicates("table").set_index("table")
    rank = pd.DataFrame(
        {
            "tier": _texts(tables["evidence_tier"]).map(TIERS.index),
            "edition_year": tables["year_kind"] == "edition",
            "percentages": tables["method"] == "stated",
            "bounded": tables.index.isin(bounded),
            "published": tables["published_on"],
            "countries": cells["table"].value_counts(),
            "source": tables["source_id"],
        }
    )
    ascending = [name not in ("published", "countries") for name in rank.columns]
    ordered = rank.sort_values(list(rank.columns), ascending=ascending, kind="stable")
    return pd.Series(range(len(ordered)), index=ordered.index, name="place")


def _chosen(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of the preferred source of each market."""
    best = cells.loc[cells.groupby("market", sort=False)["place"].idxmin(), "table"]
    return cells[cells["table"].isin(best)]


def _opinions(chosen: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """One share per chosen cell and publisher, the chosen one first."""
    in_chosen = cells["table"].isin(chosen["table"])
    asked = cells["cell"].isin(chosen["cell"]) & (in_chosen | (cells["country"] != REST))
    said = ["cell", "publisher", "table", "share_pct", "source_id", "row_key", "world_key", "place"]
    by_preference = cells.loc[asked, said].sort_values("place", kind="stable")
    return by_preference.drop_duplicates(["cell", "publisher"])


def _with_second_opinion(chosen: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The chosen cells with range, number of publishers, disagreement and evidence."""
    opinions = _opinions(chosen, cells)
    spread = opinions.groupby("cell", sort=False)["share_pct"].agg(
        share_low_pct="min", share_high_pct="max", n_sources="size"
    )
    second = opinions[~opinions["table"].isin(chosen["table"])]
    alternatives = joined_by(second, "cell", "source_id").rename("alternative_source_ids")
    world = opinions[["cell", "world_key"]].set_axis(["cell", "row_key"], axis=1)
    keys = joined_by(pd.concat([opinions[["cell", "row_key"]], world]), "cell", "row_key")
    evidence = pd.concat([spread, alternatives, keys.rename("raw_keys")], axis=1)
    frame = chosen.join(evidence, on="cell")
    frame["disagrees"] = frame["share_high_pct"] - frame["share_low_pct"] > DISAGREEMENT_PP
    frame["one_weak_source"] = ~frame["evidence_tier"].isin(STRONG) & (frame["n_sources"] == 1)
    several = frame["alternative_source_ids"].notna()
    frame["source_ids"] = _texts(frame["source_id"])
    names = ["source_id", "alternative_source_ids"]
    frame.loc[several, "source_ids"] = join_columns(frame[several], names)
    frame["alternative_source_ids"] = frame["alternative_source_ids"].fillna("")
    return frame
