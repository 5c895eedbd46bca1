"""Who makes how much: production and capacity, benchmarks, lead times, effects of controls."""

from __future__ import annotations

import pandas as pd

from analysis.raw.schemas.fields import (
    RawTable,
    calendar_year,
    choice,
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
    note: str = text("what is counted, and how the share was found")
    source_id: str = identifier("document that gives it")


class Benchmarks(RawTable):
    """Targets for concentration and self-supply, and indicators beside them."""

    benchmark_id: str = identifier("benchmark")
    jurisdiction: str = places("state or bloc that it concerns")
    metric: str = text("what is measured")
    stage: str = choice("step of the value chain", BENCHMARK_STAGES)
    target_pct: float = number("target", "%", ge=0, le=100, nullable=True)
    target_year: pd.Int64Dtype = calendar_year("year of the target", nullable=True)
    baseline_pct: float = number(
        "value found; a bound where the note says so", "%", ge=0, le=100, nullable=True
    )
    baseline_year: pd.Int64Dtype = calendar_year("year of the value found", nullable=True)
    note: str = text("remarks")
    source_id: str = identifier("document that gives it")


class LeadTimes(RawTable):
    """Years that one step takes."""

    lead_time_id: str = identifier("row")
    stage: str = choice("what is built or granted", LEAD_STAGES)
    step: str = text("from which event to which")
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
