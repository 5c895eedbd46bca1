"""The page of corrections: what was wrong, what is in doubt, and replies, each where it belongs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import html

from analysis.citation.publication import Publication
from analysis.core.project import Project
from analysis.facts.processed import Processed
from analysis.raw.load import RawData
from analysis.site.citable_pages import PagePlace
from analysis.site.records.known import Known
from analysis.site.records.mended import mended_page, sections
from analysis.site.records.record import Line, Link
from analysis.site.shell import shell

BLANK = "\N{NO-BREAK SPACE}"
PATH = "records/announcements/pact/index.html"
READING = {"table": "announcements", "key": "pact", "read_on": "2026-03-01", "note": "misread"}
CHANGE = {"table": "prices", "key": "ga", "column": "price_usd", "reason": "typo",
          "source_id": "paper"}  # fmt: skip


def with_rows(known: Known, **rows: list[dict[str, Any]]) -> RawData:
    """The small raw tables with other rows in some of them."""
    given = {
        name: pd.DataFrame(each, columns=list(known.raw[name].columns))
        for name, each in rows.items()
    }
    return replace(known.raw, tables={**known.raw.tables, **given})


def lines(raw: RawData) -> dict[str, list[Line]]:
    return {each.id: list(each.lines) for each in sections(raw, {"announcements:pact": PATH})}


def test_readings_and_corrections_stand_by_whether_they_are_mended(known: Known) -> None:
    raw = with_rows(
        known,
        second_readings=[
            {**READING, "judgement": "wrong", "mended_on": "2026-03-02"},
            {**READING, "judgement": "unclear"},
            {**READING, "judgement": "right"},
        ],
        corrections=[
            {**CHANGE, "action": "override", "value": "2", "expect": "20"},
            {**CHANGE, "action": "flag", "expect": "20"},
        ],
    )
    found = lines(raw)
    link = Link("announcements pact", PATH)
    assert found["mended"] == [
        Line("", f"2{BLANK}March{BLANK}2026", link, "Not borne out by its source; misread"),
        Line("prices ga", remark="Price usd: 2 in place of 20; typo", sources=("paper",)),
    ]
    assert [line.remark for line in found["doubts"]] == [
        "Not settled; misread",
        "Price usd; typo",
    ]


def test_only_corrections_among_the_decisions_are_named(known: Known) -> None:
    decision = {"decided_on": "2026-03-05", "by": "editors", "what": "ladder", "reason": "a sum"}
    raw = with_rows(known, decisions=[{**decision, "kind": k} for k in ("method", "correction")])
    assert lines(raw)["moved"] == [
        Line("a sum", f"5{BLANK}March{BLANK}2026", None, "ladder; editors")
    ]


def test_the_page_shows_a_reply_as_it_came_and_says_where_there_is_nothing(
    known: Known, made: Processed
) -> None:
    root = Path(__file__).parents[3]
    publication = Publication.of(Project(root), made.about)
    place = PagePlace(shell(Project(root)), replace(publication, contact="desk@a.org"), "..", False)
    page = html.fromstring(mended_page(place, known.raw, made))
    [reply] = page.xpath("//section[@id='replies']//li")
    assert "It is <b>ours</b>" in reply.text_content()
    assert reply.xpath("a/@href")[0] == "#source-1"
    assert [li.text_content() for li in page.xpath("//section[@id='moved']//li")] == [
        "None so far."
    ]
    assert page.xpath("//section[@id='reply']//a/@href")[0].startswith("mailto:desk@a.org?")
    none = mended_page(replace(place, publication=publication), known.raw, made)
    assert "mailto:" not in none
