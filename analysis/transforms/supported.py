"""Whether plants with public money move on to operation more often than plants without.

Sought (estimand): by what factor the rates of the last two moves, start-up and operation, are
higher once public money is committed to a plant, among plants outside China that are building or
starting up; mines and demonstration plants left out. The first move is not compared: committed
money is itself what makes a plan a plant that is built.

Observed: as for the chain of states (`progress.py`). A plant is supported from the day of its first
commitment or payment on record, also where that was for the plant it is a part of; before that day
it counts without, so that the wait for the money is not counted as the money's doing.

Estimated: one factor in the likelihood of the chain, errors widened by site.

What would make it wrong: money goes to plants that would have moved anyway, or to those that would
not; support that no source names; few moves.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import last_days
from analysis.transforms.conversion import BOUND
from analysis.transforms.model import Evidenced
from analysis.transforms.progress import (
    BEGIN,
    FOLLOW_UPS,
    LIVE,
    MOVES,
    PRIOR_MOVES,
    PRIOR_YEARS,
    STATES,
    Prior,
    after_days,
    likeliest,
    watched,
)
from analysis.transforms.provenance import join_unique
from analysis.transforms.quantities import DAYS_PER_YEAR

HELPED = ("start_up_begun", "operation_begun")
"""The moves whose rates are compared."""

FIRST = LIVE.index("building")

HELP = np.array([move in HELPED for move in MOVES])


class SupportEffect(Evidenced):
    """How often plants with and without committed public money moved on, and the ratio."""

    followed_to: str = column("end of observation of a plant that has not started", isin=FOLLOW_UPS)
    n_supported: int = column("plants watched while they had money", "plants", ge=0)
    n_unsupported: int = column("plants watched while they had none", "plants", ge=0)
    moves_supported: int = column("start-ups and starts of plants with money", "moves", ge=0)
    moves_unsupported: int = column("start-ups and starts of plants without", "moves", ge=0)
    years_supported: float = column("years watched with money", "years", ge=0)
    years_unsupported: float = column("years watched without", "years", ge=0)
    rate_ratio: float = column("rate with money over rate without", "times", ge=0)
    ratio_low: float = column("lower end of the 95 % interval", "times", ge=0)
    ratio_high: float = column("upper end of the 95 % interval", "times", ge=0)


def support_effect(
    projects: pd.DataFrame,
    history: pd.DataFrame,
    marks: pd.DataFrame,
    sources: pd.DataFrame,
    support: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """The ratio of the rates with and without public money, for both lengths of watch.

    Parameters: as for `progress_rates`, and the raw table project_support.
    Returns a `SupportEffect` frame in the order of `FOLLOW_UPS`.
    """
    since = supported_since(projects, support)
    rows = []
    for followed_to in FOLLOW_UPS:
        seen = watched(projects, history, marks, sources, followed_to, as_of)
        rows.append({"followed_to": followed_to, **_effect(with_support(seen, since))})
    names = list(SupportEffect.to_schema().columns)
    return SupportEffect.validate(pd.DataFrame(rows, columns=names))


def supported_since(projects: pd.DataFrame, support: pd.DataFrame) -> pd.DataFrame:
    """The day from which each plant had committed public money, with the row that says so.

    Returns project_id (index), day, source_id and row_key; plants without are left out.
    """
    bound = support[support["stage"].isin(BOUND)]
    bound = bound.assign(day=last_days(bound["announced_on"]))
    parts = projects.set_index("project_id")["contained_in"].dropna()
    inside = pd.DataFrame({"part": parts.index, "project_id": parts.to_numpy()})
    of_whole = bound.merge(inside, on="project_id")
    of_whole["project_id"] = of_whole.pop("part")
    both = pd.concat([bound, of_whole]).sort_values(["day", "row_key"], kind="stable")
    first = both.dropna(subset=["day"]).groupby("project_id").first()
    return first[["day", "source_id", "row_key"]]


def with_support(seen: pd.DataFrame, since: pd.DataFrame) -> pd.DataFrame:
    """A `watched` frame with days_supported, and the evidence of the support beside its own."""
    found = seen.join(since, on="project_id")
    supported = (found["ends_on"] - found["day"]).dt.days.fillna(0)
    days = supported.clip(lower=0).clip(upper=found["days"]).astype("int64")
    helped = days > 0
    for name, more in (("source_ids", "source_id"), ("raw_keys", "row_key")):
        joined = [
            join_unique(pair) for pair in zip(found[name], found[more].fillna(""), strict=True)
        ]
        found[name] = found[name].where(~helped, pd.Series(joined, index=found.index))
    return found[list(seen.columns)].assign(days_supported=days)


def log_ratio(seen: pd.DataFrame) -> tuple[float, float]:
    """The logarithm of the ratio, and its error, from a frame of `with_support`.

    Method: `fit`'s likelihood with a fifth parameter that raises the rates of `HELPED` while a
    plant is supported. Of the ratio is supposed what half a move in either group would say
    (log-F(1, 1): Greenland and Mansournia 2015, Penalization, bias reduction and default priors):
    nothing that a few moves would not outweigh, and enough for a ratio to exist where one group
    has none.
    """
    days, supported = seen["days"].to_numpy(int), seen["days_supported"].to_numpy(int)
    before, after = seen["before"].to_numpy(int), seen["after"].to_numpy(int)
    most = days.max(initial=0)

    def told(at: np.ndarray) -> np.ndarray:
        without = after_days(np.exp(at[:-1]), most)[days - supported, before]
        with_money = after_days(np.exp(at[:-1] + at[-1] * HELP), most)[supported, :, after]
        likely = (without * with_money).sum(axis=1)
        logs: np.ndarray = np.log(np.maximum(likely, np.finfo(float).tiny))
        return logs

    def weight(at: np.ndarray) -> np.ndarray:
        rates = PRIOR_MOVES * at[:-1] - PRIOR_YEARS * np.exp(at[:-1])
        return np.append(rates, at[-1] / 2 - np.logaddexp(0, at[-1]))

    def slope(at: np.ndarray) -> np.ndarray:
        rates = PRIOR_MOVES - PRIOR_YEARS * np.exp(at[:-1])
        return np.append(rates, 0.5 - 1 / (1 + np.exp(-at[-1])))

    found = likeliest(told, Prior(weight, slope), np.append(BEGIN, 0.0), seen["site"])
    return float(found.log_rates[-1]), float(found.covariance[-1, -1] ** 0.5)


def _effect(seen: pd.DataFrame) -> dict[str, object]:
    """One row: the counts over the compared moves, and the ratio."""
    from scipy.special import ndtri

    ratio, error = log_ratio(seen)
    reach = ndtri(0.975) * error
    part = seen[(seen["before"] >= FIRST) | (seen["after"] > FIRST)]
    part = part[part["after"] != STATES.index("stopped")]
    moves = (part["after"] - part["before"].clip(lower=FIRST)).clip(lower=0)
    helped = part["days_supported"] > 0
    alone = part["days_supported"] < part["days"]
    return {
        "n_supported": part.loc[helped, "project_id"].nunique(),
        "n_unsupported": part.loc[alone, "project_id"].nunique(),
        "moves_supported": int(moves[helped].sum()),
        "moves_unsupported": int(moves[~helped].sum()),
        "years_supported": float(part["days_supported"].sum() / DAYS_PER_YEAR),
        "years_unsupported": float((part["days"] - part["days_supported"]).sum() / DAYS_PER_YEAR),
        "rate_ratio": np.exp(ratio),
        "ratio_low": np.exp(ratio - reach),
        "ratio_high": np.exp(ratio + reach),
        "source_ids": join_unique(part["source_ids"]),
        "raw_keys": join_unique(part["raw_keys"]),
    }
