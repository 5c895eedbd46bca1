"""Who processes what: facts on shares and concentration."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_concentration, fig_shares, labels, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.fig_shares import CHINA
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.rules import either_of
from analysis.transforms.shares import WORLD

CELLS = "processed/shares.csv with stage {stage}, mineral {mineral} and measure production"
SHARE = (
    f"of raw/production.csv: 100 x quantity of {CHINA} divided by the world total (country "
    f"{WORLD}) of the same source, mineral, stage, year and measure, or by the sum of the "
    "countries listed where that is larger or, with a rest of the world, where there is no total; "
    "the share_pct of the source where it gives no quantity (method stated). Of several sources "
    "for a market one counts for all its countries, by the stronger evidence, then figures of the "
    "year itself before those of an edition, tonnages before percentages, point values before "
    "bounds, the newest publication, most countries, the alphabet"
)
LEADING = (
    "each mineral's newest row of processed/concentration.csv with stage {stage}, measure "
    "production, basis other than projection, year_kind other than edition, year from "
    f"{fig_concentration.OLDEST_YEAR} on, top_certain True (the rest of the world cannot hold "
    "more) and a mineral not counted within another: not "
    f"{either_of(fig_concentration.COUNTED_WITHIN_ANOTHER)}"
)


def _share(row: pd.Series) -> str:
    basis = "projection" if row["basis"] == "projection" else "actual or estimate"
    cells = CELLS.format(stage=row["stage"], mineral=row["mineral"])
    return f"share_pct of {cells}, year {row['year']}, country {CHINA} and basis {basis}, {SHARE}"


def _year(row: pd.Series) -> str:
    cells = CELLS.format(stage=row["stage"], mineral=row["mineral"])
    if row["basis"] == "projection":
        return (
            f"first year in {cells} and basis projection after the newest year with another basis"
        )
    return f"newest year in {cells} and a basis other than projection"


def facts(processed: Processed) -> Iterator[Fact]:
    """China's share along the magnet chain, its projection, and how many markets it leads."""
    chain = fig_shares.data(processed)
    yield from _china(chain)
    yield from _leads(fig_concentration.data(processed))


def _china(chain: pd.DataFrame) -> Iterator[Fact]:
    """China's share of each step, observed and projected, with the year of each."""
    china = chain[chain["country"] == CHINA]
    for row_index in china.index:
        rows = china.loc[[row_index]]
        row = rows.iloc[0]
        stage = row["stage"].replace("_", "-")
        projected = row["basis"] == "projection"
        kind = "-projected" if projected else ""
        what = f"China's {'projected ' if projected else ''}share of {row['step'].lower()}"
        name = f"china-{stage}{kind}"
        share = float(row["share_pct"])
        yield Fact(
            f"{name}-share",
            f"{what}, {row['year']}",
            share,
            "%",
            text.percent(share),
            _share(row),
            "shares",
            rows,
        )
        year = int(row["year"])
        yield Fact(
            f"{name}-year",
            f"year of {what}",
            year,
            None,
            str(year),
            _year(row),
            "shares",
            rows,
        )


def _leads(markets: pd.DataFrame) -> Iterator[Fact]:
    """Of how many markets China is the largest producer, by stage."""
    for stage in fig_concentration.PANELS:
        rows = markets[markets["stage"] == stage]
        led, of = fig_concentration.led_by_china(markets, stage)
        name = labels.stage(stage).lower()
        yield Fact(
            f"china-leads-{stage}",
            f"markets in which China is the largest producer, {name}",
            led,
            "markets",
            text.number(led),
            f"count, with top_country {CHINA}, of {LEADING.format(stage=stage)}",
            "concentration",
            rows,
        )
        yield Fact(
            f"markets-{stage}",
            f"markets on record, {name}",
            of,
            "markets",
            text.number(of),
            f"count of {LEADING.format(stage=stage)}",
            "concentration",
            rows,
        )
