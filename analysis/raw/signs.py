"""The signs of a cell: what is not seen, and what no page or spreadsheet can carry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Control characters, halves of characters, signs that are none, and the mark of a lost one: no
# drawing, workbook or page can hold the first three; the last shows that a text is broken.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]"
)

# Marks that take no room and mean nothing in a table: joiners, hyphens and directions of writing.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

# White space other than the plain blank and the end of a line.
SPACE = re.compile(r"[^\S \n]+")

# Whether a text needs a closer look at all.
_STRANGE = re.compile(f"{FORBIDDEN.pattern}|{INVISIBLE.pattern}|{SPACE.pattern}")

LONGEST = 32_767  # characters that a cell of a spreadsheet holds


def is_plain(text: str) -> bool:
    """Whether a text holds nothing but what is seen, and plain blanks and line ends."""
    return not _STRANGE.search(text)


def cleaned(cell: str) -> str:
    """A cell's text without what is not seen: marks gone, white space as one plain blank."""
    return SPACE.sub(" ", INVISIBLE.sub("", cell)).strip()


def forbidden(cell: str) -> str | None:
    """The name of the first sign that no page can carry, as `U+000B`; None if there is none."""
    found = FORBIDDEN.search(cell)
    return name(found[0]) if found else None


def hidden(cell: str) -> Iterator[str]:
    """The names of the marks and blanks inside a text that look like nothing or a plain blank."""
    inside = cell.strip()
    for sign in dict.fromkeys(INVISIBLE.findall(inside) + SPACE.findall(inside)):
        yield name(sign[0])


def name(sign: str) -> str:
    """A sign as people can look it up: `U+00A0 no-break space`."""
    words = unicodedata.name(sign, "").lower()
    return f"U+{ord(sign):04X} {words}".strip()
