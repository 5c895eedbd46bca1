"""The analyst's work list: what is due, as text, as JSON, and as a calendar.

One list for all three, the heaviest first: `listed`. A page may show the same.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from icalendar import Calendar, Event

from analysis.core.project import Project
from analysis.facts.headline import headline
from analysis.facts.text import MONTHS, count
from analysis.raw.load import load
from analysis.transforms.due import KINDS, due
from analysis.transforms.provenance import SEPARATOR
from analysis.worklists.carrying import carried, state_now, weighed

AHEAD = dt.timedelta(days=180)
"""How far the list looks, from the day that the data know."""

SHOWN = 3
"""So many facts are named with an item in words; the JSON names `LISTED`."""
LISTED = 12

HEAVIEST = 5
"""So many items stand before the months in the text."""

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:briefing:due")
PRODUCT = "-//Coordination versus capacity//briefing due//EN"

KEYS = {
    "kind": "what kind of thing is due; `kinds` says what each is",
    "due_on": "day, month or year",
    "due_by": "last day of that interval",
    "days": "days from as_of to due_by; negative is past",
    "what": "what to look at, in words",
    "table": "raw table of the row that is due",
    "key": "key of that row",
    "joins": "fact of the verdict's test in which it will count once it is due, or null",
    "weight": "how much of the verdict it carries; the list is ordered by it",
    "carries": f"ids of the facts that rest on it in part, most carried first, at most {LISTED}",
    "facts": "how many facts rest on it in part",
    "rows": "how many raw rows rest on it",
    "source_ids": "sources of the row that is due",
}
"""The keys of an item in the JSON."""


@dataclass(frozen=True)
class WorkList:
    """What is due, and what it was made from.

    Attributes:
        items: `Due` with rows, facts, tests, carries and weight (`weighed`), the heaviest first.
        version: data version.
        as_of: state of knowledge.
        until: last day of the list.
    """

    items: pd.DataFrame
    version: str
    as_of: dt.date
    until: dt.date


def listed(project: Project, raw_dir: Path, until: dt.date | None = None) -> WorkList:
    """What is due in a folder of raw tables by a day (default: 180 days after its own day).

    Raises ProblemsError with every error of the tables.
    """
    raw = load(raw_dir)
    last = until or min(raw.as_of, dt.date.max - AHEAD) + AHEAD
    found, processed = state_now(project, raw_dir, raw)
    facts = carried(found, list(raw["verdict_tests"]["test_id"]), headline(found))
    items = due(raw.tables, processed["watch"], raw.as_of, last)
    return WorkList(weighed(items, facts), raw.version, raw.as_of, last)


def written(work: WorkList, form: str) -> bytes:
    """The list as `text`, `json` or `ics`."""
    return {"text": as_text, "json": as_json, "ics": as_calendar}[form](work)


def as_text(work: WorkList) -> bytes:
    """The list in words, one line an item: what carries most, then all by month."""
    lines = [
        f"What is due until {work.until}: {len(work.items)} items. State of knowledge: "
        f"{work.as_of}, data version {work.version}.",
        "The first number says how much of the verdict an item carries; 100 is a whole test. The "
        "second counts the days from the state of knowledge.",
    ]
    if len(work.items) > HEAVIEST:
        lines += ["", "Carry most", *map(_line, records(work.items.head(HEAVIEST)))]
    months = work.items["due_by"].str[:7]
    for month in sorted(months.unique()):
        lines += ["", f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"]
        lines += map(_line, records(work.items[months == month]))
    return ("\n".join(lines) + "\n").encode()


def as_json(work: WorkList) -> bytes:
    """The list as JSON; `keys` and `kinds` in it say what its words mean."""
    document = {
        "data_version": work.version,
        "as_of": work.as_of.isoformat(),
        "until": work.until.isoformat(),
        "kinds": KINDS,
        "keys": KEYS,
        "items": [_record(item) for item in records(work.items)],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def as_calendar(work: WorkList) -> bytes:
    """The list as iCalendar: an all-day event an item, the same bytes for the same list.

    A month or a year stands on its last day and says so. The name of an event follows from kind,
    table and key alone, so that a calendar which reads the list again moves what was postponed.
    """
    events = [
        all_day(item, in_words(item), _description(item), work.as_of)
        for item in records(work.items)
    ]
    return calendar_of(events, PRODUCT, "What is due: coordination versus capacity")


def calendar_of(events: Iterable[Event], product: str, name: str) -> bytes:
    """Events as iCalendar, under a name that readers see."""
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def all_day(item: dict[str, Any], summary: str, lines: Iterable[str], as_of: dt.date) -> Event:
    """An all-day event on the last day by which an item is due, stamped with the vintage.

    Parameters: the item (kind, table, key, due_by); its words; the lines below; the vintage.
    """
    event = Event()
    event.add("uid", uid(item))
    event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), dt.UTC))
    event.add("dtstart", dt.date.fromisoformat(item["due_by"]))
    event.add("summary", summary)
    event.add("description", "\n".join(lines))
    event.add("categories", [item["kind"]])
    event.add("transp", "TRANSPARENT")
    return event


def records(items: pd.DataFrame) -> list[dict[str, Any]]:
    """The items as dictionaries; unknown is None."""
    plain = items.astype(object).where(items.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in plain.to_dict("records")]


def in_one_line(text: str) -> str:
    """Text without line breaks and without characters that steer a terminal or hide."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def in_words(item: dict[str, Any]) -> str:
    """What to look at, with the interval where it is no single day."""
    when = item["due_on"]
    what = in_one_line(item["what"])
    if len(when) == len("2026-01-01"):
        return what
    named = when if len(when) == len("2026") else f"{MONTHS[int(when[5:]) - 1]} {when[:4]}"
    return f"{what} (in {named})"


def uid(item: dict[str, Any]) -> str:
    """The name of an item's event in any calendar: it follows from kind, table and key alone."""
    return str(uuid.uuid5(NAMESPACE, f"{item['kind']}:{item['table']}:{item['key']}"))


def facts_in_words(item: dict[str, Any]) -> str:
    """The facts that rest on an item: the first ones by name, the rest by number."""
    names = item["carries"].split(SEPARATOR)[:SHOWN] if item["carries"] else []
    rest = item["facts"] - len(names)
    more = [f"{count(rest)} more"] if rest else []
    return ", ".join([*names, *more]) or "no fact"


def _line(item: dict[str, Any]) -> str:
    where = f"{item['table']} {item['key']}"
    return (
        f"{item['weight']:>7.1f}  {item['days']:>+6} d  {item['due_on']:<10}  {item['kind']:<10}  "
        f"{in_one_line(item['what'])} [{where}; carries {facts_in_words(item)}]"
    )


def _record(item: dict[str, Any]) -> dict[str, Any]:
    """An item as plain JSON values, under `KEYS`."""
    named = {
        "carries": item["carries"].split(SEPARATOR)[:LISTED] if item["carries"] else [],
        "joins": f"test-{item['joins']}" if item["joins"] else None,
        "source_ids": item["source_ids"].split(SEPARATOR) if item["source_ids"] else [],
        **{name: int(item[name]) for name in ("days", "facts", "rows")},
    }
    return {key: named.get(key, item[key]) for key in KEYS}


def _description(item: dict[str, Any]) -> list[str]:
    return [
        f"{KINDS[item['kind']]}.",
        f"Weight {item['weight']:.1f}; carries {facts_in_words(item)}.",
        f"Row: {item['table']} {in_one_line(item['key'])}.",
        f"Sources: {in_one_line(item['source_ids'].replace(SEPARATOR, ', ')) or 'none'}.",
    ]
