"""What rests on a record: first what rests on few, apart what rests on most of its kind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from analysis.citation.catalogue import Catalogue
from analysis.site.records.record import Record
from analysis.site.records.uses import uses

TABLE = "projects"


def plant(name: str) -> Record:
    """A record of two raw rows."""
    rows = {
        TABLE: [{"row_key": f"projects:{name}"}],
        "project_history": [{"row_key": f"project_history:{name}/2025"}],
    }
    return Record(TABLE, name, name, "", "", [], [], rows, {})


def fact(label: str, *keys: str, table: str = TABLE) -> dict[str, Any]:
    return {"label": label, "text": "9", "inputs": [{"table": table, "keys": list(keys)}]}


def test_what_rests_on_a_row_or_a_row_about_it_is_found_and_what_all_share_stands_apart() -> None:
    facts = {
        "two": fact("two", "a", "b"),
        "one": fact("one", "a/2025", table="project_history"),
        "all": fact("all", "a", "b", "c"),
        "none": fact("none", "x", table="prices"),
    }
    exhibits = {"fig-two": {"title": "Two", "inputs": facts["two"]["inputs"]}}
    listed = cast("Catalogue", SimpleNamespace(exhibits=exhibits, facts=facts))
    found = uses([plant(name) for name in "abcd"], listed)
    of_a = found["records/projects/a/index.html"]
    assert [use.path for use in of_a.own] == [
        "facts/one/index.html",
        "exhibits/fig-two/index.html",
        "facts/two/index.html",
    ]
    assert [use.words for use in of_a.common] == ["All: 9"]
    assert of_a.ids("facts") == ["all", "one", "two"]
    assert found["records/projects/d/index.html"].own == []
