"""Small hand-made tables of projects for the tests of pipeline, starts and slippage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

TODAY = dt.date(2026, 1, 1)

PROJECT = {
    "name": "Plant",
    "company": "Company",
    "country": "USA",
    "region": "Texas",
    "mineral": "rare_earths",
    "stage": "magnet",
    "output_form": "magnets",
    "capacity": 1000.0,
    "unit": "t/yr",
    "capacity_basis": "nameplate",
    "contained_in": None,
    "status": "announced",
    "status_on": "2025",
    "status_source_id": "status-source",
    "expected_start": None,
    "first_announced_on": None,
    "source_id": "capacity-source",
}

EVENT = {"event": "milestone", "source_id": "history-source"}

FORMS = pd.DataFrame(
    [
        ("rare_earths", "magnet", "magnets", "rare_earths", "ndfeb_magnets"),
        ("rare_earths", "separation", "oxide", "rare_earths", "ndpr_oxide"),
        ("rare_earths", "separation", "all oxides", "rare_earths", "rare_earth_oxides"),
    ],
    columns=["mineral", "stage", "output_form", "material", "product"],
)

UNDATED = pd.DataFrame({"source_id": [], "published_on": []}, dtype="str")
"""No source says when it was published."""

NO_MARKS = pd.DataFrame({"project_id": [], "mark": []}, dtype="str")

TEXTS = [name for name, value in PROJECT.items() if not isinstance(value, float)]


def projects(**rows: Mapping[str, object]) -> pd.DataFrame:
    """One project per keyword, with what differs from a nameplate plant of 1 000 t/yr."""
    frame = pd.DataFrame(
        [{"project_id": key.replace("_", "-"), **PROJECT, **row} for key, row in rows.items()]
    ).astype(dict.fromkeys(["project_id", *TEXTS], "str"))
    return frame.assign(
        source_row=range(2, len(frame) + 2), row_key="projects:" + frame["project_id"]
    )


def history(*rows: tuple[str, str, str] | tuple[str, str, str, str]) -> pd.DataFrame:
    """Events as (project_id, status, status_on) or with a promised start as the fourth."""
    names = ["project_id", "status", "status_on", "promised_start"]
    padded = [[*row, None][: len(names)] for row in rows]
    frame = pd.DataFrame(padded, columns=names).assign(**EVENT).astype("str")
    keys = pd.Series([f"project_history:{number}" for number in range(len(frame))], dtype="str")
    return frame.assign(source_row=range(2, len(frame) + 2), row_key=keys)
