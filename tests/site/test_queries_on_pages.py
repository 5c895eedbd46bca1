"""A number's page: its query as it runs where the reader is, and what its raw rows say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from analysis.site.citable_pages import PagePlace, fact_state, recomputing, row_name, rows_in
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
    titles = {"records/projects/plant/index.html": "Plant of A"}
    here = replace(place(""), rows=known, records=leads, titles=titles)
    doubts = dict.fromkeys(names[:5], "day?")
    items = rows_in(here, {"table": "project_history", "keys": history}, doubts)
    link = '<li><a href="../../records/projects/plant/index.html">'
    assert items[4:] == [
        f"{link}Plant of A, 2025-05 [day?]</a></li>",
        f"{link}Plant of A</a>: 4 rows</li>",
    ]


def test_a_version_whose_rows_are_not_known_names_them_alone() -> None:
    assert rows_in(place(""), {"table": "projects", "keys": ["a"]}, {}) == ["<li>a</li>"]


def test_a_raw_row_says_its_filled_cells_and_not_its_key() -> None:
    row = raw_rows(ROOT / "data" / "raw")["hypotheses:works"]
    assert row.says.startswith("share_pct 50; reason a judgement: one act in two leads to a plant")
    assert row.source == ""


def test_a_row_is_named_by_what_its_page_is_about_and_not_by_its_source() -> None:
    name = "project_history:plant/2025-05/construction_start/a-source"
    here = replace(
        place(""),
        rows={name: RawRow("status under_construction", "a-source")},
        records={name: "records/projects/plant/index.html"},
        titles={"records/projects/plant/index.html": "Plant of A"},
    )
    key = name.partition(":")[2]
    assert row_name(here, name, key) == "Plant of A, 2025-05, construction start"
    assert row_name(here, name, key, whole=True) == "Plant of A"
    assert row_name(here, "prices:gallium/2025", "gallium/2025") == "gallium/2025"


FACT = {"text": "9%", "as_of": "2026-11-26", "sources": ["a", "b"], "evidence": "primary"}


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ([], ""),
        ([("0.3.0", "9%"), ("0.2.0", "9%")], " The same since data version 0.2.0."),
        (
            [("0.3.0", "9%"), ("0.2.0", "11%"), ("0.1.0", "9%")],
            " The same since data version 0.3.0. In data version 0.2.0 it was 11%.",
        ),
        ([("0.3.0", "11%"), ("0.2.0", "9%")], " In data version 0.3.0 it was 11%."),
    ],
)
def test_a_page_says_first_since_when_its_number_holds(
    before: list[tuple[str, str]], told: str
) -> None:
    earlier = [*((version, {"text": words}) for version, words in before), ("0.0.9", None)]
    day = "26\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026"
    words = f"As known on {day}.{told} 2 sources; the strongest is primary."
    assert fact_state(earlier, FACT) == words
