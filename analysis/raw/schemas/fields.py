"""The kinds of column that the raw tables have, as pandera fields that also say their kind.

A field's metadata carries `unit`, `kind` and, where values are few, the `vocabulary` with the
meaning of each value. Reading, checks, codebook and data package all work from these.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandera.pandas as pa

from analysis.core.columns import column
from analysis.raw import intervals

Vocabulary = Mapping[str, str]
IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
ADDRESS = r"^https?://[^\s/]+\.[^\s/]+(/\S*)?$"
SHA256 = r"^[0-9a-f]{64}$"


class RawTable(pa.DataFrameModel):
    """Columns of one CSV file, in its order; no others."""

    class Config:
        strict = True


def text(description: str, **checks: Any) -> Any:
    """Free text."""
    return _field("text", description, **checks)


def identifier(description: str, **checks: Any) -> Any:
    """A key, own or of another table: letters, digits, `-`, `_` and `.`."""
    return _field("identifier", description, str_matches=IDENTIFIER, **checks)


def identifiers(description: str, **checks: Any) -> Any:
    """Keys of another table, separated by `|`."""
    return _field("identifiers", description, **checks)


def texts(description: str, **checks: Any) -> Any:
    """Names or phrases, separated by `|`."""
    return _field("texts", description, **checks)


def places(description: str, **checks: Any) -> Any:
    """Country codes (ISO 3166-1 alpha-3) or blocs, separated by `|`."""
    return _field("places", description, **checks)


def interval(description: str, **checks: Any) -> Any:
    """A date known to the day, the month or the year."""
    return _field("interval", description, str_matches=intervals.PATTERN, **checks)


def address(description: str, **checks: Any) -> Any:
    """A web address."""
    return _field("address", description, str_matches=ADDRESS, **checks)


def digest(description: str, **checks: Any) -> Any:
    """The SHA-256 of a file, as 64 hexadecimal digits in small letters."""
    return _field("digest", description, str_matches=SHA256, **checks)


def choice(description: str, vocabulary: Vocabulary, **checks: Any) -> Any:
    """One value of a vocabulary."""
    return _field("choice", description, vocabulary, isin=list(vocabulary), **checks)


def choices(description: str, vocabulary: Vocabulary, **checks: Any) -> Any:
    """Values of a vocabulary, separated by `|`."""
    one = "|".join(vocabulary)
    return _field(
        "choices", description, vocabulary, str_matches=rf"^({one})(\|({one}))*$", **checks
    )


def number(description: str, unit: str, **checks: Any) -> Any:
    """A number with a unit."""
    return _field("number", description, unit=unit, **checks)


def whole(description: str, unit: str | None = None, **checks: Any) -> Any:
    """A whole number."""
    return _field("whole", description, unit=unit, **checks)


def calendar_year(description: str, **checks: Any) -> Any:
    """A year of the calendar."""
    return whole(description, "year", **{"ge": 1900, "le": 2100, **checks})


def flag(description: str, **checks: Any) -> Any:
    """true or false."""
    return _field("flag", description, **checks)


def _field(
    kind: str,
    description: str,
    vocabulary: Vocabulary | None = None,
    unit: str | None = None,
    **checks: Any,
) -> Any:
    field = column(description, unit, **checks)
    field.metadata |= {"kind": kind, "vocabulary": dict(vocabulary or {})}
    return field
