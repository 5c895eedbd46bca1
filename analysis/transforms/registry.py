"""The processed tables: one line each, in the order in which they are computed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import pandera.pandas as pa

from analysis.core.parallel import Map
from analysis.transforms import (
    areas,
    benchmarks,
    buffer,
    claims,
    concentration,
    curves,
    floor,
    funding,
    history,
    ladder,
    lead_times,
    need,
    pipeline,
    promises,
    prospects,
    readings,
    scorecard,
    sensitivity,
    shares,
    slippage,
    sources,
    starts,
    stocks,
    support,
    verdict,
)

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
        "stockpile_totals",
        "public money of all stockpiles at one stage, nothing counted twice",
        funding.StockpileTotals,
        lambda raw, done: funding.stockpile_totals(done["funding"]),
    ),
    ProcessedTable(
        "support",
        "public money, a floor or an offtake for one project",
        support.Support,
        lambda raw, done: support.public_support(
            raw["project_support"],
            raw["support_funders"],
            raw["projects"],
            raw["exchange_rates"],
            raw["sources"],
        ),
    ),
    ProcessedTable(
        "support_totals",
        "one jurisdiction's support by instrument and stage",
        support.SupportTotals,
        lambda raw, done: support.support_totals(done["support"]),
    ),
    ProcessedTable(
        "ladder",
        "an announcement, and the rung on which it stands",
        ladder.LadderStanding,
        lambda raw, done: ladder.ladder_standing(
            raw["announcements"],
            raw["milestones"],
            raw["ladder"],
            raw["ladder_exceptions"],
            raw["allies"],
        ),
    ),
    ProcessedTable(
        "two_curves",
        "one series in one month: instruments signed, plants started",
        curves.TwoCurves,
        lambda raw, done: curves.two_curves(
            ladder.rated_events(
                raw["announcements"], raw["milestones"], raw["ladder"], raw["ladder_exceptions"]
            ),
            raw["announcements"],
            raw["allies"],
            raw["project_history"],
            raw["projects"],
            raw["project_marks"],
            raw.as_of,
        ),
    ),
    ProcessedTable(
        "projects",
        "a plant or phase outside China, with its net capacity and status",
        pipeline.ProjectCapacity,
        lambda raw, done: pipeline.project_capacity(
            raw["projects"],
            raw["project_history"],
            raw["product_forms"],
            raw["project_marks"],
            raw.as_of,
        ),
    ),
    ProcessedTable(
        "pipeline",
        "capacity outside China of one product at one status",
        pipeline.Pipeline,
        lambda raw, done: pipeline.pipeline(done["projects"]),
    ),
    ProcessedTable(
        "pipeline_steps",
        "capacity outside China of one product at one step, not stopped",
        pipeline.PipelineSteps,
        lambda raw, done: pipeline.pipeline_steps(done["pipeline"]),
    ),
    ProcessedTable(
        "start_chances",
        "the yearly chance that a project of one phase starts",
        starts.StartChances,
        lambda raw, done: starts.start_chances(raw["projects"], raw["project_history"], raw.as_of),
    ),
    ProcessedTable(
        "expected_capacity",
        "capacity of one product at the end of one year, promised and expected",
        prospects.ExpectedCapacity,
        lambda raw, done: prospects.expected_capacity(
            done["projects"], done["start_chances"], raw.as_of
        ),
    ),
    ProcessedTable(
        "capacity_need",
        "capacity of one product beside the demand of the same countries",
        need.CapacityNeed,
        lambda raw, done: need.capacity_need(
            raw["capacity_needs"], raw["demand"], done["projects"]
        ),
    ),
    ProcessedTable(
        "slippage",
        "a project's first promised start against its start or today",
        slippage.Slippage,
        lambda raw, done: slippage.slippage(
            raw["projects"], raw["project_history"], raw["project_marks"], raw.as_of
        ),
    ),
    ProcessedTable(
        "delay_curve",
        "the share of plants that do not operate so long after their promise",
        slippage.DelayCurve,
        lambda raw, done: slippage.delay_curve(done["slippage"]),
    ),
    ProcessedTable(
        "lead_times",
        "how long one stage takes, by kind of evidence",
        lead_times.LeadTimes,
        lambda raw, done: lead_times.lead_times(raw["lead_times"], raw["sources"]),
    ),
    ProcessedTable(
        "benchmarks",
        "the position of the European Union against one of its benchmarks",
        benchmarks.Benchmarks,
        lambda raw, done: benchmarks.benchmarks(raw["benchmarks"], raw["sources"]),
    ),
    ProcessedTable(
        "benchmark_summary",
        "one benchmark, and how many materials meet it",
        benchmarks.BenchmarkSummary,
        lambda raw, done: benchmarks.benchmark_summary(done["benchmarks"]),
    ),
    ProcessedTable(
        "buffer",
        "one mineral: what days of it cost and what the money buys",
        buffer.Buffer,
        lambda raw, done: buffer.buffer(
            raw["buffer_basket"],
            raw["demand"],
            raw["prices"],
            raw["trade_reliance"],
            raw["stockpile_contents"],
            done["funding"],
            raw["unit_conversions"],
        ),
    ),
    ProcessedTable(
        "buffer_basket",
        "the priced minerals together: target, cost and days bought",
        buffer.BufferBasket,
        lambda raw, done: buffer.buffer_basket(
            done["buffer"], raw["stockpile_contents"], done["funding"]
        ),
    ),
    ProcessedTable(
        "stocks",
        "one material that a stockpile holds, sought, ordered or aims at",
        stocks.Stocks,
        lambda raw, done: stocks.stocks(
            raw["stockpile_contents"],
            raw["stockpile_programmes"],
            raw["unit_conversions"],
            raw["sources"],
        ),
    ),
    ProcessedTable(
        "floor_prices",
        "one market price against the price floor",
        floor.FloorPrices,
        lambda raw, done: floor.floor_prices(raw["prices"], raw["milestones"]),
    ),
    ProcessedTable(
        "floor_payments",
        "one period: floor payment worked out, and reported",
        floor.FloorPayments,
        lambda raw, done: floor.floor_payments(
            raw["floor_payments"],
            done["floor_prices"],
            raw["project_support"],
            raw["milestones"],
        ),
    ),
    ProcessedTable(
        "claims_matrix",
        "what one starting article says on one topic",
        claims.ClaimsMatrix,
        lambda raw, done: claims.claims_matrix(raw["claims"], raw["sources"]),
    ),
    ProcessedTable(
        "claim_topics",
        "one topic over all starting articles",
        claims.ClaimTopics,
        lambda raw, done: claims.claim_topics(raw["claims"], raw["sources"]),
    ),
    ProcessedTable(
        "score_components",
        "one component of one actor's score",
        scorecard.ScoreComponents,
        lambda raw, done: scorecard.score_components(
            raw["actors"], done["ladder"], done["support"], done["projects"]
        ),
    ),
    ProcessedTable(
        "scorecard",
        "one actor's coordination and capacity scores, and their range",
        scorecard.Scorecard,
        lambda raw, done: scorecard.scorecard(done["score_components"]),
    ),
    ProcessedTable(
        "verdict_results",
        "one test of the verdict",
        verdict.VerdictTestResults,
        lambda raw, done: verdict.verdict_results(raw["verdict_tests"], done),
    ),
    ProcessedTable(
        "verdict",
        "the answer: tests met and not met",
        verdict.Verdict,
        lambda raw, done: verdict.verdict(done["verdict_results"]),
    ),
    ProcessedTable(
        "verdict_history",
        "one test of the verdict as known at the end of one month",
        history.VerdictHistory,
        lambda raw, done: history.verdict_history(verdict_months(raw)),
    ),
    ProcessedTable(
        "sensitivity",
        "one test of the verdict without one of its sources",
        sensitivity.Sensitivity,
        lambda raw, done: sensitivity.sensitivity(done["verdict_results"], done),
    ),
    ProcessedTable(
        "sensitivity_summary",
        "one test of the verdict: sources behind it, and those that change it",
        sensitivity.SensitivitySummary,
        lambda raw, done: sensitivity.sensitivity_summary(
            done["verdict_results"], done["sensitivity"]
        ),
    ),
    ProcessedTable(
        "second_readings",
        "what a second reader found last in one raw row, and whether it stands",
        readings.SecondReadings,
        lambda raw, done: readings.second_readings(raw.tables, done["verdict_results"], raw.as_of),
    ),
    ProcessedTable(
        "audits",
        "one audit: rows drawn at random, and the share found right",
        readings.Audits,
        lambda raw, done: readings.audits(raw["audits"], done["second_readings"], raw.as_of),
    ),
)


def compute_all(
    raw: RawData,
    names: Collection[str] | None = None,
    months: Iterable[pd.DataFrame] | None = None,
) -> dict[str, pd.DataFrame]:
    """Every processed table, by name; or those of the given names, with all that they read.

    `months` are those of the verdict's history (see `verdict_months`), if they were begun before.
    """
    done: dict[str, pd.DataFrame] = {}
    for table in TABLES:
        if table.name == "verdict_history" and months is not None:
            done[table.name] = history.verdict_history(months)
        elif names is None or table.name in names:
            done[table.name] = table.compute(raw, done)
    return done


def verdict_months(raw: RawData, run: Map = map) -> Iterable[pd.DataFrame]:
    """The months of the verdict's history, computed as `run` does."""
    return history.verdict_months(raw, partial(compute_all, names=history.READS), run)
