"""The table of announcements: where each stands, and which of them count."""

from __future__ import annotations

from typing import Any

import pandas as pd
from small import processed, table

from analysis.exhibits import tbl_announcements as exhibit
from analysis.facts.processed import Processed
from analysis.facts.topics import ladder

ACT = {
    "title": "An act",
    "parties": "USA|JPN",
    "instrument": "mou",
    "announced_on": "2026-02-04",
    "rung": 1,
    "rung_name": "signed framework",
    "side": "coordination",
    "reached_on": "2026-02-04",
    "rung_reason": "signed",
    "counted": True,
    "counted_reason": "counted",
}
LOAN = {"rung": 3, "rung_name": "money committed", "side": "capacity"}
PROMISE = {
    "announcement_id": "a0",
    "title": "An act",
    "parties": "USA|JPN",
    "promise": "a plan",
    "promised_on": "2026-02-04",
    "deadline_on": "2026-03",
    "due_on": "2026-03-31",
    "outcome": "kept",
    "due": True,
    "counted": True,
    "counted_reason": "counted",
    "source_ids": "promise-source",
    "raw_keys": "promises:a0",
}


def tables(*acts: dict[str, Any], **more: pd.DataFrame) -> Processed:
    named = [{"announcement_id": f"a{place}", **act} for place, act in enumerate(acts)]
    return processed(ladder=table("ladder", *named, **ACT), **more)


def test_the_title_counts_acts_of_the_partners_alone_and_by_side() -> None:
    rows = exhibit.data(tables({}, {}, LOAN, {**LOAN, "counted": False}))
    assert exhibit.title(rows) == (
        "Three acts of partner governments: two on the rungs of words and rules, one on those of "
        "money, contracts and plants"
    )
    assert "one act of China or without a partner" in exhibit.subtitle(rows)


def test_the_reversed_sides_reverse_the_counts() -> None:
    rows = exhibit.data(tables(LOAN, LOAN, {}))
    assert "one on the rungs of words and rules, two on those of money" in exhibit.title(rows)


def test_a_row_carries_its_deadline_and_the_evidence_of_both() -> None:
    promised = table("promises", PROMISE)
    rows = exhibit.data(tables({}, promises=promised))
    assert rows.loc[0, "source_ids"] == "a-source|promise-source"
    printed = exhibit.table(rows).cells().iloc[0].tolist()
    assert [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in printed] == [
        *("2026", "4 Feb 2026", "An act", "United States and Japan", "Memorandum"),
        *("1 signed framework", "Mar 2026, kept"),
    ]


def test_an_act_without_a_deadline_has_a_dash_and_one_that_does_not_count_says_so() -> None:
    assert exhibit.deadline(None, None) == "–"
    assert exhibit.rung(0, "statement", counted=False) == "0 statement (not counted)"


def test_of_many_parties_the_first_are_named_and_the_rest_counted() -> None:
    assert exhibit.parties("USA|JPN|KOR|AUS|CAN|GBR") == (
        "United States, Japan, South Korea, Australia and 2 more"
    )


def test_facts_hold_the_share_of_words_and_rules() -> None:
    found = {fact.id: fact for fact in ladder.facts(tables({}, {}, {}, LOAN))}
    assert found["acts-coordination-share"].value == 75
    assert found["acts-capacity"].text == "one"


def test_no_act_is_told_and_printed() -> None:
    none = exhibit.data(processed())
    assert exhibit.title(none) == "No act of partner governments is on record"
    assert "Nothing on record" in exhibit.table(none).cells().to_string()
    assert list(ladder.facts(processed())) == []
