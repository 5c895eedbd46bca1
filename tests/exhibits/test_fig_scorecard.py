"""The scorecard: who leads on coordination, and whose lead no weighting takes away."""

from __future__ import annotations

from small import processed, table

from analysis.exhibits import fig_scorecard as figure
from analysis.exhibits.exhibit import Exhibit


def drawn() -> Exhibit:
    scores = [
        {"actor": actor, "coordination": high, "capacity": low, "lead": lead, "lead_kept_pct": kept}
        for actor, high, low, lead, kept in (
            ("USA", 70, 40, "coordination", 80),
            ("EU", 90, 30, "coordination", 95),
            ("AUS", 70, 71, "capacity", 99),
        )
    ]
    sides = ("coordination", "capacity")
    ends = {f"{side}_{end}": 50 for side in sides for end in ("low", "high")}
    return Exhibit(figure, processed(scorecard=table("scorecard", *scores, **ends)))


def test_a_lead_counts_and_is_firm_from_95_of_100_weightings_on() -> None:
    assert drawn().title == (
        "Two of three actors score higher on coordination than on capacity, one of them in at "
        "least 95% of drawn weightings"
    )


def test_the_largest_lead_of_coordination_comes_first() -> None:
    assert drawn().data["actor"].tolist() == ["EU", "USA", "AUS"]


def test_the_description_names_both_scores_of_each_actor() -> None:
    said = drawn().description
    assert "European Union: no acts, USD\xa00, none being built, none operating; " in said
    assert "coordination 90, capacity 30, lead kept in 95%" in said
