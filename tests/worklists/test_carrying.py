"""What rows carry of the verdict, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.core.project import Project
from analysis.raw.load import load
from analysis.worklists.carrying import carried, computed, state_now, weighed

ROOT = Path(__file__).parents[2]


def record(table: str, *keys: str, processed: str = "promises") -> dict[str, Any]:
    return {"processed_table": processed, "inputs": [{"table": table, "keys": list(keys)}]}


RECORDS = {
    "test-starts": record("projects", "a", "b"),
    "test-starts-result": record("projects", "a", "b"),
    "test-starts-threshold": record("projects", "a", "b"),
    "verdict-level": record("projects", "a", "b", processed="verdict"),
    "verdict-past": record("projects", "a", "b", processed="verdict_history"),
    "leading": record("projects", "a", "b", "c", "d"),
    "aside": record("projects", "d"),
}
FACTS = carried(RECORDS, ["starts"], ["leading", "test-starts", "test-starts-threshold"])


def items(**raw_keys: str) -> pd.DataFrame:
    return pd.DataFrame({"name": list(raw_keys), "raw_keys": list(raw_keys.values())}, dtype="str")


def test_a_test_counts_once_and_what_retells_the_tests_not_at_all() -> None:
    kinds = FACTS.drop_duplicates("fact_id").set_index("fact_id")["kind"].to_dict()
    assert kinds == {"test-starts": "test", "leading": "headline", "aside": "other"}


def test_the_weight_is_the_share_of_each_facts_rows_times_its_worth() -> None:
    found = weighed(
        items(d="projects:d", none="projects:z", a="projects:a", ab="projects:a|projects:b"), FACTS
    ).set_index("name")
    # a: half of the test (100) and a quarter of the headline (10); d: a quarter, and all of 1.
    assert found["weight"].to_dict() == {"ab": 105.0, "a": 52.5, "d": 3.5, "none": 0.0}
    assert found.index.tolist() == ["ab", "a", "d", "none"]
    assert found.loc["d", "carries"] == "leading|aside"
    assert found.loc["ab", ["rows", "facts", "headline_facts", "tests"]].tolist() == [2, 2, 2, 1]
    assert found.loc["none", ["rows", "facts", "headline_facts", "tests"]].tolist() == [1, 0, 0, 0]


def test_what_will_join_a_test_weighs_as_if_it_were_in_it() -> None:
    joining = items(new="projects:e", known="projects:a", lost="projects:f").assign(
        joins=["starts", "starts", "unmeasured"]
    )
    found = weighed(joining, FACTS).set_index("name")
    # e would be one row of three; a is one of the two that are there.
    assert found["weight"].to_dict() == {"known": 52.5, "new": 33.3333, "lost": 0.0}


def test_equals_stay_in_their_order() -> None:
    assert weighed(items(z="", b="", a=""), FACTS)["name"].tolist() == ["z", "b", "a"]


def test_without_items_or_facts_nothing_is_carried() -> None:
    assert weighed(items(), FACTS).empty
    assert weighed(items(a="projects:a"), carried({}, [], []))["weight"].tolist() == [0.0]


def test_computed_facts_are_those_of_the_processed_tables_without_the_history(
    facts: dict[str, dict[str, Any]],
) -> None:
    found, _ = computed(load(ROOT / "data" / "raw"))
    told = {name for name, fact in facts.items() if fact["processed_table"] != "verdict_history"}
    assert set(found) == told
    assert all(found[name]["inputs"] == facts[name]["inputs"] for name in told)


def test_facts_of_other_tables_than_the_processed_ones_are_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRIEFING_KEPT", raising=False)
    monkeypatch.setattr("analysis.worklists.carrying.computed", lambda raw: ({}, raw))
    (tmp_path / "raw").mkdir()
    project: Any = Project(tmp_path)
    raw: Any = "tables"
    assert state_now(project, tmp_path / "raw", raw) == ({}, "tables")
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]
