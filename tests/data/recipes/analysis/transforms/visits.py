"""How often plants were visited."""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_unique


class PlantVisits(Evidenced):
    """One plant that was visited."""

    project_id: str = column("plant", unique=True)
    n_visits: int = column("visits on record", "visits", ge=1)


def plant_visits(visits: pd.DataFrame) -> pd.DataFrame:
    """Visits by plant.

    Parameters: visits with project_id, source_id, row_key. Returns a `PlantVisits` frame by plant.
    """
    rows = [
        {
            "project_id": plant,
            "n_visits": len(of_plant),
            "source_ids": join_unique(of_plant["source_id"]),
            "raw_keys": join_unique(of_plant["row_key"]),
        }
        for plant, of_plant in visits.groupby("project_id")
    ]
    return PlantVisits.validate(pd.DataFrame(rows, columns=list(PlantVisits.to_schema().columns)))
