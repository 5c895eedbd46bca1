"""Who processes what: facts on shares and concentration."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.facts import labels, text
from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.rules import either_of
from analysis.transforms.chain import CHINA, magnet_chain, of_china
from analysis.transforms.concentration import (
    COUNTED_WITHIN_ANOTHER,
    OLDEST_YEAR,
    led_by_china,
    newest_markets,
)
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
    f"{OLDEST_YEAR} on, top_certain True (the rest of the world cannot hold "
    "more) and a mineral not counted within another: not "
    f"{either_of(COUNTED_WITHIN_ANOTHER)}"
)
SPOKEN_OF = ("mining", "refining", "magnet")
"""The steps whose shares the prose gives; a figure and tables hold those of the others."""


def _share(row: pd.Series) -> str:
    basis = "projection" if row["basis"] == "projection" else "actual or estimate"
    cells = CELLS.format(stage=row["stage"], mineral=row["mineral"])
    return f"share_pct of {cells}, year {row['year']}, country {CHINA} and basis {basis}, {SHARE}"


def facts(processed: Processed) -> Iterator[Fact]:
    """China's share along the magnet chain, its projection, and how many markets it leads."""
    china = of_china(magnet_chain(processed["shares"]))
    later = china["basis"] == "projection"
    for index in china.index[~later & china["stage"].isin(SPOKEN_OF)]:
        yield _share_of(china.loc[[index]])
    for index in china.index[later & (china["stage"] == "refining")]:
        yield from _projection(china.loc[[index]])
    markets = newest_markets(processed["concentration"])
    for stage in ("mining", "refining"):
        yield from _leads(markets[markets["stage"] == stage], stage)


def _share_of(rows: pd.DataFrame) -> Fact:
    """China's share of one step, observed or projected."""
    row = rows.iloc[0]
    projected = row["basis"] == "projection"
    step = labels.CHAIN[row["stage"]].lower()
    return Fact(
        id=f"{_name(row)}-share",
        label=f"China's {'projected ' if projected else ''}share of {step}, {row['year']}",
        value=float(row["share_pct"]),
        unit="%",
        formula=_share(row),
        table="shares",
        rows=rows,
    )


def _projection(rows: pd.DataFrame) -> Iterator[Fact]:
    """China's projected share of one step, and its year."""
    row = rows.iloc[0]
    yield _share_of(rows)
    cells = CELLS.format(stage=row["stage"], mineral=row["mineral"])
    yield Fact(
        id=f"{_name(row)}-year",
        label=f"year of China's projected share of {labels.CHAIN[row['stage']].lower()}",
        value=int(row["year"]),
        unit=None,
        formula=f"first year in {cells} and basis projection after the newest year with another "
        "basis",
        table="shares",
        rows=rows,
    )


def _name(row: pd.Series) -> str:
    """How the ids of the facts on a step begin."""
    step = row["stage"].replace("_", "-")
    return f"china-{step}{'-projected' if row['basis'] == 'projection' else ''}"


def _leads(markets: pd.DataFrame, stage: str) -> Iterator[Fact]:
    """Of how many markets of a stage China is the largest producer."""
    leading = LEADING.format(stage=stage)
    for name, label, count, formula in (
        (
            "china-leads",
            "markets in which China is the largest producer",
            len(led_by_china(markets)),
            f"count, with top_country {CHINA}, of {leading}",
        ),
        ("markets", "markets on record", len(markets), f"count of {leading}"),
    ):
        yield Fact(
            id=f"{name}-{stage}",
            label=f"{label}, {labels.stage(stage).lower()}",
            value=count,
            unit="markets",
            said=text.number(count),
            formula=formula,
            table="concentration",
            rows=markets,
        )
