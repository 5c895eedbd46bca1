"""The record of an announcement: names for codes, a timeline, links to what it led to."""

from __future__ import annotations

from analysis.site.records.acts import acts
from analysis.site.records.known import Known
from analysis.site.records.record import Line, Link, Record

WORKS = Link("The works", "records/projects/works/index.html")


def record(known: Known) -> Record:
    """The act of the small tables."""
    return {each.id: each for each in acts(known)}["pact"]


def lines(record: Record, section: str) -> list[Line]:
    """The lines of one section; none if it is not there."""
    return [line for each in record.sections if each.id == section for line in each.lines]


def test_codes_are_told_by_the_names_that_exhibits_use(known: Known) -> None:
    told = {term: line.words for term, line in record(known).details}
    assert told == {
        "Announced": "20\N{NO-BREAK SPACE}October\N{NO-BREAK SPACE}2025",
        "Parties": "Australia and United States",
        "Led or signed by": "Office A and Office B",
        "Instrument": "Memorandum",
        "Minerals": "Magnet rare earths and gallium",
        "Binding": "Political: commitment without legal force",
        "Rung": "1 signed framework",
        "Own deadline": "20\N{NO-BREAK SPACE}April\N{NO-BREAK SPACE}2026; within six months",
    }


def test_the_rung_says_why_and_since_when(known: Known) -> None:
    rung = dict(record(known).details)["Rung"]
    assert rung.remark.replace("\N{NO-BREAK SPACE}", " ") == (
        "signed; since 2 November 2025; counted: an ally is a party"
    )


def test_milestones_stand_by_date_whatever_their_order_in_the_table(known: Known) -> None:
    found = lines(record(known), "milestones")
    assert [line.words for line in found] == ["Signed: done", "In force: begun"]
    assert [line.sources for line in found] == [("gazette",), ("paper",)]


def test_the_outcome_of_a_promise_is_the_one_that_the_report_counts(known: Known) -> None:
    found = {line.head: line for line in lines(record(known), "promise")}
    assert found["Outcome"].words == "Open: the deadline has not passed"
    assert found["Outcome"].remark == "half of it"
    assert "Fulfilled" not in found


def test_a_link_to_support_leads_to_the_plant_and_one_to_what_was_not_known_yet_is_left_out(
    known: Known,
) -> None:
    [effect] = lines(record(known), "effects")
    assert effect.link == WORKS
    assert effect.words == "Ministry, grant, USD\N{NO-BREAK SPACE}5\N{NO-BREAK SPACE}million"
    assert effect.remark == "stated; does not count as an effect; named; decided before"
    [cause] = lines(record(known), "before")
    assert cause.link == Link("Earlier talks", "records/announcements/earlier/index.html")


def test_a_search_after_the_day_of_the_vintage_is_not_told(known: Known) -> None:
    [search] = lines(record(known), "searches")
    assert search.words == "plant: nothing"
    assert search.remark.replace("\N{NO-BREAK SPACE}", " ") == (
        "in the gazette; the register of who owes it; which reaches to February 2026"
    )


def test_the_raw_rows_of_an_act_are_those_about_it(known: Known) -> None:
    assert record(known).keys == [
        "announcements:pact",
        "milestones:pact/2026-01/in_force/paper",
        "milestones:pact/2025-11-02/signed/gazette",
        "promises:pact",
        "act_links:pact/project_support/grant",
        "searches:promises/pact/2026-03-01/the gazette/plant/en",
    ]
