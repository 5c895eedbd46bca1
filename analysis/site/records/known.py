"""What is known of a row at one vintage: rows about it, links, searches and doubts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.exhibits.table import record_path
from analysis.facts import text
from analysis.facts.doubts import doubts
from analysis.facts.processed import Processed
from analysis.raw.load import RawData
from analysis.raw.tables import TABLES
from analysis.site.records.record import Line, Link, Row, Section, row_keys
from analysis.site.records.wording import dated, in_words, joined

# The tables whose rows have pages, each with the column that names a row.
NAMES = {"announcements": "title", "stockpile_programmes": "programme", "projects": "name"}


@dataclass(frozen=True)
class Known:
    """The raw tables at one vintage and the processed tables of it, to be asked for single rows."""

    raw: RawData
    processed: Processed
    _found: dict[tuple[str, str], dict[str, list[Row]]] = field(default_factory=dict)

    def of(self, table: str, column: str, key: str) -> list[Row]:
        """The rows of a raw table with this key in this column; unknown is None."""
        return self._rows(f"raw/{table}", self.raw[table], column, key)

    def made(self, table: str, column: str, key: str) -> list[Row]:
        """The rows of a processed table with this key in this column; unknown is None."""
        return self._rows(f"processed/{table}", self.processed[table], column, key)

    def has(self, table: str, key: str) -> bool:
        """Whether a raw table has a row with this key at the vintage."""
        return bool(self.of(table, TABLES[table].key[0], key))

    def one(self, table: str, key: str) -> Row:
        """The row of a raw table with this key."""
        [row] = self.of(table, TABLES[table].key[0], key)
        return row

    @cached_property
    def doubts(self) -> dict[str, str]:
        """What second readers doubt, by raw row."""
        return doubts(self.processed)

    def _rows(self, name: str, frame: pd.DataFrame, column: str, key: str) -> list[Row]:
        groups = self._found.get((name, column))
        if groups is None:
            groups = self._found[name, column] = defaultdict(list)
            for row in plain(frame):
                groups[row[column]].append(row)
        return groups.get(key, [])


def plain(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame; unknown is None."""
    rows: list[Row] = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return rows


def sources_of(row: Row) -> tuple[str, ...]:
    """The documents that a row names, the main one first."""
    also = row.get("also_source_ids")
    own = (row["source_id"],) if row.get("source_id") else ()
    return own + (tuple(also.split("|")) if also else ())


def chosen(row: Row, *columns: str) -> dict[str, Any]:
    """Some columns of a row."""
    return {name: row[name] for name in columns}


def link_to(known: Known, table: str, key: str) -> Link:
    """The name of a row that has a page, and the way there."""
    return Link(known.one(table, key)[NAMES[table]], record_path(table, key))


def causes(known: Known, table: str, key: str) -> list[Line]:
    """The earlier acts that led to a row of a table."""
    return [
        Line(
            head="Earlier act",
            link=link_to(known, "announcements", row["act_id"]),
            remark=how_known(row),
            sources=(row["source_id"],),
        )
        for row in known.of("act_links", "linked_id", key)
        if row["linked_table"] == table
    ]


def how_known(row: Row) -> str:
    """How a link is known, and what speaks against reading more into it."""
    effect = "" if row["is_effect"] else "does not count as an effect"
    return joined(row["strength"], effect, row["reason"], row["caution"])


def searches(known: Known, tables: Iterable[str], *keys: str) -> tuple[Section, list[Row]]:
    """What was searched for about rows by the day of the vintage, and the rows of that."""
    day = known.raw.as_of.isoformat()
    rows = [
        row
        for key in keys
        for row in known.of("searches", "subject_id", key)
        if row["subject_table"] in tables and row["searched_on"] <= day
    ]
    lines = [
        Line(f"{row['words']}: {row['found']}", dated(row["searched_on"]), remark=looked_in(row))
        for row in rows
    ]
    return Section("searches", "Searches", lines), rows


def looked_in(search: Row) -> str:
    """Where a search was made, and how far that place can tell."""
    return joined(
        f"in {search['place']}",
        "the register of who owes it" if search["is_own_register"] else "",
        f"which reaches to {dated(search['reads_to'])}" if search["reads_to"] else "",
    )


def replies(known: Known, table: str, key: str) -> tuple[Section, list[Row]]:
    """What those concerned replied about a row, by day, and the rows of that."""
    rows = [row for row in known.of("replies", "key", key) if row["table"] == table]
    rows.sort(key=lambda row: str(row["replied_on"]))
    lines = [
        Line(row["words"], dated(row["replied_on"]), remark=row["by"], sources=(row["source_id"],))
        for row in rows
    ]
    return Section("replies", "Replies of those concerned, not judged", lines), rows


def doubted(known: Known, rows: Mapping[str, Sequence[Row]]) -> Section:
    """What is doubted or was mended in these raw rows, by table."""
    return Section("doubts", "Doubts and corrections", list(_doubts(known, row_keys(rows))))


def _doubts(known: Known, keys: Sequence[str]) -> Iterator[Line]:
    for key in keys:
        table, _, rest = key.partition(":")
        if key in known.doubts:
            yield Line(known.doubts[key], text.capitalised(in_words(table)))
        for row in known.of("corrections", "key", rest):
            if row["table"] == table:
                head = f"{in_words(table)}, {in_words(row['column'])}"
                yield Line(row["reason"], text.capitalised(head), sources=(row["source_id"],))
