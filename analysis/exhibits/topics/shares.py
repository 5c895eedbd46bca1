"""Who processes what: facts on shares and concentration."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_concentration, fig_shares, labels, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed

SHARE_FORMULA = (
    "the country's output over world output of the same source, step and year; the source's own "
    "percentage where it gives no tonnes"
)


def facts(processed: Processed) -> Iterator[Fact]:
    """China's share along the magnet chain, its projection, and how many markets it leads."""
    chain = fig_shares.data(processed)
    yield from _china(chain)
    yield from _leads(fig_concentration.data(processed))


def _china(chain: pd.DataFrame) -> Iterator[Fact]:
    """China's share of each step, observed and projected, with the year of each."""
    china = chain[chain["country"] == fig_shares.CHINA]
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
            SHARE_FORMULA,
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
            "newest observed year, or first projected year after it",
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
            "count of markets whose largest producer in the newest observed year is China",
            "concentration",
            rows,
        )
        yield Fact(
            f"markets-{stage}",
            f"markets on record, {name}",
            of,
            "markets",
            text.number(of),
            "count of markets whose largest producer in the newest observed year is known",
            "concentration",
            rows,
        )
