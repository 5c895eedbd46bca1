"""What became of the deadlines that governments set themselves.

A promise is an announcement with a deadline of its own. Its outcome was judged row by row from
evidence; where dates allow, the outcome is derived again here, and a judgement that contradicts
its own dates is a problem. What is documented in part, what was searched for and not found, and
what nobody checked is not settled, so that the share kept is shown with the bounds that hold if
every such promise was kept or none.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.core.problems import Problem, ProblemsError
from analysis.raw.cells import problems_at
from analysis.raw.intervals import first_days, last_days
from analysis.raw.tables import TABLES
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_columns, join_unique
from analysis.transforms.statistics import count_of, wilson_interval

JUDGED = ("kept", "late", "broken")
UNSETTLED = ("in_part", "searched", "not_checked")
OUTCOMES = (*JUDGED, *UNSETTLED, "open", "not_owed")
"""Not owed: whether anybody gave the promise is not on record. It is in no share."""

# The statuses of a milestone that end a promise before it can be kept.
BREAKING = ("suspended", "cancelled")

# China's measures are what the partners react to; they are no promise of the partners.
CHINA = "CHN"


class PromiseOutcomes(Evidenced):
    """One promise and its outcome at the vintage."""

    announcement_id: str = column("announcement that set the deadline", unique=True)
    title: str = column("title of the announcement")
    parties: str = column("parties, ISO 3166-1 alpha-3 codes and blocs, joined by |")
    promise: str = column("what was promised")
    promised_on: str = column("date of the promise, as an interval")
    deadline_on: str = column("deadline as stated, as an interval")
    due_on: str = column("last day of the deadline")
    fulfilled_on: str = column("date of fulfilment known at the vintage", nullable=True)
    outcome: str = column("outcome at the vintage", isin=OUTCOMES)
    days_after_deadline: float = column(
        "fulfilment less deadline; negative is early; empty if not fulfilled", "d", nullable=True
    )
    days_overdue: float = column(
        "vintage less deadline, for promises judged late and not fulfilled", "d", nullable=True
    )
    due: bool = column("whether the deadline has passed or the outcome is settled before it")
    counted: bool = column("whether the promise counts in the share kept")
    counted_reason: str = column("why it counts or does not")
    reason: str = column("what the judgement rests on; empty: not judged yet", nullable=True)


class PromiseSummary(Evidenced):
    """Counts and the share kept among the partners' promises at the vintage: one row."""

    as_of: str = column("vintage")
    promises: int = column("promises counted", "promises", ge=0)
    kept: int = column("kept by the deadline", "promises", ge=0)
    late: int = column("fulfilled after the deadline, or overdue", "promises", ge=0)
    broken: int = column("ended before they could be kept", "promises", ge=0)
    in_part: int = column("due, a part documented", "promises", ge=0)
    searched: int = column("due, searched for and not found", "promises", ge=0)
    not_checked: int = column("due, and not checked", "promises", ge=0)
    open: int = column("deadline not reached", "promises", ge=0)
    unsettled: int = column("in part, searched or not checked", "promises", ge=0)
    due: int = column("kept, late, broken and unsettled", "promises", ge=0)
    judged: int = column("kept, late and broken", "promises", ge=0)
    kept_share_pct: float = column("kept of judged", "%", nullable=True)
    kept_share_low_pct: float = column("Wilson 95 % interval, lower end", "%", nullable=True)
    kept_share_high_pct: float = column("Wilson 95 % interval, upper end", "%", nullable=True)
    kept_share_if_none_pct: float = column("kept of due, no unsettled one kept", "%", nullable=True)
    kept_share_if_all_pct: float = column(
        "kept of due, every unsettled one kept", "%", nullable=True
    )
    median_days_late: float = column(
        "median delay of the promises fulfilled after the deadline", "d", nullable=True
    )


