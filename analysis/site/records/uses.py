"""What rests on each record: figures, tables, numbers; apart, those that rest on most records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.citation.catalogue import Catalogue
from analysis.citation.works import fact_title
from analysis.site.records.record import Record


@dataclass(frozen=True)
class Use:
    """A figure, table or number: the folder of its kind, its id, what it says."""

    kind: str
    id: str
    words: str

    @property
    def path(self) -> str:
        """The way to its page from the site's root."""
        return f"{self.kind}/{self.id}/index.html"


@dataclass(frozen=True)
class Uses:
    """What rests on one record, what rests on fewest records first.

    Attributes:
        own: what rests on at most half of the records of its table.
        common: what rests on more, and says little of this one.
    """

    own: Sequence[Use] = ()
    common: Sequence[Use] = ()

    def ids(self, kind: str) -> list[str]:
        """The ids of one kind, in the order of the alphabet."""
        return sorted(use.id for use in (*self.own, *self.common) if use.kind == kind)


def pages_of_rows(records: Iterable[Record]) -> dict[str, str]:
    """The way from the site's root to the page of the record that each raw row is about."""
    return {key: record.path for record in records for key in record.keys}


def uses(records: Sequence[Record], listed: Catalogue) -> dict[str, Uses]:
    """What of a catalogue rests on each record, by the path of its page."""
    pages, table = pages_of_rows(records), {record.path: record.table for record in records}
    of_table = Counter(table.values())
    own: dict[str, list[tuple[int, Use]]] = defaultdict(list)
    common: dict[str, list[tuple[int, Use]]] = defaultdict(list)
    for use, inputs in everything(listed):
        reached = {pages[key] for key in keys(inputs) if key in pages}
        counts = Counter(table[path] for path in reached)
        for path in reached:
            count = counts[table[path]]
            is_common = 2 * count > of_table[table[path]]
            (common if is_common else own)[path].append((count, use))
    return {path: Uses(ordered(own[path]), ordered(common[path])) for path in table}


def everything(listed: Catalogue) -> Iterator[tuple[Use, Iterable[Mapping[str, Any]]]]:
    """All figures, tables and numbers, each with the raw rows that it rests on."""
    for name, record in listed.exhibits.items():
        yield Use("exhibits", name, record["title"]), record["inputs"]
    for name, record in listed.facts.items():
        yield Use("facts", name, fact_title(record)), record["inputs"]


def keys(inputs: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The raw rows of a record of the catalogue as `table:key`."""
    return (f"{group['table']}:{key}" for group in inputs for key in group["keys"])


def ordered(found: Iterable[tuple[int, Use]]) -> list[Use]:
    """Uses by the number of records that they rest on, figures and tables first among equals."""
    return [use for _, use in sorted(found, key=lambda each: (each[0], each[1].kind, each[1].id))]
