"""Days as people and spreadsheets write them, to ISO dates of the same precision."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
SHORT = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?", re.ASCII)
MONTH = re.compile(r"(\d{1,2})[./](\d{4})", re.ASCII)
WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?", re.ASCII)
EPOCH = dt.date(1899, 12, 30)  # day 0 of spreadsheets, as they count after February 1900
SERIALS = range(20_000, 80_000)  # 1954 to 2119: what a bare number can mean as a day
YEARS = range(1000, 3000)


def orders(texts: Iterable[str]) -> set[str]:
    """Whether the days of a column show that the day or the month comes first."""
    shown = set()
    for found in filter(None, map(PARTS.fullmatch, texts)):
        first, mark, second = int(found[1]), found[2], int(found[3])
        if first > 12 or mark == ".":  # nobody writes the month first and points
            shown.add("day")
        if second > 12:
            shown.add("month")
    return shown


def is_open(text: str, shown: set[str]) -> bool:
    """Whether a text is a day that can be read in two ways."""
    if SHORT.fullmatch(text):
        return True
    found = PARTS.fullmatch(text)
    if not found or (found[1] == found[3] and len(shown) < 2):
        return False
    return len(shown) != 1


def iso(text: str, shown: set[str]) -> str:
    """A date as ISO writes it; the text itself if it is none that is known."""
    if found := WITH_TIME.fullmatch(text):
        return found[1]
    if found := PARTS.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        month, day = (first, second) if shown == {"month"} else (second, first)
        return _checked(text, int(found[4]), month, day)
    if found := YEAR_FIRST.fullmatch(text):
        if found[3]:
            return _checked(text, int(found[1]), int(found[2]), int(found[3]))
        return f"{found[1]}-{int(found[2]):02}"
    if found := MONTH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}"
    return text


def of_number(value: float, has_serials: bool) -> str | None:
    """The date that a bare number in a column of dates is; None if it could be anything."""
    if not value.is_integer():  # neither are the infinite ones and those that are no number
        return None
    if int(value) in YEARS:
        return str(int(value))
    if has_serials and int(value) in SERIALS:
        return (EPOCH + dt.timedelta(days=int(value))).isoformat()
    return None


def _checked(text: str, year: int, month: int, day: int) -> str:
    """The date, or the text where the calendar has no such day: the check refuses it by name."""
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return text
