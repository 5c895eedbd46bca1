from __future__ import annotations

import pandas as pd
import pytest
from project_tables import FORMS, NO_MARKS, TODAY, history, projects

from analysis.core.problems import ProblemsError
from analysis.transforms.need import capacity_need
from analysis.transforms.pipeline import project_capacity

PLANTS = projects(
    a={"status": "operating", "capacity": 100.0, "country": "EST"},
    b={"status": "announced", "capacity": 300.0, "country": "DEU"},
    c={"status": "operating", "capacity": 900.0, "country": "JPN"},
    d={"status": "cancelled", "capacity": 500.0, "country": "DEU"},
    e={"status": "operating", "capacity": None, "country": "DEU"},
)
CAPACITY = project_capacity(PLANTS, history(), FORMS, NO_MARKS, TODAY)
NEEDS = pd.DataFrame(
    [("ndfeb_magnets", "magnet", "eu", "Europe", "DEU|EST", "like for like", "capacity_needs:eu")],
    columns=["product", "stage", "demand_id", "place", "countries", "reason", "row_key"],
)


def demand(quantity: float, unit: str, measure: str = "magnet_demand") -> pd.DataFrame:
    row = {
        "demand_id": "eu",
        "coverage": "magnets",
        "jurisdiction": "EU",
        "year": 2024,
        "quantity": quantity,
        "unit": unit,
        "measure": measure,
        "basis": "estimate",
        "source_id": "court",
        "source_row": 2,
        "row_key": "demand:eu",
    }
    return pd.DataFrame([row])


def test_only_plants_of_the_same_places_that_are_not_stopped_are_set_against_demand():
    # Operating 100 of 20 000 t is 0.5 %; with the plan 400 of 20 000 t is 2 %.
    row = capacity_need(NEEDS, demand(20_000, "t"), CAPACITY).iloc[0]
    assert row["operating_cover_pct"] == 0.5
    assert row["live_cover_pct"] == 2
    assert row["n_unknown"] == 1


def test_the_comparison_rests_on_the_row_that_chose_it():
    row = capacity_need(NEEDS, demand(20_000, "t"), CAPACITY).iloc[0]
    assert row["raw_keys"].split("|")[:2] == ["capacity_needs:eu", "demand:eu"]


def test_kilograms_become_tonnes():
    assert capacity_need(NEEDS, demand(19_000, "kg"), CAPACITY)["demand_t"].tolist() == [19]


def test_a_cover_that_the_source_states_stands_alone():
    stated = demand(20, "% of demand covered", "supply_coverage")
    row = capacity_need(NEEDS, stated, CAPACITY).iloc[0]
    assert row["stated_cover_pct"] == 20
    assert pd.isna(row["demand_t"]) and pd.isna(row["live_cover_pct"])


def test_demand_in_another_form_is_refused():
    with pytest.raises(ProblemsError) as caught:
        capacity_need(NEEDS, demand(400, "t REO"), CAPACITY)
    assert [problem.sentence() for problem in caught.value.problems] == [
        'demand.csv row 2, unit: "t REO" capacity of ndfeb_magnets is in tonnes a year and cannot '
        "be divided by it; compare with a demand in tonnes of the same form, or drop the comparison"
    ]
