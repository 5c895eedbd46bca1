"""What a profile page says, before any markup: tables of cells with links, bars and sparks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.facts.text import capitalised


@dataclass(frozen=True)
class Share:
    """A share as a bar: its value and the range over sources, in per cent; whether it is China's.

    `history` holds (year, share) of the same series, for a spark.
    """

    value: float
    low: float
    high: float
    is_china: bool = False
    history: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a table: words, the way to where they come from, an anchor, a remark, a bar."""

    words: str
    path: str = ""
    id: str = ""
    remark: str = ""
    share: Share | None = None
    lines: Sequence[Cell] = ()


@dataclass(frozen=True)
class Section:
    """A table under a heading, with a sentence on how to read it."""

    id: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


@dataclass(frozen=True)
class Count:
    """A computed number: its measure, which is its anchor, its value in words, its part's name."""

    measure: str
    words: str
    part: str


@dataclass(frozen=True)
class Family:
    """The numbers of one kind: what is counted, and of this all and its parts."""

    title: str
    counts: Sequence[Count]


@dataclass(frozen=True)
class Profile:
    """One mineral or government.

    Attributes:
        kind, id: folder of its kind, and its own.
        name: its name.
        findings: what is to be said of it, the most telling first.
        numbers: what was counted.
        sections: all that could be known, also those without a row.
        picture: parts of a whole of 100, each with the colour token, for the overview.
    """

    kind: str
    id: str
    name: str
    findings: Sequence[str]
    numbers: Sequence[Family]
    sections: Sequence[Section]
    picture: Sequence[tuple[float, str]] = ()

    @property
    def path(self) -> str:
        """The way to its page from the site's root."""
        return f"{self.kind}/{self.id}/index.html"

    @property
    def title(self) -> str:
        """The title of its page."""
        return f"{self.name}: {self.findings[0]}"

    @property
    def more(self) -> list[str]:
        """What is to be said besides the title, as sentences without their full stops."""
        return [capitalised(finding) for finding in self.findings[1:]]

    @property
    def line(self) -> str:
        """All that is to be said, for the overview."""
        return capitalised("; ".join(self.findings))

    @property
    def anchor(self) -> str:
        """The anchor of its first number."""
        counted = [count.measure for family in self.numbers for count in family.counts]
        cells = (cell for section in self.known for row in section.rows for cell in row)
        listed = (line.id for cell in cells for line in (cell, *cell.lines) if line.id)
        return next(iter(counted), "") or next(listed, "cite")

    @property
    def known(self) -> list[Section]:
        """The sections that have a row."""
        return [section for section in self.sections if section.rows]

    @property
    def unknown(self) -> list[str]:
        """What no row is on record of, in words."""
        return [section.title for section in self.sections if not section.rows]

    @property
    def size(self) -> int:
        """How many rows are on record."""
        return sum(len(section.rows) for section in self.sections)


def by_record(profiles: Iterable[Profile]) -> dict[str, list[Profile]]:
    """The profiles that lead to each record, by the way to its page from the site's root."""
    found: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        cells = (cell for section in profile.known for row in section.rows for cell in row)
        paths = (line.path.partition("#")[0] for cell in cells for line in (cell, *cell.lines))
        for path in dict.fromkeys(paths):
            found[path].append(profile)
    return found
