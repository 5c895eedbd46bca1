"""How late plants are: the first promised start against the actual one, or the last sighting.

A promise of "2026" is kept by a start on any day of 2026. So lateness runs from the end of the
promised interval, while the length of a slip is measured from middle to middle, with the bounds
that the two intervals allow. A plant that has not started has no slip yet: its delay is known only
to be longer than until it was last seen. Silence is no delay: of a plant never seen after its date
nobody can say whether it was in time, and both are bounds.
"""

from __future__ import annotations

import datetime as dt
import warnings
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_columns, join_unique
from analysis.transforms.quantities import DAYS_PER_MONTH
from analysis.transforms.spans import spans
from analysis.transforms.starts import OUTCOMES, promised_starts, status_at, timeline
from analysis.transforms.statistics import wilson_interval
from analysis.transforms.statuses import DEMONSTRATION, MINING, STOPPED

OUTCOME_WORDS = ("in_time", "late", "overdue", "unseen", "not_due", "stopped", "apart")
"""in_time and late: operating, by or after the end of the first promised interval; overdue: that
interval is over and the plant was seen after it, not operating; unseen: it was not seen after it;
not_due: it is not over; stopped: given up or on hold, whenever it was due; apart: no plant of the
partners for the market, so that its start is shown apart."""

JUDGED = ("in_time", "late", "overdue", "unseen", "stopped")
"""Outcomes of plants whose promise is over, or that were given up before."""

APART = {
    DEMONSTRATION: "demonstration plants, whose start opens no plant for the market",
    "owner_china": "plants owned from China",
    "state_owned": "plants of a state that is no partner",
    MINING: "mines, at which nothing is refined",
}
"""What is shown apart, by mark or stage."""

READINGS = {"operating": "operating", "started_up": "at least starting up"}
"""What counts as a start: production, or at least the first trials."""

LEAST_FOR_QUANTILE = 5
"""Projects below which no curve is given: with fewer, one project moves it by more than a fifth of
the whole."""

GROUPINGS = ("all", "stage")


class Slippage(Evidenced):
    """One plant or phase that was ever given a start date."""

    project_id: str = column("plant or phase", unique=True)
    name: str = column("name")
    country: str = column("country of the site")
    mineral: str = column("mineral or minerals")
    stage: str = column("step of the value chain")
    status: str = column("status as last seen")
    first_promise: str = column("start first promised: year, month or day")
    first_promise_said_on: str = column("middle of the interval in which that was said")
    current_promise: str = column("start promised last")
    n_promises: int = column("times a start was promised", "promises", ge=1)
    started_up_on: str = column("when it was first seen being started up", nullable=True)
    started_on: str = column("when it was first seen operating", nullable=True)
    last_seen_on: str = column("when a source last gave a status, as an interval")
    apart: str = column("why it is shown apart", nullable=True, isin=list(APART))
    outcome: str = column("what became of the first promise", isin=OUTCOME_WORDS)
    outcome_as_plant: str = column("the same with nothing shown apart", isin=OUTCOME_WORDS[:-1])
    up_in_time: bool = column("being started up, at least, by the end of the first promise")
    slip_months: float = column(
        "first promise to start, middle to middle; earlier is negative", "months", nullable=True
    )
    slip_low_months: float = column("least that the dates allow", "months", nullable=True)
    slip_high_months: float = column("most that the dates allow", "months", nullable=True)
    restated_months: float = column("first to last promise, middle to middle", "months")
    waited_months: float = column(
        "since the end of the first promise, seen not to have started; of a stopped plant to today",
        "months",
        nullable=True,
        ge=0,
    )
    at_least_months: float = column(
        "slip, or the longer of waited and restated if not started", "months"
    )


class DelayCurve(Evidenced):
    """Share of promised plants that do not operate some months after their first promise."""

    grouping: str = column("what the group is", isin=GROUPINGS)
    group: str = column("stage or all")
    months: int = column("after the end of the first promised interval", "months", ge=0)
    n_projects: int = column(
        "projects whose first promise is over", "projects", ge=LEAST_FOR_QUANTILE
    )
    n_at_risk: int = column(
        "of these, still watched and not operating just before", "projects", ge=0
    )
    not_operating_pct: float = column("share not operating", "%", ge=0, le=100)
    low_pct: float = column("lower end of the 95 % interval", "%", nullable=True, ge=0, le=100)
    high_pct: float = column("upper end of the 95 % interval", "%", nullable=True, ge=0, le=100)


