"""Stockpiles and funds: the programmes, their money by stage, and what they hold or seek."""

from __future__ import annotations

from analysis.raw.schemas.fields import (
    RawTable,
    choice,
    identifier,
    identifiers,
    interval,
    number,
    places,
    text,
    texts,
)

SCOPES = {
    "civil": "for industry",
    "defence": "for the armed forces",
    "both": "for industry and the armed forces, or not stated",
}
COMPONENTS = {
    "appropriation": "money granted by a legislature",
    "budget": "planned spending",
    "guarantee": "cover for a risk, or a guaranteed minimum",
    "loan": "public loan",
    "other": "anything else, or not stated",
    "private_equity": "private capital",
    "purchase": "contracts and orders for material",
}
STAGES = {
    "proposed": "bill, plan or solicitation",
    "announced": "made public as intended, or a contract's ceiling",
    "approved": "approved by the body that decides",
    "appropriated": "granted by law",
    "committed": "bound by contract or order",
    "disbursed": "paid out",
    "purchased": "paid for material delivered",
}
CURRENCIES = {
    "AUD": "Australian dollar",
    "CAD": "Canadian dollar",
    "CNY": "Chinese yuan",
    "EUR": "euro",
    "GBP": "pound sterling",
    "INR": "Indian rupee",
    "JPY": "Japanese yen",
    "KRW": "South Korean won",
    "USD": "US dollar",
}
CONTENT_BASES = {
    "target": "aimed at",
    "solicitation": "sought from the market",
    "contract": "bound by contract or order",
    "holding": "held",
}
CONTENT_UNITS = {
    "t": "metric tonnes",
    "lb": "pounds",
    "short ton": "US short tons of 907.185 kg",
    "tons (type not stated)": "tons, metric or short not stated",
    "days of consumption": "days of national consumption",
    "days of demand": "days of demand",
    "days of supply": "days of supply",
    "days of domestic car-maker use": "days of use by domestic car makers",
    "months": "months of consumption",
    "months of supply": "months of supply",
    "minerals": "number of minerals covered",
}


class StockpileProgrammes(RawTable):
    """Stockpiles, funds and arrangements to hold stocks."""

    programme_id: str = identifier("programme")
    programme: str = text("name")
    jurisdiction: str = places("state or bloc that runs it")
    operator: str = text("body that runs it")
    scope: str = choice("for whom", SCOPES)
    announced_on: str = interval("when it was made public", nullable=True)
    minerals: str = identifiers("minerals covered")
    coverage: str = texts("its own words where they say more than the names", nullable=True)
    target: str = text("stated aim", nullable=True)
    mechanism: str = text("how it works")
    summary: str = text("state of the programme")
    also_source_ids: str = identifiers("further documents", nullable=True)
    source_id: str = identifier("document that describes it")


class StockpileFunding(RawTable):
    """One sum at one stage. Rows of one programme overlap: never add them up."""

    funding_id: str = identifier("sum")
    programme_id: str = identifier("programme")
    component: str = choice("kind of money", COMPONENTS)
    amount: float = number("amount in its own currency", "currency", ge=0, nullable=True)
    currency: str = choice("currency (ISO 4217)", CURRENCIES)
    amount_usd: float = number("amount in US dollars", "USD", ge=0, nullable=True)
    fx_note: str = text("where the dollar value comes from", nullable=True)
    stage: str = choice("how far the money has come", STAGES)
    stage_on: str = interval("when it reached the stage", nullable=True)
    note: str = text("what it is and which rows it overlaps")
    source_id: str = identifier("document that reports it")


class StockpileContents(RawTable):
    """One material held, sought, ordered or aimed at by a programme."""

    content_id: str = identifier("row")
    programme_id: str = identifier("programme")
    mineral: str = identifiers("mineral or minerals")
    coverage: str = texts("the source's words where they say more than the names", nullable=True)
    form: str = text("form of the material", nullable=True)
    quantity: float = number("quantity", "unit", ge=0, nullable=True)
    unit: str = choice("unit of the quantity", CONTENT_UNITS, nullable=True)
    as_of: str = interval("when this was so", nullable=True)
    basis: str = choice("aim, search, contract or stock", CONTENT_BASES)
    value_usd: float = number("value", "USD", ge=0, nullable=True)
    note: str = text("remarks", nullable=True)
    source_id: str = identifier("document that reports it")
