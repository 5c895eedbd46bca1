"""A number's page: its query as it runs where the reader is, and what its raw rows say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from analysis.site.citable_pages import PagePlace, recomputing, rows_in
from analysis.site.raw_rows import RawRow, raw_rows
from analysis.site.shell import Shell

ROOT = Path(__file__).parents[2]
THEME = ROOT / "report" / "theme"
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


def test_the_first_rows_say_what_stands_in_them_and_name_their_source() -> None:
    known = {f"projects:{key}": RawRow("status <b>", "filing") for key in "abcdef"}
    here = replace(place(""), rows=known)
    items = rows_in(here, {"table": "projects", "keys": list("abcdef")}, {"projects:f": "size?"})
    assert items[0].startswith("<li>f [size?]<br><small>status &lt;b&gt;</small>")
    assert '<a href="../../sources/index.html#filing">filing</a>' in items[0]
    assert [item.count("<small>") for item in items] == [2, 2, 2, 2, 0, 0]


def test_a_row_with_a_record_leads_to_its_page() -> None:
    known = {f"projects:{key}": RawRow("", "") for key in "ab"}
    here = replace(place(""), rows=known, records={"projects:a": "records/projects/a/index.html"})
    assert rows_in(here, {"table": "projects", "keys": ["a", "b"]}, {}) == [
        '<li><a href="../../records/projects/a/index.html">a</a></li>',
        "<li>b</li>",
    ]


def test_later_rows_of_one_record_are_one_item_and_a_doubted_one_its_own() -> None:
    history = [f"plant/2025-0{month}" for month in range(1, 10)]
    names = [f"project_history:{key}" for key in history]
    known = dict.fromkeys(names, RawRow("", ""))
    leads = dict.fromkeys(names, "records/projects/plant/index.html")
    here = replace(place(""), rows=known, records=leads)
    doubts = dict.fromkeys(names[:5], "day?")
    items = rows_in(here, {"table": "project_history", "keys": history}, doubts)
    link = '<li><a href="../../records/projects/plant/index.html">'
    assert items[4:] == [f"{link}{history[4]} [day?]</a></li>", f"{link}plant</a>: 4 rows</li>"]


def test_a_version_whose_rows_are_not_known_names_them_alone() -> None:
    assert rows_in(place(""), {"table": "projects", "keys": ["a"]}, {}) == ["<li>a</li>"]


def test_a_raw_row_says_its_filled_cells_and_not_its_key() -> None:
    row = raw_rows(ROOT / "data" / "raw")["hypotheses:works"]
    assert row.says.startswith("share_pct 50; reason a judgement: one act in two leads to a plant")
    assert row.source == ""
