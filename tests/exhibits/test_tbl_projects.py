"""The table of plants: what is not known is a dash, and no figure looks firmer than it is."""

from __future__ import annotations

from typing import Any

import pandas as pd
from small import processed, table

from analysis.exhibits import tbl_projects as exhibit
from analysis.exhibits.table import html
from analysis.facts.topics import projects

PLANT = {
    "name": "Plant",
    "company": "Company",
    "country": "KOR",
    "mineral": "rare_earths",
    "material": "rare_earths",
    "stage": "magnet",
    "product": "ndfeb_magnets",
    "capacity_class": "firm",
    "capacity_t_per_year": 1000,
    "net_t_per_year": 1000,
    "status": "operating",
    "status_on": "2026-02",
    "status_age_months": 2,
}


def rows(*plants: dict[str, Any]) -> pd.DataFrame:
    named = [{"project_id": f"p{place}", **plant} for place, plant in enumerate(plants)]
    return exhibit.data(processed(projects=table("projects", *named, **PLANT)))


def test_the_title_counts_plants_by_progress() -> None:
    statuses = ["operating", "commissioning", "under_construction", "financed", "cancelled"]
    assert exhibit.title(rows(*({"status": status} for status in statuses))) == (
        "Five plants and phases outside China: one operating, two being built or started up, one "
        "planned and one stopped"
    )


def test_a_row_is_written_as_a_reader_reads_it() -> None:
    printed = exhibit.table(rows({"expected_start": "2027"})).cells().iloc[0]
    assert printed.tolist() == [
        *("Magnets", "Plant", "Company", "South Korea", "NdFeB magnets", "1,000"),
        *("Operating, Feb\N{NO-BREAK SPACE}2026", "2027"),
    ]


def test_what_is_not_known_is_a_dash_and_what_is_not_firm_says_so() -> None:
    assert exhibit.capacity(float("nan"), "unknown") == "–"
    assert exhibit.capacity(4500.0, "target") == "4,500 (aim)"
    assert exhibit.capacity(0.25, "firm") == "0.25"
    assert exhibit.product(None, "gallium|scandium") == "Gallium and scandium, form not known"
    assert exhibit.status("feasibility", None) == "Feasibility study"
    assert exhibit.dated(None) == "–"


def test_plants_come_by_stage_along_the_chain() -> None:
    plants = rows({"stage": "recycling"}, {"stage": "magnet"}, {"stage": "separation"})
    assert plants["stage"].tolist() == ["separation", "magnet", "recycling"]


def test_names_from_the_data_are_escaped() -> None:
    markup = html(exhibit.table(rows({"name": "<b>Plant</b> & Co"})), "tbl-projects")
    assert "<b>Plant" not in markup
    assert "&lt;b&gt;Plant&lt;/b&gt; &amp; Co" in markup


def test_statuses_seen_long_ago_are_counted() -> None:
    plants = rows({"status_age_months": 13}, {"status_age_months": 12}, {"status_age_months": None})
    assert "The status of one was last seen" in exhibit.note(plants)


def test_no_plant_is_told_and_printed() -> None:
    none = exhibit.data(processed())
    assert exhibit.title(none) == "No plant outside China is on record"
    assert "Nothing on record" in exhibit.table(none).cells().to_string()
    assert list(projects.facts(processed())) == []
