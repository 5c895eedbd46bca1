"""Trade, demand and prices."""

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
from analysis.raw.schemas.production import BASES, MASS_UNITS
from analysis.raw.schemas.stockpiles import CURRENCIES

QUALIFIERS = {
    ">": "at least; the percentage is a lower bound",
    "<": "less than; the percentage is an upper bound",
    "E": "net exporter",
}
DEMAND_MEASURES = {
    "apparent_consumption": "production and net imports, adjusted for stocks",
    "demand": "use as the source counts it",
    "magnet_demand": "magnets used",
    "imports": "imports",
    "deficit": "demand not met",
    "supply_coverage": "share of demand that supply meets",
}
DEMAND_UNITS = {
    "t": "tonnes",
    "kt": "thousand tonnes",
    "kg": "kilograms",
    "t REO": "tonnes of rare earth oxide",
    "t Y2O3": "tonnes of yttrium oxide",
    "% of demand covered": "percent of demand",
    "% growth on 2025": "percent more than in 2025",
}
MARKETS = {
    "china_domestic": "inside China, with 13 % value added tax",
    "export_china": "free on board in China",
    "rotterdam": "Europe",
    "us": "United States, or place not named by USGS",
    "lme": "London Metal Exchange",
    "global": "no place named",
    "floor_contract": "agreed price floor",
}
PRICE_UNITS = {
    "kg": "per kilogram",
    "t": "per tonne",
    "lb": "per pound",
    "mtu WO3": "per 10 kg of contained tungsten trioxide",
    "dry mtu WO3": "per 10 kg of contained tungsten trioxide, dry",
}


class TradeReliance(RawTable):
    """How far a jurisdiction relies on imports of one mineral in one year."""

    reliance_id: str = identifier("row")
    mineral: str = identifier("mineral or product")
    jurisdiction: str = places("importing state or bloc")
    year: pd.Int64Dtype = calendar_year("year", nullable=True)
    net_import_reliance_pct: float = number(
        "net imports as a share of consumption", "%", ge=0, le=100, nullable=True
    )
    nir_qualifier: str = choice("how to read the percentage", QUALIFIERS, nullable=True)
    apparent_consumption: float = number("consumption", "unit", ge=0, nullable=True)
    imports: float = number("imports", "unit", ge=0, nullable=True)
    unit: str = choice("unit of consumption and imports", MASS_UNITS, nullable=True)
    main_supplier: str = places("largest supplier", nullable=True)
    main_supplier_share_pct: float = number(
        "its share of imports", "%", ge=0, le=100, nullable=True
    )
    note: str = text("what is counted")
    source_id: str = identifier("document that gives it")


class Demand(RawTable):
    """Use, demand or lack of one material in one place and year."""

    demand_id: str = identifier("row")
    mineral: str = identifiers("mineral or product")
    coverage: str = text("the source's words where they say more than the name", nullable=True)
    jurisdiction: str = places("where; `WLD ex CHN` is the world without China")
    year: pd.Int64Dtype = calendar_year("year")
    quantity: float = number("quantity", "unit", ge=0)
    unit: str = choice("unit of the quantity", DEMAND_UNITS)
    measure: str = choice("what is counted", DEMAND_MEASURES)
    basis: str = choice("how firm the figure is", BASES)
    source_id: str = identifier("document that gives it")


class Prices(RawTable):
    """A price of one form on one market at one time."""

    price_id: str = identifier("row")
    mineral: str = identifier("mineral or product")
    form: str = text("form and grade")
    market: str = choice("where", MARKETS)
    priced_on: str = interval("day, month or year that the price stands for")
    price: float = number("price", "currency per unit", gt=0)
    currency: str = choice("currency (ISO 4217)", CURRENCIES)
    unit: str = choice("unit that is priced", PRICE_UNITS)
    price_usd_per_kg: float = number("price in US dollars", "USD/kg", gt=0, nullable=True)
    note: str = text("kind of price and conversion", nullable=True)
    source_id: str = identifier("document that gives it")
