"""The scorecard: components counted by hand, scores between 0 and 100, drawn weights repeatable."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.transforms.scorecard import COMPONENTS, SIDES, score_components, scorecard

ACTORS = pd.DataFrame(
    {
        "actor": ["EU", "EU", "USA"],
        "member": ["EU", "DEU", "USA"],
        "row_key": ["actors:EU", "actors:DEU", "actors:USA"],
    }
)


def acts(*rows: tuple[str, str, int, str, bool]) -> pd.DataFrame:
    """Acts as (announcement, parties, rung, side, counted)."""
    columns = ["announcement_id", "parties", "rung", "side", "counted"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(
        source_ids=frame["announcement_id"], raw_keys="announcements:" + frame["announcement_id"]
    )


def support(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Support as (jurisdiction, stage, USD)."""
    frame = pd.DataFrame(rows, columns=["jurisdiction", "stage", "amount_usd"])
    return frame.assign(source_ids="s", raw_keys="project_support:s")


def plants(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    """Plants as (country, stage, status, capacity, net capacity)."""
    columns = ["country", "stage", "status", "capacity_t_per_year", "net_t_per_year"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(source_ids="p", raw_keys="projects:p")


EXAMPLE = score_components(
    ACTORS,
    acts(
        ("joint", "EU|DEU|USA", 1, "coordination", True),  # counts once for the Union
        ("speech", "USA", 0, "coordination", True),
        ("other", "USA", 0, "coordination", False),  # does not count for the ladder
        ("plant", "USA", 5, "capacity", True),  # is no coordination
        ("rule", "DEU", 2, "coordination", True),
    ),
    support(
        ("USA", "committed", 30.0),
        ("USA", "disbursed", 10.0),
        ("USA", "announced", 99.0),
        ("EU", "committed", 10.0),
        ("JPN", "committed", 99.0),  # no actor
    ),
    plants(
        ("DEU", "magnet", "operating", 100.0, 100.0),
        ("USA", "magnet", "under_construction", 100.0, 100.0),
        ("USA", "refining", "commissioning", 100.0, 60.0),
        ("USA", "refining", "operating", 100.0, 0.0),  # a whole whose phases are listed
        ("USA", "mining", "operating", 100.0, 100.0),
    ),
)


def values(components: pd.DataFrame, actor: str) -> dict[str, float]:
    return components[components["actor"] == actor].set_index("component")["value"].to_dict()


def test_the_components_of_an_actor_are_counts_and_sums_of_its_rows() -> None:
    assert values(EXAMPLE, "EU") == {
        "statements": 0,
        "frameworks": 1,
        "rules": 1,
        "money": 10,
        "building": 0,
        "running": 1,
    }
    assert values(EXAMPLE, "USA") == {
        "statements": 1,
        "frameworks": 1,
        "rules": 0,
        "money": 40,
        "building": 2,
        "running": 0,
    }


def test_a_component_is_scaled_by_the_largest_among_the_actors() -> None:
    scaled = EXAMPLE.set_index(["actor", "component"])["scaled"]
    assert scaled["EU", "money"] == 0.25
    assert scaled["USA", "money"] == 1.0
    assert scaled["EU", "statements"] == 0.0


def test_a_component_without_rows_rests_on_the_list_of_actors() -> None:
    row = EXAMPLE.set_index(["actor", "component"]).loc[("EU", "statements")]
    assert (row["source_ids"], row["raw_keys"]) == ("", "actors:DEU|actors:EU")


def test_a_score_is_the_mean_of_the_scaled_components_of_its_side() -> None:
    scores = scorecard(EXAMPLE, draws=50).set_index("actor")
    # Union: statements 0, frameworks 1, rules 1; money 1/4, building 0, running 1
    assert scores.loc["EU", "coordination"] == pytest.approx(100 * 2 / 3)
    assert scores.loc["EU", "capacity"] == pytest.approx(100 * 1.25 / 3)
    # United States: 1, 1, 0; 1, 1, 0
    assert scores.loc["USA", "coordination"] == pytest.approx(100 * 2 / 3)
    assert scores.loc["USA", "capacity"] == pytest.approx(100 * 2 / 3)
    assert scores["lead"].to_dict() == {"EU": "coordination", "USA": "level"}


def test_a_plant_is_counted_once() -> None:
    plants_counted = EXAMPLE[EXAMPLE["component"].isin(["building", "running"])]["value"].sum()
    assert plants_counted == 3


@pytest.mark.parametrize(
    ("capacity", "net", "counted"),
    [
        (100.0, 60.0, 1),
        (0.5, 0.0, 0),  # all of it is in phases that are listed
        (1.0, 1.0, 1),
        (0.0, 0.0, 1),  # makes nothing by itself, a pilot perhaps: no phases to count in its place
        (np.nan, np.nan, 1),
    ],
)
def test_a_whole_is_left_out_where_its_phases_hold_all_its_capacity(
    capacity: float, net: float, counted: int
) -> None:
    plant = plants(("USA", "magnet", "operating", capacity, net))
    assert values(score_components(ACTORS, acts(), support(), plant), "USA")["running"] == counted


def test_an_actor_that_does_nothing_scores_nothing() -> None:
    none = score_components(ACTORS, acts(), support(), plants())
    scores = scorecard(none, draws=10)
    assert (none["value"] == 0).all() and (none["scaled"] == 0).all()
    assert (scores[list(SIDES)] == 0).all(axis=None)
    assert set(scores["lead"]) == {"level"}


def test_drawn_weights_are_the_same_on_every_run() -> None:
    pd.testing.assert_frame_equal(scorecard(EXAMPLE), scorecard(EXAMPLE))


def components(table: list[list[float]]) -> pd.DataFrame:
    """Components of several actors from one row of values per actor."""
    columns = dict(enumerate(COMPONENTS))
    values = pd.DataFrame(table)
    scaled = (values / values.max().where(values.max() > 0)).fillna(0.0)
    rows = [
        {
            "actor": f"actor {actor}",
            "side": COMPONENTS[name][0],
            "component": name,
            "value": values.loc[actor, place],
            "scaled": scaled.loc[actor, place],
            "source_ids": "s",
            "raw_keys": f"actors:{actor}",
        }
        for actor in values.index
        for place, name in columns.items()
    ]
    return pd.DataFrame(rows)


# Whole numbers, as counts are: scaling them by a power of two loses no digit.
TABLES = st.integers(1, 4).flatmap(
    lambda actors: st.lists(
        st.lists(st.integers(0, 1000).map(float), min_size=6, max_size=6),
        min_size=actors,
        max_size=actors,
    )
)


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_scores_and_their_ranges_lie_between_0_and_100(table: list[list[float]]) -> None:
    scores = scorecard(components(table), draws=50)
    for side in SIDES:
        low, score, high = (scores[name] for name in (f"{side}_low", side, f"{side}_high"))
        assert (low <= high).all()
        assert score.between(0, 100).all()
    assert scores["lead_kept_pct"].between(0, 100).all()


@settings(max_examples=40, deadline=None)
@given(TABLES, st.integers(0, 5), st.sampled_from([0.25, 2.0, 1024.0]))
def test_the_unit_of_a_component_changes_no_score(
    table: list[list[float]], place: int, factor: float
) -> None:
    other = [
        [value * (factor if n == place else 1) for n, value in enumerate(row)] for row in table
    ]
    pd.testing.assert_frame_equal(
        scorecard(components(table), draws=50), scorecard(components(other), draws=50)
    )


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_an_actor_that_has_no_less_of_anything_is_never_ranked_lower(
    table: list[list[float]],
) -> None:
    better = [[value + 1 for value in table[0]], *table]
    scores = scorecard(components(better), draws=50)
    assert (scores.loc[0, list(SIDES)] >= scores.loc[1, list(SIDES)] - 1e-9).all()


def test_a_lead_under_every_weighting_is_kept_by_all_draws() -> None:
    scores = scorecard(components([[2, 2, 2, 1, 1, 1], [1, 1, 1, 2, 2, 2]]), draws=100)
    assert scores["lead"].tolist() == ["coordination", "capacity"]
    assert np.allclose(scores["lead_kept_pct"], 100)
