"""Profiles of governments over small tables: names, members of blocs, the scorecard."""

from __future__ import annotations

from collections.abc import Callable

from profile_rows import ACT
from small import table

from analysis.site.profiles.actors import few_markets, picture
from analysis.site.profiles.profile import Profile

Made = Callable[..., dict[str, Profile]]


def test_governments_have_names_and_members_stand_with_their_bloc(profiles_of: Made) -> None:
    found = profiles_of(ladder=table("ladder", ACT))
    assert {path: profile.name for path, profile in found.items() if path[:6] == "actors"} == {
        "actors/deu": "Germany",
        "actors/eu": "European Union",
        "actors/usa": "United States",
    }
    assert found["actors/eu"].title == "European Union: one act, on words or rules"


def test_acts_that_do_not_count_are_told_as_such(profiles_of: Made) -> None:
    others = table("ladder", ACT | {"parties": "CHN", "counted": False})
    assert profiles_of(ladder=others)["actors/chn"].title == (
        "China: one act, not counted as of partner governments"
    )


def test_an_actor_of_the_scorecard_has_a_profile_without_acts(profiles_of: Made) -> None:
    scores = table(
        "scorecard",
        {"actor": "USA", "coordination": 20, "capacity": 100},
        coordination_low=0, coordination_high=50, capacity_low=100, capacity_high=100,
        lead="capacity", lead_kept_pct=100,
    )  # fmt: skip
    profile = profiles_of(scorecard=scores)["actors/usa"]
    [score] = [section for section in profile.known if section.id == "score"]
    assert [[cell.words for cell in row] for row in score.rows] == [
        ["Coordination", "20", "0\N{EN DASH}50"],
        ["Capacity", "100", "100"],
    ]


def test_the_picture_parts_acts_by_side() -> None:
    assert picture({}) == []
    assert picture({"acts": 4, "acts-on-capacity": 1}) == [(75, "grey-4"), (25, "accent-2")]


def test_a_few_markets_are_named_and_many_are_counted() -> None:
    led = [{"mineral": name, "stage": "mining"} for name in ("tantalum", "cobalt")]
    assert few_markets(led) == ["cobalt (mining)", "tantalum (mining)"]
    assert few_markets(led * 2) == []


def test_money_for_plants_is_told_beside_acts(profiles_of: Made) -> None:
    support = table(
        "support", {"support_id": "s"}, project_id="p", project="Works", country="USA",
        chain_stage="refining",
        jurisdiction="USA", funder="Bank", capital="public", instrument="loan",
        stage="committed", amount_usd=4e7, announced_on="2025", evidence="primary",
    )  # fmt: skip
    found = profiles_of(ladder=table("ladder", ACT), support=support)
    assert found["actors/usa"].more[0] == (
        "Whether or not an act led to it, USD\N{NO-BREAK SPACE}40\N{NO-BREAK SPACE}million of "
        "public money is committed to plants"
    )
    assert found["actors/deu"].more == []
