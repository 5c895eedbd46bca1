"""Second readings as readers meet them: counts without a share where rows were picked."""

from __future__ import annotations

import pandas as pd
import pypandoc
from small import processed, table

from analysis.documents import readings
from analysis.exhibits import tbl_projects
from analysis.facts.doubts import doubts
from analysis.facts.fact import doubted
from analysis.facts.statements import part

AUDIT = {
    "audit": "first",
    "read_on": "2026-11",
    "drawn_rows": 12,
    "right": 8,
    "detail": 1,
    "wrong": 1,
    "unclear": 2,
    "right_pct": 80,
    "right_low_pct": 49,
    "right_high_pct": 94.3,
    "wrong_pct": 10,
    "wrong_low_pct": 1.8,
    "wrong_high_pct": 40.4,
    "named_rows": 0,
    "named_right": 0,
    "raw_keys": "audits:first",
}
READING = {
    "table": "projects",
    "read_on": "2026-11-26",
    "reader": "somebody",
    "stands": True,
    "judgement": "unclear",
    "note": "400 or 500 t",
    "raw_keys": "projects:a",
}


def words(markdown: str) -> str:
    """Markdown as a reader sees it."""
    return " ".join(pypandoc.convert_text(markdown, "plain", "markdown").split())


def test_an_audit_is_told_with_counts_share_and_interval() -> None:
    found = readings.audits(processed(audits=table("audits", AUDIT)))
    assert words(found) == (
        "- November 2026 (first): of 12 rows drawn at random, 8 were right, 1 right but for a "
        "detail, 1 wrong, and 2 could not be judged. Of those judged, 80% (49–94%) were right and "
        "10% (2–40%) wrong (in brackets the 95% interval). None of its rows is listed by name."
    )


def test_rows_that_were_picked_give_no_share() -> None:
    assert part("listed", rows=3, right=0, drawn=12) == (
        "Three rows of it are judged by name, none of them as right; the others are not listed, "
        "so that no share follows from those named."
    )
    assert part("listed", rows=12, right=8, drawn=12) == ""


def test_one_row_is_told_of_as_one() -> None:
    listed = part("listed", rows=1, right=1, drawn=2)
    assert listed.startswith("One row of it is judged by name, 1 of them as right")
    one = table("second_readings", READING | {"tests": "promises"})
    assert readings.summary(one, 1).startswith(
        "One row in one table has a judgement by name. One of them is among the 1 that the tests"
    )


def test_an_audit_without_judgements_has_no_share_and_remarks_are_no_markup() -> None:
    ends = [f"{kind}{end}_pct" for kind in ("right", "wrong") for end in ("", "_low", "_high")]
    row = AUDIT | dict.fromkeys(ends) | {"note": "<b>[x](y)</b>"}
    found = readings.audits(processed(audits=table("audits", row)))
    assert "judged," not in found
    assert words(found).endswith("by name. <b>[x](y)</b>")


def test_before_any_audit_or_reading_the_page_says_so() -> None:
    nothing = processed()
    assert readings.audits(nothing) == "No audit was made by this date.\n"
    assert readings.second_readings(nothing) == "No row was judged by name by this date.\n"


def test_rows_judged_by_name_are_counted_by_table() -> None:
    rows = table(
        "second_readings",
        {"tests": "promises"},
        {"raw_keys": "projects:b", "judgement": "wrong", "stands": False, "mended_on": "2026"},
        {"raw_keys": "promises:c", "table": "promises", "judgement": "right", "stands": False},
        **READING,
    )
    cells = readings.counts(rows).cells().to_numpy().tolist()
    assert cells == [
        ["projects", "2", "0", "0", "1", "1", "1", "1"],
        ["promises", "1", "1", "0", "0", "0", "0", "0"],
        ["All", "3", "1", "0", "1", "1", "1", "1"],
    ]
    assert readings.summary(rows, 9) == (
        "Three rows in two tables have a judgement by name. One of them is among the 9 that the "
        "tests of the verdict rest on. One doubt about them is not mended; the long tables and the "
        "pages of the numbers name such doubts beside the rows that they show."
    )


def test_rows_none_of_which_is_right_are_no_sample() -> None:
    rows = table("second_readings", {"stands": False, "mended_on": "2026"}, **READING)
    said = readings.summary(rows, 0)
    assert "Every doubt about them is mended." in said
    assert said.endswith("they are no sample, and no share of right rows follows from them.")


def test_the_rows_behind_tests_are_counted_once() -> None:
    results = pd.DataFrame({"raw_keys": ["a:1|a:2", "a:2", ""]})
    assert readings.rows_behind_tests(results) == 2


def test_a_doubt_stands_beside_its_row() -> None:
    found = processed(second_readings=table("second_readings", READING))
    known = doubts(found)
    assert known == {"projects:a": "second reader, not settled: 400 or 500 t"}
    rows = table("projects", {"project_id": "a"}, {"project_id": "b", "raw_keys": "projects:b"},
                 name="Plant", country="IND", mineral="rare_earths", stage="separation",
                 capacity_class="firm", status="operating")  # fmt: skip
    shown = tbl_projects.data(processed(projects=rows, second_readings=found["second_readings"]))
    assert tbl_projects.table(shown).cells()["name"].tolist() == [
        "Plant [second reader, not settled: 400 or 500 t]",
        "Plant",
    ]


def test_a_number_names_the_doubts_about_its_rows() -> None:
    inputs = [{"table": "projects", "keys": ["a", "b"]}]
    assert doubted(inputs, {"projects:b": "doubt", "promises:a": "other"}) == {
        "projects:b": "doubt"
    }
