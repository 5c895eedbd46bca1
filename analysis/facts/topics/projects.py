"""The plants outside China: facts on their number and progress."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted, sourced
from analysis.facts.topics.rules import either_of
from analysis.transforms.pipeline import CHINA
from analysis.transforms.statuses import (
    BUILDING,
    OPERATING,
    STALE_MONTHS,
    STOPPED,
    progress,
    unseen,
)

PROGRESS = {
    "operating": ("that operate", either_of(OPERATING)),
    "building": ("being built or started up", either_of(BUILDING)),
    "planned": ("that are planned", f"none of {', '.join(OPERATING + BUILDING + STOPPED)}"),
    "stopped": ("suspended or cancelled", either_of(STOPPED)),
}
UNSEEN = (
    f" with status_age_months above {STALE_MONTHS} (from the middle of the interval in which that "
    "status was seen to the vintage)"
)


def _count(which: str) -> str:
    return (
        f"count of the rows of processed/projects.csv{which}: every row of raw/projects.csv with a "
        f"country other than {either_of(CHINA)}, at its last known status, the newest in "
        "raw/projects.csv and raw/project_history.csv. A total counts beside the rows inside it "
        "(contained_in), and a national scheme counts as one row"
    )


def facts(processed: Processed) -> Iterator[Fact]:
    """Plants and phases by progress, and those long unseen."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    projects = processed["projects"]
    for name, words, rows, which in _kinds(projects):
        yield counted(
            rows,
            projects,
            id=f"projects{name}",
            label=f"plants and phases {words}",
            unit="plants and phases",
            formula=_count(which),
            table="projects",
        )


def _kinds(projects: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame, str]]:
    """Name, label, rows, and which these are."""
    yield "", "outside China on record", projects, ""
    for name, rows in progress(projects).items():
        words, statuses = PROGRESS[name]
        yield f"-{name}", words, rows, f" with status {statuses}"
    yield "-unseen", "whose status was last seen more than a year ago", unseen(projects), UNSEEN
