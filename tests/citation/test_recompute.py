"""Facts computed again by their queries: all agree, and whatever is altered is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.citation.locations import Folder
from analysis.citation.recompute import Difference, recompute
from analysis.core.problems import ProblemsError
from analysis.facts.measures import TABLES

ROOT = Path(__file__).parents[2]
OF_PROMISES = {
    *("promises-due", "promises-open", "promises-kept", "promises-kept-of-due"),
    "test-promises",
}


@pytest.fixture
def tables(fresh_processed: Path, tmp_path: Path) -> Path:
    """A copy of all tables that a test may spoil."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "raw")
    shutil.copytree(fresh_processed, tmp_path / "processed")
    return tmp_path


def rewritten(tables: Path, name: str, **changed: Any) -> None:
    """Change the record of a fact in `facts.json`."""
    path = tables / "processed" / "facts.json"
    document = json.loads(path.read_text("utf-8"))
    next(record for record in document["facts"] if record["id"] == name).update(changed)
    path.write_text(json.dumps(document), "utf-8")


def said(error: pytest.ExceptionInfo[ProblemsError]) -> str:
    return str(error.value.problems[0])


def test_every_number_is_what_its_query_gives(tables: Path, facts: dict[str, Any]) -> None:
    profiles = [pd.read_csv(tables / "processed" / f"{name}.csv") for name in TABLES]
    count = len(facts) + sum(map(len, profiles))
    assert recompute(Folder(str(tables))) == (count, [])


def test_one_changed_number_of_a_profile_and_a_query_that_fails_are_named(tables: Path) -> None:
    path = tables / "processed" / "mineral_profiles.csv"
    rows = pd.read_csv(path)
    [acts] = rows.index[(rows["mineral"] == "gallium") & (rows["measure"] == "acts")]
    rows.loc[acts, "value"] += 1
    rows.to_csv(path, index=False)
    listed = tables / "processed" / "measures.json"
    measures = json.loads(listed.read_text("utf-8"))
    assert (measures[1]["table"], measures[1]["measure"]) == (
        *("mineral_profiles", "acts-on-capacity"),
    )
    measures[1]["query"] = "select nothing"
    listed.write_text(json.dumps(measures), "utf-8")
    _, differences = recompute(Folder(str(tables)))
    assert [found.fact for found in differences] == [
        "mineral_profiles acts gallium",
        "mineral_profiles acts-on-capacity",
    ]


def test_one_changed_cell_makes_exactly_the_facts_that_rest_on_it_differ(tables: Path) -> None:
    path = tables / "processed" / "promises.csv"
    text = path.read_text("utf-8")
    assert text.count(",open,") > 1
    path.write_text(text.replace(",open,", ",kept,", 1), "utf-8")
    _, differences = recompute(Folder(str(tables)))
    names = {found.fact for found in differences}
    of_profiles = {name for name in names if " " in name}
    assert names - of_profiles == OF_PROMISES
    assert of_profiles
    assert {name.split()[1] for name in of_profiles} == {"deadlines-open", "deadlines-kept"}


def test_another_value_and_another_query_are_differences(tables: Path) -> None:
    rewritten(tables, "acts", value=1)
    rewritten(tables, "sources", query="select 'many'")
    _, differences = recompute(Folder(str(tables)), ["acts", "sources", "projects"])
    assert [found.fact for found in differences] == ["acts", "sources"]
    assert differences[1].computed == "many"


@pytest.mark.parametrize(
    ("query", "computed"),
    [
        ("select 1 union all select 2", "no single value but 2 rows"),
        ("select text from read_text('/etc/hostname')", "the query fails: Permission Error"),
        ("copy (select 1) to 'x.csv'", "the query fails: Permission Error"),
        ("select", "the query fails: Parser Error"),
    ],
)
def test_a_query_that_gives_no_value_or_reaches_out_is_a_difference(
    tables: Path, query: str, computed: str
) -> None:
    rewritten(tables, "acts", query=query)
    _, [found] = recompute(Folder(str(tables)), ["acts"])
    assert isinstance(found, Difference)
    assert found.computed.startswith(computed)


def test_a_fact_that_is_none_is_named_with_the_nearest(tables: Path) -> None:
    with pytest.raises(ProblemsError) as error:
        recompute(Folder(str(tables)), ["atcs"])
    assert "did you mean acts" in said(error)


def test_a_folder_without_facts_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as error:
        recompute(Folder(str(tmp_path)))
    assert "there is no data/processed/facts.json that can be read" in said(error)


def test_a_table_that_is_not_there_is_named(tables: Path) -> None:
    (tables / "processed" / "ladder.csv").unlink()
    with pytest.raises(ProblemsError) as error:
        recompute(Folder(str(tables)), ["acts"])
    assert "has no processed/ladder.csv" in said(error)


def test_facts_of_an_older_site_have_no_queries(tables: Path) -> None:
    path = tables / "processed" / "facts.json"
    path.write_text('{"facts": [{"id": "acts", "value": 88}]}', "utf-8")
    with pytest.raises(ProblemsError) as error:
        recompute(Folder(str(tables)))
    assert "holds no facts with queries" in said(error)
