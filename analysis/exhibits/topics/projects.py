"""The plants outside China: facts on their number and progress."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_projects
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either

TABLE = "projects"


def facts(processed: Processed) -> Iterator[Fact]:
    """Plants and phases by progress, those of unknown size, and those long unseen."""
    rows = tbl_projects.data(processed)
    status = rows["status"]
    started = status.isin(tbl_projects.OPERATING + tbl_projects.BUILDING)
    stopped = status.isin(tbl_projects.STOPPED)
    chosen = {
        "": ("plants and phases outside China on record", status.notna()),
        "-operating": ("plants and phases that operate", status.isin(tbl_projects.OPERATING)),
        "-building": (
            "plants and phases being built or started up",
            status.isin(tbl_projects.BUILDING),
        ),
        "-planned": ("plants and phases that are planned", ~started & ~stopped),
        "-stopped": ("plants and phases suspended or cancelled", stopped),
        "-size-unknown": (
            "plants and phases whose capacity is not known",
            rows["capacity_class"] == "unknown",
        ),
        "-unseen": (
            "plants and phases whose status was last seen more than a year ago",
            rows["status_age_months"] > tbl_projects.STALE_MONTHS,
        ),
    }
    for name, (label, which) in chosen.items():
        part = rows[which.astype(bool)]
        yield from counted(
            f"projects{name}",
            label,
            len(part),
            "plants and phases",
            "count of plants and phases outside China, each at its last known status",
            TABLE,
            either(part, rows),
        )
