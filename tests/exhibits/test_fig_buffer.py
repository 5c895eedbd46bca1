"""Time bought against time needed: the comparison follows the days, whichever is longer."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from small import processed, table

from analysis.exhibits import fig_buffer as figure
from analysis.exhibits import svg
from analysis.exhibits.theme import NARROW, WIDE
from analysis.facts.processed import Processed
from analysis.facts.topics import buffer

BASKET = {
    "target_days": 60,
    "minerals_listed": 3,
    "minerals_priced": 2,
    "budget_low_usd": 10e9,
    "budget_usd": 12e9,
    "cost_usd": 1e9,
    "cost_low_usd": 0.5e9,
    "cost_high_usd": 2e9,
    "cost_of_budget_pct": 100 / 12,
    "days_bought": 720,
    "days_bought_low": 300,
    "days_bought_high": 1440,
}
MAGNETS = {
    "stage": "magnet_plant",
    "kind": "observed",
    "years_low": 2.2,
    "years_typical": 2.75,
    "years_high": 3.6,
    "n_rows": 3,
    "n_typical": 3,
    "n_sources": 3,
    "evidence_tier": "reputable",
}
REFINERY = {
    **MAGNETS,
    "stage": "refinery",
    "years_low": 8,
    "years_typical": 8,
    "years_high": 8,
    "n_sources": 1,
}


def mineral(name: str, days: float, **changes: Any) -> dict[str, Any]:
    """A priced mineral of which the money buys so many days."""
    return {
        "mineral": name,
        "status": "priced",
        "reason": "metal",
        "target_days": 60,
        "cost_usd": 60 * 12e9 / days,
        "days_alone": days,
        "days_alone_low": days / 2,
        "days_alone_high": days * 2,
        "share_of_cost_pct": 50,
        **changes,
    }


def tables(
    basket: dict[str, Any] | None, *lead_times: dict[str, Any], minerals: Any = ()
) -> Processed:
    """Processed tables with one basket, some lead times and some minerals."""
    return processed(
        buffer_basket=table("buffer_basket", *([basket] if basket else [])),
        buffer=table("buffer", *minerals),
        lead_times=table("lead_times", *lead_times),
    )


def title(basket: dict[str, Any] | None, *lead_times: dict[str, Any]) -> str:
    said = figure.title(figure.data(tables(basket, *lead_times)))
    return said.replace("\N{NO-BREAK SPACE}", " ")


def test_an_aim_shorter_than_the_plant_is_less() -> None:
    assert title(BASKET, MAGNETS) == (
        "The US stockpile aims at 60 days of supply, less than the 2.2–3.6 years that a magnet "
        "plant took to build"
    )


def test_an_aim_longer_than_the_quickest_plant_is_no_less() -> None:
    said = title({**BASKET, "target_days": 900}, MAGNETS)
    assert said.startswith("The US stockpile aims at 2.5 years of supply, no less than the 2.2–3.6")


def test_a_plant_known_from_weak_sources_alone_is_not_held_against_the_aim() -> None:
    weak = {**MAGNETS, "evidence_tier": "weak"}
    assert title(BASKET, weak, REFINERY).endswith(
        "less than the 8 years that a refinery took to build"
    )
    assert title(BASKET, weak) == "The US stockpile aims at 60 days of supply"


def test_plans_and_laws_are_no_time_that_a_plant_took() -> None:
    planned = {**MAGNETS, "kind": "planned"}
    assert figure.data(tables(None, planned)).empty


def test_without_an_aim_the_title_says_so() -> None:
    assert title(None, MAGNETS) == "No aim in days of supply is on record for the US stockpile"


def test_a_stage_without_a_typical_time_stands_in_the_middle_of_its_range() -> None:
    rows = figure.data(tables(None, {**MAGNETS, "years_typical": None}))
    assert rows["days"].tolist() == pytest.approx([2.9 * 365.25])


def test_minerals_of_more_than_a_century_are_named_and_not_drawn() -> None:
    minerals = [mineral("antimony", 1800), mineral("gallium", 400_000)]
    rows = figure.data(tables(BASKET, MAGNETS, minerals=minerals))
    assert rows.set_index("name")["drawn"].to_dict()["Gallium"] is False
    assert "Over 100 years each and not drawn: gallium." in figure.note(rows)
    drawn = svg.draw(svg.specification(figure.chart(rows, WIDE))).svg
    assert "Antimony" in drawn
    assert "Gallium" not in drawn


def test_an_unpriced_mineral_is_no_time_bought() -> None:
    unpriced = mineral("copper", 100, status="no fitting price")
    rows = figure.data(tables(BASKET, minerals=[unpriced]))
    assert "Copper" not in rows["name"].tolist()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_on_record_is_drawn_as_words(width: int) -> None:
    rows = figure.data(processed())
    assert rows.empty
    assert "Nothing on record" in figure.chart(rows, width).to_json()
    assert "nothing on record" in figure.description(rows)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_one_side_alone_is_drawn(width: int) -> None:
    for side in (tables(BASKET), tables(None, MAGNETS)):
        picture = svg.draw(svg.specification(figure.chart(figure.data(side), width)))
        assert abs(picture.width - width) <= 2


def test_the_facts_can_be_recomputed_by_hand() -> None:
    found = {fact.id: fact for fact in buffer.facts(tables(BASKET, MAGNETS))}
    assert found["buffer-aim"].value == 60
    assert found["buffer-aim-share"].value == pytest.approx(100 * 60 / (2.2 * 365.25))
    assert found["buffer-bought-low"].text == "10\N{NO-BREAK SPACE}months"
    assert found["buffer-cost-usd"].text.replace("\N{NO-BREAK SPACE}", " ") == "USD 1 billion"
    assert found["needed-magnet-plant-high"].value == pytest.approx(3.6)


def test_nothing_on_record_gives_no_fact() -> None:
    assert list(buffer.facts(processed())) == []


def test_every_row_keeps_its_evidence() -> None:
    rows = figure.data(tables(BASKET, MAGNETS, minerals=[mineral("antimony", 1800)]))
    assert isinstance(rows, pd.DataFrame)
    assert rows[["source_ids", "raw_keys"]].ne("").all(axis=None)
