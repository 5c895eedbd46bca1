"""Plants and mines: capacity and status, their dated history, and public support."""

from __future__ import annotations

from analysis.raw.schemas.fields import (
    RawTable,
    choice,
    choices,
    identifier,
    identifiers,
    interval,
    number,
    places,
    text,
    texts,
)
from analysis.raw.schemas.stockpiles import CURRENCIES

STEPS = {
    "mining": "ore or concentrate",
    "refining": "chemical or metal from concentrate; for rare earths also mixed carbonate",
    "separation": "single rare earth oxides from mixed compounds",
    "metal_alloy": "metal or alloy",
    "magnet": "finished magnets",
    "anode": "battery anode material",
    "cathode": "battery cathode material",
    "recycling": "from scrap or used products",
}
PROJECT_STATUS = {
    "announced": "made public",
    "feasibility": "under study",
    "permitted": "main permits granted",
    "financed": "money committed or awarded",
    "under_construction": "being built",
    "commissioning": "being started up",
    "operating": "in production",
    "suspended": "on hold",
    "cancelled": "given up",
}
CAPACITY_BASES = {
    "nameplate": "design capacity",
    "phase_total": "total after an expansion, contains earlier phases",
    "company_total": "total of a company's sites",
    "programme_target": "aim of a scheme, no plant yet",
    "aspiration": "ambition without a firm plan",
    "computed": "worked out from other figures, as the note says",
    "feed": "throughput of feed, not output",
    "all_products": "sum of several products",
    "cell_equivalent": "stated as battery cells",
    "dated": "old figure, present capacity not found",
}
CAPACITY_UNITS = {"t/yr": "tonnes a year", "GWh/yr": "gigawatt-hours of cells a year"}
EVENTS = {
    "announced": "made public",
    "permit": "permit granted or filed",
    "site_selected": "site chosen",
    "financing": "money offered, awarded or closed",
    "fid": "final investment decision",
    "construction_start": "building began",
    "commissioning": "start-up began",
    "first_production": "first product made",
    "start_date_restated": "a start date was given again",
    "delay": "a start date moved back",
    "expansion": "plan enlarged",
    "milestone": "any other event",
    "ownership": "change of owner",
    "suspended": "put on hold",
    "cancelled": "given up",
}
SUPPORT = {
    "grant": "money not to be repaid",
    "loan": "public loan",
    "equity": "public share of ownership",
    "guarantee": "cover for debt",
    "tax_credit": "reduction of tax",
    "offtake": "promise to buy",
    "price_floor": "payment below an agreed price",
}
SUPPORT_STAGES = {
    "announced": "intended, conditional or under review",
    "committed": "bound by contract or award",
    "disbursed": "paid or recognised as income",
}
COUNTS = {"yes": "counts in a total", "no": "superseded, or the same money as another row"}


class Projects(RawTable):
    """Plants or phases. A row with `contained_in` is already counted in the row it names."""

    project_id: str = identifier("plant or phase")
    name: str = text("name")
    company: str = text("owner or operator")
    country: str = places("country of the site")
    region: str = text("place", nullable=True)
    mineral: str = identifiers("mineral or minerals")
    stage: str = choice("step of the value chain", STEPS)
    output_form: str = texts("what it makes")
    capacity: float = number("capacity", "unit", ge=0, nullable=True)
    unit: str = choice("unit of the capacity", CAPACITY_UNITS, nullable=True)
    capacity_basis: str = choices("what the capacity means", CAPACITY_BASES, nullable=True)
    contained_in: str = identifier("row that already counts this capacity", nullable=True)
    status: str = choice("status as last seen", PROJECT_STATUS)
    status_on: str = interval("when the status was last seen", nullable=True)
    status_source_id: str = identifier("document that shows the status")
    expected_start: str = interval("start as now expected or promised", nullable=True)
    first_announced_on: str = interval("when it was first made public", nullable=True)
    note: str = text("remarks", nullable=True)
    source_id: str = identifier("document that gives the capacity")


class ProjectHistory(RawTable):
    """Dated status of a project, or a new promise of its start."""

    project_id: str = identifier("plant or phase")
    status: str = choice("status after the event", PROJECT_STATUS)
    status_on: str = interval("when it happened")
    event: str = choice("what happened", EVENTS)
    promised_start: str = interval("start promised then", nullable=True)
    note: str = text("what happened")
    source_id: str = identifier("document that reports it")


class ProjectSupport(RawTable):
    """Public money, price floors and purchase promises for a project."""

    support_id: str = identifier("support")
    project_id: str = identifier("plant or phase")
    funder: str = text("who gives it")
    instrument: str = choice("kind of support", SUPPORT)
    amount: float = number("amount in its own currency", "currency", ge=0, nullable=True)
    currency: str = choice("currency (ISO 4217)", CURRENCIES, nullable=True)
    amount_usd: float = number("amount in US dollars", "USD", ge=0, nullable=True)
    stage: str = choice("how far it has come", SUPPORT_STAGES)
    announced_on: str = interval("when it was made public")
    counts_in_total: str = choice("whether it may be added up", COUNTS)
    note: str = text("remarks", nullable=True)
    source_id: str = identifier("document that reports it")
