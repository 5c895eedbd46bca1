"""What was probably meant by a value that does not fit: told to the writer, never assumed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

# More digits than these are a slip of the keyboard, in any unit.
NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"
WHOLE = r"-?[0-9]{1,9}"


_GROUPED = re.compile(r"-?\d{1,3}(?P<sign>[ ,.'’])\d{3}(?:(?P=sign)\d{3})*(?:[.,]\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(?P<a>\d{1,2})(?P<sign>[./-])(?P<b>\d{1,2})(?P=sign)(?P<year>\d{4})")
_STAMP = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?Z?")
_MONTH = re.compile(r"(?P<month>[A-Za-z]{3})[a-z]*[- ](?P<year>\d{2}|\d{4})")


def number(text: str) -> str:
    """How to write what looks like a number, as a sentence's end: `write 1234.5`."""
    bare = _plain_signs(text).strip(" %€$£¥").removeprefix("'").removeprefix("+")
    if re.fullmatch(NUMBER, bare):
        return f"write {bare}"
    if re.fullmatch(r"-?\d+(\.\d+)?[eE][+-]?\d{1,2}", bare):
        return f"write {_in_full(bare)}"
    if re.fullmatch(r"-?\d+,\d+", bare) and not _GROUPED.fullmatch(bare):
        return f"write {bare.replace(',', '.')}"
    grouped = _GROUPED.fullmatch(bare)
    if grouped is None:
        return "write digits and a decimal point, without unit"
    whole = bare.replace(grouped["sign"], "")
    if grouped["sign"] in ",." and whole.isdigit() and bare.count(grouped["sign"]) == 1:
        return f"write {whole} or {bare.replace(',', '.')}, whichever is meant"
    return f"write {whole.replace(',', '.')}"


def whole(text: str) -> str:
    """How to write what looks like a whole number."""
    bare = re.sub(r"[.,]0+$", "", _plain_signs(text).strip())
    return f"write {bare}" if re.fullmatch(WHOLE, bare) else "write digits only"


def date(text: str, expected: str) -> str:
    """How to write what looks like a date, where that is plain."""
    bare = _plain_signs(text).strip().removeprefix("'")
    stamp, day, month = _STAMP.fullmatch(bare), _DAY.fullmatch(bare), _MONTH.fullmatch(bare)
    if stamp:
        return f"write {stamp['day']}"
    if month and month["month"].lower() in _MONTHS:
        year = month["year"] if len(month["year"]) == 4 else f"20{month['year']}"
        return f"write {year}-{_MONTHS.index(month['month'].lower()) + 1:02d}"
    if day:
        return _either_day(day["year"], int(day["a"]), int(day["b"]), day["sign"] == ".")
    return f"write {expected}"


def _either_day(year: str, first: int, second: int, is_dotted: bool) -> str:
    """A day written with its month before or behind it; points and numbers above 12 tell which."""
    behind, before = f"{year}-{second:02d}-{first:02d}", f"{year}-{first:02d}-{second:02d}"
    if is_dotted or first > 12 or first == second:
        return f"write {behind}"
    return f"write {before}" if second > 12 else f"write {behind} or {before}, whichever is meant"


def _plain_signs(text: str) -> str:
    """A text with digits of any script as 0 to 9, and any minus as a hyphen."""
    known = (unicodedata.digit(sign, None) for sign in text)
    plain = [sign if digit is None else str(digit) for sign, digit in zip(text, known, strict=True)]
    return "".join(plain).replace("−", "-").replace("٫", ".").replace("٬", ",")


def _in_full(text: str) -> str:
    try:
        return f"{Decimal(text):f}"
    except InvalidOperation:
        return "digits and a decimal point"
