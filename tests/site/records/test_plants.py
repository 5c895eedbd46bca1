"""The record of a plant: capacity, status, promised start, support, and what it is part of."""

from __future__ import annotations

from analysis.site.records.known import Known
from analysis.site.records.plants import plants
from analysis.site.records.record import Link, Record

BLANK = "\N{NO-BREAK SPACE}"


def record(known: Known, name: str) -> Record:
    return {each.id: each for each in plants(known)}[name]


def test_capacity_says_what_it_means_and_status_when_it_was_seen(known: Known) -> None:
    details = dict(record(known, "works").details)
    assert details["Capacity"].words == "1,000 tonnes a year"
    assert details["Capacity"].remark == "design capacity; old figure, present capacity not found"
    assert details["Status"].words.replace(BLANK, " ") == "Under construction, Mar 2026"
    assert details["Status"].sources == ("paper",)
    assert details["Place"].words == "Texas, United States"


def test_an_unknown_capacity_is_said_to_be_unknown(known: Known) -> None:
    details = dict(record(known, "first-line").details)
    assert details["Capacity"].words == "Not known"
    assert "First made public" not in details


def test_a_phase_and_the_total_that_counts_it_lead_to_each_other(known: Known) -> None:
    whole = Link("The works", "records/projects/works/index.html")
    assert dict(record(known, "first-line").details)["Already counted in"].link == whole
    inside = {each.id: each.lines for each in record(known, "works").sections}["inside"]
    assert [line.link.path for line in inside if line.link] == [
        "records/projects/first-line/index.html"
    ]


def test_history_names_the_start_that_was_promised_then(known: Known) -> None:
    sections = {each.id: each.lines for each in record(known, "works").sections}
    [event] = sections["history"]
    assert (event.words, event.remark) == ("Announced: told", "start promised for 2027")
    [mark] = sections["marks"]
    assert mark.words.startswith("Makes samples or tries a process")


def test_support_that_is_not_added_up_says_so_and_the_act_behind_it_is_linked(
    known: Known,
) -> None:
    sections = {each.id: each.lines for each in record(known, "works").sections}
    [support] = sections["support"]
    assert support.words.replace(BLANK, " ") == "Ministry, grant, USD 5 million"
    assert support.remark == "not counted in totals; twice"
    [act] = sections["before"]
    assert act.link == Link("Pact on magnets", "records/announcements/pact/index.html")