def promise_outcomes(
    promises: pd.DataFrame,
    announcements: pd.DataFrame,
    milestones: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """Each promise made by `as_of`, with its deadline, delay and outcome as known then.

    Parameters: the raw tables promises, announcements and milestones, whole or as known at the
    vintage (of a whole table, what came after `as_of` is left out of the outcome); the vintage.
    A promise whose announcement is not among the announcements is left out: it is not known yet.
    Returns `PromiseOutcomes`, sorted by promised_on and announcement_id.
    Raises ProblemsError with every promise whose judgement contradicts its dates.
    Method: the last day of a deadline counts. Fulfilled by then is kept, after it late. A promise
    suspended or cancelled is broken from that day. Before the deadline it is open; after it, one
    that is not fulfilled is late if it was judged late or fulfilled later, else as it was judged.
    Counted is what the partners promised of their own doing.
    """
    dated = _with_dates(promises, announcements, milestones)
    problems = _contradictions(dated)
    if problems:
        raise ProblemsError(problems)
    known = dated[dated["promised_day"] <= pd.Timestamp(as_of)]
    result = _outcomes_at(known, pd.Timestamp(as_of)).sort_values(
        ["promised_on", "announcement_id"]
    )
    return PromiseOutcomes.validate(
        result[list(PromiseOutcomes.to_schema().columns)].reset_index(drop=True)
    )


def _with_dates(
    promises: pd.DataFrame,
    announcements: pd.DataFrame,
    milestones: pd.DataFrame,
) -> pd.DataFrame:
    """Promises with their announcement and all dates as days."""
    names = {"source_id": "act_source", "row_key": "act_row"}
    act = announcements[["announcement_id", "title", "parties", *names]].rename(columns=names)
    dated = promises.merge(act, on="announcement_id")
    key = dated["announcement_id"]
    dated = dated.assign(broken_day=_first_break(milestones).reindex(key).to_numpy())
    return dated.assign(
        promised_day=first_days(dated["promised_on"]),
        due_day=last_days(dated["deadline_on"]),
        fulfilled_day=last_days(dated["fulfilled_on"]),
        source_ids=join_columns(dated, ["source_id", "act_source"]),
        raw_keys=join_columns(dated, ["row_key", "act_row"]),
    )


def _first_break(milestones: pd.DataFrame) -> pd.Series:
    """The day of the first milestone that ends an announcement's promise, by announcement_id."""
    breaks = milestones[milestones["status"].isin(BREAKING)]
    return last_days(breaks["event_on"]).groupby(breaks["announcement_id"]).min()


def _contradictions(dated: pd.DataFrame) -> list[Problem]:
    """Judgements that their own dates do not bear out."""
    return [
        problem
        for broken, at, what, repair in _rules(dated)
        for problem in problems_at(TABLES["promises"], dated, broken, at, "promise", what, repair)
    ]


def _rules(dated: pd.DataFrame) -> list[tuple[pd.Series, str, str, str]]:
    """For each rule the rows that break it, the column at fault, what is wrong, and the repair."""
    fulfilled = dated["fulfilled_day"].notna()
    by_deadline = dated["fulfilled_day"] <= dated["due_day"]
    judged = dated["outcome"]
    return [
        (
            (judged == "kept") & ~fulfilled,
            "fulfilled_on",
            "is judged kept but has no date of fulfilment",
            "give the date or judge it not_checked",
        ),
        (
            (judged == "kept") & fulfilled & ~by_deadline,
            "outcome",
            "is judged kept but was fulfilled after its deadline",
            "judge it late or mend the date",
        ),
        (
            (judged == "late") & fulfilled & by_deadline,
            "outcome",
            "is judged late but was fulfilled by its deadline",
            "judge it kept or mend the date",
        ),
        (
            ~judged.isin(["kept", "late"]) & fulfilled,
            "outcome",
            "has a date of fulfilment that its judgement denies",
            "judge it kept or late, or remove the date",
        ),
        (
            dated["fulfilled_day"] < dated["promised_day"],
            "fulfilled_on",
            "was fulfilled before it was made",
            "mend the date",
        ),
    ]


def _outcomes_at(known: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Outcome, delays and counting of dated promises at one day."""
    fulfilled = known["fulfilled_day"] <= as_of
    broken = (known["outcome"] == "broken") & (known["broken_day"] <= as_of)
    running = known["due_day"] >= as_of
    # Fulfilled later than `as_of`, which nobody could know: on that day it was overdue.
    overdue = known["outcome"].isin(["late", "kept"])
    outcome = np.select(
        [
            fulfilled & (known["fulfilled_day"] <= known["due_day"]),
            fulfilled,
            broken,
            running,
            overdue,
            known["outcome"] == "broken",
        ],
        ["kept", "late", "broken", "open", "late", "broken"],
        known["outcome"].where(known["outcome"].isin([*UNSETTLED, "not_owed"]), "not_checked"),
    )
    own = known["is_own"].fillna(True).astype(bool)
    chinese = known["parties"].str.split("|").map(lambda parties: CHINA in parties).astype(bool)
    delay = (known["fulfilled_day"] - known["due_day"]).dt.days.astype("float64")
    elapsed = (as_of - known["due_day"]).dt.days.astype("float64")
    # A judgement of what came after the deadline says nothing while the deadline is running.
    foresight = (outcome == "open") & (known["outcome"] != "open")
    return known.assign(
        outcome=outcome,
        reason=known["reason"].mask(foresight),
        due_on=known["due_day"].dt.strftime("%Y-%m-%d"),
        fulfilled_on=known["fulfilled_on"].where(fulfilled),
        days_after_deadline=delay.where(fulfilled),
        days_overdue=elapsed.where((outcome == "late") & ~fulfilled),
        due=outcome != "open",
        counted=~chinese & own & (outcome != "not_owed"),
        counted_reason=np.select(
            [chinese, ~own, outcome == "not_owed"],
            [
                "not counted: China is a party, and the date is that of its own measure",
                "not counted: " + known["not_own_reason"].fillna("no promise of who sets the date"),
                "not counted: not known to be owed",
            ],
            "counted: a promise of the partners",
        ),
    )


def due_of_partners(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The partners' promises whose deadline has passed, or that were settled before it.

    Parameters: outcomes as `promise_outcomes` returns them.
    """
    return outcomes[outcomes["counted"] & (outcomes["outcome"] != "open")]


def promise_summary(outcomes: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Counts by outcome, share kept with its interval and bounds, and the median delay.

    Parameters: outcomes as `promise_outcomes` returns them at `as_of`.
    Returns `PromiseSummary`, one row. Shares are empty where nothing was judged or due.
    Method: the share is kept of judged (kept, late, broken) with a Wilson 95 % interval; the
    bounds are of all due, with no unsettled promise kept and with every one kept.
    """
    counted = outcomes[outcomes["counted"]]
    count = count_of(counted["outcome"], OUTCOMES)
    judged = sum(count[outcome] for outcome in JUDGED)
    unsettled = sum(count[outcome] for outcome in UNSETTLED)
    due, kept = len(due_of_partners(outcomes)), count["kept"]
    low, high = wilson_interval(kept, judged)
    delays = counted.loc[counted["outcome"] == "late", "days_after_deadline"]
    row = {
        "as_of": as_of.isoformat(),
        "promises": len(counted),
        **{name: number for name, number in count.items() if name != "not_owed"},
        "unsettled": unsettled,
        "due": due,
        "judged": judged,
        "kept_share_pct": _percent(kept, judged),
        "kept_share_low_pct": 100 * low if judged else None,
        "kept_share_high_pct": 100 * high if judged else None,
        "kept_share_if_none_pct": _percent(kept, due),
        "kept_share_if_all_pct": _percent(kept + unsettled, due),
        "median_days_late": delays.median(),
        "source_ids": join_unique(counted["source_ids"]),
        "raw_keys": join_unique(counted["raw_keys"]),
    }
    frame = pd.DataFrame([row], columns=list(PromiseSummary.to_schema().columns))
    return PromiseSummary.validate(frame)


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
