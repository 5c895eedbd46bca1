"""What became of acts that began as words or rules: money, a contract, ground broken, operation.

Sought (estimand): of the partners' counted acts whose first rung is at most 2, the share that has
led to money (rung 3 or higher), a contract (4), ground broken (5) or operation (6) within so many
months of the day they were made public; acts of several parties and of one alone apart.

Observed: an act reaches a rung by an event of its own, or by one of what a link of `act_links.csv`
names: support that is committed or paid is money, such an offtake or price floor a contract, a
plant under construction or starting up is ground broken, one that operates is operation; a later
act lends its own events and its links. Each counts on the later of two days, that of the event and
that of the act. Links that are no effect do not count, nor do mines and demonstration plants.

Estimated: the chances of Aalen and Johansen to stand on each rung, withdrawal ruling out what did
not come before, and acts that go on censored at the vintage; reached is what stands on the rung or
above, so that never more acts have a contract than money. Printed: the interval of 95 per cent with
the acts still watched, for stated links alone (the low reading) and with inferred ones (the high).

What would make it wrong: links that nobody researched or that no source states (too low); links of
acts that merely name what would have come without them (too high); acts of one day that lead to one
plant count one by one, so that chance is larger than the interval says.
To be linked is not to be caused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import last_days
from analysis.transforms.ladder import FIRST_CAPACITY, counting, rated_events
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_columns, join_unique
from analysis.transforms.quantities import DAYS_PER_MONTH
from analysis.transforms.statistics import log_log_interval, state_occupation
from analysis.transforms.statuses import BUILDING, DEMONSTRATION, MINING, OPERATING
from analysis.transforms.support import PROMISES

RUNGS_REACHED: Mapping[int, str] = {3: "money", 4: "contract", 5: "ground", 6: "operation"}
"""Rungs of capacity by the short name of their column; whoever reaches a higher one reached it."""

READINGS = ("stated", "inferred")
"""Links that a source states alone, and these with those that are inferred."""

GROUPS = ("joint", "national")
"""Acts of two or more parties; those of one party alone, the Union being one."""

BOUND = ("committed", "disbursed")
WITHDRAWN = "cancelled"
MATURE_MONTHS = 12
"""From this age on the verdict asks what an act has led to."""


class ActPaths(Evidenced):
    """An act that began as words or rules, under one reading of its links."""

    announcement_id: str = column("announcement")
    title: str = column("title of the announcement")
    parties: str = column("parties, ISO 3166-1 alpha-3 codes and blocs, joined by |")
    instrument: str = column("kind of act")
    group: str = column("joint: two or more parties; national: one", isin=GROUPS)
    reading: str = column("which links count: stated ones, or inferred ones too", isin=READINGS)
    signed_on: str = column("last day of the date on which it was made public")
    first_rung: int = column("highest rung by that day", "0-2", ge=0, le=2)
    own_rung: int = column("highest rung by its own events", "0-6", ge=0, le=6)
    rung: int = column("highest rung by its own events and links", "0-6", ge=0, le=6)
    money_months: float = column("months to rung 3 or higher", "months", nullable=True, ge=0)
    contract_months: float = column("months to rung 4 or higher", "months", nullable=True, ge=0)
    ground_months: float = column("months to rung 5 or higher", "months", nullable=True, ge=0)
    operation_months: float = column("months to rung 6", "months", nullable=True, ge=0)
    withdrawn_months: float = column("months to withdrawal", "months", nullable=True, ge=0)
    age_months: float = column("months from signature to the vintage", "months", ge=0)


class ConversionCurve(Evidenced):
    """The share of acts that reached a rung within so many months of signature."""

    group: str = column("joint: two or more parties; national: one", isin=GROUPS)
    reading: str = column("which links count: stated ones, or inferred ones too", isin=READINGS)
    rung: int = column("rung reached, or a higher one", "3-6", ge=3, le=6)
    rung_name: str = column(
        "money, contract, ground or operation", isin=list(RUNGS_REACHED.values())
    )
    month: int = column("months since signature", "months", ge=0)
    n_acts: int = column("acts that began as words or rules", "acts", ge=1)
    n_reached: int = column("of these, acts that reached it by then", "acts", ge=0)
    n_at_risk: int = column("acts still watched that had not reached it before", "acts", ge=0)
    share_pct: float = column("cumulative incidence", "%", ge=0, le=100)
    low_pct: float = column("lower end of the 95 % interval", "%", ge=0, le=100)
    high_pct: float = column("upper end of the 95 % interval", "%", ge=0, le=100)


def act_paths(
    announcements: pd.DataFrame,
    milestones: pd.DataFrame,
    ladder: pd.DataFrame,
    exceptions: pd.DataFrame,
    allies: pd.DataFrame,
    links: pd.DataFrame,
    support: pd.DataFrame,
    projects: pd.DataFrame,
    history: pd.DataFrame,
    marks: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """How far each act that began as words or rules has come, and after how many months.

    Parameters: the raw tables announcements, milestones, ladder, ladder_exceptions, allies,
    act_links, project_support, projects, project_history and project_marks as known at the
    vintage, and its day. An event dated by a year that is not over counts on the vintage's day.
    Returns `ActPaths`, ordered by signed_on, announcement_id and reading.
    """
    today = pd.Timestamp(as_of)
    events = rated_events(announcements, milestones, ladder, exceptions)
    events = events.assign(day=events["day"].clip(upper=today))
    acts = _beginners(announcements, events, set(allies["country"]), today)
    things = pd.concat(
        [_of_acts(events), _of_support(support), _of_plants(projects, history, marks)]
    )
    steps = _reach(acts.index, links).merge(things, on="thing")
    steps["day"] = steps["day"].clip(upper=today).clip(lower=steps["act"].map(acts["signed"]))
    steps = steps[~(steps["day"] > steps["act"].map(acts["withdrawn"]))]
    read = {"stated": steps[steps["stated"]], "inferred": steps}
    paths = pd.concat([_paths(acts, read[reading], reading, today) for reading in READINGS])
    paths = paths.sort_values(
        ["signed_on", "announcement_id", "reading"],
        key=lambda values: values.map(READINGS.index) if values.name == "reading" else values,
        ignore_index=True,
    )
    return ActPaths.validate(paths[list(ActPaths.to_schema().columns)])


def _beginners(
    announcements: pd.DataFrame, events: pd.DataFrame, allies: set[str], today: pd.Timestamp
) -> pd.DataFrame:
    """The partners' acts that stood on words or rules on their first day, by announcement_id."""
    acts = announcements[counting(announcements["parties"], allies)["counted"]]
    acts = acts.set_index("announcement_id")
    signed = last_days(acts["announced_on"]).clip(upper=today)
    own = events.assign(signed=events["announcement_id"].map(signed)).dropna(subset=["signed"])
    by = own.groupby("announcement_id")["rung"]
    first = own[own["day"] <= own["signed"]].groupby("announcement_id")["rung"].max()
    ended = own[own["status"] == WITHDRAWN].groupby("announcement_id")["day"].min()
    acts = acts.assign(
        signed=signed,
        first_rung=first,
        own_rung=by.max(),
        withdrawn=ended,
        group=np.where(acts["parties"].str.contains("|", regex=False), "joint", "national"),
    )
    return acts[acts["first_rung"] < FIRST_CAPACITY]


