"""The processed tables, each with what it is computed from: the graph of the transforms.

The order of the computation, what one table needs, and what the verdict's history reads all follow
from what each entry names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.pandas as pa

from analysis.core.parallel import Map
from analysis.raw.tables import TABLES as RAW_TABLES
from analysis.transforms import (
    areas,
    benchmarks,
    buffer,
    chain,
    claims,
    concentration,
    conversion,
    curves,
    expected,
    floor,
    funding,
    history,
    ladder,
    lead_times,
    need,
    pipeline,
    profiles,
    progress,
    progress_shape,
    promises,
    prospects,
    readings,
    reliance,
    scorecard,
    sensitivity,
    shares,
    slippage,
    sources,
    stocks,
    support,
    supported,
    tombstones,
    verdict,
    watch,
)
from analysis.transforms.verdict import MEASURES

if TYPE_CHECKING:
    from analysis.raw.load import RawData

Done = Mapping[str, pd.DataFrame]

RAW, PROCESSED = "raw/", "processed/"
# What a transform may read besides tables: the vintage, all raw tables by name, and the months of
# the verdict's history.
AS_OF, ALL_RAW, MONTHS = "as_of", "raw", "months"
VERDICT = "verdict"

# What says how far acts should have come by now.
EXPECTATIONS = (
    "processed/act_paths",
    "processed/progress_rates",
    "processed/progress_shape",
    "raw/hypotheses",
)
# What the chain of plants is fitted to.
HISTORIES = ("raw/projects", "raw/project_history", "raw/project_marks", "raw/sources", AS_OF)

# The tables that the verdict measures, and that which says how strong their sources are.
MEASURED_TABLES = tuple(
    dict.fromkeys(["sources", *(name for each in MEASURES.values() for name in each.tables)])
)
MEASURED = tuple(f"{PROCESSED}{name}" for name in MEASURED_TABLES)


@dataclass(frozen=True)
class ProcessedTable:
    """One table of `data/processed`.

    Attributes:
        name: file name without `.csv`.
        title: what one row is, in a few words.
        model: the columns with meaning and unit; also the contract with facts and exhibits.
        compute: the transform, given what it reads.
        reads: its parameters, in their order: `raw/<table>`, `processed/<table>`, or one of the
            other things above.
    """

    name: str
    title: str
    model: type[pa.DataFrameModel]
    compute: Callable[..., pd.DataFrame]
    reads: tuple[str, ...]


def over_measured(
    transform: Callable[..., pd.DataFrame], own: int = 1
) -> Callable[..., pd.DataFrame]:
    """A transform of what is its own and, by name, of the tables that the verdict measures."""

    def over(*given: Any) -> pd.DataFrame:
        return transform(*given[:own], dict(zip(MEASURED_TABLES, given[own:], strict=True)))

    return over


def begun_and_started(
    announcements: pd.DataFrame,
    milestones: pd.DataFrame,
    rungs: pd.DataFrame,
    exceptions: pd.DataFrame,
    *others: Any,
) -> pd.DataFrame:
    """The two curves over the rated events of the announcements."""
    events = ladder.rated_events(announcements, milestones, rungs, exceptions)
    return curves.two_curves(events, announcements, *others)


TABLES: tuple[ProcessedTable, ...] = (
    ProcessedTable(
        "sources",
        "a document, and how strong it is as evidence",
        sources.GradedSources,
        sources.rated_sources,
        ("raw/sources",),
    ),
    ProcessedTable(
        "shares",
        "a country's share of one mineral at one stage in one year",
        shares.Shares,
        shares.shares,
        ("raw/production", "raw/sources"),
    ),
    ProcessedTable(
        "made_beyond",
        "output outside China at one step of the magnet chain",
        chain.MadeBeyond,
        chain.made_beyond,
        ("processed/shares", "raw/production"),
    ),
    ProcessedTable(
        "concentration",
        "how concentrated one mineral is at one stage in one year",
        concentration.Concentration,
        concentration.concentration,
        ("processed/shares", "raw/allies"),
    ),
    ProcessedTable(
        "promises",
        "a promise with a deadline, and its outcome",
        promises.PromiseOutcomes,
        promises.promise_outcomes,
        ("raw/promises", "raw/announcements", "raw/milestones", AS_OF),
    ),
    ProcessedTable(
        "promise_summary",
        "the partners' promises counted, at the vintage",
        promises.PromiseSummary,
        promises.promise_summary,
        ("processed/promises", AS_OF),
    ),
    ProcessedTable(
        "roadmap_areas",
        "an item of the EU-US roadmap, and how far it has come",
        areas.RoadmapItems,
        areas.roadmap_areas,
        ("raw/roadmap_areas", "raw/roadmap_evidence"),
    ),
    ProcessedTable(
        "funding",
        "one programme's money at one stage",
        funding.Funding,
        funding.programme_funding,
        (
            "raw/stockpile_funding",
            "raw/stockpile_programmes",
            "raw/funding_scope",
            "raw/programme_scope",
            "raw/exchange_rates",
            "raw/sources",
        ),
    ),
    ProcessedTable(
        "stockpile_totals",
        "public money of all stockpiles at one stage, nothing counted twice",
        funding.StockpileTotals,
        funding.stockpile_totals,
        ("processed/funding",),
    ),
    ProcessedTable(
        "support",
        "public money, a floor or an offtake for one project",
        support.Support,
        support.public_support,
        (
            "raw/project_support",
            "raw/support_funders",
            "raw/projects",
            "raw/exchange_rates",
            "raw/sources",
        ),
    ),
    ProcessedTable(
        "support_totals",
        "one jurisdiction's support by instrument and stage",
        support.SupportTotals,
        support.support_totals,
        ("processed/support",),
    ),
    ProcessedTable(
        "ladder",
        "an announcement, and the rung on which it stands",
        ladder.LadderStanding,
        ladder.ladder_standing,
        (
            "raw/announcements",
            "raw/milestones",
            "raw/ladder",
            "raw/ladder_exceptions",
            "raw/allies",
        ),
    ),
    ProcessedTable(
        "act_paths",
        "how far one act that began as words or rules has come",
        conversion.ActPaths,
        conversion.act_paths,
        (
            "raw/announcements",
            "raw/milestones",
            "raw/ladder",
            "raw/ladder_exceptions",
            "raw/allies",
            "raw/act_links",
            "raw/project_support",
            "raw/projects",
            "raw/project_history",
            "raw/project_marks",
            AS_OF,
        ),
    ),
    ProcessedTable(
        "conversion_curve",
        "the share of acts that reached a rung by one month since signature",
        conversion.ConversionCurve,
        conversion.conversion_curve,
        ("processed/act_paths",),
    ),
    ProcessedTable(
        "two_curves",
        "one series in one month: instruments signed, plants started",
        curves.TwoCurves,
        begun_and_started,
        (
            "raw/announcements",
            "raw/milestones",
            "raw/ladder",
            "raw/ladder_exceptions",
            "raw/allies",
            "raw/project_history",
            "raw/projects",
            "raw/project_marks",
            AS_OF,
        ),
    ),
    ProcessedTable(
        "projects",
        "a plant or phase outside China, with its net capacity and status",
        pipeline.ProjectCapacity,
        pipeline.project_capacity,
        ("raw/projects", "raw/project_history", "raw/product_forms", "raw/project_marks", AS_OF),
    ),
    ProcessedTable(
        "pipeline",
        "capacity outside China of one product at one status",
        pipeline.Pipeline,
        pipeline.pipeline,
        ("processed/projects",),
    ),
    ProcessedTable(
        "pipeline_steps",
        "capacity outside China of one product at one step, not stopped",
        pipeline.PipelineSteps,
        pipeline.pipeline_steps,
        ("processed/pipeline",),
    ),
    ProcessedTable(
        "progress_rates",
        "the rate of one move of plants, from plan to operation",
        progress.ProgressRates,
        progress.progress_rates,
        HISTORIES,
    ),
    ProcessedTable(
        "progress_shape",
        "whether the rates of plants change with the time in a state",
        progress_shape.ProgressShape,
        progress_shape.progress_shape,
        HISTORIES,
    ),
    ProcessedTable(
        "start_chances",
        "the chance that a plant of one state operates within a year",
        progress.StartChances,
        progress.start_chances,
        (*HISTORIES[:-1], "processed/progress_rates", AS_OF),
    ),
    ProcessedTable(
        "support_effect",
        "how often plants with and without public money moved on",
        supported.SupportEffect,
        supported.support_effect,
        (*HISTORIES[:-1], "raw/project_support", AS_OF),
    ),
    ProcessedTable(
        "expected_by_now",
        "acts seen at one step, and expected by now under one hypothesis",
        expected.ExpectedByNow,
        expected.expected_by_now,
        EXPECTATIONS,
    ),
    ProcessedTable(
        "act_likelihood",
        "which shares of acts leading to a plant fit with what was seen",
        expected.ActLikelihood,
        expected.act_likelihood,
        EXPECTATIONS,
    ),
    ProcessedTable(
        "expected_capacity",
        "capacity of one product at the end of one year, promised and expected",
        prospects.ExpectedCapacity,
        prospects.expected_capacity,
        (
            "processed/projects",
            "processed/progress_rates",
            "processed/progress_shape",
            *HISTORIES[:2],
            AS_OF,
        ),
    ),
    ProcessedTable(
        "capacity_need",
        "capacity of one product beside the demand of the same countries",
        need.CapacityNeed,
        need.capacity_need,
        ("raw/capacity_needs", "raw/demand", "processed/projects"),
    ),
    ProcessedTable(
        "slippage",
        "a project's first promised start against its start or today",
        slippage.Slippage,
        slippage.slippage,
        ("raw/projects", "raw/project_history", "raw/project_marks", AS_OF),
    ),
    ProcessedTable(
        "delay_curve",
        "the share of plants that do not operate so long after their promise",
        slippage.DelayCurve,
        slippage.delay_curve,
        ("processed/slippage",),
    ),
    ProcessedTable(
        "lead_times",
        "how long one stage takes, by kind of evidence",
        lead_times.StageTimes,
        lead_times.lead_times,
        ("raw/lead_times", "raw/sources"),
    ),
    ProcessedTable(
        "benchmarks",
        "the position of the European Union against one of its benchmarks",
        benchmarks.BenchmarkPositions,
        benchmarks.benchmarks,
        ("raw/benchmarks", "raw/sources"),
    ),
    ProcessedTable(
        "benchmark_summary",
        "one benchmark, and how many materials meet it",
        benchmarks.BenchmarkSummary,
        benchmarks.benchmark_summary,
        ("processed/benchmarks",),
    ),
    ProcessedTable(
        "buffer",
        "one mineral: what days of it cost and what the money buys",
        buffer.Buffer,
        buffer.buffer,
        (
            "raw/buffer_basket",
            "raw/demand",
            "raw/prices",
            "raw/trade_reliance",
            "raw/stockpile_contents",
            "processed/funding",
            "raw/unit_conversions",
        ),
    ),
    ProcessedTable(
        "buffer_basket",
        "the priced minerals together: target, cost and days bought",
        buffer.BasketSummary,
        buffer.buffer_basket,
        ("processed/buffer", "raw/stockpile_contents", "processed/funding"),
    ),
    ProcessedTable(
        "stocks",
        "one material that a stockpile holds, sought, ordered or aims at",
        stocks.Stocks,
        stocks.stocks,
        (
            "raw/stockpile_contents",
            "raw/stockpile_programmes",
            "raw/unit_conversions",
            "raw/sources",
        ),
    ),
    ProcessedTable(
        "floor_prices",
        "one market price against the price floor",
        floor.FloorPrices,
        floor.floor_prices,
        ("raw/prices", "raw/milestones"),
    ),
    ProcessedTable(
        "floor_payments",
        "one period: floor payment worked out, and reported",
        floor.CheckedPayments,
        floor.floor_payments,
        ("raw/floor_payments", "processed/floor_prices", "raw/project_support", "raw/milestones"),
    ),
    ProcessedTable(
        "claims_matrix",
        "what one starting article says on one topic",
        claims.ClaimsMatrix,
        claims.claims_matrix,
        ("raw/claims", "raw/sources"),
    ),
    ProcessedTable(
        "claim_topics",
        "one topic over all starting articles",
        claims.ClaimTopics,
        claims.claim_topics,
        ("raw/claims", "raw/sources"),
    ),
    ProcessedTable(
        "score_components",
        "one component of one actor's score",
        scorecard.ScoreComponents,
        scorecard.score_components,
        ("raw/actors", "processed/ladder", "processed/support", "processed/projects"),
    ),
    ProcessedTable(
        "scorecard",
        "one actor's coordination and capacity scores, and their range",
        scorecard.Scorecard,
        scorecard.scorecard,
        ("processed/score_components",),
    ),
    ProcessedTable(
        "reliance",
        "imports of one mineral by one country: reliance and main supplier, newest year",
        reliance.Reliance,
        reliance.reliance,
        ("raw/trade_reliance", "raw/sources"),
    ),
    ProcessedTable(
        "mineral_profiles",
        "one number of one mineral's profile",
        profiles.MineralProfiles,
        profiles.mineral_profiles,
        (
            "raw/minerals",
            "processed/ladder",
            "processed/promises",
            "processed/projects",
            "processed/slippage",
            "processed/support",
            "processed/stocks",
            "raw/prices",
        ),
    ),
    ProcessedTable(
        "actor_profiles",
        "one number of one government's or bloc's profile",
        profiles.ActorProfiles,
        profiles.actor_profiles,
        (
            "raw/actors",
            "processed/ladder",
            "processed/promises",
            "processed/projects",
            "processed/slippage",
            "processed/support",
            "processed/funding",
            "processed/reliance",
            "processed/concentration",
            "processed/scorecard",
        ),
    ),
    ProcessedTable(
        "verdict_results",
        "one test of the verdict",
        verdict.VerdictTestResults,
        over_measured(verdict.verdict_results, 2),
        ("raw/verdict_tests", AS_OF, *MEASURED),
    ),
    ProcessedTable(
        "verdict",
        "the answer: tests met and not met",
        verdict.Verdict,
        verdict.verdict,
        ("processed/verdict_results",),
    ),
    ProcessedTable(
        "verdict_readings",
        "one test of the verdict under one admissible reading",
        verdict.VerdictReadings,
        over_measured(verdict.verdict_readings, 2),
        ("raw/verdict_tests", AS_OF, *MEASURED),
    ),
    ProcessedTable(
        "verdict_codings",
        "the answer under one combination of readings",
        verdict.VerdictCodings,
        verdict.verdict_codings,
        ("processed/verdict_readings",),
    ),
    ProcessedTable(
        "verdict_history",
        "one test of the verdict as known at the end of one month",
        history.VerdictHistory,
        history.verdict_history,
        (MONTHS,),
    ),
    ProcessedTable(
        "exclusions",
        "one reading of a test of the verdict without some of its sources",
        sensitivity.Exclusions,
        over_measured(sensitivity.exclusions),
        ("processed/verdict_results", *MEASURED),
    ),
    ProcessedTable(
        "sensitivity",
        "one test of the verdict without one of its sources",
        sensitivity.Sensitivity,
        sensitivity.sensitivity,
        ("processed/verdict_results", "processed/exclusions"),
    ),
    ProcessedTable(
        "sensitivity_summary",
        "one test of the verdict: sources behind it, and those that change it",
        sensitivity.SensitivitySummary,
        sensitivity.sensitivity_summary,
        ("processed/verdict_results", "processed/sensitivity", "processed/exclusions"),
    ),
    ProcessedTable(
        "watch",
        "a day that a government or company named, and what became of it",
        watch.Watch,
        watch.watch,
        (
            "processed/promises",
            "raw/announcements",
            "raw/projects",
            "raw/project_history",
            "raw/project_marks",
            "raw/searches",
            "processed/slippage",
            "processed/verdict_results",
            AS_OF,
        ),
    ),
    ProcessedTable(
        "tombstones",
        "a number or figure that was released and is no more",
        tombstones.Tombstones,
        tombstones.tombstones,
        ("raw/tombstones",),
    ),
    ProcessedTable(
        "second_readings",
        "what a second reader found last in one raw row, and whether it stands",
        readings.NewestReadings,
        readings.second_readings,
        (ALL_RAW, "processed/verdict_results", AS_OF),
    ),
    ProcessedTable(
        "audits",
        "one audit: rows drawn at random, and the share found right",
        readings.AuditRates,
        readings.audits,
        ("raw/audits", "processed/second_readings", AS_OF),
    ),
)

BY_NAME = {table.name: table for table in TABLES}


def needed(*names: str) -> dict[str, set[str]]:
    """What the tables of these names rest on, themselves included.

    Returns the processed and the raw tables as two sets, under `processed` and `raw`.
    """
    found: dict[str, set[str]] = {"processed": set(), "raw": set()}
    for name in names:
        found["processed"].add(name)
        for read in BY_NAME[name].reads:
            if read.startswith(RAW):
                found["raw"].add(read.removeprefix(RAW))
            elif read.startswith(PROCESSED):
                below = needed(read.removeprefix(PROCESSED))
                found = {kind: found[kind] | below[kind] for kind in found}
    return found


def computed(table: ProcessedTable, given: Sequence[Any]) -> pd.DataFrame:
    """A table of what it reads."""
    return table.compute(*given)


def compute_all(
    raw: RawData,
    names: Collection[str] | None = None,
    months: Iterable[pd.DataFrame] | None = None,
    compute: Callable[[ProcessedTable, Sequence[Any]], pd.DataFrame] = computed,
) -> dict[str, pd.DataFrame]:
    """Every processed table, by name; or those of the given names, with all that they read.

    `months` are those of the verdict's history (see `verdict_months`), if they were begun before.
    `compute` gives a table of what it reads: `kept.py` has one that remembers.
    """
    wanted = set(BY_NAME) if names is None else needed(*names)["processed"]
    done: dict[str, pd.DataFrame] = {}
    for table in TABLES:
        if table.name in wanted:
            given = [_given(read, raw, done, months) for read in table.reads]
            done[table.name] = compute(table, given)
    return done


def _given(read: str, raw: RawData, done: Done, months: Iterable[pd.DataFrame] | None) -> Any:
    """What a transform reads under a name."""
    if read.startswith(PROCESSED):
        return done[read.removeprefix(PROCESSED)]
    if read.startswith(RAW):
        return raw[read.removeprefix(RAW)]
    if read == MONTHS:
        return verdict_months(raw) if months is None else months
    return {AS_OF: raw.as_of, ALL_RAW: raw.tables}[read]


def verdict_months(raw: RawData, run: Map = map) -> Iterable[pd.DataFrame]:
    """The months of the verdict's history, computed as `run` does."""
    return history.verdict_months(
        what_history_reads(raw), partial(compute_all, names=[VERDICT]), run
    )


def what_history_reads(raw: RawData) -> RawData:
    """The raw tables as far as the verdict rests on them."""
    return history.only_what_is_read(raw, with_parents(needed(VERDICT)["raw"]))


def with_parents(tables: set[str]) -> set[str]:
    """Raw tables, and those that they refer to: of a row whose parent was unknown nothing was."""
    parents = {name for table in tables for name in RAW_TABLES[table].references.values()}
    return tables if parents <= tables else with_parents(tables | parents)
