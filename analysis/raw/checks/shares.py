"""Shares of production against each other and against their quantities."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.cells import listed, plain, problem_at, problems_at
from analysis.raw.tables import TABLES

Tables = Mapping[str, pd.DataFrame]

MARKET = ["mineral", "stage", "year", "measure", "source_id"]
PRODUCTION = TABLES["production"]

# Shares are written with two decimals; each may be off by half of the last one.
SHARE_ROUNDING_PP = 0.005
# A sum within this of 100 is rounding of the shares alone.
SUM_ROUNDING_PP = 0.5
# A total of two digits, as most of USGS's are, stands up to 5 % too low and its shares too high.
# IEA's totals have four digits and more: where its countries exceed them, that is no rounding.
EXCESS_PP = 5.0
FEWEST_DIGITS = 2
EXPLANATIONS = "withheld|not available|not shown|source gives"


def sums(tables: Tables) -> list[Problem]:
    """Shares of one market from one source add up to no more than 100 %.

    Up to `EXCESS_PP` above is a warning, one for each source, which says how much of it the
    rounding of the source's totals explains. More is an error.
    """
    rows = tables["production"]
    parts = rows[(rows["country"] != "WLD") & rows["share_pct"].notna()]
    total = parts.groupby(MARKET, as_index=False)["share_pct"].sum()
    over = total[total["share_pct"] > 100 + SUM_ROUNDING_PP]
    beyond = over["share_pct"] > 100 + EXCESS_PP
    world = rows[rows["country"] == "WLD"].drop_duplicates(MARKET)[[*MARKET, "quantity"]]
    return _beyond(rows, over[beyond]) + _within(over[~beyond].merge(world, "left", on=MARKET))


def rounding_pp(total: float) -> float:
    """How far shares of a total may add up above 100 %, in points, because it is rounded.

    A total is taken as rounded to its digits other than final zeros, but to two at the least:
    100 000 may be a rounded 104 999 and not a rounded 149 999.
    """
    if not total > 0:
        return 0.0
    digits = max(FEWEST_DIGITS, len(f"{total:.10g}".replace(".", "").strip("0")))
    step = 10.0 ** (math.floor(math.log10(total)) + 1 - digits)
    return 100 * (step / 2) / total


def falls(tables: Tables) -> list[Problem]:
    """Nothing falls by more than the whole of it."""
    effects = tables["disruption"]
    return problems_at(
        TABLES["disruption"],
        effects,
        (effects["unit"] == "%") & (effects["figure"] < -100),
        "figure",
        "range",
        "is a fall by more than all there was",
        "mend the number, or its unit",
    )


def _beyond(rows: pd.DataFrame, markets: pd.DataFrame) -> list[Problem]:
    problems = []
    for market in markets.to_dict("records"):
        same = (rows[MARKET] == pd.Series(market)[MARKET]).all(axis=1)
        problems.append(
            problem_at(
                PRODUCTION,
                rows,
                rows.index[same][0],
                "share_pct",
                "share-sum",
                f"is one of the shares of {_market(market)} that add up to "
                f"{market['share_pct']:.1f} %",
                "look for a row counted twice or a wrong share",
            )
        )
    return problems


def _within(over: pd.DataFrame) -> list[Problem]:
    problems = []
    for source, markets in over.groupby("source_id"):
        worst = markets.loc[markets["share_pct"].idxmax()].to_dict()
        allowed = 100 + SUM_ROUNDING_PP + markets["quantity"].map(rounding_pp)
        rounded = int((markets["share_pct"] <= allowed).sum())
        problems.append(
            Problem(
                file=PRODUCTION.file,
                column="share_pct",
                value=str(source),
                rule="share-sum",
                message=f"has shares that add up to more than 100 % in {len(markets)} cases, at "
                f"most {worst['share_pct']:.1f} % ({_market(worst)}); rounded totals explain "
                f"{rounded} of them, the other {len(markets) - rounded} have a total below its "
                "countries",
                repair="quote shares of rounded totals without decimals, and name any other excess",
                severity="warning",
                count=len(markets),
            )
        )
    return problems


def _market(market: Mapping[str, object]) -> str:
    return f"{market['mineral']} {market['stage']} {market['year']} {market['measure']}"


def totals(tables: Tables) -> list[Problem]:
    """The total of a market is 100 % of it."""
    rows = tables["production"]
    wrong = (rows["country"] == "WLD") & rows["share_pct"].notna() & (rows["share_pct"] != 100)
    return problems_at(
        PRODUCTION, rows, wrong, "share_pct", "share-total", "is the share of a total", "write 100"
    )


def match_quantities(tables: Tables) -> list[Problem]:
    """A share agrees with its quantity and the total of the same source.

    Of a share that is a bound, only the wrong side of it is a problem.
    """
    rows = tables["production"]
    world = rows[rows["country"] == "WLD"].drop_duplicates(MARKET)
    total = rows[MARKET].merge(world[[*MARKET, "quantity", "unit"]], "left").set_axis(rows.index)
    computed = (100 * rows["quantity"] / total["quantity"]).where(rows["unit"] == total["unit"])
    off = rows["share_pct"] - computed
    low, high = rows["bound"] == "lower", rows["bound"] == "upper"
    allowed = 2 * SHARE_ROUNDING_PP
    wrong = ((off > allowed) & ~high) | ((off < -allowed) & ~low)
    return [
        problem_at(
            PRODUCTION,
            rows,
            at,
            "share_pct",
            "share-quantity",
            f"is not the share that {plain(rows.loc[at, 'quantity'])} {rows.loc[at, 'unit']} have "
            f"in the source's total ({computed[at]:.2f} %)",
            "mend the share or the quantity, or fill in bound",
        )
        for at in rows.index[wrong]
    ]


def withheld(tables: Tables) -> list[Problem]:
    """Rows with neither share nor quantity, which say only that a country produces."""
    rows = tables["production"]
    empty = rows[rows["share_pct"].isna() & rows["quantity"].isna()]
    explained = empty["note"].str.contains(EXPLANATIONS, na=False).astype(bool)
    unexplained = empty[~explained]
    if unexplained.empty:
        return []
    keys = unexplained["row_key"].dropna().str.removeprefix(f"{PRODUCTION.name}:")
    return [
        Problem(
            file=PRODUCTION.file,
            column="quantity",
            rule="no-figure",
            message=f"{len(unexplained)} rows have neither share nor quantity: {listed(keys, 2)}",
            repair="say in the note why",
            severity="warning",
            count=len(unexplained),
        )
    ]
