"""The stamp of a picture: what it shows, from which data, and how to tell whether it was altered.

A stamp travels inside the file. It holds the title, the sources and the numbers themselves, so that
a copy can be compared with any later version. It is a record, not a signature: that a file was
published follows from the list of what was (`published.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from analysis.citation.content import EXHIBIT_CONTENT, content_hash
from analysis.citation.schema import invalid

FORMAT = "coordination-versus-capacity/stamp/1"

# What a stamp takes over from the exhibit's record, besides its content.
CONTEXT = ("data_version", "as_of", "address", "frozen_address", "content_hash")


def stamp(record: Mapping[str, Any], licence: str, picture_hash: str | None) -> dict[str, Any]:
    """The stamp of one file of an exhibit.

    Parameters: the exhibit's record with its rows; the address of the licence; the hash of the
    picture without the stamp, None for files that are no picture.
    """
    parts = {part: record[part] for part in (*EXHIBIT_CONTENT, *CONTEXT)}
    return {"stamp": FORMAT, **parts, "licence": licence, "picture_hash": picture_hash}


def stamp_text(values: Mapping[str, Any]) -> str:
    """A stamp as one line of JSON; without the signs that would end an element of XML."""
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


Stamp = Mapping[str, Any] | Literal["damaged"] | None
"""What a file carries: the values of its stamp, a stamp that cannot be read, or none."""


def read_stamp(text: str) -> Stamp:
    """The stamp in a text; `damaged` if it is one of this report that breaks its schema."""
    if FORMAT not in text:
        return None
    try:
        values = json.loads(text, parse_constant=unknown_number)
        is_sound = isinstance(values, dict) and not invalid(values, "stamp")
    except (ValueError, RecursionError):
        return "damaged"
    return values if is_sound else "damaged"


def unknown_number(name: str) -> None:
    """JSON knows no NaN and no infinite numbers.

    Raises ValueError.
    """
    raise ValueError(f"{name} is no number")


def is_consistent(values: Mapping[str, Any]) -> bool:
    """Whether the numbers in a stamp are those that its own hash was made from."""
    return bool(content_hash(values) == values["content_hash"])
