"""How far announcements have climbed from words to plants.

Rungs 0 to 2 are coordination: what governments say, sign and order. Rungs 3 to 6 are capacity:
money that is bound, contracts that carry a plant, plants that are built or run. Which rung an
event stands for is read from a table (ladder.csv: instrument, bindingness, status of the event),
and from a few named exceptions where the event says more or less than its status.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.core.problems import Problem, ProblemsError
from analysis.raw.intervals import last_days
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_columns

RUNGS: Mapping[int, str] = {
    0: "statement",
    1: "signed framework",
    2: "rule in force",
    3: "money committed",
    4: "offtake or floor contract",
    5: "plant under construction",
    6: "plant operating",
}
FIRST_CAPACITY = 3

# Statuses that take an announcement down from the rung it had.
ENDINGS = ("suspended", "cancelled")

CHINA = "CHN"

COMBINATION = ["instrument", "bindingness", "status"]


class LadderStanding(Evidenced):
    """One announcement and the rung on which it stands at the vintage."""

    announcement_id: str = column("announcement", unique=True)
    title: str = column("title of the announcement")
    parties: str = column("parties, ISO 3166-1 alpha-3 codes and blocs, joined by |")
    instrument: str = column("kind of act")
    minerals: str = column("minerals that it names, joined by |")
    announced_on: str = column("date of the announcement, as an interval")
    rung: int = column("rung, 0 to 6", "0-6", ge=0, le=6)
    rung_name: str = column("name of the rung", isin=list(RUNGS.values()))
    side: str = column("coordination or capacity", isin=("coordination", "capacity"))
    reached_on: str = column("date of the event that put it there, as an interval")
    rung_reason: str = column("why the event stands for this rung")
    counted: bool = column("whether it counts as an act of the partners")
    counted_reason: str = column("why it counts or does not")


def ladder_standing(
    announcements: pd.DataFrame,
    milestones: pd.DataFrame,
    ladder: pd.DataFrame,
    exceptions: pd.DataFrame,
    allies: pd.DataFrame,
) -> pd.DataFrame:
    """The rung of each announcement, and the event that put it there.

    Parameters: the raw tables announcements, milestones, ladder, ladder_exceptions and allies, as
    known at the vintage.
    Returns `LadderStanding`, sorted by announced_on and announcement_id.
    Raises ProblemsError with every combination that ladder.csv does not have.
    Method: the highest rung among its events (the announcement itself is one, `announced`) since
    the last suspension or cancellation. An act counts if an ally takes part and China does not.
    """
    own = ["announcement_id", "title", "parties", "instrument", "minerals", "announced_on"]
    acts = announcements[[*own, "bindingness", "source_id", "source_row", "row_key"]]
    acts = acts.sort_values(["announced_on", "announcement_id"], ignore_index=True)
    standing = acts.join(_reached(_rated(acts, milestones, ladder, exceptions)))
    result = standing.assign(
        rung_name=standing["rung"].map(RUNGS),
        side=np.where(standing["rung"] >= FIRST_CAPACITY, "capacity", "coordination"),
        reached_on=standing["event_on"],
        **counting(standing["parties"], set(allies["country"])),
        source_ids=join_columns(standing, ["source_id", "event_source"]),
        raw_keys=join_columns(standing, ["row_key", "event_row"]),
    )
    return LadderStanding.validate(result[list(LadderStanding.to_schema().columns)])


def _reached(events: pd.DataFrame) -> pd.DataFrame:
    """For each act, numbered from 0, the event that put it where it stands."""
    # The highest rung, and of its events the first.
    height = events["rung"] * len(events) - events["order"]
    best = height[events["stands"]].groupby(events["act"]).idxmax()
    details = ["rung", "event_on", "rung_reason", "event_source", "event_row"]
    return events.loc[best, details].reset_index(drop=True)


def rated_events(
    announcements: pd.DataFrame,
    milestones: pd.DataFrame,
    ladder: pd.DataFrame,
    exceptions: pd.DataFrame,
) -> pd.DataFrame:
    """Every event of every announcement with its rung.

    Parameters: the raw tables announcements, milestones, ladder and ladder_exceptions.
    Returns announcement_id, event_on, status, rung (int), rung_reason, day (datetime64), order
    (int, by day, an announcement before its milestones), stands (bool: no suspension or
    cancellation came after it), event_source and event_row.
    Raises ProblemsError with every combination that ladder.csv does not have.
    """
    rated = _rated(announcements, milestones, ladder, exceptions)
    return rated.sort_values("order", ignore_index=True).drop(columns="act")


def _rated(
    announcements: pd.DataFrame,
    milestones: pd.DataFrame,
    ladder: pd.DataFrame,
    exceptions: pd.DataFrame,
) -> pd.DataFrame:
    """As `rated_events`, not sorted yet, and with the row of the announcement (act, from 0)."""
    events = _events(announcements, milestones)
    # A reason is long and stands for many events: as a category it is held once.
    rungs = ladder[COMBINATION].assign(
        rung=ladder["rung"], rung_reason=ladder["reason"].astype("category")
    )
    found = events[COMBINATION].merge(rungs, on=COMBINATION, how="left", validate="many_to_one")
    rated = events.assign(rung=found["rung"], rung_reason=found["rung_reason"])
    problems = _missing_combinations(rated[rated["rung"].isna()])
    if problems:
        raise ProblemsError(problems)
    rated = _with_exceptions(rated.drop(columns=COMBINATION[:2]), exceptions)
    ended = rated["order"].where(rated["status"].isin(ENDINGS)).groupby(rated["act"])
    return rated.assign(stands=rated["order"] >= ended.transform("max").fillna(-1))


def _events(announcements: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """The announcements themselves and their milestones as events of one form."""
    names = {"source_id": "event_source", "row_key": "event_row"}
    shape = ["act", "announcement_id", "event_on", "status", "source_row", *names.values()]
    own = announcements.rename(columns=names | {"announced_on": "event_on"})
    own = own.assign(act=range(len(own)), status="announced")[shape]
    later = milestones.rename(columns=names)
    place = pd.Index(announcements["announcement_id"]).get_indexer(later["announcement_id"])
    later = later.assign(act=place)[shape][place >= 0]
    events = pd.concat([own, later], ignore_index=True)
    kinds = announcements[COMBINATION[:2]].iloc[events["act"]].reset_index(drop=True)
    days = last_days(events["event_on"])
    # Where each event stands among all by day: to sort the texts along would take most of the time.
    return events.join(kinds).assign(day=days, order=np.argsort(np.argsort(days, kind="stable")))


def _with_exceptions(rated: pd.DataFrame, exceptions: pd.DataFrame) -> pd.DataFrame:
    """The events with the rung and the reason of an exception where one names them."""
    keys = ["announcement_id", "event_on", "status"]
    named = rated.loc[rated["announcement_id"].isin(exceptions["announcement_id"]), keys]
    own = named.reset_index().merge(exceptions[[*keys, "rung", "reason"]], on=keys)
    own = own.set_index("index")
    rung, reason = rated["rung"].astype("int64"), rated["rung_reason"]
    rung[own.index] = own["rung"]
    unknown = set(own["reason"].dropna()) - set(reason.cat.categories)
    reason = reason.cat.add_categories(sorted(unknown))
    reason[own.index] = own["reason"].fillna(reason[own.index].astype("str"))
    return rated.assign(rung=rung, rung_reason=reason)


def _missing_combinations(unrated: pd.DataFrame) -> list[Problem]:
    return [
        Problem(
            file=f"{str(row.event_row).partition(':')[0]}.csv",
            row=int(row.source_row),
            column="status",
            value=str(row.status),
            rule="ladder",
            message=f"has no rung together with {row.instrument} and {row.bindingness}",
            repair="add the combination, with a rung and a reason, to ladder.csv",
        )
        for row in unrated.itertuples()
    ]


def counting(parties: pd.Series, allies: set[str]) -> dict[str, Any]:
    """Which acts count as acts of the partners, and why.

    Parameters: lists of party codes joined by `|`; the codes of the allies.
    Returns the columns counted (bool) and counted_reason.
    """
    place, texts = pd.factorize(parties)
    sets = [set(text.split("|")) for text in texts]
    chinese = np.array([CHINA in codes for codes in sets], dtype=bool)
    allied = np.array([bool(codes & allies) for codes in sets], dtype=bool)
    reason = np.select(
        [chinese, ~allied],
        ["not counted: China is a party", "not counted: no ally is a party"],
        "counted: an ally is a party and China is not",
    )
    counted_reason = pd.array(reason, dtype="str").take(place)
    return {"counted": (~chinese & allied)[place], "counted_reason": counted_reason}


def acts_of_partners(standing: pd.DataFrame) -> pd.DataFrame:
    """The announcements that count as acts of the partners.

    Parameters: standing as `ladder_standing` returns it.
    """
    return standing[standing["counted"].astype(bool)]


def on_capacity(acts: pd.DataFrame) -> pd.Series:
    """Whether each act stands on a rung of capacity, and not on one of words and rules."""
    return acts["side"] == "capacity"
