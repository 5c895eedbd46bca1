"""The plants that were visited."""

from __future__ import annotations

import pandas as pd

from analysis.exhibits.data_model import EVIDENCE, model, taken
from analysis.exhibits.table import Column, Table
from analysis.facts import text
from analysis.facts.processed import Processed

ID = "tbl-visits"

MODEL = model(**taken("plant_visits", "project_id", "n_visits"), **EVIDENCE)


def data(processed: Processed) -> pd.DataFrame:
    """The plants on record."""
    return processed["plant_visits"]


def title(data: pd.DataFrame) -> str:
    return f"{text.capitalised(text.count(len(data)))} plants were visited"


def subtitle(data: pd.DataFrame) -> str:
    return "Visits on record, by plant"


def description(data: pd.DataFrame) -> str:
    return f"{title(data)}: {int(data['n_visits'].sum())} visits."


def note(data: pd.DataFrame) -> str:
    return "A visit that nobody told of is not on record."


def table(data: pd.DataFrame) -> Table:
    """One row per plant."""
    columns = (Column("project_id", "Plant", weight=3.0), Column("n_visits", "Visits"))
    return Table(data[["project_id", "n_visits"]], columns)
