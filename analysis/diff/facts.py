"""Facts of two states: which moved, which came and went, and the changed raw rows behind each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from analysis.diff.rows import RowDifference, TableDiff, key_text
from analysis.diff.wording import telling

Record = Mapping[str, Any]
Records = Mapping[str, Record]
Behind = Mapping[tuple[str, str], Sequence[RowDifference]]

CORRECTIONS, SOURCES = "corrections", "sources"

# What can become of a fact, that which a reader notices first.
KINDS = {
    "moved": "the printed value changed",
    "came": "the number is new",
    "went": "the number is gone",
    "within": "the value changed by less than is printed",
    "redefined": "the formula or the label changed",
    "resourced": "only the rows or the sources behind it changed",
}


@dataclass(frozen=True)
class FactChange:
    """What became of one fact.

    Attributes:
        old, new: its records in `facts.json`; None where it is not.
        why: the raw rows behind it that changed.
    """

    old: Record | None
    new: Record | None
    why: tuple[RowDifference, ...] = ()

    @property
    def record(self) -> Record:
        """The record as it is now, or as it was."""
        return self.new or self.old or {}

    @property
    def id(self) -> str:
        return str(self.record["id"])

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        if self.old is None or self.new is None:
            return "came" if self.old is None else "went"
        if self.differ("text", "unit"):
            return "moved"
        if self.differ("value"):
            return "within"
        return "redefined" if self.differ("label", "formula") else "resourced"

    @property
    def is_redefined(self) -> bool:
        """Whether its formula reads otherwise: another rule, or the same one in other words."""
        return self.old is not None and self.new is not None and self.differ("formula")

    def differ(self, *parts: str) -> bool:
        """Whether one of these parts differs between the two records."""
        old, new = self.old or {}, self.new or {}
        return any(old.get(part) != new.get(part) for part in parts)

    @property
    def size(self) -> float:
        """How large the change is against the larger value; 1 for words, and what came or went."""
        old, new = (self.old or {}).get("value"), (self.new or {}).get("value")
        if not is_number(old) or not is_number(new):
            return 1.0
        largest = max(abs(old), abs(new))
        return abs(new - old) / largest if largest else 0.0

    def as_json(self) -> dict[str, Any]:
        """The change as plain JSON values."""
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.record["label"],
            "unit": self.record["unit"],
            "old": {part: self.old[part] for part in ("value", "text")} if self.old else None,
            "new": {part: self.new[part] for part in ("value", "text")} if self.new else None,
            "formula_changed": self.is_redefined,
            "rows": [{"table": r.table, "key": r.name, "kind": r.kind} for r in self.why],
        }


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a fact's value can be measured."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def fact_changes(
    old: Records, new: Records, tables: Iterable[TableDiff], spoken: Collection[str] = ()
) -> list[FactChange]:
    """All facts of which anything differs: by kind as in `KINDS`, the largest changes first.

    Those of which the sentences of the briefing speak (`spoken`) stand before the others.
    """
    behind = by_key(tables)
    parts = ("text", "unit", "value", "label", "formula", "inputs", "sources")
    changes = []
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        if FactChange(was, now).differ(*parts):
            changes.append(FactChange(was, now, reasons(was, now, behind)))
    order = list(KINDS)
    return sorted(changes, key=lambda c: (order.index(c.kind), c.id not in spoken, -c.size, c.id))


def by_key(tables: Iterable[TableDiff]) -> Behind:
    """The rows that changed by table and key, before and after.

    A correction counts as a change of the row that it corrects.
    """
    found: defaultdict[tuple[str, str], list[RowDifference]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            for name in sorted(row.names):
                found[table.table, name].append(row)
            if table.table == CORRECTIONS:
                place = row.new if row.new is not None else row.old or {}
                found[place.get("table", ""), key_text(place, ("key",))].append(row)
    return found


def reasons(old: Record | None, new: Record | None, behind: Behind) -> tuple[RowDifference, ...]:
    """The changed rows among those that went into a fact, before or after.

    The most telling rows stand first. What is known of its sources counts only where no other row
    changed: nearly every number rests on a source of which some detail was mended.
    """
    records = [record for record in (old, new) if record]
    inputs = dict.fromkeys(
        (each["table"], key)
        for record in records
        for each in record["inputs"]
        for key in each["keys"]
    )
    named = dict.fromkeys((SOURCES, source) for record in records for source in record["sources"])
    for keys in (inputs, named):
        found = {id(row): row for key in keys for row in behind.get(key, ())}
        if found:
            return tuple(sorted(found.values(), key=telling))
    return ()
