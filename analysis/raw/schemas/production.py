"""Who makes how much: production and capacity, benchmarks, lead times, effects of controls."""

from __future__ import annotations

import pandas as pd

from analysis.raw.schemas.fields import (
    RawTable,
    calendar_year,
    choice,
    flag,
    identifier,
    identifiers,
    interval,
    number,
    places,
    text,
)
from analysis.raw.schemas.projects import STEPS

BASES = {
    "actual": "reported for a past year",
    "estimate": "estimated by the source",
    "projection": "for a future year",
}
MEASURES = {"production": "output", "capacity": "what could be made"}
MASS_UNITS = {
    "metric tons": "tonnes",
    "thousand metric tons": "thousand tonnes",
    "thousand metric dry tons": "thousand tonnes, dry",
    "kt": "thousand tonnes",
    "kilograms": "kilograms",
}
BOUNDS = {
    "lower": "a lower bound: the true value is this or more",
    "upper": "an upper bound: the true value is this or less",
}
YEAR_KINDS = {
    "read": "the calendar year, read from the context and not stated",
    "edition": "the year of the edition; its data are of earlier years",
    "fiscal": "twelve months that end in the year, as a financial year does",
    "part": "only some months of the year",
}
BENCHMARK_KINDS = {
    "target": "to be reached",
    "limit": "not to be passed",
    "proposal": "proposed, and replaced by what was adopted",
    "count": "a number of materials and no percentage",
    "indicator": "observed without a target",
}
BENCHMARK_SCOPES = {
    "aggregate": "all strategic raw materials together",
    "group": "several materials",
    "material": "one material",
}
BENCHMARK_STAGES = {
    "mining": "extraction",
    "refining": "processing",
    "recycling": "recycling",
    "any": "any relevant stage",
}
LEAD_STAGES = {
    "mine": "mine",
    "permit": "permits",
    "refinery": "refinery",
    "separation": "separation plant",
    "magnet_plant": "magnet plant",
    "qualification": "approval of a new supplier by its customer",
    "licence": "export licence",
}
LEAD_KINDS = {
    "observed": "how long it took, or is said to take",
    "planned": "how long a company means to need",
    "legal": "how long a law allows at most",
}
EFFECT_UNITS = {
    "t": "tonnes",
    "%": "percent",
    "multiple": "times the value compared with",
    "bn USD": "billion US dollars",
    "week": "weeks",
    "days": "days",
    "firms": "number of firms",
}


class Production(RawTable):
    """A place's output or capacity of one mineral at one stage in one year, from one source."""

    mineral: str = identifier("mineral or product")
    stage: str = choice("step of the value chain", STEPS)
    year: pd.Int64Dtype = calendar_year("year")
    country: str = places("place; WLD the total that the source gives, ROW the rest")
    share_pct: float = number("share of the total", "%", ge=0, le=100, nullable=True)
    quantity: float = number("quantity", "unit", ge=0, nullable=True)
    unit: str = choice("unit of the quantity", MASS_UNITS, nullable=True)
    measure: str = choice("output or capacity", MEASURES)
    basis: str = choice("how firm the figure is", BASES)
    bound: str = choice(
        "whether share and quantity are only a bound; empty for a point value",
        BOUNDS,
        nullable=True,
    )
    is_quota: pd.BooleanDtype = flag(
        "the quantity is a permitted volume; empty for measured output", nullable=True
    )
    year_kind: str = choice(
        "what the year stands for; empty for the calendar year of the data",
        YEAR_KINDS,
        nullable=True,
    )
    note: str = text("what is counted, and how the share was found")
    source_id: str = identifier("document that gives it")


class Benchmarks(RawTable):
    """Targets for concentration and self-supply, and indicators beside them."""

    benchmark_id: str = identifier("benchmark")
    jurisdiction: str = places("state or bloc that it concerns")
    metric: str = text("what is measured")
    kind: str = choice("how the row is read", BENCHMARK_KINDS)
    scope: str = choice("how much it is of", BENCHMARK_SCOPES)
    subject: str = text(
        "the material or the group; empty for all strategic raw materials", nullable=True
    )
    stage: str = choice("step of the value chain", BENCHMARK_STAGES)
    target_pct: float = number("target", "%", ge=0, le=100, nullable=True)
    target_year: pd.Int64Dtype = calendar_year("year of the target", nullable=True)
    baseline_pct: float = number("value found", "%", ge=0, le=100, nullable=True)
    bound: str = choice(
        "whether the value found is only a bound; empty for a point value", BOUNDS, nullable=True
    )
    low_pct: float = number(
        "lower end, where the source gives a range", "%", ge=0, le=100, nullable=True
    )
    high_pct: float = number(
        "upper end, where the source gives a range", "%", ge=0, le=100, nullable=True
    )
    baseline_year: pd.Int64Dtype = calendar_year("year of the value found", nullable=True)
    doubtful: pd.BooleanDtype = flag("the value found is in doubt", nullable=True)
    note: str = text("remarks")
    source_id: str = identifier("document that gives it")


class LeadTimes(RawTable):
    """Years that one step takes."""

    lead_time_id: str = identifier("row")
    stage: str = choice("what is built or granted", LEAD_STAGES)
    step: str = text("from which event to which")
    kind: str = choice("how the time is known", LEAD_KINDS)
    years_low: float = number("shortest", "years", ge=0, le=100, nullable=True)
    years_typical: float = number("typical or observed", "years", ge=0, le=100, nullable=True)
    years_high: float = number("longest", "years", ge=0, le=100, nullable=True)
    jurisdiction: str = places("where")
    note: str = text("remarks", nullable=True)
    source_id: str = identifier("document that gives it")


class Disruption(RawTable):
    """A documented effect of export controls."""

    disruption_id: str = identifier("row")
    event: str = text("the control, or the squeeze, that caused it")
    mineral: str = identifiers("mineral or minerals")
    form: str = text("form of the material", nullable=True)
    from_on: str = interval("start of the period", nullable=True)
    to_on: str = interval("end of the period", nullable=True)
    effect: str = text("what was measured")
    figure: float = number("value; a fall is negative", "unit", nullable=True)
    unit: str = choice("unit of the value", EFFECT_UNITS, nullable=True)
    source_id: str = identifier("document that reports it")
