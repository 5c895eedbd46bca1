"""Slippage: every project is placed by what became of its first date."""

from __future__ import annotations

from typing import Any

import pytest
from small import processed, table

from analysis.exhibits import fig_slippage as figure
from analysis.exhibits.theme import NARROW, WIDE
from analysis.facts.processed import Processed
from analysis.facts.topics import slippage

COMMON = {
    "country": "USA",
    "mineral": "rare_earths",
    "stage": "magnet",
    "status": "under_construction",
    "first_promise": "2025-06",
    "first_promise_said_on": "2024-01-01",
    "current_promise": "2025-06",
    "n_promises": 1,
    "up_in_time": False,
    "last_seen_on": "2026-03",
    "restated_months": 0,
    "at_least_months": 0,
}
IN_TIME = {
    "outcome": "in_time",
    "status": "operating",
    "started_on": "2025-05-31",
    "up_in_time": True,
}
LATE = {"outcome": "late", "status": "operating", "started_on": "2025-12-30"}
WAITING = {"outcome": "overdue", "waited_months": 9.0}
UNSEEN = {"outcome": "unseen", "last_seen_on": "2024-05"}
GIVEN_UP = {"outcome": "stopped", "status": "cancelled"}
AHEAD = {"outcome": "not_due", "first_promise": "2028"}


def tables(*rows: dict[str, Any]) -> Processed:
    """Projects with these fates."""
    named = [
        {"outcome_as_plant": row["outcome"], **COMMON, **row}
        | {"project_id": f"p{place}", "name": f"Plant {place}"}
        for place, row in enumerate(rows)
    ]
    return processed(slippage=table("slippage", *named))


def title(*rows: dict[str, Any]) -> str:
    return figure.title(figure.data(tables(*rows)))


def test_the_title_counts_those_in_time_and_those_still_waiting() -> None:
    assert title(IN_TIME, LATE, WAITING, WAITING, GIVEN_UP, AHEAD) == (
        "Of five projects due or given up, one operated by the date first promised; two were seen "
        "after it, not operating"
    )


def test_plants_that_all_kept_their_date_are_told_as_such() -> None:
    assert title(IN_TIME, IN_TIME) == (
        "Of two projects due or given up, two operated by the date first promised; none were seen "
        "after it, not operating"
    )


def test_months_run_from_the_end_of_the_promised_interval() -> None:
    rows = figure.data(tables(IN_TIME, LATE)).set_index("outcome")
    # 31 May is 30 days before 30 June; 30 December is 183 days after it
    assert rows.loc["in_time", "start_months"] == pytest.approx(-30 / 30.4375)
    assert rows.loc["late", "start_months"] == pytest.approx(183 / 30.4375)


def test_words_say_what_is_known_of_each_project() -> None:
    def words(row: dict[str, Any]) -> str:
        return figure.words(next(figure.data(tables(row)).itertuples()))

    assert words(IN_TIME) == "in time"
    assert words(LATE) == "6 months late"
    assert words(WAITING) == "9 months when last seen"
    assert words({**WAITING, "waited_months": 0.3}) == "under a month when last seen"
    assert words({**WAITING, "status": "commissioning"}) == "9 months when last seen, starting up"
    assert words(UNSEEN) == "not seen since May\N{NO-BREAK SPACE}2024"
    assert words(GIVEN_UP) == "given up"
    assert words({**GIVEN_UP, "status": "suspended"}) == "suspended"


def test_the_longest_wait_comes_first_and_what_is_stopped_last() -> None:
    shorter = {**WAITING, "waited_months": 2.0}
    rows = figure.data(tables(GIVEN_UP, IN_TIME, shorter, WAITING, LATE))
    assert rows["name"].tolist() == ["Plant 3", "Plant 2", "Plant 4", "Plant 1", "Plant 0"]


def test_silence_is_counted_apart_from_lateness_and_drawn_as_dots() -> None:
    rows = figure.data(tables(WAITING, UNSEEN))
    assert "of one nothing was heard" in figure.note(rows)
    assert "of none nothing was heard" in figure.note(figure.data(tables(WAITING)))
    drawn = figure._rows(rows, narrow=False).set_index("outcome")
    # Promised for June 2025, today is 31 March 2026: 274 days.
    assert drawn["silent"].tolist() == pytest.approx([274 / 30.4375] * 2)
    assert drawn["to"].to_dict() == pytest.approx({"overdue": 9.0, "unseen": 0.0})


def test_facts_count_what_was_judged_and_what_was_promised() -> None:
    elsewhere = {**WAITING, "country": "DEU", "stage": "separation"}
    found = {fact.id: fact for fact in slippage.facts(tables(IN_TIME, WAITING, elsewhere, AHEAD))}
    assert found["slippage-judged"].value == 3
    assert found["slippage-in-time-share"].value == pytest.approx(100 / 3)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_due_is_told_and_drawn(width: int) -> None:
    rows = figure.data(tables(AHEAD))
    assert figure.title(rows) == "No promised start of a plant has come due yet"
    assert "Nothing on record" in figure.chart(rows, width).to_json()
    assert list(slippage.facts(processed())) == []


def test_a_plant_judged_apart_is_counted_and_both_shares_are_given() -> None:
    pilot = {**IN_TIME, "outcome": "apart", "outcome_as_plant": "in_time", "apart": "demonstration"}
    rows = (IN_TIME, WAITING, WAITING, pilot, AHEAD)
    found = {fact.id: fact for fact in slippage.facts(tables(*rows))}
    assert found["slippage-judged"].value == 3
    assert found["slippage-in-time-share"].value == pytest.approx(100 / 3)
    assert found["slippage-in-time-share-with-apart"].value == pytest.approx(50)
