"""The processed tables: one line each, in the order in which they are computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import pandera.pandas as pa

from analysis.transforms import areas, concentration, funding, promises, shares, sources

if TYPE_CHECKING:
    from analysis.raw.load import RawData

Done = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class ProcessedTable:
    """One table of `data/processed`.

    Attributes:
        name: file name without `.csv`.
        title: what one row is, in a few words.
        model: the columns with meaning and unit; also the contract with the exhibits.
        compute: the transform, given the raw tables and the tables computed before.
    """

    name: str
    title: str
    model: type[pa.DataFrameModel]
    compute: Callable[[RawData, Done], pd.DataFrame]


TABLES: tuple[ProcessedTable, ...] = (
    ProcessedTable(
        "sources",
        "a document, and how strong it is as evidence",
        sources.Sources,
        lambda raw, done: sources.rated_sources(raw["sources"]),
    ),
    ProcessedTable(
        "shares",
        "a country's share of one mineral at one stage in one year",
        shares.Shares,
        lambda raw, done: shares.shares(raw["production"], raw["sources"]),
    ),
    ProcessedTable(
        "concentration",
        "how concentrated one mineral is at one stage in one year",
        concentration.Concentration,
        lambda raw, done: concentration.concentration(done["shares"], raw["allies"]),
    ),
    ProcessedTable(
        "promises",
        "a promise with a deadline, and its outcome",
        promises.PromiseOutcomes,
        lambda raw, done: promises.promise_outcomes(
            raw["promises"], raw["announcements"], raw["milestones"], raw.as_of
        ),
    ),
    ProcessedTable(
        "promise_summary",
        "the partners' promises counted, at the vintage",
        promises.PromiseSummary,
        lambda raw, done: promises.promise_summary(done["promises"], raw.as_of),
    ),
    ProcessedTable(
        "roadmap_areas",
        "an item of the EU-US roadmap, and how far it has come",
        areas.RoadmapAreas,
        lambda raw, done: areas.roadmap_areas(raw["roadmap_areas"], raw["roadmap_evidence"]),
    ),
    ProcessedTable(
        "area_summary",
        "the items of one area of the roadmap, counted by step",
        areas.AreaSummary,
        lambda raw, done: areas.area_summary(done["roadmap_areas"]),
    ),
    ProcessedTable(
        "funding",
        "one programme's money at one stage",
        funding.Funding,
        lambda raw, done: funding.programme_funding(
            raw["stockpile_funding"],
            raw["stockpile_programmes"],
            raw["funding_scope"],
            raw["programme_scope"],
            raw["exchange_rates"],
            raw["sources"],
        ),
    ),
    ProcessedTable(
        "funding_totals",
        "one jurisdiction's money at one stage, nothing counted twice",
        funding.FundingTotals,
        lambda raw, done: funding.funding_totals(done["funding"]),
    ),
)


def compute_all(raw: RawData) -> dict[str, pd.DataFrame]:
    """Every processed table, by name."""
    done: dict[str, pd.DataFrame] = {}
    for table in TABLES:
        done[table.name] = table.compute(raw, done)
    return done
