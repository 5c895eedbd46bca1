"""Numbers as people write them: which mark is the decimal one, and what a text is then.

`1.234,5` and `1,234.5` settle the format of their column, `1.234` alone does not: it is 1234 in
Berlin and 1.234 in London.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
# A blank or an apostrophe between groups of three is never a decimal mark.
GROUPED = re.compile(r"-?\d{1,3}([ \u00a0\u202f\u2009'’]\d{3})+([.,]\d+)?", re.ASCII)
GROUPS = re.compile(r"[ \u00a0\u202f\u2009'’]")
EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def _shows(mark: str, other: str) -> re.Pattern[str]:
    """Texts that can be read only with `mark` as the decimal one."""
    mark, other = re.escape(mark), re.escape(other)
    return re.compile(
        rf"-?\d{{1,3}}({other}\d{{3}})+{mark}\d+"  # 1,234.5
        rf"|-?[1-9]\d{{0,2}}({other}\d{{3}}){{2,}}"  # 1,234,567
        rf"|-?\d+{mark}(\d{{1,2}}|\d{{4,}})"  # 1.5, 1.2345
        rf"|-?(0|\d{{4,}}){mark}\d+",  # 0.125, 1234.125
        re.ASCII,
    )


SHOWS = {".": _shows(".", ","), ",": _shows(",", ".")}


def tidied(text: str) -> str:
    """A number without blanks between groups and with a plain minus sign."""
    text = text.replace("\u2212", "-")
    return GROUPS.sub("", text) if GROUPED.fullmatch(text) else text


def decimal_marks(texts: Iterable[str]) -> set[str]:
    """The decimal marks that the texts of a column show beyond doubt."""
    return {mark for text in texts for mark, pattern in SHOWS.items() if pattern.fullmatch(text)}


def is_open(text: str, marks: set[str]) -> bool:
    """Whether a text is a number that can be read in two ways."""
    if EITHER.fullmatch(text):
        return len(marks) != 1
    return len(marks) > 1 and any(pattern.fullmatch(text) for pattern in SHOWS.values())


def with_point(text: str, marks: set[str]) -> str:
    """A number with a decimal point and without groups; the text itself if it is none."""
    mark = next(iter(marks), ".")
    bare = text.replace("," if mark == "." else ".", "")
    if EITHER.fullmatch(text) or SHOWS[mark].fullmatch(text):
        return bare.replace(",", ".")
    return text


def without_zeros(text: str) -> str:
    """A whole number without the decimals that a spreadsheet gave it: 2026 for 2026.0."""
    return re.sub(r"\.0+$", "", text) if PLAIN.fullmatch(text) else text


def number_text(value: float | Decimal) -> str:
    """A stored number as a table writes it: the 15 digits that spreadsheets keep, no exponent."""
    if isinstance(value, int):
        return str(value)
    exact = value if isinstance(value, Decimal) else Decimal(format(value, ".15g"))
    if not exact.is_finite():
        return str(value)
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_number(text: str) -> bool:
    """Whether a text is a number as tables write it."""
    return bool(PLAIN.fullmatch(text))


def same_number(first: str, second: str) -> bool:
    """Whether two texts are the same number."""
    return is_number(first) and is_number(second) and Decimal(first) == Decimal(second)
