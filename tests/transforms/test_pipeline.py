from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_tables import FORMS, NO_MARKS, TODAY, history, projects

from analysis.core.problems import ProblemsError
from analysis.transforms.pipeline import (
    known_capacity,
    less_than_half,
    pipeline,
    pipeline_steps,
    project_capacity,
    size_unknown,
)


def capacity(plants: pd.DataFrame, events=None, marks=NO_MARKS) -> pd.DataFrame:
    events = history() if events is None else events
    return project_capacity(plants, events, FORMS, marks, TODAY)


def net(frame: pd.DataFrame) -> dict[str, float]:
    return frame.set_index("project_id")["net_t_per_year"].to_dict()


def test_a_parent_counts_only_what_its_phases_leave():
    # 10 000 in total hold 7 000 and 3 000; the 3 000 hold 1 000.
    plants = projects(
        total={"capacity": 10_000.0, "capacity_basis": "company_total"},
        new={"capacity": 7_000.0, "contained_in": "total"},
        old_all={"capacity": 3_000.0, "capacity_basis": "phase_total", "contained_in": "total"},
        old={"capacity": 1_000.0, "contained_in": "old-all"},
    )
    assert net(capacity(plants)) == {"total": 0, "new": 7_000, "old-all": 2_000, "old": 1_000}


def test_a_phase_of_another_product_is_not_taken_from_its_parent():
    plants = projects(
        refinery={"stage": "separation", "output_form": "all oxides", "capacity": 5_000.0},
        part={
            "stage": "separation",
            "output_form": "oxide",
            "capacity": 1_000.0,
            "contained_in": "refinery",
        },
    )
    assert net(capacity(plants)) == {"refinery": 5_000, "part": 1_000}


def test_capacities_that_are_no_output_are_not_added():
    plants = projects(
        a={"capacity_basis": "feed"},
        b={"capacity_basis": "aspiration"},
        c={"capacity_basis": "nameplate|dated"},
        d={"capacity": None},
        e={"unit": "GWh/yr", "capacity_basis": "cell_equivalent"},
    )
    frame = capacity(plants)
    assert frame["capacity_class"].tolist() == [
        "not_comparable",
        "target",
        "dated",
        "unknown",
        "not_comparable",
    ]
    assert pipeline(frame)["net_t_per_year"].tolist() == [1000]
    assert pipeline(frame)["capacity_class"].tolist() == ["dated"]


def test_a_mark_overrules_the_basis():
    marks = pd.DataFrame({"project_id": ["a"], "mark": ["target"]}, dtype="str")
    assert capacity(projects(a={}), marks=marks)["capacity_class"].tolist() == ["target"]


def test_plants_in_china_are_left_out():
    assert net(capacity(projects(a={"country": "CHN"}, b={"country": "EST"}))) == {"b": 1000}


def test_an_unlisted_form_is_a_problem_of_its_row():
    with pytest.raises(ProblemsError) as caught:
        capacity(projects(a={"output_form": "ingots"}))
    assert [problem.sentence() for problem in caught.value.problems] == [
        'projects.csv row 2, output_form: "ingots" the capacity cannot be added to any other, '
        "because its form is not listed; add rare_earths, magnet, ingots to product_forms.csv"
    ]


def test_rows_inside_each_other_are_a_problem():
    plants = projects(a={"contained_in": "b"}, b={"contained_in": "a"})
    with pytest.raises(ProblemsError) as caught:
        capacity(plants)
    assert [problem.rule for problem in caught.value.problems] == ["not-circular"] * 2


def test_the_status_is_that_of_the_day():
    plants = projects(a={"status": "operating", "status_on": "2026-06"})
    frame = capacity(plants, history(("a", "financed", "2025-07-01")))
    assert frame["status"].tolist() == ["financed"]
    # 184 days from 1 July 2025 to 1 January 2026.
    assert frame["status_age_months"].iloc[0] == pytest.approx(184 / 365.25 * 12)


def test_shares_leave_out_what_is_stopped():
    plants = projects(
        a={"status": "operating", "capacity": 100.0},
        b={"status": "announced", "capacity": 300.0},
        c={"status": "cancelled", "capacity": 600.0},
    )
    frame = pipeline(capacity(plants)).set_index("status")
    assert frame.loc["operating", "share_of_product_pct"] == 25
    assert pd.isna(frame.loc["cancelled", "share_of_product_pct"])


def test_known_capacity_by_step_worked_by_hand():
    # Not stopped: 100 + 60 + 240 of firm figures, and the old plant of 200, which operates; the old
    # plan of 70 is left out. Of 600 together 100 + 200 = 300 operate.
    plants = projects(
        a={"status": "operating", "capacity": 100.0},
        b={"status": "commissioning", "capacity": 60.0},
        c={"status": "announced", "capacity": 200.0},
        d={"status": "financed", "capacity": 40.0},
        e={"status": "operating", "capacity": 200.0, "capacity_basis": "dated"},
        f={"status": "announced", "capacity": 70.0, "capacity_basis": "dated"},
        g={"status": "cancelled", "capacity": 600.0},
        h={"status": "operating", "capacity": None},
    )
    steps = pipeline_steps(pipeline(capacity(plants)))
    assert steps[["measure", "t_per_year", "n_projects"]].to_numpy().tolist() == [
        ["operating", 100, 1],
        ["operating_old_figure", 200, 1],
        ["commissioning", 60, 1],
        ["planned", 240, 2],
    ]
    found = known_capacity(steps).iloc[0]
    assert (found["live"], found["running"], found["building"]) == (600, 300, 0)
    assert less_than_half(steps) == (0, 0, 1)  # half is not less than half
    assert size_unknown(capacity(plants), steps)["n_projects"].tolist() == [1]


def test_oxide_and_magnets_are_never_added():
    plants = projects(a={}, b={"stage": "separation", "output_form": "oxide"})
    steps = pipeline_steps(pipeline(capacity(plants)))
    assert known_capacity(steps)["live"].tolist() == [1000, 1000]


@given(
    phases=st.lists(st.floats(1, 1e4), min_size=1, max_size=5),
    extra=st.floats(0, 1e4),
    statuses=st.lists(st.sampled_from(["operating", "financed"]), min_size=6, max_size=6),
)
def test_tonnes_are_conserved_however_phases_and_statuses_are_split(phases, extra, statuses):
    rows = {
        f"p{n}": {"capacity": tonnes, "contained_in": "whole", "status": statuses[n]}
        for n, tonnes in enumerate(phases)
    }
    whole = {"capacity": sum(phases) + extra, "status": statuses[5]}
    frame = pipeline(capacity(projects(whole=whole, **rows)))
    assert frame["net_t_per_year"].sum() == pytest.approx(sum(phases) + extra)
