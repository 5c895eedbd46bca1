"""Dates that must follow each other."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.core.problems import Problem
from analysis.raw.checks import chronology
from analysis.raw.schemas.announcements import SEARCHED

MakeTable = Callable[..., pd.DataFrame]
Sentences = Callable[[list[Problem]], list[str]]


def test_an_effect_does_not_come_before_its_announcement(
    table: MakeTable, sentences: Sentences
) -> None:
    tables = {
        "announcements": table(
            "announcements", {"announcement_id": "a", "announced_on": "2026-02"}
        ),
        "milestones": table(
            "milestones",
            {"announcement_id": "a", "event_on": "2026-01-31", "status": "funded"},
            {"announcement_id": "a", "event_on": "2026", "status": "funded"},
            {"announcement_id": "a", "event_on": "2025-12-01", "status": "negotiating"},
            {"announcement_id": "unknown", "event_on": "2020", "status": "funded"},
        ),
    }
    assert sentences(chronology.milestones(tables)) == [
        'milestones.csv row 2, event_on: "2026-01-31" is before the announcement, which an event '
        "of this status cannot be; mend the date, or the status"
    ]


def test_deadlines_promises_and_announcements_stand_in_order(
    table: MakeTable, sentences: Sentences
) -> None:
    tables = {
        "announcements": table(
            "announcements",
            {"announcement_id": "a", "announced_on": "2026-02-04", "deadline_on": "2026-01"},
        ),
        "promises": table(
            "promises",
            {
                "announcement_id": "a",
                "promised_on": "2026-02-03",
                "deadline_on": "2026-02-01",
                "fulfilled_on": "2025",
            },
        ),
    }
    assert sentences(chronology.deadlines(tables)) == [
        'announcements.csv row 2, deadline_on: "2026-01" is before the announcement; '
        "mend one of the two dates",
        'promises.csv row 2, deadline_on: "2026-02-01" is before the promise; '
        "mend one of the two dates",
        'promises.csv row 2, fulfilled_on: "2025" is before the promise; mend one of the two dates',
        'promises.csv row 2, promised_on: "2026-02-03" is before the announcement; '
        "mend one of the two dates",
    ]


@pytest.mark.parametrize(
    ("outcome", "deadline", "fulfilled", "message", "severity"),
    [
        ("kept", "2026-03", "", "says kept, but fulfilled_on is empty", "error"),
        (
            "kept",
            "2026-03",
            "2026-04-13",
            "says kept, but it was fulfilled after the deadline",
            "error",
        ),
        ("late", "2026", "2026-04-13", "says late, but it was fulfilled by the deadline", "error"),
        ("open", "2027", "2026-04-13", "does not go with a date of fulfilment", "error"),
        (
            "late",
            "2027",
            "",
            "says late, but the deadline has not passed and nothing was fulfilled",
            "error",
        ),
        ("not_checked", "2027", "", "is judged as past, but the deadline has not passed", "error"),
        (
            "open",
            "2026-11-10",
            "",
            "says open, but the deadline passed before the newest reading (2026-11-22)",
            "warning",
        ),
    ],
)
def test_a_judgement_that_its_dates_deny_is_a_problem(
    table: MakeTable, outcome: str, deadline: str, fulfilled: str, message: str, severity: str
) -> None:
    tables = {
        "sources": table("sources", {"accessed_on": "2026-11-22"}),
        "promises": table(
            "promises", {"outcome": outcome, "deadline_on": deadline, "fulfilled_on": fulfilled}
        ),
    }
    (problem,) = chronology.outcomes(tables)
    assert problem.sentence().startswith(f'promises.csv row 2, outcome: "{outcome}" {message}; ')
    assert problem.severity == severity


def looked(table: MakeTable, *searches: dict[str, str], **of_promise: str) -> list[str]:
    """What is said of a promise due in March 2026 and of the searches for it."""
    common = {"announcement_id": "act", "deadline_on": "2026-03", "is_own": "true"}
    rows = [
        {"subject_table": "promises", "subject_id": "act", "words": str(at)} | row
        for at, row in enumerate(searches)
    ]
    tables = {name: table(name) for name in SEARCHED}
    tables["promises"] = table("promises", common | of_promise)
    return [
        problem.sentence()
        for problem in chronology.searched(tables | {"searches": table("searches", *rows)})
    ]


OWN = {"reads_to": "2026-08", "is_own_register": "true"}
OTHER = {"reads_to": "2026-10", "is_own_register": "false"}
SHORT = {"reads_to": "2026-03-30", "is_own_register": "true"}


def test_nothing_is_found_only_after_two_searches_past_the_deadline_one_in_an_own_register(
    table: MakeTable,
) -> None:
    said = [
        'promises.csv row 2, outcome: "searched" says that nothing was found, but searches.csv '
        "does not hold two searches past the deadline, one of them in an own register; write "
        "not_checked, or add the searches"
    ]
    assert looked(table, OWN, OTHER, outcome="searched") == []
    for searches in ((), (OWN,), (OTHER, OTHER), (SHORT, OTHER), (SHORT, SHORT)):
        assert looked(table, *searches, outcome="searched") == said
    assert looked(table, outcome="not_checked") == []


def test_a_promise_that_is_not_owned_says_why(table: MakeTable) -> None:
    assert looked(table, outcome="open", is_own="false") == [
        "promises.csv row 2, not_own_reason: is empty, though it is no promise of who sets the "
        "date; say why it is none"
    ]
    assert looked(table, outcome="open", is_own="false", not_own_reason="a term of office") == []


def test_a_search_is_for_a_row_that_is_there(table: MakeTable) -> None:
    (problem,) = looked(table, OWN | {"subject_id": "lost"}, outcome="open")
    assert problem == (
        'searches.csv row 2, subject_id: "lost" is not in the table that subject_table names; '
        "correct the name, or the table"
    )


@pytest.mark.parametrize(
    ("outcome", "deadline", "fulfilled"),
    [
        ("kept", "2026-03", "2026-03-31"),
        ("late", "2026-03", "2026-04-13"),
        ("late", "2026-03", ""),
        ("broken", "2025-11-08", ""),
        ("open", "2026", ""),
        ("in_part", "2026-03", ""),
    ],
)
def test_a_judgement_that_its_dates_bear_out_is_accepted(
    table: MakeTable, outcome: str, deadline: str, fulfilled: str
) -> None:
    tables = {
        "sources": table("sources", {"accessed_on": "2026-11-22"}),
        "promises": table(
            "promises", {"outcome": outcome, "deadline_on": deadline, "fulfilled_on": fulfilled}
        ),
    }
    assert chronology.outcomes(tables) == []


def test_a_deadline_that_nobody_judged_is_a_warning(table: MakeTable, sentences: Sentences) -> None:
    tables = {
        "announcements": table(
            "announcements",
            {"announcement_id": "a", "deadline_on": "2026-06"},
            {"announcement_id": "b"},
        ),
        "promises": table("promises", {"announcement_id": "c"}),
    }
    assert sentences(chronology.promises_judged(tables)) == [
        'announcements.csv row 2, deadline_on: "2026-06" is a deadline without a row in '
        "promises.csv; judge it there, as not_checked if nobody looked yet"
    ]


def test_a_period_does_not_end_before_it_starts(table: MakeTable, sentences: Sentences) -> None:
    effects = table(
        "disruption",
        {"from_on": "2025-05-01", "to_on": "2025-04-30"},
        {"from_on": "2025-05-15", "to_on": "2025-05"},
    )
    assert sentences(chronology.periods({"disruption": effects})) == [
        'disruption.csv row 2, to_on: "2025-04-30" is before the start of the period; '
        "mend one of the two dates"
    ]


def test_nothing_happened_after_its_source_was_read(table: MakeTable, sentences: Sentences) -> None:
    tables = {
        "sources": table(
            "sources",
            {"source_id": "s", "published_on": "2026-12-01", "accessed_on": "2026-11-22"},
        ),
        "milestones": table("milestones", {"event_on": "2027", "source_id": "s"}),
    }
    assert sentences(chronology.events_before_reading(tables)) == [
        'sources.csv row 2, published_on: "2026-12-01" is after the day the source was read; '
        "mend one of the two dates",
        'milestones.csv row 2, event_on: "2027" is after the day its source was read; '
        "mend the date, or name a newer source",
    ]


def test_a_source_older_than_the_event_is_a_warning(table: MakeTable, sentences: Sentences) -> None:
    tables = {
        "sources": table("sources", {"source_id": "s", "published_on": "2026-08-10"}),
        "milestones": table(
            "milestones",
            {"event_on": "2026-08-27", "source_id": "s"},
            {"event_on": "2026-08", "source_id": "s"},
        ),
    }
    found = chronology.sources_before_events(tables)
    assert [problem.severity for problem in found] == ["warning"]
    assert sentences(found) == [
        'milestones.csv row 2, event_on: "2026-08-27" is after its source was published; the '
        "source can only have announced it; name a source of that day or later, or say in the "
        "note that it was planned"
    ]


def test_a_figure_of_a_year_to_come_is_a_projection(table: MakeTable, sentences: Sentences) -> None:
    tables = {
        "sources": table("sources", {"accessed_on": "2026-11-22"}),
        "demand": table(
            "demand",
            {"year": "2030", "basis": "actual"},
            {"year": "2030", "basis": "projection"},
            {"year": "2026", "basis": "estimate"},
        ),
    }
    assert sentences(chronology.future_figures(tables)) == [
        'demand.csv row 2, basis: "actual" does not go with a year after 2026; '
        "write projection, or mend the year"
    ]


def test_announcements_dated_by_a_year_alone_are_counted(
    table: MakeTable, sentences: Sentences
) -> None:
    acts = table(
        "announcements",
        {"announcement_id": "a", "announced_on": "2025"},
        {"announcement_id": "b", "announced_on": "2025-05"},
    )
    assert sentences(chronology.vague_dates({"announcements": acts})) == [
        "announcements.csv, announced_on: 1 announced only by a year: a; "
        "find the day, because the year may be that of an article"
    ]


def test_a_value_that_is_no_date_is_left_to_its_own_problem() -> None:
    texts = pd.Series(["2026-02-30", None, "2026"], dtype="str")
    assert chronology.days(texts).isna().tolist() == [True, True, False]


def test_a_copy_is_made_of_what_was_published_and_not_in_the_future(
    table: MakeTable, sentences: Sentences
) -> None:
    read = {"accessed_on": "2026-11-22"}
    sources = table(
        "sources",
        {**read, "published_on": "2026-02-04", "archived_on": "2026-02-03"},
        {**read, "published_on": "2026-02-04", "archived_on": "2026-02"},
        {**read, "archived_on": "2026-11-23"},
        {**read, "archived_on": "2026-11-22"},
    )
    assert sentences(chronology.archived_copies({"sources": sources})) == [
        'sources.csv row 2, archived_on: "2026-02-03" is before the document was published; '
        "mend one of the two dates",
        'sources.csv row 4, archived_on: "2026-11-23" is after the newest reading (2026-11-22); '
        "mend the date, or accessed_on of what was read since",
    ]


def test_a_row_is_not_mended_before_it_was_read_again(
    table: MakeTable, sentences: Sentences
) -> None:
    read = {"judgement": "wrong", "read_on": "2026-11-26"}
    readings = table(
        "second_readings",
        {**read, "mended_on": "2026-11-25"},
        {**read, "mended_on": "2026-11"},
        read,
    )
    assert sentences(chronology.mended_rows({"second_readings": readings})) == [
        'second_readings.csv row 2, mended_on: "2026-11-25" is before the second reading; '
        "mend one of the two dates"
    ]
