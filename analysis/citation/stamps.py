"""The stamp of a picture: what it shows, from which data, and how to tell whether it was altered.

A stamp travels inside the file. It holds the title, the sources and the numbers themselves, so that
a copy can be compared with any later version. It is a record, not a signature: it shows that a
picture was changed after export, not that somebody wrote both picture and stamp anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analysis.citation.content import EXHIBIT_CONTENT, content_hash

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


def read_stamp(text: str) -> dict[str, Any] | None:
    """The stamp in a text; None if the text is no stamp of this report."""
    try:
        values = json.loads(text)
    except ValueError:
        return None
    if not isinstance(values, dict) or values.get("stamp") != FORMAT:
        return None
    return values if all(part in values for part in (*EXHIBIT_CONTENT, *CONTEXT)) else None


def is_consistent(values: Mapping[str, Any]) -> bool:
    """Whether the numbers in a stamp are those that its own hash was made from."""
    return bool(content_hash(values) == values["content_hash"])
