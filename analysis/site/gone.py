"""Ids that were released and are no more: their addresses say why, and what took their place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.citation.editions import Edition
from analysis.core.files import write_text
from analysis.core.problems import Problem
from analysis.core.templates import rendered
from analysis.site.citable_pages import PagePlace

FOLDERS = {"fact": "facts", "exhibit": "exhibits"}
HEADLINES = {"fact": "label", "exhibit": "title"}


@dataclass(frozen=True)
class Known:
    """The ids of one state, by kind."""

    fact: Collection[str]
    exhibit: Collection[str]

    def of(self, kind: str) -> Collection[str]:
        ids: Collection[str] = getattr(self, kind)
        return ids


def lost(now: Known, as_of: str, earlier: Sequence[Edition], gone: pd.DataFrame) -> list[Problem]:
    """A problem for each released id that is neither there nor accounted for, and the reverse.

    Parameters: the ids of today; the day that they know of (ISO 8601); the released editions; a
    `Tombstones` frame. What was known on a day before a release owes nothing to it.
    """
    if any(edition.exhibits["as_of"] > as_of for edition in earlier):
        return []
    told = {(row.kind, row.gone_id) for row in gone.itertuples()}
    released = {
        (kind, name): edition.version
        for edition in earlier
        for kind, records in records_of(edition).items()
        for name in records
    }
    return [
        *(
            problem(name, f"the {kind} was released in {version} and is no more", LOST)
            for (kind, name), version in sorted(released.items())
            if name not in now.of(kind) and (kind, name) not in told
        ),
        *(
            problem(name, f"the {kind} is there", BACK)
            for kind, name in sorted(told)
            if name in now.of(kind)
        ),
        *(
            problem(name, f"no {row.kind} of this name is there to take its place", SUCCESSOR)
            for row in gone.itertuples()
            for name in successors(row)
            if name not in now.of(row.kind)
        ),
    ]


LOST = "add it to tombstones.csv with the reason and what took its place, or bring it back"
BACK = "take it out of tombstones.csv"
SUCCESSOR = "correct successors in tombstones.csv"


def problem(name: str, message: str, repair: str) -> Problem:
    return Problem(
        file="tombstones.csv", value=name, rule="lost-id", message=message, repair=repair
    )


def records_of(edition: Edition) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """The records of an edition by kind and id."""
    return {"fact": edition.fact_records, "exhibit": edition.exhibit_records}


def successors(row: Any) -> list[str]:
    """The ids that took the place of one that is gone."""
    return [] if pd.isna(row.successors) else str(row.successors).split("|")


def write_gone_pages(
    place: PagePlace,
    theme: Path,
    now: Known,
    gone: pd.DataFrame,
    earlier: Sequence[Edition],
    site: Path,
) -> None:
    """A page at the address of each id that is no more. `place.root` leads up from there."""
    for row in gone.itertuples():
        folder = FOLDERS[row.kind]
        had = [
            (edition.version, records_of(edition)[row.kind][row.gone_id])
            for edition in earlier
            if row.gone_id in records_of(edition)[row.kind]
        ]
        title = str(had[0][1][HEADLINES[row.kind]]) if had else row.gone_id
        body = rendered(
            theme,
            "gone.html",
            row=row,
            folder=folder,
            versions=[version for version, _ in had],
            successors=[name for name in successors(row) if name in now.of(row.kind)],
            root=place.root,
        )
        page = place.shell.page(place.root, title, f"No more: {row.gone_id}", title, body)
        write_text(site / folder / row.gone_id / "index.html", page)
