"""Exhibits of two states: those whose content changed, with what changed in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.citation.changes import Change, exhibit_changes

Records = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class ExhibitDiff:
    """An exhibit that came, went or changed.

    Attributes:
        id: of the exhibit.
        old, new: its finding before and after; None where it is not.
        changes: number by number, if both states have it.
    """

    id: str
    old: str | None
    new: str | None
    changes: tuple[Change, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many values changed, rows came and went, sources came and went."""
        rows = [change for change in self.changes if change.what == "row"]
        sources = [change for change in self.changes if change.what == "source"]
        return {
            "values": sum(bool(change.row) for change in self.changes) - len(rows),
            "rows_added": sum(change.old is None for change in rows),
            "rows_gone": sum(change.new is None for change in rows),
            "sources": len(sources),
        }

    def as_json(self) -> dict[str, Any]:
        """The exhibit as plain JSON values."""
        changes = [change.as_json() for change in self.changes]
        return {"id": self.id, "old": self.old, "new": self.new, "changes": changes}


def exhibit_diffs(old: Records, new: Records) -> list[ExhibitDiff]:
    """The exhibits of which anything differs, in the order of the report, those that went last."""
    found = []
    for name in [*new, *(name for name in old if name not in new)]:
        was, now = old.get(name), new.get(name)
        changes = tuple(exhibit_changes(was, now)) if was and now else ()
        if changes or not (was and now):
            found.append(ExhibitDiff(name, title(was), title(now), changes))
    return found


def title(record: Mapping[str, Any] | None) -> str | None:
    """The finding of an exhibit, if there is one."""
    return str(record["title"]) if record else None