def slippage(
    projects: pd.DataFrame, history: pd.DataFrame, project_marks: pd.DataFrame, as_of: dt.date
) -> pd.DataFrame:
    """The first promised start of each project against its start, or its last sighting.

    Parameters: the raw tables; `as_of`, the day of the report.
    Returns a `Slippage` frame ordered by project_id, one row per project that was given a start
    date before it operated.

    Method: start means the first day seen with the status `operating`; first kilograms and ribbon
    cuttings do not count. `up_in_time` is the generous reading, in which start-up does. Mines, and
    what a mark of `APART` names, are judged apart. The slip is the middle of the starting interval
    less the middle of the promised one; the first day less the last, and the last less the first,
    are its bounds.
    """
    promises = promised_starts(projects, history, project_marks, as_of)
    statuses = timeline(projects, history, as_of)
    frame = _first_and_last(promises).join(_reached(statuses, "operating", "started_on"))
    frame = frame.join(_reached(statuses, "started_up", "started_up_on"))
    details = ["name", "country", "mineral", "stage", "status"]
    frame = frame.join(projects.set_index("project_id")[details])
    newest = status_at(statuses).reindex(frame.index)
    frame["status"] = newest["status"].fillna(frame["status"])
    frame["last_seen_on"] = newest["status_on"].fillna(frame["first_promise_said_on"])
    frame = _with_outcome(_with_delays(frame, as_of), as_of)
    apart = _apart(frame, project_marks)
    frame = frame.assign(
        apart=apart,
        outcome_as_plant=frame["outcome"],
        outcome=frame["outcome"].mask(apart.notna(), "apart"),
    )
    frame = frame.reset_index().sort_values("project_id", kind="stable").reset_index(drop=True)
    return Slippage.validate(frame[list(Slippage.to_schema().columns)])


def _apart(frame: pd.DataFrame, marks: pd.DataFrame) -> pd.Series:
    """Why each project is shown apart, missing where it is not."""
    marked = marks[marks["mark"].isin(list(APART))].drop_duplicates("project_id")
    why = marked.set_index("project_id")["mark"].reindex(frame.index)
    return why.fillna(frame["stage"].where(frame["stage"] == MINING)).astype("str")


