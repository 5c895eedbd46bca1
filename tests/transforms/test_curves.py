from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.transforms.curves import two_curves

AS_OF = dt.date(2025, 6, 20)
ALLIES = pd.DataFrame({"country": ["USA"]})
ACTS = pd.DataFrame(
    {"announcement_id": ["memo", "reserve", "truce"], "parties": ["USA", "USA", "CHN"]}
)


def rated(*rows: tuple[str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["announcement_id", "day", "rung"])
    return frame.assign(
        day=pd.to_datetime(frame["day"]),
        event_source="gazette",
        event_row=[f"milestones:{number}" for number in range(2, len(rows) + 2)],
    )


def plants(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["project_id", "country", "stage", "contained_in"]).astype(
        "str"
    )


def steps(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["project_id", "status", "status_on", "event"], dtype="str")
    keys = [f"project_history:{number}" for number in range(2, len(rows) + 2)]
    return frame.assign(source_id="paper", source_row=range(2, len(rows) + 2), row_key=keys)


NO_MARKS = pd.DataFrame({"project_id": [], "mark": []}, dtype="str")


def curve(
    series: str,
    events: pd.DataFrame | None = None,
    history: pd.DataFrame | None = None,
    projects: pd.DataFrame | None = None,
    marks: pd.DataFrame = NO_MARKS,
) -> list[int]:
    frame = two_curves(
        rated() if events is None else events,
        ACTS,
        ALLIES,
        steps() if history is None else history,
        plants() if projects is None else projects,
        marks,
        AS_OF,
    )
    rows = frame[frame["series"] == series]
    assert rows["month"].tolist() == [f"2025-0{month}" for month in range(1, 7)]
    assert rows["new_count"].cumsum().tolist() == rows["cumulative_count"].tolist()
    return rows["cumulative_count"].tolist()


PLANT = plants(("plant", "USA", "magnet", None))


def test_an_instrument_counts_once_from_its_first_signature():
    events = rated(("memo", "2025-02-10", 1), ("memo", "2025-04-01", 2), ("memo", "2025-01-05", 0))
    assert curve("instruments_signed", events) == [0, 1, 1, 1, 1, 1]


def test_an_act_that_only_brings_money_is_no_signed_instrument():
    events = rated(("reserve", "2025-03-01", 0), ("reserve", "2025-05-31", 3))
    assert curve("instruments_signed", events)[-1] == 0
    assert curve("money_committed", events) == [0, 0, 0, 0, 1, 1]


def test_acts_with_china_and_acts_before_the_first_month_do_not_count():
    events = rated(("truce", "2025-02-10", 1), ("memo", "2024-12-31", 1))
    assert curve("instruments_signed", events)[-1] == 0


@pytest.mark.parametrize(("stage", "country"), [("mining", "USA"), ("magnet", "CHN")])
def test_mines_and_plants_in_china_do_not_count(stage: str, country: str):
    history = steps(("plant", "under_construction", "2025-03", "construction_start"))
    projects = plants(("plant", country, stage, None))
    assert curve("construction_started", history=history, projects=projects)[-1] == 0


def test_a_plant_starts_when_its_history_shows_the_step():
    history = steps(
        ("plant", "financed", "2025-02", "financing"),
        ("plant", "under_construction", "2025-04-02", "milestone"),
        ("plant", "operating", "2025-06", "milestone"),
    )
    assert curve("construction_started", history=history, projects=PLANT) == [0, 0, 0, 1, 1, 1]
    assert curve("operation_started", history=history, projects=PLANT) == [0, 0, 0, 0, 0, 1]


def test_a_plant_first_seen_under_construction_belongs_to_the_upper_bound_alone():
    history = steps(("plant", "under_construction", "2025-03", "delay"))
    assert curve("construction_started", history=history, projects=PLANT)[-1] == 0
    assert curve("construction_first_seen", history=history, projects=PLANT)[-1] == 1


def test_a_plant_first_seen_operating_is_in_no_series():
    history = steps(("plant", "operating", "2025-03", "ownership"))
    for series in ("construction_started", "construction_first_seen", "operation_started"):
        assert curve(series, history=history, projects=PLANT)[-1] == 0


def test_a_plant_inside_another_that_counts_is_not_counted_again():
    projects = plants(("line", "USA", "magnet", "plant"), ("plant", "USA", "magnet", None))
    history = steps(
        ("line", "under_construction", "2025-02", "construction_start"),
        ("plant", "under_construction", "2025-03", "construction_start"),
    )
    assert curve("construction_started", history=history, projects=projects) == [0, 0, 1, 1, 1, 1]
    alone = history.iloc[:1]
    assert curve("construction_started", history=alone, projects=projects) == [0, 1, 1, 1, 1, 1]


def test_a_date_known_only_as_a_month_not_yet_over_counts_at_the_vintage():
    history = steps(("plant", "under_construction", "2025", "construction_start"))
    assert curve("construction_started", history=history, projects=PLANT) == [0, 0, 0, 0, 0, 1]


def test_a_demonstration_plant_is_counted_apart():
    history = steps(
        ("plant", "announced", "2025-01", "announced"),
        ("plant", "operating", "2025-03-01", "first_production"),
    )
    marks = pd.DataFrame({"project_id": ["plant"], "mark": ["demonstration"]})
    assert curve("operation_started", history=history, projects=PLANT)[-1] == 1
    assert curve("operation_started", history=history, projects=PLANT, marks=marks)[-1] == 0
    frame = two_curves(rated(), ACTS, ALLIES, history, PLANT, marks, AS_OF)
    opened = frame[frame["series"] == "operation_started"].set_index("month")
    assert opened["demonstrations_count"].to_dict()["2025-03"] == 1
    assert opened["demonstrations_count"].sum() == 1
