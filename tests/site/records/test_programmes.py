"""The record of a stockpile programme: money by stage, what is aimed at, ordered, held."""

from __future__ import annotations

from analysis.site.records.known import Known
from analysis.site.records.programmes import programmes

BLANK = "\N{NO-BREAK SPACE}"


def test_money_stands_by_stage_in_its_own_currency(known: Known) -> None:
    [record] = programmes(known)
    money = {section.id: section.lines for section in record.sections}["money"]
    assert [line.head for line in money] == ["Announced", f"Disbursed, January{BLANK}2026"]
    assert [line.words.replace(BLANK, " ") for line in money] == [
        "budget, USD 50 million",
        "purchase, EUR 2 million (USD 2.3 million)",
    ]
    assert money[0].remark == (
        "in all; read as the most that may be ordered under a contract; no money: "
        "no duty to spend it"
    )


def test_materials_say_whether_they_are_aimed_at_or_held(known: Known) -> None:
    [record] = programmes(known)
    [material] = {section.id: section.lines for section in record.sections}["contents"]
    assert material.head == "Aimed at"
    assert material.words.replace(BLANK, " ") == "Gallium, ingots, 7,480 t, USD 12 million"


def test_a_programme_names_all_its_documents(known: Known) -> None:
    [record] = programmes(known)
    assert record.subtitle == "Stockpile programme, European Union and Japan"
    assert dict(record.details)["Described"].sources == ("gazette", "paper")
    assert dict(record.details)["Purpose"].words == "Stockpile: holds material, or is meant to"


def test_a_reply_stands_in_its_own_words_with_who_gave_it(known: Known) -> None:
    [record] = programmes(known)
    [reply] = {section.id: section.lines for section in record.sections}["replies"]
    assert (reply.words, reply.remark) == ("It is <b>ours</b>", "Agency")
    assert reply.head.replace(BLANK, " ") == "20 March 2026"
    assert reply.sources == ("paper",)
