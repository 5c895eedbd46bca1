"""Ids that are no more: by kind and name, and none of them claims a source."""

from __future__ import annotations

import pandas as pd

from analysis.transforms.tombstones import tombstones

RAW = pd.DataFrame(
    [
        ("moons", "fact", "planets|stars", "0.2.0", "counted otherwise"),
        ("acts-old", "fact", None, "0.1.0", "was no test"),
        ("fig-moons", "exhibit", None, "0.2.0", "drawn no more"),
    ],
    columns=["gone_id", "kind", "successors", "last_version", "reason"],
).assign(row_key=lambda rows: "tombstones:" + rows["gone_id"])


def test_ids_come_by_kind_and_name_and_rest_on_a_decision_alone() -> None:
    rows = tombstones(RAW)
    assert rows["gone_id"].tolist() == ["fig-moons", "acts-old", "moons"]
    assert rows["successors"].fillna("").tolist() == ["", "", "planets|stars"]
    assert set(rows["source_ids"]) == {""}
    assert rows["raw_keys"].tolist()[0] == "tombstones:fig-moons"
