"""Interactive figures: what marks tell, and a page that keeps its policy and its data."""

from __future__ import annotations

import json
import re
from typing import Any

import altair as alt
import pandas as pd
import pytest

from analysis.exhibits import theme
from analysis.exhibits.registry import MODULES, exhibit
from analysis.facts.processed import Processed
from analysis.site import explore

FIGURES = [name for name in MODULES if name.startswith("fig-")]


def drawn() -> dict[str, Any]:
    """Bars with words over them, as charts of the report are made."""
    rows = pd.DataFrame({"step": ["Mining"], "share_pct": [61.2], "fill": ["#b8430f"]})
    base = alt.Chart(rows).encode(x="share_pct:Q", y="step:N")
    return alt.layer(base.mark_bar(), base.mark_text().encode(text="step:N")).to_dict()


def test_a_mark_tells_the_columns_of_the_data_with_their_units_and_words_tell_nothing() -> None:
    spec = drawn()
    explore.add_tooltips(spec, spec, {"step": None, "share_pct": "%", "evidence": None})
    bars, words = spec["layer"]
    assert [line["title"] for line in bars["encoding"]["tooltip"]] == ["Step", "Share (%)"]
    assert "tooltip" not in words["encoding"]


def test_a_card_that_a_chart_brings_stays() -> None:
    rows = pd.DataFrame({"a": [1]})
    spec = alt.Chart(rows).mark_bar().encode(x="a:Q", tooltip=["a:Q"]).to_dict()
    before = spec["encoding"]["tooltip"]
    explore.add_tooltips(spec, spec, {"a": None})
    assert spec["encoding"]["tooltip"] == before


def test_headings_carry_the_unit_and_years_are_no_quantities() -> None:
    assert explore.heading("capacity_t_per_year", "t/yr") == "Capacity (t per year)"
    assert explore.heading("t_per_year", "t/yr") == "T per year"
    assert explore.heading("top_change_pp", "pp") == "Top change (percentage points)"
    assert explore.heading("floor_usd_per_kg", "USD/kg") == "Floor (USD/kg)"
    assert explore.heading("n_projects", "projects") == "N projects"
    assert explore.heading("country", None) == "Country"
    assert explore.heading("first_year", "year") == "First year"
    assert explore.field("year", "year", [{"year": 2024}])["type"] == "nominal"
    assert explore.field("share_pct", "%", [{"share_pct": None}, {"share_pct": 1.5}])["format"]


def test_every_light_colour_has_its_dark_one() -> None:
    light, dark = theme.tokens()["light"], theme.tokens()["dark"]
    colours = explore.dark_colours()
    assert set(colours) == set(light.values())
    assert colours[light["paper"]] == dark["paper"]
    assert colours[light["accent"]] == dark["accent"]


@pytest.mark.parametrize("name", FIGURES)
def test_a_page_holds_its_charts_names_no_host_and_forbids_all_but_own_files(
    processed: Processed, name: str
) -> None:
    page = explore.page(exhibit(name, processed))
    charts = re.findall(r'<script type="application/json" id="(\w+)">(.*?)</script>', page)
    assert {chart for chart, _ in charts} >= {"wide", "narrow"}
    specs = [json.loads(text) for chart, text in charts if chart in {"wide", "narrow"}]
    assert all(spec["marks"] for spec in specs)
    assert any("tooltip" in json.dumps(spec["marks"]) for spec in specs)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'self' 'unsafe-eval'")
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
