"""Sources: told apart, used, and named as they are called."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.checks import evidence
from analysis.raw.load import RawData

MakeTable = Callable[..., pd.DataFrame]
Sentences = Callable[[list[Problem]], list[str]]


def test_one_address_of_two_sources_is_a_warning(table: MakeTable, sentences: Sentences) -> None:
    sources = table(
        "sources",
        {"source_id": "a", "url": "https://example.org/1"},
        {"source_id": "b", "url": "https://example.org/1"},
        {"source_id": "c"},
        {"source_id": "d"},
    )
    assert sentences(evidence.shared_addresses({"sources": sources})) == [
        'sources.csv, url: "https://example.org/1" is the address of 2 sources: a, b; '
        "name the documents' own addresses where they can be found"
    ]


def test_a_source_that_no_row_cites_is_named(
    real: RawData, table: MakeTable, sentences: Sentences
) -> None:
    extra = table("sources", {"source_id": "nobody-2026-cites"})
    tables = dict(real.tables) | {"sources": pd.concat([real["sources"], extra])}
    (before,) = evidence.uncited(dict(real.tables))
    (after,) = evidence.uncited(tables)
    assert after.count == before.count + 1
    assert f"{after.count} sources are cited by no row" in after.message


def test_citations_are_not_counted_while_a_table_is_missing(table: MakeTable) -> None:
    assert evidence.uncited({"sources": table("sources", {"source_id": "a"})}) == []


def test_sources_that_cannot_be_found_are_counted(table: MakeTable, sentences: Sentences) -> None:
    sources = table("sources", {"source_id": "a", "title": "words"}, {"source_id": "b"})
    assert sentences(evidence.untitled({"sources": sources})) == [
        "sources.csv, title: 1 sources have no title: b; add it where the document can be found",
        "sources.csv, url: 2 sources have no address: a, b; add it where the document can be found",
    ]


def test_a_copy_has_an_address_and_a_day(table: MakeTable, sentences: Sentences) -> None:
    sources = table(
        "sources",
        {"archived_url": "https://archive.test/1"},
        {"archived_on": "2026-11-23"},
        {"archived_url": "https://archive.test/1", "archived_on": "2026-11-23"},
        {},
    )
    assert sentences(evidence.archived_copies({"sources": sources})) == [
        "sources.csv row 2, archived_on: is missing although archived_url is given; "
        "fill it in, or empty archived_url",
        "sources.csv row 3, archived_url: is missing although archived_on is given; "
        "fill it in, or empty archived_on",
    ]


def test_a_document_named_in_a_remark_must_be_listed(
    table: MakeTable, sentences: Sentences
) -> None:
    tables = {
        "sources": table("sources", {"source_id": "mp-2025-q2"}),
        "claims": table(
            "claims",
            {"note": "see mp-2025-q2 and gone-2026-01-02-report, due mid-2026 (not 2026-02-04)"},
        ),
    }
    assert sentences(evidence.named_in_text(tables)) == [
        "claims.csv, note: names 1 documents that are not in sources.csv: gone-2026-01-02-report; "
        "add them to sources.csv with what is known of them"
    ]


def test_the_judgements_of_an_audit_add_up_to_what_was_drawn(
    table: MakeTable, sentences: Sentences
) -> None:
    counts = {"right": "5", "detail": "3", "wrong": "1", "unclear": "1"}
    audits = table(
        "audits",
        {"audit": "first", "drawn_rows": "10", **counts},
        {"audit": "second", "drawn_rows": "11", **counts},
    )
    assert sentences(evidence.audits({"audits": audits})) == [
        'audits.csv row 3, drawn_rows: "11" is not the sum of right, detail, wrong, unclear, '
        "which is 10; mend one of these numbers"
    ]


def test_a_row_that_was_right_is_not_mended(table: MakeTable, sentences: Sentences) -> None:
    readings = table(
        "second_readings",
        {"judgement": "right", "mended_on": "2026-11-26"},
        {"judgement": "wrong", "mended_on": "2026-11-26"},
        {"judgement": "right"},
    )
    assert sentences(evidence.mended_rows({"second_readings": readings})) == [
        'second_readings.csv row 2, mended_on: "2026-11-26" does not go with a row that was found '
        "right; empty it, or mend the judgement"
    ]