def _with_delays(frame: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The projects with slip, restatement and waiting time in months."""
    today = pd.Timestamp(as_of)
    first, last = spans(frame["first_promise"]), spans(frame["current_promise"])
    start = spans(frame["started_on"])
    seen = spans(frame["last_seen_on"])["middle"].mask(frame["status"].isin(STOPPED), today)
    waiting = (first["end"] < seen) & frame["started_on"].isna()
    waited = _months(seen - first["end"]).where(waiting)
    restated = _months(last["middle"] - first["middle"])
    slip = _months(start["middle"] - first["middle"])
    return frame.assign(
        slip_months=slip,
        slip_low_months=_months(start["begin"] - first["end"]),
        slip_high_months=_months(start["end"] - first["begin"]),
        restated_months=restated,
        waited_months=waited,
        at_least_months=slip.fillna(np.fmax(waited, restated)),
    )


def _with_outcome(frame: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The projects with what became of the first promise, and with their evidence."""
    end = spans(frame["first_promise"])["end"]
    started, up = spans(frame["started_on"]), spans(frame["started_up_on"])
    begun, stopped = started["begin"].notna(), frame["status"].isin(STOPPED)
    seen = frame["waited_months"].notna()
    cases = [started["begin"] <= end, begun, stopped, seen, end < pd.Timestamp(as_of)]
    return frame.assign(
        outcome=np.select(cases, ["in_time", "late", "stopped", "overdue", "unseen"], "not_due"),
        up_in_time=up["begin"] <= end,
        source_ids=join_columns(
            frame, ["promise_sources", "operating_source", "started_up_source"]
        ),
        raw_keys=join_columns(frame, ["promise_keys", "operating_key", "started_up_key"]),
    )


def _first_and_last(promises: pd.DataFrame) -> pd.DataFrame:
    """Per project the first and the last promise, their number and their evidence."""
    grouped = promises.groupby("project_id", sort=True)
    ends = grouped.agg(
        first_promise=("promised", "first"),
        said=("on", "first"),
        current_promise=("promised", "last"),
        n_promises=("promised", "size"),
        promise_sources=("source_id", join_unique),
        promise_keys=("row_key", join_unique),
    )
    ends["first_promise_said_on"] = ends.pop("said").dt.strftime("%Y-%m-%d")
    return ends


def _reached(statuses: pd.DataFrame, outcome: str, name: str) -> pd.DataFrame:
    """Per project the interval in which it first reached an outcome, as `name`, and who says so."""
    seen = statuses[statuses["status"].isin(OUTCOMES[outcome])]
    first = seen.drop_duplicates("project_id").set_index("project_id")
    names = {"status_on": name, "source_id": f"{outcome}_source", "row_key": f"{outcome}_key"}
    return first[list(names)].rename(columns=names)


def _months(span: pd.Series) -> pd.Series:
    """A span of time in months of mean length."""
    return span / pd.Timedelta(days=1) / DAYS_PER_MONTH


def judged(slipped: pd.DataFrame) -> pd.DataFrame:
    """The projects whose first promise is over, or that started or were given up before.

    Parameters: `slipped`, a `Slippage` frame. What is shown apart is left out.
    """
    return slipped[slipped["outcome"].isin(JUDGED)]


class InTime(NamedTuple):
    """Shares of judged projects that were in time, per cent.

    Attributes:
        share: of those of which it can be said.
        none, all: of all, if no unseen one was in time, and if every one was.
        low, high: the same with Wilson's interval, its lower end of `none`, its upper of `all`.
    """

    share: float
    none: float
    all: float
    low: float
    high: float


def share_in_time(rows: pd.DataFrame, reading: str = "operating") -> InTime:
    """How many of some judged projects started by the date first promised.

    Parameters: rows of a `Slippage` frame as `judged` returns them, at least one; `reading`, one
        of `READINGS`.
    Method: a stopped project did not keep its promise. One that was not seen after its date may
    have kept it or not, so that both are bounds, and chance is added to either (Wilson's interval).
    """
    kept = rows["outcome"] == "in_time" if reading == "operating" else rows["up_in_time"]
    in_time, judged_ = int(kept.sum()), len(rows)
    unseen = int(((rows["outcome"] == "unseen") & ~kept.astype(bool)).sum())
    known = judged_ - unseen
    return InTime(
        100 * in_time / known if known else np.nan,
        100 * in_time / judged_,
        100 * (in_time + unseen) / judged_,
        100 * wilson_interval(in_time, judged_)[0],
        100 * wilson_interval(in_time + unseen, judged_)[1],
    )


def since_promise(rows: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The rows with their dates in months after the end of the first promised interval.

    Parameters: rows of a `Slippage` frame; the vintage.
    Returns them with today_months (the vintage), start_months and up_months (the middle of the
    interval in which the project was first seen operating, and being started up) and
    promised_months (the end of what is promised now).
    """
    due = spans(rows["first_promise"])["end"]
    return rows.assign(
        start_months=_months(spans(rows["started_on"])["middle"] - due),
        up_months=_months(spans(rows["started_up_on"])["middle"] - due),
        promised_months=_months(spans(rows["current_promise"])["end"] - due),
        today_months=_months(pd.Timestamp(as_of) - due),
    )


def delay_curve(
    slipped: pd.DataFrame, months: tuple[int, ...] = (0, 6, 12, 24, 36)
) -> pd.DataFrame:
    """The share of promised plants that do not operate some months after their promise.

    Parameters: `slipped`, a `Slippage` frame; `months` after the end of the first promise.
    Returns a `DelayCurve` frame for all projects and each stage with five or more whose promise is
    over, ordered by grouping, group and months; months after the last one watched are left out.

    Method: Kaplan-Meier, which lets plants that have not started count until they were last seen;
    the interval is Greenwood's on the log-log scale, missing before the first start. A stopped
    plant counts as not operating until today; one that was never seen after its date not at all.
    """
    over = slipped[slipped["started_on"].notna() | slipped["waited_months"].notna()]
    over = over[over["outcome"] != "apart"]
    groups = [("all", "all", over), *(("stage", *part) for part in over.groupby("stage"))]
    rows = [
        row
        for grouping, group, part in groups
        if len(part) >= LEAST_FOR_QUANTILE
        for row in _curve(part, grouping, str(group), months)
    ]
    frame = pd.DataFrame(rows, columns=list(DelayCurve.to_schema().columns))
    return DelayCurve.validate(frame)


def _curve(
    part: pd.DataFrame, grouping: str, group: str, months: tuple[int, ...]
) -> list[dict[str, object]]:
    """The rows of one group's curve."""
    # Slow to import, and exhibits, which import this module too, have no need of it.
    from scipy import stats

    first, start = spans(part["first_promise"]), spans(part["started_on"])
    delay = _months(start["middle"] - first["end"]).clip(lower=0).fillna(part["waited_months"])
    begun = part["started_on"].notna()
    data = stats.CensoredData(uncensored=delay[begun], right=delay[~begun])
    curve = stats.ecdf(data).sf
    with warnings.catch_warnings():
        # No start yet means no interval: that is said by leaving it missing.
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = curve.confidence_interval(0.95, method="log-log")
    return [
        {
            "grouping": grouping,
            "group": group,
            "months": month,
            "n_projects": len(part),
            "n_at_risk": int((delay >= month).sum()),
            "not_operating_pct": 100 * curve.evaluate(month),
            "low_pct": _known(interval.low, curve, month),
            "high_pct": _known(interval.high, curve, month),
            "source_ids": join_unique(part["source_ids"]),
            "raw_keys": join_unique(part["raw_keys"]),
        }
        for month in months
        if month <= delay.max()
    ]


def _known(bound: Any, curve: Any, month: int) -> float:
    """A bound of the curve in per cent; missing while the curve has not left 100 %."""
    return 100 * bound.evaluate(month) if curve.evaluate(month) < 1 else np.nan
