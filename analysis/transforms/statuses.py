"""How far a plant is: its statuses, and the groups of them that are counted together."""

from __future__ import annotations

import pandas as pd

OPERATING = ("operating",)
BUILDING = ("under_construction", "commissioning")
PLANNED = ("financed", "permitted", "feasibility", "announced")
STOPPED = ("suspended", "cancelled")

STATUSES = (*OPERATING, *reversed(BUILDING), *PLANNED, *STOPPED)
"""From furthest along to given up."""

MINING, DEMONSTRATION = "mining", "demonstration"
"""The stage and the mark of what refines nothing for the market, and is counted apart: mines, and
plants that make samples or try a process."""

STALE_MONTHS = 12
"""After so many months a status may no longer hold."""


def progress(projects: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Plants by how far they are: operating, building, planned, stopped.

    Parameters: projects with the column status.
    """
    status = projects["status"]
    groups = {"operating": OPERATING, "building": BUILDING, "planned": PLANNED, "stopped": STOPPED}
    return {name: projects[status.isin(statuses)] for name, statuses in groups.items()}


def unseen(projects: pd.DataFrame) -> pd.DataFrame:
    """The plants whose status was last seen so long ago that it may no longer hold.

    Parameters: projects with the column status_age_months.
    """
    return projects[projects["status_age_months"] > STALE_MONTHS]
