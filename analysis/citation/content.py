"""What an exhibit or a fact says, in one form that depends on nothing else, and its hash.

Time, place, machine, layout and version stay out: two versions that say the same have one hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

# The parts of a record that are its content; a change in one of them is a change of the exhibit.
EXHIBIT_CONTENT = ("id", "kind", "title", "subtitle", "sources", "columns", "rows")
FACT_CONTENT = ("id", "label", "value", "unit", "text", "formula", "inputs", "sources")

DECIMALS = 10  # of numbers in records; more than any source has


def canonical(value: Any) -> bytes:
    """A JSON value as bytes: keys sorted, no blanks, UTF-8.

    Raises ValueError for numbers that JSON does not know (NaN, infinite).
    """
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def content_hash(record: Mapping[str, Any], parts: tuple[str, ...] = EXHIBIT_CONTENT) -> str:
    """SHA-256 of these parts of a record, in hex."""
    return hashlib.sha256(canonical({part: record[part] for part in parts})).hexdigest()


def plain_rows(frame: pd.DataFrame) -> list[list[Any]]:
    """The rows of a frame as JSON values; unknown is null, a whole number has no decimals."""
    rows = json.loads(frame.to_json(orient="split", double_precision=DECIMALS))["data"]
    return [[whole(value) for value in row] for row in rows]


def whole(value: Any) -> Any:
    """A number without decimals as an integer: `2024.0` and `2024` are one value."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
