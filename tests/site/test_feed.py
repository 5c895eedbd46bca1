"""The calendar of the days to watch, read back as a reader's calendar reads it."""

from __future__ import annotations

import datetime as dt

import icalendar
from small import AS_OF, processed, table

from analysis.site.feed import calendar

HOSTILE = 'Act;"\\n,\r\nEND:VEVENT\nBEGIN:VALARM\x00\u2028\u202eX: <script> ' + "long " * 40
ITEM = {
    "kind": "promise",
    "due_on": "2026-12",
    "due_by": "2026-12-31",
    "days": 275,
    "state": "ahead",
    "name": "Act",
    "awaited": "a roadmap",
    "minerals": "gallium",
    "parties": "USA|EU",
    "outcome": "open",
    "searches": 0,
    "waiting": True,
    "tests": "promises",
    "said_in": "a-source",
    "table": "promises",
    "key": "act",
}


def events(content: bytes) -> list[icalendar.cal.Component]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_an_event_says_what_is_awaited_on_which_day_and_what_is_known() -> None:
    (event,) = events(calendar(processed(watch=table("watch", ITEM))))
    assert event.decoded("dtstart") == dt.date(2026, 12, 31)
    assert event.decoded("dtstamp") == dt.datetime.combine(AS_OF, dt.time(), dt.UTC)
    assert str(event["summary"]) == "Act: a roadmap (in December 2026)"
    assert str(event["description"]).splitlines() == [
        "As last seen: open.",
        "About: gallium, United States, European Union.",
        "Tests of the verdict: promises.",
        "Source: a-source",
    ]


def test_two_calendars_of_one_table_are_the_same_bytes_and_a_day_put_off_keeps_its_name() -> None:
    first = calendar(processed(watch=table("watch", ITEM)))
    assert first == calendar(processed(watch=table("watch", ITEM)))
    later = calendar(processed(watch=table("watch", {**ITEM, "due_by": "2027-01-31"})))
    assert events(first)[0]["uid"] == events(later)[0]["uid"]


def test_hostile_text_stays_in_its_event_and_lines_are_folded() -> None:
    content = calendar(processed(watch=table("watch", {**ITEM, "name": HOSTILE})))
    (event,) = events(content)
    assert event.subcomponents == []
    assert "END:VEVENT BEGIN:VALARM" in str(event["summary"])
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_table_without_days_is_a_calendar_without_events() -> None:
    assert events(calendar(processed())) == []
