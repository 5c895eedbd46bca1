"""The work list as text, JSON and calendar, and the command that writes it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from analysis.cli import app
from analysis.facts.processed import read_processed
from analysis.transforms.due import KINDS
from analysis.worklists.due import KEYS, WorkList, as_calendar, as_json, as_text, in_one_line

ROOT = Path(__file__).parents[2]
AS_OF = dt.date(2026, 10, 1)
HOSTILE = 'Act;"\\n,\r\nEND:VEVENT\nBEGIN:VALARM\x1b[31m\x00\u2028\u202eX: <script> =1+1'

ITEM: dict[str, Any] = {
    "kind": "promise",
    "due_on": "2026-12-01",
    "due_by": "2026-12-01",
    "days": 61,
    "what": "Act: a roadmap",
    "table": "promises",
    "key": "act",
    "joins": None,
    "source_ids": "gazette|report",
    "raw_keys": "announcements:act|promises:act",
    "rows": 2,
    "facts": 0,
    "headline_facts": 0,
    "tests": 0,
    "carries": "",
    "weight": 0.0,
}


def work(*items: dict[str, Any]) -> WorkList:
    frame = pd.DataFrame([{**ITEM, **item} for item in items], columns=list(ITEM))
    return WorkList(frame, "0.1.0", AS_OF, dt.date(2027, 3, 30))


def events(content: bytes) -> list[icalendar.cal.Component]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


# Text.


def test_the_text_goes_by_month_one_line_an_item() -> None:
    heavy = {"key": "heavy", "weight": 50.0, "due_on": "2027", "due_by": "2027-01-31", "days": 122}
    light = {"key": "light", "weight": 1.5, "carries": "test-a|b|c|d", "facts": 5}
    head, *months = as_text(work(heavy, light)).decode().split("\n\n")
    assert head.startswith("What is due until 2027-03-30: 2 items. State of knowledge: 2026-10-01")
    assert months == [
        "December 2026\n"
        "    1.5     +61 d  2026-12-01  promise     Act: a roadmap "
        "[promises light; carries test-a, b, c, two more]",
        "January 2027\n"
        "   50.0    +122 d  2027        promise     Act: a roadmap "
        "[promises heavy; carries no fact]\n",
    ]


def test_a_long_text_leads_with_what_carries_most() -> None:
    items = [{"key": f"act-{number}", "weight": 9.0 - number} for number in range(6)]
    _, most, month = as_text(work(*items)).decode().split("\n\n")
    assert most.splitlines() == ["Carry most", *month.splitlines()[1:6]]


def test_hostile_text_stays_in_its_line() -> None:
    lines = as_text(work({"what": HOSTILE})).decode().splitlines()
    assert len(lines) == len(as_text(work({})).decode().splitlines())
    assert not any(ord(sign) < 32 for line in lines for sign in line)


def test_one_line_has_neither_breaks_nor_steering_characters() -> None:
    assert in_one_line("a\r\n b\x1b[31m\u202ec\u2028d\x00") == "a b[31mc d"


# JSON.


def test_the_json_explains_its_keys_and_kinds() -> None:
    document = json.loads(as_json(work({"carries": "test-a|b", "facts": 2, "joins": "promises"})))
    assert document["keys"] == KEYS and document["kinds"] == KINDS
    assert (document["as_of"], document["until"]) == ("2026-10-01", "2027-03-30")
    (item,) = document["items"]
    assert list(item) == list(KEYS)
    assert item["carries"] == ["test-a", "b"]
    assert item["joins"] == "test-promises"
    assert item["source_ids"] == ["gazette", "report"]
    assert item["days"] == 61


# Calendar.


def test_an_event_lasts_the_day_and_is_stamped_with_the_state_of_knowledge() -> None:
    (event,) = events(as_calendar(work({})))
    assert event.decoded("dtstart") == dt.date(2026, 12, 1)
    assert "dtend" not in event
    assert event.decoded("dtstamp") == dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    assert str(event["summary"]) == "Act: a roadmap"
    assert "Sources: gazette, report." in str(event["description"])


@pytest.mark.parametrize(
    ("due_on", "due_by", "summary"),
    [
        ("2027-02", "2027-02-28", "Act: a roadmap (in February 2027)"),
        ("2026", "2026-12-31", "Act: a roadmap (in 2026)"),
    ],
)
def test_a_month_or_a_year_stands_on_its_last_day_and_says_so(
    due_on: str, due_by: str, summary: str
) -> None:
    (event,) = events(as_calendar(work({"due_on": due_on, "due_by": due_by})))
    assert event.decoded("dtstart") == dt.date.fromisoformat(due_by)
    assert str(event["summary"]) == summary


def test_the_name_of_an_event_follows_from_its_row_alone() -> None:
    def names(*items: dict[str, Any]) -> list[str]:
        return [str(event["uid"]) for event in events(as_calendar(work(*items)))]

    first = names({}, {"key": "other"}, {"kind": "suspension"})
    assert len(set(first)) == 3
    moved = {"due_by": "2027-01-01", "due_on": "2027-01-01", "what": "Later", "weight": 9.0}
    assert names(moved) == first[:1] == ["b2a69c8c-0c4f-57b9-977d-fed1b1ca4162"]


def test_the_same_list_gives_the_same_bytes() -> None:
    assert as_calendar(work({}, {"key": "b"})) == as_calendar(work({}, {"key": "b"}))


def test_hostile_text_cannot_end_an_event_or_begin_a_line() -> None:
    content = as_calendar(work({"what": HOSTILE, "key": HOSTILE, "source_ids": HOSTILE}))
    (event,) = events(content)
    names = {
        line.split(b":")[0].split(b";")[0] for line in content.split(b"\r\n") if line[:1] != b" "
    }
    assert names <= {
        *(b"BEGIN", b"END", b"VERSION", b"PRODID", b"X-WR-CALNAME", b"SUMMARY", b"DTSTART"),
        *(b"DTSTAMP", b"UID", b"CATEGORIES", b"DESCRIPTION", b"TRANSP", b""),
    }
    assert str(event["summary"]) == in_one_line(HOSTILE)
    assert not event.subcomponents
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", content)


def test_an_empty_list_is_a_calendar_without_events() -> None:
    assert events(as_calendar(work())) == []
    assert as_text(work()).decode().startswith("What is due until 2027-03-30: 0 items.")
    assert json.loads(as_json(work()))["items"] == []


# The command.


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch, facts: dict[str, dict[str, Any]]) -> Callable[..., Result]:
    """A function that runs `briefing due` in the project, with facts that are there already."""
    found = facts, read_processed(ROOT / "data" / "processed")
    monkeypatch.setattr("analysis.worklists.due.state_now", lambda *_: found)
    monkeypatch.chdir(ROOT)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["due", *arguments], catch_exceptions=False)

    return call


def test_the_shipped_tables_have_a_list_that_begins_with_the_heaviest(
    due: Callable[..., Result],
) -> None:
    result = due("--format", "json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    weights = [item["weight"] for item in document["items"]]
    assert weights == sorted(weights, reverse=True) and weights[0] > 0
    as_of, until = (dt.date.fromisoformat(document[name]) for name in ("as_of", "until"))
    assert until - as_of == dt.timedelta(days=180)
    assert {item["kind"] for item in document["items"]} <= set(KINDS)
    assert max(item["due_by"] for item in document["items"]) <= document["until"]


def test_the_command_writes_a_calendar_that_ends_on_the_day_asked_for(
    due: Callable[..., Result], tmp_path: Path
) -> None:
    target = tmp_path / "due.ics"
    result = due("--until", "2026-12-01", "--format", "ics", "--out", str(target))
    found = events(target.read_bytes())
    assert (result.exit_code, result.stdout) == (0, f"{len(found)} items written to {target}\n")
    assert max(event.decoded("dtstart") for event in found) <= dt.date(2026, 12, 1)
    assert len({str(event["uid"]) for event in found}) == len(found)


def test_tables_with_problems_are_told_and_nothing_is_written(
    due: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "raw").mkdir()
    result = due("--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "due.txt"))
    assert result.exit_code == 1
    assert "promises.csv: the table is not there" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]
