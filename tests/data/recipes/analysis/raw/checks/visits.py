"""Visits: nobody visits a plant that was given up."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.cells import problems_at
from analysis.raw.tables import TABLES


def open_plants(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """No visit is to a plant that was cancelled."""
    visits = tables["site_visits"]
    status = visits["project_id"].map(tables["projects"].set_index("project_id")["status"])
    return problems_at(
        TABLES["site_visits"],
        visits,
        status == "cancelled",
        "project_id",
        "open-plants",
        "is a plant that was cancelled",
        "name another plant",
    )
