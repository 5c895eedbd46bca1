"""The list of raw tables: model, key, references, and when the world knew a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
import pandera.pandas as pa

from analysis.raw.schemas import (
    announcements,
    claims,
    corrections,
    decisions,
    method,
    production,
    projects,
    review,
    sources,
    stockpiles,
    trade,
)


@dataclass(frozen=True)
class Table:
    """One CSV file of `data/raw`.

    Attributes:
        name: file name without `.csv`.
        model: columns, with meaning and unit.
        title: what one row is.
        key: columns that together name a row; facts cite `name:key`, composite keys joined by `/`.
        references: column to the table whose key it holds (`|`-lists hold several keys).
        known_on: columns with dates of the row's own event. A year that figures stand for, a
            deadline or a promised start says nothing about when the world knew the row.
        may_be_empty: whether the table may have no row; any other has lost them then.
    """

    name: str
    model: type[pa.DataFrameModel]
    title: str
    key: tuple[str, ...]
    references: Mapping[str, str] = field(default_factory=dict)
    known_on: tuple[str, ...] = ()
    may_be_empty: bool = False

    @property
    def file(self) -> str:
        """Name of the CSV file."""
        return f"{self.name}.csv"

    @property
    def description(self) -> str:
        """What the table holds, in a sentence."""
        return " ".join((self.model.__doc__ or "").split())

    @cached_property
    def fields(self) -> dict[str, pa.Column]:
        """Columns in the order of the file."""
        return dict(self.model.to_schema().columns)

    def kind(self, column: str) -> str:
        """The kind of a column: text, identifier, interval, number, ..."""
        return str(self.fields[column].metadata["kind"])

    def keys(self, frame: pd.DataFrame) -> pd.Series:
        """The key of each row as text, missing where a part of it is missing.

        A list inside a key is joined by `+`, because `|` separates the keys of several rows.
        """
        parts = [frame[column].astype("str") for column in self.key]
        whole = parts[0].str.cat(parts[1:], sep="/") if len(parts) > 1 else parts[0]
        return whole.str.replace("|", "+", regex=False)


SOURCED = {"source_id": "sources"}

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("sources", sources.Sources, "a document", ("source_id",)),
        Table(
            "minerals",
            sources.Minerals,
            "a name for a mineral or product",
            ("mineral",),
            {"told_with": "minerals"},
        ),
        Table(
            "announcements",
            announcements.Announcements,
            "a dated public act",
            ("announcement_id",),
            SOURCED | {"minerals": "minerals"},
            ("announced_on",),
        ),
        Table(
            "milestones",
            announcements.Milestones,
            "something that later happened to an announcement",
            ("announcement_id", "event_on", "status", "source_id"),
            SOURCED | {"announcement_id": "announcements"},
            ("event_on",),
        ),
        Table(
            "searches",
            announcements.Searches,
            "a search for what became of a row",
            ("subject_table", "subject_id", "searched_on", "place", "words", "language"),
        ),
        Table(
            "act_links",
            announcements.ActLinks,
            "what an act led to",
            ("act_id", "linked_table", "linked_id"),
            SOURCED | {"act_id": "announcements"},
            ("known_on",),
        ),
        Table(
            "promises",
            announcements.Promises,
            "an announcement's deadline, judged from evidence",
            ("announcement_id",),
            SOURCED | {"announcement_id": "announcements"},
            ("promised_on",),
        ),
        Table(
            "roadmap_areas",
            announcements.RoadmapAreas,
            "an item of the EU-US roadmap",
            ("item_id",),
            SOURCED | {"draft_source_id": "sources"},
        ),
        Table(
            "stockpile_programmes",
            stockpiles.StockpileProgrammes,
            "a stockpile or fund",
            ("programme_id",),
            SOURCED | {"also_source_ids": "sources", "minerals": "minerals"},
            ("announced_on",),
        ),
        Table(
            "stockpile_funding",
            stockpiles.StockpileFunding,
            "one sum at one stage",
            ("funding_id",),
            SOURCED | {"programme_id": "stockpile_programmes"},
            ("stage_on",),
        ),
        Table(
            "stockpile_contents",
            stockpiles.StockpileContents,
            "one material of one programme",
            ("content_id",),
            SOURCED | {"programme_id": "stockpile_programmes", "mineral": "minerals"},
            ("as_of",),
        ),
        Table(
            "production",
            production.Production,
            "a place's output or capacity of one mineral in one year",
            ("mineral", "stage", "year", "country", "measure", "source_id"),
            SOURCED | {"mineral": "minerals"},
        ),
        Table(
            "benchmarks",
            production.Benchmarks,
            "a target or an indicator of concentration",
            ("benchmark_id",),
            SOURCED,
        ),
        Table(
            "trade_reliance",
            trade.TradeReliance,
            "import reliance of one place in one year",
            ("reliance_id",),
            SOURCED | {"mineral": "minerals"},
        ),
        Table(
            "projects",
            projects.Projects,
            "a plant or phase",
            ("project_id",),
            SOURCED
            | {"status_source_id": "sources", "contained_in": "projects", "mineral": "minerals"},
        ),
        Table(
            "project_history",
            projects.ProjectHistory,
            "a dated status or promised start of a project",
            ("project_id", "status_on", "event", "source_id"),
            SOURCED | {"project_id": "projects"},
            ("status_on",),
        ),
        Table(
            "project_support",
            projects.ProjectSupport,
            "public support for a project",
            ("support_id",),
            SOURCED | {"project_id": "projects"},
            ("announced_on",),
        ),
        Table(
            "prices",
            trade.Prices,
            "a price on a date",
            ("price_id",),
            SOURCED | {"mineral": "minerals"},
            ("priced_on",),
        ),
        Table(
            "demand",
            trade.Demand,
            "use or demand in one place and year",
            ("demand_id",),
            SOURCED | {"mineral": "minerals"},
        ),
        Table(
            "lead_times",
            production.LeadTimes,
            "years that a step takes",
            ("lead_time_id",),
            SOURCED,
        ),
        Table(
            "disruption",
            production.Disruption,
            "a documented effect of export controls",
            ("disruption_id",),
            SOURCED | {"mineral": "minerals"},
            ("from_on", "to_on"),
        ),
        Table("claims", claims.Claims, "an assertion of an article", ("claim_id",), SOURCED),
        Table(
            "roadmap_evidence",
            method.RoadmapEvidence,
            "an announcement that carries a roadmap item forward or runs against it",
            ("item_id", "event", "announcement_id"),
            SOURCED | {"item_id": "roadmap_areas", "announcement_id": "announcements"},
            ("event_on",),
        ),
        Table(
            "programme_scope",
            method.ProgrammeScope,
            "what a programme is for",
            ("programme_id",),
            {"programme_id": "stockpile_programmes", "contained_in": "stockpile_programmes"},
        ),
        Table(
            "funding_scope",
            method.FundingScope,
            "how a funding row is read",
            ("funding_id",),
            {"funding_id": "stockpile_funding", "also_source_ids": "sources"},
        ),
        Table(
            "exchange_rates",
            method.ExchangeRates,
            "average exchange rate of one currency in one year",
            ("currency", "year"),
        ),
        Table(
            "unit_conversions",
            method.UnitConversions,
            "a factor from one unit or substance to another",
            ("from_unit", "to_unit"),
        ),
        Table(
            "buffer_basket",
            method.BufferBasket,
            "which consumption of a mineral goes with which price",
            ("mineral",),
            {"mineral": "minerals", "also_price_ids": "prices"},
        ),
        Table(
            "floor_payments",
            method.FloorPayments,
            "what a floor contract covered and paid in one period",
            ("period",),
            SOURCED | {"support_id": "project_support", "also_source_ids": "sources"},
            ("to_on",),
        ),
        Table("actors", method.Actors, "a country that counts as an actor", ("member",)),
        Table("verdict_tests", method.VerdictTests, "a question of the verdict", ("test_id",)),
        Table("hypotheses", method.Hypotheses, "what is supposed of acts", ("hypothesis",)),
        Table("allies", method.Allies, "a country that counts as an ally", ("country",)),
        Table(
            "product_forms",
            method.ProductForms,
            "the product as which a project's output is counted",
            ("mineral", "stage", "output_form"),
            {"mineral": "minerals", "material": "minerals"},
        ),
        Table(
            "project_marks",
            method.ProjectMarks,
            "how a project's capacity is read",
            ("project_id", "mark"),
            SOURCED | {"project_id": "projects"},
        ),
        Table(
            "capacity_needs",
            method.CapacityNeeds,
            "a demand against which capacity is held",
            ("product", "stage", "demand_id"),
            {"demand_id": "demand"},
        ),
        Table(
            "ladder",
            method.Ladder,
            "the rung of one kind of event",
            ("instrument", "bindingness", "status"),
        ),
        Table(
            "ladder_exceptions",
            method.LadderExceptions,
            "an event that stands on another rung",
            ("announcement_id", "event_on", "status"),
            SOURCED | {"announcement_id": "announcements"},
            ("event_on",),
        ),
        Table(
            "support_funders",
            method.SupportFunders,
            "where a funder belongs",
            ("funder",),
        ),
        Table("publishers", review.Publishers, "a publisher and its kind", ("publisher",)),
        Table(
            "tier_exceptions",
            review.TierExceptions,
            "a source with a tier of its own",
            ("source_id",),
            SOURCED,
            may_be_empty=True,
        ),
        Table(
            "audits",
            review.Audits,
            "a second reading of rows drawn at random",
            ("audit",),
            may_be_empty=True,
        ),
        Table(
            "second_readings",
            review.SecondReadings,
            "what a second reader found in a row",
            ("table", "key", "read_on"),
            {"audit": "audits"},
            may_be_empty=True,
        ),
        Table(
            "replies",
            review.Replies,
            "a reply of somebody whom a row concerns",
            ("table", "key", "replied_on", "by"),
            SOURCED,
            ("replied_on",),
            may_be_empty=True,
        ),
        Table(
            "accepted_warnings",
            review.AcceptedWarnings,
            "a warning that stands with a reason",
            ("table", "rule", "column"),
            may_be_empty=True,
        ),
        Table(
            "tombstones",
            review.Tombstones,
            "a number or figure that is no more",
            ("gone_id",),
            may_be_empty=True,
        ),
        Table(
            "decisions",
            decisions.Decisions,
            "a move of the verdict that somebody answers for",
            ("decided_on", "what"),
            may_be_empty=True,
        ),
        Table(
            "corrections",
            corrections.Corrections,
            "a value of another table that is mended or doubtful",
            ("table", "key", "column"),
            SOURCED,
        ),
    )
}
