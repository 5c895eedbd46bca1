"""Rows of two raw tables, held together by their key.

A row that rests on a better source, or knows the day better, is the same row, changed, even where
source and day are parts of its key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

SOURCE = "source_id"
ROW_KINDS = ("added", "removed", "changed", "resourced", "redated")

MUCH_ALIKE = 80.0  # of 100: the same news, worded a little otherwise

# The known cells of a row, by column; unknown is left out: an empty new column is no change.
Row = Mapping[str, str]
Pair = tuple[Row, Row]


@dataclass(frozen=True)
class RawTable:
    """One raw table as text; the order of its rows says nothing."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Cell:
    """One value that changed; None is unknown."""

    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class RowDifference:
    """A row that came (no old), went (no new) or changed.

    Attributes:
        table: name of its table.
        old, new: the row before and after.
        key: the columns that name it.
        new_columns: those that its table did not have before.
    """

    table: str
    old: Row | None
    new: Row | None
    key: tuple[str, ...]
    new_columns: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """`added`, `removed`, `changed`; `resourced` or `redated` with another source or day."""
        if self.old is None or self.new is None:
            return "added" if self.old is None else "removed"
        other = [part for part in self.key if self.old.get(part) != self.new.get(part)]
        if not other:
            return "changed"
        return "resourced" if other == [SOURCE] else "redated"

    @property
    def name(self) -> str:
        """The key of the row as it is now, or as it was; as facts cite it."""
        return key_text(self.new if self.new is not None else self.old or {}, self.key)

    @property
    def names(self) -> set[str]:
        """Its keys, before and after."""
        return {key_text(row, self.key) for row in (self.old, self.new) if row is not None}

    @property
    def cells(self) -> list[Cell]:
        """The values that differ, in the order of the columns; of a whole row all of them."""
        old, new = self.old or {}, self.new or {}
        columns = [*new, *(column for column in old if column not in new)]
        return [
            Cell(column, old.get(column), new.get(column))
            for column in columns
            if old.get(column) != new.get(column)
        ]

    def as_json(self) -> dict[str, Any]:
        """The row as plain JSON values."""
        cells = [{"column": c.column, "old": c.old, "new": c.new} for c in self.cells]
        return {"key": self.name, "kind": self.kind, "cells": cells}


@dataclass(frozen=True)
class TableDiff:
    """What became of one table.

    Attributes:
        table: its name.
        old_columns, new_columns: its header before and after; empty where there was or is none.
        rows: the rows that differ, in the order of the new table, those that went last.
    """

    table: str
    old_columns: tuple[str, ...]
    new_columns: tuple[str, ...]
    rows: tuple[RowDifference, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are of each kind."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in ROW_KINDS}

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.rows) or self.old_columns != self.new_columns


def key_text(row: Row, key: Sequence[str]) -> str:
    """The key of a row as facts cite it: parts joined by `/`, a list inside a part by `+`."""
    return "/".join(values(row, key)).replace("|", "+")


def values(row: Row, columns: Iterable[str]) -> tuple[str, ...]:
    """The values of a row in these columns, unknown as the empty text."""
    return tuple(row.get(column, "") for column in columns)


def table_diff(
    old: RawTable | None,
    new: RawTable | None,
    key: tuple[str, ...],
    dates: Collection[str] = (),
) -> TableDiff:
    """The differences between two versions of a table; None where one version lacks it.

    Parameters: the columns that name a row; those of them that hold days.
    """
    table = (new or old or RawTable("", (), ())).name
    before = numbered(old.rows if old else (), key)
    after = numbered(new.rows if new else (), key)
    gone = [row for name, row in before.items() if name not in after]
    came = [row for name, row in after.items() if name not in before]
    pairs = same_facts(gone, came, key, dates)
    partner = {id(now): was for was, now in pairs}
    paired = {id(was) for was, _ in pairs}
    came_columns = frozenset(new.columns) - {*old.columns} if old and new else frozenset()
    rows = []
    for name, row in after.items():
        was = before.get(name, partner.get(id(row)))
        if was != row:
            rows.append(RowDifference(table, was, row, key, came_columns))
    rows += [RowDifference(table, row, None, key) for row in gone if id(row) not in paired]
    columns = (old.columns if old else (), new.columns if new else ())
    return TableDiff(table, *columns, tuple(rows))


def numbered(rows: Iterable[Row], key: Sequence[str]) -> dict[tuple[Any, ...], Row]:
    """Rows by their key; rows of an older table that share one are counted."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for row in rows:
        name = values(row, key)
        seen[name] += 1
        found[*name, seen[name]] = row
    return found


def same_facts(
    gone: Sequence[Row], came: Sequence[Row], key: Sequence[str], dates: Collection[str]
) -> list[Pair]:
    """Pairs of rows that state the same with another source, or with a better day.

    Whatever else names them agrees. A row with another day must also read much the same: of one
    plant there may be many news.
    """
    pairs: list[Pair] = []
    for free, least in (({SOURCE}, 0.0), ({SOURCE, *dates}, MUCH_ALIKE)):
        rest = [column for column in key if column not in free]
        if not rest or len(rest) == len(key):
            continue
        taken = {id(row) for pair in pairs for row in pair}
        old = grouped((row for row in gone if id(row) not in taken), rest)
        new = grouped((row for row in came if id(row) not in taken), rest)
        for name in old:
            pairs += most_alike(old[name], new.get(name, []), key, least)
    return pairs


def grouped(rows: Iterable[Row], columns: Sequence[str]) -> dict[tuple[str, ...], list[Row]]:
    """Rows by their values in these columns."""
    groups: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[values(row, columns)].append(row)
    return groups


def most_alike(
    old: Sequence[Row], new: Sequence[Row], key: Collection[str], least: float
) -> list[Pair]:
    """Each row with the one most like it, the closest pairs first; some may be left over."""
    ranked = sorted(
        (-likeness(was, now, key), i, j) for i, was in enumerate(old) for j, now in enumerate(new)
    )
    pairs, taken = [], (set[int](), set[int]())
    for distance, i, j in ranked:
        if -distance >= least and i not in taken[0] and j not in taken[1]:
            pairs.append((old[i], new[j]))
            taken[0].add(i)
            taken[1].add(j)
    return pairs


def likeness(old: Row, new: Row, key: Collection[str]) -> float:
    """How much the texts of two rows agree outside their key, cell by cell: 0 to 100."""
    columns = {*old, *new} - {*key}
    return sum(fuzz.ratio(old.get(c, ""), new.get(c, "")) for c in columns) / max(len(columns), 1)


def applied(diff: TableDiff, table: RawTable | None) -> RawTable | None:
    """The new table: the old one with what the diff takes away and adds, in no certain order.

    None stands for no table, on both sides.
    Raises ValueError if a row that the diff changes or removes is not there.
    """
    left = list(table.rows) if table else []
    for difference in diff.rows:
        if difference.old is not None:
            left.remove(difference.old)
    left += [difference.new for difference in diff.rows if difference.new is not None]
    return RawTable(diff.table, diff.new_columns, tuple(left)) if diff.new_columns else None
