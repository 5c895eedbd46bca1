"""The days to watch as a calendar that readers subscribe to: `data/watch.ics`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from icalendar import Event

from analysis.facts import labels, text
from analysis.facts.processed import Processed
from analysis.transforms.provenance import SEPARATOR
from analysis.worklists.due import all_day, calendar_of, in_one_line, in_words, records

PRODUCT = "-//Coordination versus capacity//What to watch//EN"


def calendar(processed: Processed) -> bytes:
    """Every day of the table `watch` as an all-day event; the same bytes for the same table.

    The name of an event follows from kind, table and key alone, so that a day that was put off
    moves in the reader's calendar, and one that is over says what became of it.
    """
    urls, as_of = processed.sources["url"], processed.about.as_of
    events = (event(item, urls.get(item["said_in"]), as_of) for item in records(processed["watch"]))
    return calendar_of(events, PRODUCT, "What to watch: coordination versus capacity")


def event(item: dict[str, Any], url: str | None, as_of: dt.date) -> Event:
    """An all-day event on the last day of what was named, stamped with the state of knowledge."""
    summary = in_words({**item, "what": f"{item['name']}: {item['awaited']}"})
    return all_day(item, summary, described(item, url), as_of)


def described(item: dict[str, Any], url: str | None) -> list[str]:
    """What is known of it, about what it is, and where its day is named."""
    seen = f", {text.day(item['seen_on'])}" if item["seen_on"] else ""
    about = [
        name(code)
        for column, name in (("minerals", labels.mineral), ("parties", labels.country))
        for code in (item[column] or "").split(SEPARATOR)
        if code
    ]
    lines = [
        f"As last seen: {labels.outcome(item['outcome'])}{seen}.",
        f"About: {', '.join(about)}." if about else "",
        f"Tests of the verdict: {item['tests'].replace(SEPARATOR, ', ')}." if item["tests"] else "",
        f"Source: {url or item['said_in']}",
    ]
    return [in_one_line(line) for line in lines if line]
