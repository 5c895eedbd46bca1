"""How far plants are: each status is of one group, and a status ages after a year."""

from __future__ import annotations

import pandas as pd

from analysis.transforms import statuses
from analysis.transforms.statuses import progress, unseen


def test_every_status_counts_in_one_group() -> None:
    plants = pd.DataFrame({"status": statuses.STATUSES})
    groups = {name: rows["status"].tolist() for name, rows in progress(plants).items()}
    assert groups == {
        "operating": ["operating"],
        "building": ["commissioning", "under_construction"],
        "planned": ["financed", "permitted", "feasibility", "announced"],
        "stopped": ["suspended", "cancelled"],
    }


def test_a_status_is_unseen_after_more_than_a_year() -> None:
    plants = pd.DataFrame({"status_age_months": [11.9, 12.0, 12.1, None]})
    assert unseen(plants).index.tolist() == [2]
