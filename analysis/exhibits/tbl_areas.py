"""The EU-US roadmap item by item: drafted, signed, started, delivered."""

from __future__ import annotations

import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.table import Column, Table
from analysis.facts import text
from analysis.facts.processed import Processed
from analysis.transforms.areas import steps

ID = "tbl-areas"

MODEL = model(
    **taken("roadmap_areas", "area_no", "area", "item", "drafted", "signed", "started_on"),
    **taken("roadmap_areas", "delivered_on", "contrary_on", "reason"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The items of the roadmap."""
    return processed["roadmap_areas"]


def title(data: pd.DataFrame) -> str:
    found = {step: text.count(len(items)) for step, items in steps(data).items()}
    return (
        f"Of {len(data)} items of the EU-US roadmap, {found['signed']} are known to be signed, "
        f"{found['started']} to be started and {found['delivered']} to be delivered"
    )


def subtitle(data: pd.DataFrame) -> str:
    signed = data["signed"].notna().any()
    texts = " and of the memorandum and action plan of April 2026" if signed else ""
    return (
        f"Items of the draft of February 2026{texts}, by area, with the first act since that "
        "carries an item forward or runs against it"
    )


def description(data: pd.DataFrame) -> str:
    unseen = text.count(len(steps(data)["unseen"]))
    return f"{title(data)}; of {unseen} items the signed text was not seen."


def note(data: pd.DataFrame) -> str:
    return (
        "A question mark: the signed text was not seen, which is not a no. A dash: no act was "
        "found. What one party does alone and for itself does not count as joint."
    )


def table(data: pd.DataFrame) -> Table:
    """One row per item in bands by area."""
    rows = pd.DataFrame(
        {
            "area": [area_name(row.area_no, row.area) for row in data.itertuples()],
            "item": data["item"].map(text.capitalised),
            "drafted": data["drafted"].map(seen),
            "signed": data["signed"].map(seen),
            "started": data["started_on"].map(dated),
            "delivered": data["delivered_on"].map(dated),
            "contrary": data["contrary_on"].map(dated),
        }
    )
    columns = (
        Column("item", "Item", weight=3.4),
        Column("drafted", "Drafted"),
        Column("signed", "Signed"),
        Column("started", "Started", weight=1.3),
        Column("delivered", "Delivered", weight=1.1),
        Column("contrary", "Act against it", weight=1.3),
    )
    return Table(rows, columns, group="area")


def area_name(number: int, area: str) -> str:
    """`2. Industrial and economic integration`; what lies outside the six areas has no number."""
    name = text.capitalised(area)
    return name if number == 0 else f"{number}. {name}"


def seen(value: object) -> str:
    """Whether a text names the item, as a word."""
    if pd.isna(value):
        return "?"
    return "yes" if value else "no"


def dated(value: object) -> str:
    """The date of an act, a dash if none was found."""
    return text.short_day(str(value)) if isinstance(value, str) else text.EN_DASH
