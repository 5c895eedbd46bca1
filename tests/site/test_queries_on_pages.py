"""The query on a number's page: as it runs where the reader is, and nothing of it as markup."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from analysis.site.citable_pages import PagePlace, recomputing
from analysis.site.shell import Shell

THEME = Path(__file__).parents[2] / "report" / "theme"
RECORD: dict[str, Any] = {
    "id": "acts",
    "text": "88",
    "label": "acts",
    "formula": "count",
    "query": "select count(*) from 'processed/ladder.csv' where rung < 3",
    "processed_table": "ladder",
    "inputs": [{"table": "announcements", "keys": ["forge-2026-02-04"]}],
}


def place(address: str, frozen: bool = False) -> PagePlace:
    publication = SimpleNamespace(address=address, live=lambda path: f"{address}/{path}")
    return PagePlace(Shell("", THEME), cast(Any, publication), "../..", frozen)


def test_on_a_published_site_the_query_names_its_tables_by_their_addresses() -> None:
    page = recomputing(place("https://example.org/report"), RECORD)
    assert "https://example.org/report/data/processed/ladder.csv&#39; where rung &lt; 3;" in page
    assert "briefing recompute acts --at https://example.org/report" in page


def test_elsewhere_it_runs_in_the_folder_of_the_tables() -> None:
    for page in (recomputing(place(""), RECORD), recomputing(place("https://a.b", True), RECORD)):
        assert "from &#39;processed/ladder.csv&#39;" in page
        assert "--at" not in page


def test_below_it_stands_the_way_from_the_raw_rows() -> None:
    page = recomputing(place(""), RECORD)
    assert "processed/ladder" in page
    assert "raw/announcements: forge-2026-02-04" in page


def test_a_number_of_a_version_without_queries_has_none() -> None:
    assert recomputing(place(""), {**RECORD, "query": ""}) == ""
