"""The plants outside China: facts on their number and progress."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_projects
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either
from analysis.exhibits.topics.rules import either_of
from analysis.transforms.pipeline import CHINA

TABLE = "projects"
PLANNED = (
    " with status none of "
    f"{', '.join(tbl_projects.OPERATING + tbl_projects.BUILDING + tbl_projects.STOPPED)}"
)


def _count(which: str) -> str:
    return (
        f"count of the rows of processed/projects.csv{which}: every row of raw/projects.csv with a "
        f"country other than {either_of(CHINA)}, at its last known status, the newest in "
        "raw/projects.csv and raw/project_history.csv. A total counts beside the rows inside it "
        "(contained_in), and a national scheme counts as one row"
    )


def facts(processed: Processed) -> Iterator[Fact]:
    """Plants and phases by progress, those of unknown size, and those long unseen."""
    rows = tbl_projects.data(processed)
    status = rows["status"]
    started = status.isin(tbl_projects.OPERATING + tbl_projects.BUILDING)
    stopped = status.isin(tbl_projects.STOPPED)
    chosen = {
        "": ("plants and phases outside China on record", status.notna(), ""),
        "-operating": (
            "plants and phases that operate",
            status.isin(tbl_projects.OPERATING),
            f" with status {either_of(tbl_projects.OPERATING)}",
        ),
        "-building": (
            "plants and phases being built or started up",
            status.isin(tbl_projects.BUILDING),
            f" with status {either_of(tbl_projects.BUILDING)}",
        ),
        "-planned": ("plants and phases that are planned", ~started & ~stopped, PLANNED),
        "-stopped": (
            "plants and phases suspended or cancelled",
            stopped,
            f" with status {either_of(tbl_projects.STOPPED)}",
        ),
        "-size-unknown": (
            "plants and phases whose capacity is not known",
            rows["capacity_class"] == "unknown",
            " with capacity_class unknown (no capacity in raw/projects.csv)",
        ),
        "-unseen": (
            "plants and phases whose status was last seen more than a year ago",
            rows["status_age_months"] > tbl_projects.STALE_MONTHS,
            f" with status_age_months above {tbl_projects.STALE_MONTHS} (from the middle of the "
            "interval in which that status was seen to the vintage)",
        ),
    }
    for name, (label, which, words) in chosen.items():
        part = rows[which.astype(bool)]
        yield from counted(
            f"projects{name}",
            label,
            len(part),
            "plants and phases",
            _count(words),
            TABLE,
            either(part, rows),
        )
