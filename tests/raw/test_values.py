"""Each kind of column says in words what does not fit it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.core.problems import Problem

ProblemsOf = Callable[..., list[str]]
MakeTable = Callable[..., pd.DataFrame]


def test_columns_have_the_types_of_their_kind(table: MakeTable) -> None:
    frame = table("trade_reliance", {"year": "2024", "imports": "4.5", "unit": "kt"}, {})
    assert frame.dtypes.astype(str).to_dict() | {"year": "Int64", "imports": "float64"} == (
        frame.dtypes.astype(str).to_dict()
    )
    assert frame.loc[0, ["year", "imports", "unit"]].tolist() == [2024, 4.5, "kt"]
    assert frame.loc[1, ["year", "imports", "unit"]].isna().all()
    assert isinstance(frame["unit"].dtype, pd.StringDtype)
    assert table("roadmap_areas", {"area_no": "1"})["present_in_draft"].dtype == "boolean"


def test_rows_carry_their_place_and_their_key(table: MakeTable) -> None:
    frame = table("milestones", {"announcement_id": "a", "event_on": "2026", "source_id": "s"})
    assert frame.loc[0, "source_row"] == 2
    assert frame.loc[0, "row_key"] == "milestones:a/2026/proposed/s"


@pytest.mark.parametrize(
    ("name", "row", "sentence"),
    [
        (
            "announcements",
            {"deadline_on": "2026-02-30"},
            'announcements.csv row 2, deadline_on: "2026-02-30" is not a date; '
            "write YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        (
            "announcements",
            {"deadline_on": "9999-12-31"},
            'announcements.csv row 2, deadline_on: "9999-12-31" is of no year from 1900 to 2100; '
            "mend the year",
        ),
        (
            "promises",
            {"outcome": "KEPT"},
            'promises.csv row 2, outcome: "KEPT" is not one of kept, late, broken, open, '
            "in_part, searched, not_checked, not_owed; "
            'write "kept" if that is meant',
        ),
        (
            "announcements",
            {"announced_on": "4 Feb"},
            'announcements.csv row 2, announced_on: "4 Feb" is not a date; '
            "write YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        (
            "sources",
            {"archived_url": "archive.test/1"},
            'sources.csv row 2, archived_url: "archive.test/1" is not a web address; '
            "write it in full, from http:// or https:// on",
        ),
        (
            "sources",
            {"archived_on": "23 November"},
            'sources.csv row 2, archived_on: "23 November" is not a date; '
            "write YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        (
            "sources",
            {"content_sha256": "582A0AA2"},
            'sources.csv row 2, content_sha256: "582A0AA2" is not a SHA-256; '
            "write its 64 hexadecimal digits in small letters",
        ),
        (
            "announcements",
            {"title": ""},
            "announcements.csv row 2, title: the value is missing (name of the act); fill it in",
        ),
        (
            "promises",
            {"outcome": "keept"},
            'promises.csv row 2, outcome: "keept" is not one of kept, late, broken, open, '
            "in_part, searched, not_checked, not_owed; "
            'write "kept" if that is meant',
        ),
        (
            "promises",
            {"outcome": "?"},
            'promises.csv row 2, outcome: "?" is not one of kept, late, broken, open, '
            "in_part, searched, not_checked, not_owed; "
            "write one of these",
        ),
        (
            "production",
            {"share_pct": "140"},
            'production.csv row 2, share_pct: "140" is more than 100, the most possible; '
            "mend the number",
        ),
        (
            "production",
            {"quantity": "-5", "unit": "kt"},
            'production.csv row 2, quantity: "-5" is less than 0, the least possible; '
            "mend the number",
        ),
        (
            "production",
            {"quantity": "1,200"},
            'production.csv row 2, quantity: "1,200" is not a number; '
            "write 1200 or 1.200, whichever is meant",
        ),
        (
            "production",
            {"quantity": "nan"},
            'production.csv row 2, quantity: "nan" is not a number; '
            "write digits and a decimal point, without unit",
        ),
        (
            "production",
            {"year": "2024.5"},
            'production.csv row 2, year: "2024.5" is not a whole number; write digits only',
        ),
        (
            "prices",
            {"price": "0"},
            'prices.csv row 2, price: "0" is not more than 0; mend the number',
        ),
        (
            "roadmap_areas",
            {"area_no": "1", "present_in_draft": "yes"},
            'roadmap_areas.csv row 2, present_in_draft: "yes" is not true or false; '
            "write true or false, or leave it empty",
        ),
        (
            "sources",
            {"url": "www.example.org"},
            'sources.csv row 2, url: "www.example.org" is not a web address; '
            "write it in full, from http:// or https:// on",
        ),
        (
            "claims",
            {"claim_id": "s1 01"},
            'claims.csv row 2, claim_id: "s1 01" is not an identifier; '
            "use letters, digits, hyphen, underscore and point, without blanks",
        ),
        (
            "projects",
            {"capacity_basis": "nameplate|guess"},
            'projects.csv row 2, capacity_basis: "nameplate|guess" is not made of nameplate, '
            "phase_total, company_total, programme_target, aspiration, computed, feed, "
            "all_products, cell_equivalent, dated; separate several by |",
        ),
    ],
)
def test_a_value_that_does_not_fit_has_one_problem_in_plain_words(
    problems_of: ProblemsOf, name: str, row: dict[str, str], sentence: str
) -> None:
    assert problems_of(name, row) == [sentence]


@pytest.mark.parametrize(
    ("name", "column"), [("roadmap_areas", "present_in_draft"), ("claims", "agrees_with_official")]
)
def test_true_and_false_of_a_spreadsheet_are_read_and_said_once(
    table_of_anything: Callable[..., tuple[pd.DataFrame, list[Problem]]], name: str, column: str
) -> None:
    texts = ["true", "TRUE", "False", "FALSE"]
    valid = {"area_no": "1"} if name == "roadmap_areas" else {}
    frame, problems = table_of_anything(name, *(valid | {column: text} for text in texts))
    read = frame[column].astype("str").str.lower().tolist()
    assert read == ["true", "true", "false", "false"]
    assert [(problem.severity, problem.sentence()) for problem in problems] == [
        (
            "warning",
            f'{name}.csv row 3, {column}: "TRUE" is read as true, as are 2 more like it; '
            "write true and false in small letters",
        )
    ]


def test_all_problems_of_a_table_come_together(problems_of: ProblemsOf) -> None:
    found = problems_of("production", {"share_pct": "140"}, {"year": "x", "stage": "smelting"})
    assert {sentence.split(":")[0] for sentence in found} == {
        "production.csv row 2, share_pct",
        "production.csv row 3, year",
        "production.csv row 3, stage",
    }


def test_a_list_of_known_values_is_accepted(problems_of: ProblemsOf) -> None:
    assert problems_of("projects", {"capacity_basis": "feed|phase_total"}) == []
