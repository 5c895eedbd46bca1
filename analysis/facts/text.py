"""Numbers as a reader meets them: one way of writing each kind, with no false precision."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

# The largest scale first: 2_500_000_000 is 2.5 billion.
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))

COUNT_WORDS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def significant(value: float, digits: int = 2) -> float:
    """`value` rounded to so many significant digits; 0 stays 0."""
    if value == 0:
        return 0.0
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def number(value: float, decimals: int = 0) -> str:
    """`1234.5` as `1,234` (or with decimals), with a true minus sign."""
    text = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and text.strip("0.,") != ""
    return MINUS + text if negative else text


def percent(value: float, decimals: int = 0) -> str:
    """A percentage given in per cent: `91.2` as `91%`.

    What is below one per cent but not nothing is never shown as `0%`, and what is not quite the
    whole never as `100%`: both would say more than the data do.
    """
    step = 10.0**-decimals
    if 0 < value <= step / 2:
        return f"under {number(step, decimals)}%"
    if 100 - step / 2 <= value < 100:
        return f"over {number(100 - step, decimals)}%"
    return f"{number(value, decimals)}%"


def percentage_points(value: float) -> str:
    """A difference of percentages: `-3.4` as `−3 percentage points`."""
    unit = "percentage point" if abs(round(value)) == 1 else "percentage points"
    return f"{number(value)}{NO_BREAK_SPACE}{unit}"


def scaled(value: float, digits: int = 3) -> str:
    """A large number in words of scale: `2_470_000_000` as `2.47 billion`."""
    rounded = significant(value, digits)
    for scale, name in SCALES:
        if abs(rounded) >= scale:
            return f"{trimmed(rounded / scale, 2)}{NO_BREAK_SPACE}{name}"
    return precise(value, digits)


def precise(value: float, digits: int) -> str:
    """A number to so many significant digits, however small: `0.0342` as `0.034`."""
    decimals = digits - 1 - math.floor(math.log10(abs(value))) if value else 0
    return trimmed(significant(value, digits), max(decimals, 0))


def trimmed(value: float, decimals: int) -> str:
    """A number with at most so many decimals and no trailing zeros: `2.50` as `2.5`."""
    text = number(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def usd(value: float, digits: int = 3) -> str:
    """An amount in US dollars: `12e9` as `USD 12 billion`."""
    return f"USD{NO_BREAK_SPACE}{scaled(value, digits)}"


def tonnes(value: float, digits: int = 2) -> str:
    """A mass in tonnes: `1234` as `1,200 t`."""
    return f"{precise(value, digits)}{NO_BREAK_SPACE}t"


def counted(value: int, singular: str, plural: str | None = None) -> str:
    """A count with its noun: `(3, "promise")` as `three promises`, `(12, ...)` as `12 promises`."""
    noun = singular if value == 1 else (plural or singular + "s")
    return f"{count(value) if value else 'no'} {noun}"


def count(value: int) -> str:
    """A count up to ten as a word, above in digits."""
    return COUNT_WORDS[value] if 0 <= value < len(COUNT_WORDS) else number(value)


def span(low: str, high: str) -> str:
    """A range of two written numbers: `9–21%`; equal ends are written once."""
    if low == high:
        return low
    for unit in ("%",):
        if low.endswith(unit) and high.endswith(unit):
            low = low.removesuffix(unit)
    return f"{low}{EN_DASH}{high}"


def interval(low: float, high: float, unit: str) -> str:
    """An interval with its unit: `9–21%`; a value where both ends are one."""
    return span(f"{number(low)}{unit}", f"{number(high)}{unit}")


def day(text: str, month_letters: int | None = None) -> str:
    """A date interval in words: `2026-02-04` as `4 February 2026`, `2026-02` as `February 2026`."""
    parts = text.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1][:month_letters])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return NO_BREAK_SPACE.join(words)


def short_day(text: str) -> str:
    """A date interval as narrow columns write it: `2026-02-04` as `4 Feb 2026`."""
    return day(text, month_letters=3)


def quarter(period: str) -> str:
    """`2026-Q1` as `Q1 2026`."""
    year, _, part = period.partition("-")
    return f"{part}{NO_BREAK_SPACE}{year}"


def date_words(date: dt.date) -> str:
    """A day in words: `4 February 2026`."""
    return day(date.isoformat())


def enumeration(items: Sequence[str]) -> str:
    """A list as prose: `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def shortened(items: Sequence[str], most: int) -> str:
    """The first items, and how many more there are: `a, b and 3 more`."""
    more = len(items) - most
    return ", ".join(items[:most]) + (f" and {more} more" if more > 0 else "")


def capitalised(sentence: str) -> str:
    """A sentence with its first letter in upper case; the rest as it is."""
    return sentence[:1].upper() + sentence[1:]
