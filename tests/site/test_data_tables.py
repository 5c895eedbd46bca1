"""The rows behind a figure read as people read them, and lead to records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from analysis.exhibits.registry import MODULES
from analysis.site.data_tables import data_table, heading, words

THEME = Path(__file__).parents[2] / "report" / "theme"
RECORD: dict[str, Any] = {
    "id": "fig-a",
    "columns": ["project_id", "name", "country", "share_pct", "seen_on"],
    "units": {"share_pct": "%"},
    "rows": [["a<", "Plant <a>", "CHN", 61.25, "2026-01-02"], ["b", None, "EU", None, None]],
    "fields": [{"name": "share_pct", "description": "of all", "unit": "%"}],
}


def test_the_name_after_a_key_leads_to_the_record_and_the_key_is_not_shown() -> None:
    reached = {"projects:a<": "records/projects/a/index.html"}
    page = html.fromstring(f"<div>{data_table(THEME, '../..', RECORD, reached)}</div>")
    assert [head.text for head in page.xpath("//th")] == ["Name", "Country", "Share (%)", "Seen on"]
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//tbody/tr")]
    assert rows == [["Plant <a>", "China", "61.25", "2026-01-02"], ["", "European Union", "", ""]]
    assert [(a.get("href"), a.text) for a in page.xpath("//td/a")] == [
        ("../../records/projects/a/index.html", "Plant <a>")
    ]
    assert [item.text_content() for item in page.xpath("//li")] == ["Share (%), share_pct: of all"]
    assert "<a " not in data_table(THEME, "../..", RECORD, {})


def test_columns_of_numbers_and_of_short_words_are_named_by_their_place() -> None:
    page = html.fromstring(f"<div>{data_table(THEME, '..', RECORD, {})}</div>")
    assert page.xpath("//table/@class") == ["w1 n3 w3 w4"]
    assert not page.xpath("//td/@class")


def test_the_style_knows_every_place_that_a_figure_needs() -> None:
    style = (THEME / "briefing.css").read_text("utf-8")
    figures = [module for name, module in MODULES.items() if name.startswith("fig-")]
    unseen = 2  # its sources and evidence stand in the files alone
    widest = max(len(module.MODEL.columns) for module in figures) - unseen
    for place in range(1, widest + 1):
        assert f".n{place} td:nth-child({place})" in style
        assert f".w{place} td:nth-child({place})" in style


def test_a_record_of_an_older_release_has_no_meanings() -> None:
    older = {key: value for key, value in RECORD.items() if key != "fields"}
    assert "What the columns mean" not in data_table(THEME, "../..", older, {})


@pytest.mark.parametrize(
    ("name", "unit", "head"),
    [
        ("share_pct", "%", "Share (%)"),
        ("t_per_year", "t/yr", "Quantity (t/yr)"),
        ("price_usd_per_kg", "USD/kg", "Price (USD/kg)"),
        ("n_acts", "acts", "Acts"),
        ("days_overdue", "d", "Days overdue"),
        ("year", "year", "Year"),
        ("hhi_low", "0-10000", "HHI low (0-10000)"),
        ("value", "as unit", "Value"),
        ("announced_on", None, "Announced on"),
        ("test_id", None, "Test"),
    ],
)
def test_a_heading_is_the_name_of_its_column_in_words(
    name: str, unit: str | None, head: str
) -> None:
    assert heading(name, unit) == head


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("country", "COD", "DR Congo"),
        ("parties", "USA|EU", "United States, European Union"),
        ("mineral", "magnet_rare_earths", "Magnet rare earths"),
        ("stage", "metal_alloy", "Metal and alloy"),
        ("outcome", "broken", "Ended unmet"),
        ("reading", "not_found", "not found"),
        ("title", "A snake_case title", "A snake_case title"),
        ("share_pct", 0.12346, "0.1235"),
        ("drawn", True, "yes"),
        ("name", None, ""),
    ],
)
def test_a_code_is_shown_by_its_name(column: str, value: Any, said: str) -> None:
    assert words(column, value) == said
