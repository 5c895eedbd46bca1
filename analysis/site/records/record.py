"""What a record page says, before any markup: lines with their dates, links and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from analysis.exhibits.table import record_path

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Link:
    """The name of another record, and the way to its page from the site's root."""

    words: str
    path: str


@dataclass(frozen=True)
class Line:
    """One thing that is known: a date or a word that heads it, a link, words, a remark, sources."""

    words: str = ""
    head: str = ""
    link: Link | None = None
    remark: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """Lines under a heading."""

    id: str
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Record:
    """One row of a raw table with all rows that are about it.

    Attributes:
        table, id: name of the raw table and key of the row.
        title, subtitle, summary: in words.
        details: what is known of it once, each under a term.
        sections: what is known of it several times.
        rows: its own raw rows by table, itself first.
        judged: what the processed tables make of it, as codes and numbers by column.
    """

    table: str
    id: str
    title: str
    subtitle: str
    summary: str
    details: Sequence[tuple[str, Line]]
    sections: Sequence[Section]
    rows: Mapping[str, Sequence[Row]]
    judged: Mapping[str, Any]

    @property
    def path(self) -> str:
        """The way to its page from the site's root."""
        return record_path(self.table, self.id)

    @property
    def keys(self) -> list[str]:
        """Its own raw rows as facts cite them."""
        return row_keys(self.rows)

    @cached_property
    def sources(self) -> list[str]:
        """The sources of its lines, in the order in which the page names them."""
        return sources_of_lines(self.sections, self.details)


def row_keys(rows: Mapping[str, Sequence[Row]]) -> list[str]:
    """Raw rows by table, as facts cite them."""
    return [row["row_key"] for own in rows.values() for row in own]


def sources_of_lines(
    sections: Sequence[Section], details: Sequence[tuple[str, Line]] = ()
) -> list[str]:
    """The sources of the lines of a page, in the order in which it names them, details first."""
    listed = chain.from_iterable(section.lines for section in sections)
    lines = chain((line for _, line in details), listed)
    return list(dict.fromkeys(source for line in lines for source in line.sources))


def stated(*pairs: tuple[str, str | Line | None]) -> list[tuple[str, Line]]:
    """The details of which something is known."""
    lines = ((term, Line(said) if isinstance(said, str) else said) for term, said in pairs)
    return [(term, line) for term, line in lines if line and (line.words or line.link)]


def filled(*sections: Section) -> list[Section]:
    """The sections that have a line."""
    return [section for section in sections if section.lines]
