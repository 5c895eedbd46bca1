"""Links from acts to what they led to: it exists, and is no older than the act."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.cells import problem_at, problems_at
from analysis.raw.checks.chronology import days
from analysis.raw.schemas.announcements import LINKED
from analysis.raw.tables import TABLES

Tables = Mapping[str, pd.DataFrame]

LINKS = TABLES["act_links"]
BUILT = ("under_construction", "commissioning", "operating")


def linked_rows(tables: Tables) -> list[Problem]:
    """A link names a row that is there, and no act leads to itself."""
    frame = tables["act_links"]
    keys = {f"{name}:{key}" for name in LINKED for key in tables[name][TABLES[name].key[0]]}
    lost = ~(frame["linked_table"] + ":" + frame["linked_id"]).isin(keys)
    itself = (frame["linked_table"] == "announcements") & (frame["linked_id"] == frame["act_id"])
    return [
        *problems_at(
            LINKS,
            frame,
            lost,
            "linked_id",
            "foreign-key",
            "is not in the table that linked_table names",
            "correct the name, or the table",
        ),
        *problems_at(
            LINKS,
            frame,
            itself,
            "linked_id",
            "foreign-key",
            "is the act itself",
            "name what it led to, or remove the row",
        ),
    ]


def effects(tables: Tables) -> list[Problem]:
    """What was decided, announced or built before an act is no effect of it."""
    frame = tables["act_links"]
    acts = tables["announcements"].drop_duplicates("announcement_id").set_index("announcement_id")
    signed_on = frame["act_id"].map(acts["announced_on"])
    signed, found = days(signed_on), _first_seen(tables)
    seen = found.reindex(frame["linked_table"] + ":" + frame["linked_id"]).set_axis(frame.index)
    counts = frame["is_effect"].fillna(False).astype(bool)
    problems = []
    for what, day in (
        ("was decided", days(frame["decided_on"], last=True)),
        ("is known since", seen),
    ):
        for at in frame.index[counts & (day < signed)]:
            message = (
                f"does not go with {frame.loc[at, 'linked_id']}, which {what} "
                f"{day[at].date()}, before the act of {signed_on[at]}"
            )
            repair = "write false with the reason in caution, or mend a date"
            problems.append(
                problem_at(LINKS, frame, at, "is_effect", "before-the-act", message, repair)
            )
    return problems


def _first_seen(tables: Tables) -> pd.Series:
    """The first day of what may be linked, by table and key: of a plant, that of its building."""
    acts, support = tables["announcements"], tables["project_support"]
    history, projects = tables["project_history"], tables["projects"]
    begun = history["status"].isin(BUILT) | (history["event"] == "fid")
    seen = [
        ("announcements:" + acts["announcement_id"], acts["announced_on"]),
        ("project_support:" + support["support_id"], support["announced_on"]),
        ("projects:" + history["project_id"], history["status_on"].where(begun)),
        (
            "projects:" + projects["project_id"],
            projects["status_on"].where(projects["status"].isin(BUILT)),
        ),
    ]
    frames = [pd.DataFrame({"key": key, "day": days(texts, last=True)}) for key, texts in seen]
    return pd.concat(frames).groupby("key")["day"].min()


def cautions(tables: Tables) -> list[Problem]:
    """A link that is no effect says why."""
    frame = tables["act_links"]
    return problems_at(
        LINKS,
        frame,
        ~frame["is_effect"].fillna(True).astype(bool) & frame["caution"].isna(),
        "caution",
        "no-effect",
        "is missing although is_effect is false",
        "say what speaks against an effect",
    )