def _of_acts(events: pd.DataFrame) -> pd.DataFrame:
    """The rungs of capacity that acts reached by their own events."""
    high = events[events["rung"] >= FIRST_CAPACITY]
    return pd.DataFrame(
        {
            "thing": "announcements:" + high["announcement_id"],
            "day": high["day"],
            "rung": high["rung"],
            "source": high["event_source"],
            "row": high["event_row"],
        }
    )


def _of_support(support: pd.DataFrame) -> pd.DataFrame:
    """Support that is bound: money, or a contract where it promises a purchase or a price."""
    bound = support[support["stage"].isin(BOUND)]
    return pd.DataFrame(
        {
            "thing": "project_support:" + bound["support_id"],
            "day": last_days(bound["announced_on"]),
            "rung": np.where(bound["instrument"].isin(PROMISES), 4, 3),
            "source": bound["source_id"],
            "row": bound["row_key"],
        }
    )


def _of_plants(projects: pd.DataFrame, history: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """Every sighting of a plant that is built or operates; mines and demonstrations left out."""
    tried = marks.loc[marks["mark"] == DEMONSTRATION, "project_id"]
    plants = projects[(projects["stage"] != MINING) & ~projects["project_id"].isin(tried)]
    newest = plants.assign(source_id=plants["status_source_id"])
    columns = ["project_id", "status", "status_on", "source_id", "row_key"]
    past = history[history["project_id"].isin(plants["project_id"])]
    seen = pd.concat([past[columns], newest[columns]])
    seen = seen[seen["status"].isin((*BUILDING, *OPERATING)) & seen["status_on"].notna()]
    return pd.DataFrame(
        {
            "thing": "projects:" + seen["project_id"],
            "day": last_days(seen["status_on"]),
            "rung": np.where(seen["status"].isin(OPERATING), 6, 5),
            "source": seen["source_id"],
            "row": seen["row_key"],
        }
    )


def _reach(acts: pd.Index, links: pd.DataFrame) -> pd.DataFrame:
    """What each act is linked to, itself first, then through later acts as far as links lead.

    A chain is stated if each of its links is. A thing that is reached in two ways stands twice.
    """
    links = links[links["is_effect"].astype(bool)]
    links = pd.DataFrame(
        {
            "from": "announcements:" + links["act_id"],
            "to": links["linked_table"] + ":" + links["linked_id"],
            "is_stated": links["strength"] == "stated",
            "link_source": links["source_id"],
            "link_row": links["row_key"],
        }
    )
    itself = {"act": acts, "thing": "announcements:" + acts, "stated": True}
    newest = pd.DataFrame({**itself, "sources": "", "rows": ""}, index=range(len(acts)))
    found = newest
    while len(newest):
        next_ = newest.merge(links, left_on="thing", right_on="from")
        newest = pd.DataFrame(
            {
                "act": next_["act"],
                "thing": next_["to"],
                "stated": next_["stated"] & next_["is_stated"],
                "sources": join_columns(next_, ["sources", "link_source"]),
                "rows": join_columns(next_, ["rows", "link_row"]),
            }
        )
        both = pd.concat([found, newest], ignore_index=True)
        both = both.drop_duplicates(["act", "thing", "stated"])
        newest, found = both.iloc[len(found) :], both
    return found


def _paths(
    acts: pd.DataFrame, steps: pd.DataFrame, reading: str, today: pd.Timestamp
) -> pd.DataFrame:
    """One row per act under one reading."""
    reached = {
        f"{name}_months": _months(
            steps[steps["rung"] >= rung].groupby("act")["day"].min().reindex(acts.index)
            - acts["signed"]
        )
        for rung, name in RUNGS_REACHED.items()
    }
    by = steps.groupby("act")
    behind = acts.assign(
        step_sources=_joined(by, ["source", "sources"]), step_rows=_joined(by, ["row", "rows"])
    )
    return acts.assign(
        **reached,
        reading=reading,
        signed_on=acts["signed"].dt.strftime("%Y-%m-%d"),
        rung=by["rung"].max().reindex(acts.index).fillna(acts["own_rung"]).astype("int64"),
        withdrawn_months=_months(acts["withdrawn"] - acts["signed"]),
        age_months=_months(today - acts["signed"]),
        source_ids=join_columns(behind, ["source_id", "step_sources"]),
        raw_keys=join_columns(behind, ["row_key", "step_rows"]),
    ).reset_index()


def _joined(groups: pd.api.typing.DataFrameGroupBy, names: list[str]) -> pd.Series:
    """By act, the distinct parts of some text columns."""
    found = {act: join_unique(rows[names].to_numpy().ravel()) for act, rows in groups}
    return pd.Series(found, dtype="str")


def _months(span: pd.Series) -> pd.Series:
    """A span of time in months of mean length."""
    return span / pd.Timedelta(days=1) / DAYS_PER_MONTH


def conversion_curve(paths: pd.DataFrame) -> pd.DataFrame:
    """The share of acts that reached each rung by each month since signature.

    Parameters: paths, an `ActPaths` frame.
    Returns `ConversionCurve`, ordered by group, reading, rung and month; each curve ends with the
    last whole month that an act of it was watched. The evidence of a row is that of the acts that
    reached the rung by then.
    """
    rows = [
        row for group in GROUPS for reading in READINGS for row in _curve(paths, group, reading)
    ]
    return ConversionCurve.validate(
        pd.DataFrame(rows, columns=list(ConversionCurve.to_schema().columns))
    )


def _curve(paths: pd.DataFrame, group: str, reading: str) -> Iterator[dict[str, object]]:
    """The rows of one group under one reading."""
    acts = under(paths, reading)
    acts = acts[acts["group"] == group]
    if acts.empty:
        return
    after = acts[[f"{name}_months" for name in RUNGS_REACHED.values()]].to_numpy()
    # What was reached before a withdrawal stays reached, so that the act stays where it was.
    withdrawn = acts["withdrawn_months"].where(acts["money_months"].isna()).to_numpy()
    age = acts["age_months"].to_numpy()
    months = range(int(age.max()) + 1)
    shares, covariances = state_occupation(np.column_stack([after, withdrawn]), age, months)
    for place, (rung, name) in enumerate(RUNGS_REACHED.items()):
        above = slice(place + 1, -1)
        for month in months:
            share = float(shares[month, above].sum())
            watched = (age >= month) & ~(after[:, place] < month) & ~(withdrawn < month)
            low, high = log_log_interval(
                share, float(covariances[month, above, above].sum()), int(watched.sum())
            )
            by_then = acts[after[:, place] <= month]
            yield {
                "group": group,
                "reading": reading,
                "rung": rung,
                "rung_name": name,
                "month": month,
                "n_acts": len(acts),
                "n_reached": len(by_then),
                "n_at_risk": int(watched.sum()),
                "share_pct": 100 * share,
                "low_pct": 100 * low,
                "high_pct": 100 * high,
                "source_ids": join_unique(by_then["source_ids"]),
                "raw_keys": join_unique(by_then["raw_keys"]),
            }


def under(paths: pd.DataFrame, reading: str) -> pd.DataFrame:
    """The paths of all acts under one reading."""
    return paths[paths["reading"] == reading]


def mature(paths: pd.DataFrame, reading: str) -> pd.DataFrame:
    """The acts that were signed at least `MATURE_MONTHS` before the vintage, under one reading."""
    acts = under(paths, reading)
    return acts[acts["age_months"] >= MATURE_MONTHS]
