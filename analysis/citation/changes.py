"""What changed between two versions of an exhibit or a fact, number by number.

Rows are matched by the columns that name them: the first columns, without measured numbers, that
tell all rows of both versions apart. `report/theme/changes.js` does the same in the browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

SHOWN_DIGITS = 5  # of a number in a sentence, unless the change is in the later ones


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        row: what names the row, as `year 2024, country CHN`; empty for the exhibit as a whole.
        what: the column, or `title`, `subtitle`, `sources`, `row`.
        old, new: the values; None where there was or is none.
    """

    row: str
    what: str
    old: Any
    new: Any

    def sentence(self) -> str:
        """The change in words."""
        place = f"{self.row}: " if self.row else ""
        if self.what == "row":
            return f"{place}{'row added' if self.old is None else 'row gone'}"
        if self.what == "source":
            return f"source added: {self.new}" if self.old is None else f"source gone: {self.old}"
        old, new = short(self.old), short(self.new)
        told = (self.old, self.new) if old == new else (old, new)
        return f"{place}{self.what} {worded(told[0])} → {worded(told[1])}"

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "what": self.what, "old": self.old, "new": self.new}


def short(value: Any) -> Any:
    """A measured number in the digits that people read; anything else as it is."""
    return float(f"{value:.{SHOWN_DIGITS}g}") if isinstance(value, float) else value


def worded(value: Any) -> str:
    """A value in a sentence; unknown is said so."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else str(value)


def exhibit_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The differences between two records of one exhibit: title, subtitle, numbers, sources."""
    changes = [
        Change("", part, old[part], new[part])
        for part in ("title", "subtitle")
        if old[part] != new[part]
    ]
    changes += row_changes(as_rows(old), as_rows(new))
    return changes + source_changes(old["sources"], new["sources"])


def fact_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The differences between two records of one fact."""
    parts = ("text", "value", "unit", "label", "formula")
    changes = [Change("", part, old[part], new[part]) for part in parts if old[part] != new[part]]
    return changes + source_changes(old["sources"], new["sources"])


def source_changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """One change per source that came or went."""
    came = [Change("", "source", None, name) for name in sorted(set(new) - set(old))]
    return came + [Change("", "source", name, None) for name in sorted(set(old) - set(new))]


def as_rows(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a record, each by column."""
    return [dict(zip(record["columns"], row, strict=True)) for row in record["rows"]]


def row_changes(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """Differences between two tables: values changed, rows gone, rows added."""
    names = naming_columns(old, new)
    before, after = keyed(old, names), keyed(new, names)
    changes = []
    for key, row in before.items():
        if key not in after:
            changes.append(Change(row_name(row, names), "row", measured(row, names), None))
            continue
        now = after[key]
        for column in [*row, *(column for column in now if column not in row)]:
            if row.get(column) != now.get(column):
                name = row_name(row, names)
                changes.append(Change(name, column, row.get(column), now.get(column)))
    for key, row in after.items():
        if key not in before:
            changes.append(Change(row_name(row, names), "row", None, measured(row, names)))
    return changes


def naming_columns(old: Sequence[Row], new: Sequence[Row]) -> list[str]:
    """The first columns that tell the rows of each version apart, without those not needed."""
    rows = [*old, *new]
    shared = [c for c in (old or new or [{}])[0] if all(c in row for row in rows)]
    names: list[str] = []
    for column in shared:
        if any(isinstance(row[column], float) for row in rows):
            continue
        names.append(column)
        if is_key(old, names) and is_key(new, names):
            return without_needless(names, old, new)
    return names


def without_needless(names: list[str], old: Sequence[Row], new: Sequence[Row]) -> list[str]:
    """The naming columns less those without which the rows are still told apart, last first."""
    for column in reversed(names[:-1]):
        fewer = [name for name in names if name != column]
        if is_key(old, fewer) and is_key(new, fewer):
            names = fewer
    return names


def is_key(rows: Sequence[Row], names: Sequence[str]) -> bool:
    """Whether these columns tell all rows apart."""
    return len({tuple(row[name] for name in names) for row in rows}) == len(rows)


def keyed(rows: Sequence[Row], names: Sequence[str]) -> dict[tuple[Any, ...], Row]:
    """Rows by their naming values; rows that share them are counted."""
    seen: Counter[tuple[Any, ...]] = Counter()
    result = {}
    for row in rows:
        key = tuple(row[name] for name in names)
        seen[key] += 1
        result[*key, seen[key]] = row
    return result


def row_name(row: Row, names: Sequence[str]) -> str:
    """What names a row, in words."""
    return ", ".join(f"{name} {worded(row[name])}" for name in names)


def measured(row: Row, names: Sequence[str]) -> dict[str, Any]:
    """The values of a row besides those that name it."""
    return {column: value for column, value in row.items() if column not in names}
