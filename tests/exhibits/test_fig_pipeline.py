"""The pipeline: only known capacity of one product is added, and the title counts what runs."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from small import processed, table

from analysis.exhibits import fig_pipeline as figure
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.theme import NARROW, WIDE
from analysis.facts.processed import Processed
from analysis.facts.topics import pipeline
from analysis.transforms.pipeline import OLD, SIZE_UNKNOWN, known_capacity, pipeline_steps

MAGNETS = {"material": "rare_earths", "stage": "magnet", "product": "ndfeb_magnets"}
GALLIUM = {"material": "gallium", "stage": "refining", "product": "gallium_metal"}
EXPECTED = {
    **MAGNETS,
    "outcome": "operating",
    "year": 2030,
    "live_t_per_year": 1000,
    "promised_t_per_year": 1000,
    "started_t_per_year": 100,
    "n_projects": 3,
}
NEED = {
    "stage": "magnet",
    "product": "ndfeb_magnets",
    "jurisdiction": "USA|EU",
    "place": "North America and Europe",
    "year": 2025,
    "measure": "magnet_demand",
    "basis": "estimate",
    "n_running_unknown": 0,
    "n_unknown": 0,
    "reason": "both are magnets",
}


def standing(product: dict[str, str], status: str, tonnes: float, kind: str = "firm") -> dict:
    return {
        **product,
        "status": status,
        "capacity_class": kind,
        "net_t_per_year": tonnes,
        "n_projects": 1,
    }


def tables(*rows: dict[str, Any], **more: pd.DataFrame) -> Processed:
    capacity = table("pipeline", *rows)
    return processed(pipeline_steps=pipeline_steps(capacity), **more)


RUNS_LITTLE = (
    standing(MAGNETS, "operating", 100),
    standing(MAGNETS, "financed", 300),
    standing(MAGNETS, "announced", 500),
    standing(MAGNETS, "cancelled", 9000),
)
RUNS_MOSTLY = (standing(MAGNETS, "operating", 800), standing(MAGNETS, "announced", 100))
RUNS_NOT = (standing(GALLIUM, "under_construction", 50),)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            (*RUNS_LITTLE, *RUNS_NOT),
            "In all two products less than half of the known capacity outside China operates; "
            "in one, none of it",
        ),
        (
            (*RUNS_MOSTLY, *RUNS_NOT),
            "In one of two products less than half of the known capacity outside China operates; "
            "in one, none of it",
        ),
        (
            RUNS_MOSTLY,
            "In the one product at least half of the known capacity outside China operates",
        ),
        ((), "No capacity of these products outside China is known"),
    ],
)
def test_the_title_counts_products_by_what_operates(rows: tuple[dict, ...], said: str) -> None:
    assert figure.title(figure.data(tables(*rows))) == said


def test_stopped_capacity_is_no_part_of_a_bar_and_plans_are_one_piece() -> None:
    found = known_capacity(figure.data(tables(*RUNS_LITTLE))).loc["ndfeb_magnets"]
    assert found["live"] == 900
    assert found["planned"] == 800
    assert found["running"] == 100


def test_an_old_figure_counts_as_operating_and_keeps_its_mark() -> None:
    old = standing(MAGNETS, "operating", 400, kind="dated")
    old_plan = standing(MAGNETS, "announced", 70, kind="dated")
    rows = figure.data(tables(*RUNS_LITTLE, old, old_plan))
    found = known_capacity(rows).loc["ndfeb_magnets"]
    assert found[OLD] == 400
    assert found["running"] == 500
    assert found["live"] == 1300


def test_of_several_needs_the_largest_stands_and_one_without_tonnes_does_not() -> None:
    needs = table(
        "capacity_need",
        {"demand_t": 2000, "operating_t_per_year": 100, "live_t_per_year": 900},
        {"jurisdiction": "EU", "demand_t": 500, "operating_t_per_year": 0, "live_t_per_year": 0},
        {"jurisdiction": "WLD ex CHN", "stated_cover_pct": 20},
        **NEED,
    )
    rows = Exhibit(figure, tables(*RUNS_LITTLE, capacity_need=needs)).data
    assert figure._words(rows)[2] == (
        "N. America, Europe: 100 of 900\N{NO-BREAK SPACE}t operating, need "
        "2,000\N{NO-BREAK SPACE}t (2025)"
    )
    facts = {fact.id: fact for fact in pipeline.facts(tables(*RUNS_LITTLE, capacity_need=needs))}
    assert facts["ndfeb-magnets-need"].value == 2000
    assert facts["ndfeb-magnets-need-place"].text == "North America and Europe"


def test_the_interval_spans_both_readings() -> None:
    expected = table(
        "expected_capacity",
        {
            "followed_to": "as_of",
            "expected_t_per_year": 210,
            "low_t_per_year": 100,
            "high_t_per_year": 400,
        },
        {
            "followed_to": "last_seen",
            "expected_t_per_year": 330,
            "low_t_per_year": 130,
            "high_t_per_year": 600,
        },
        **EXPECTED,
    )
    rows = figure.data(tables(*RUNS_LITTLE, expected_capacity=expected))
    assert figure._likely_words(rows).replace("\N{NO-BREAK SPACE}", " ") == (
        "End of 2030: likely 100–600 t"
    )


def test_plants_of_unknown_size_are_counted_once_for_a_stage() -> None:
    plant = {
        "name": "Plant",
        "company": "Company",
        "country": "USA",
        "mineral": "rare_earths",
        "stage": "separation",
        "capacity_class": "unknown",
    }
    projects = table(
        "projects",
        {**plant, "project_id": "a", "status": "operating"},
        {**plant, "project_id": "b", "status": "announced"},
        {**plant, "project_id": "c", "status": "cancelled"},
    )
    oxide = {"material": "rare_earths", "stage": "separation"}
    rows = figure.data(
        tables(
            standing({**oxide, "product": "ndpr_oxide"}, "operating", 10),
            standing({**oxide, "product": "dy_tb_oxide"}, "announced", 10),
            projects=projects,
        )
    )
    assert figure.plants(rows, *SIZE_UNKNOWN) == 2
    assert figure.note(rows).startswith("Two plants of unknown size (one operating)")
    each = [figure._words(panel)[0] for _, panel in rows.groupby("product")]
    assert all(words.endswith("two plants of unknown size") for words in each)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_on_record_is_drawn_as_words(width: int) -> None:
    rows = figure.data(processed())
    assert "Nothing on record" in figure.chart(rows, width).to_json()
    assert figure.note(rows)
    assert list(pipeline.facts(processed())) == []
