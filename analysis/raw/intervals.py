"""Dates of known precision: a year, a month or a day, each an interval and not its first day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import cache

import numpy as np
import pandas as pd

PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"
EXPECTED = "YYYY-MM-DD, YYYY-MM or YYYY"
# Beyond these a year is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 1900, 2100


def first_day(text: str) -> dt.date:
    """The first day of the interval that `text` names, as 2026-02-01 for `2026-02`.

    Raises ValueError if `text` is not a year, a year-month or a date of the calendar.
    """
    return _ends(text)[0]


def last_day(text: str) -> dt.date:
    """The last day of the interval that `text` names, as 2026-02-28 for `2026-02`.

    Raises ValueError if `text` is not a year, a year-month or a date of the calendar.
    """
    return _ends(text)[1]


def is_interval(text: str) -> bool:
    """Whether `text` is a year, a year-month or a date of the calendar."""
    try:
        _ends(text)
    except ValueError:
        return False
    return True


def is_of_another_age(text: str) -> bool:
    """Whether `text` is written as a date is, in a year that the tables do not deal with."""
    is_date = re.fullmatch(PATTERN, text, flags=re.ASCII) is not None
    return is_date and not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR


def first_days(texts: pd.Series) -> pd.Series:
    """`first_day` of each text as datetime64; NaT where the text is missing."""
    return _days(texts, 0)


def last_days(texts: pd.Series) -> pd.Series:
    """`last_day` of each text as datetime64; NaT where the text is missing."""
    return _days(texts, 1)


@cache
def _ends(text: str) -> tuple[dt.date, dt.date]:
    if not re.fullmatch(PATTERN, text, flags=re.ASCII):
        raise ValueError(f"{text!r} is not a date; write {EXPECTED}")
    year, month, day = (int(part) for part in (text + "-0-0").split("-")[:3])
    if is_of_another_age(text):
        raise ValueError(f"{text!r} is of no year that the tables deal with; write {EXPECTED}")
    if len(text) == 4:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if len(text) == 7:
        if not 1 <= month <= 12:
            raise ValueError(f"{text!r} has no such month; write {EXPECTED}")
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)


def _days(texts: pd.Series, end: int) -> pd.Series:
    places, names = pd.factorize(texts)
    # The place of a missing text is -1: the last of the days, which is NaT.
    days = np.array([*(_ends(name)[end] for name in names), None], dtype="datetime64[s]")
    return pd.Series(days[places], texts.index, name=texts.name)
