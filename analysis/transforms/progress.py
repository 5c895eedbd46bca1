"""How plants move on, from plan to operation: rates, and the chance that a plant operates.

Nobody sees a plant move. It is seen in one state on one day and in another on a later one, and it
becomes known at all because something happened to it. So between two sightings the time of a move
is left open, and a plant counts only from the day on which it was known.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import last_days
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_unique
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.starts import timeline
from analysis.transforms.statuses import DEMONSTRATION, MINING

STATES = ("early", "building", "starting_up", "operating", "stopped")
"""Plans without committed money; money committed or works begun; start-up; its product made to be
used or sold; suspended or given up."""

LIVE = STATES[:3]
OPERATING, STOPPED = STATES.index("operating"), STATES.index("stopped")

STATE_OF = {
    **dict.fromkeys(("announced", "feasibility", "permitted"), "early"),
    **dict.fromkeys(("financed", "under_construction"), "building"),
    "commissioning": "starting_up",
    "operating": "operating",
    **dict.fromkeys(("suspended", "cancelled"), "stopped"),
}

MOVES = ("building_begun", "start_up_begun", "operation_begun", "stopped")
"""What can happen to a plant: from each live state to the next, or from any of them to an end."""

FOLLOW_UPS = ("last_seen", "as_of")
"""Until when a plant that has not started is known not to have: until a source last saw it, or
until the day of the report because a start would have been news. The truth lies between."""

WATCHED_FROM = dt.date(2024, 1, 1)
"""Before this day the record holds plants mostly because they came to start, and none of those
that were given up unnoticed."""

ONE_NEWS = np.timedelta64(7, "D")
"""What is reported of a plant within a week of its first report is one piece of news with it: a
plant whose money comes with its plan was never seen as a plan that waits for money."""

PRIOR_MOVES, PRIOR_YEARS = 0.5, 0.1
"""What is supposed of each rate before looking: half a move, as Jeffreys has it for a rate, and
so few plant-years that they weigh nothing beside those on record."""

CENTRAL_PCT = (5.0, 95.0)
"""Ends of the interval that is shown for a chance: nine tenths of what is plausible."""

DRAWS = 10_000
"""Draws of a simulation: enough for two stable digits of the 5th and 95th percentile."""

SEED = 20260204
"""Any fixed number serves; this one is the day of the Washington ministerial."""

DAY = np.timedelta64(1, "D")

COVARIANCES = tuple(f"covariance_{move}" for move in MOVES)


class ProgressRates(Evidenced):
    """How often one move happens to plants that are in the state before it."""

    followed_to: str = column("end of observation of a plant that has not started", isin=FOLLOW_UPS)
    move: str = column("what happens to a plant", isin=MOVES)
    n_plants: int = column("plants watched that could make the move", "plants", ge=0)
    n_moves: int = column("moves seen to have happened between two sightings", "moves", ge=0)
    plant_years: float = column(
        "years of observation that began in a state before the move", "years", ge=0
    )
    rate_per_year: float = column("moves per plant and year", "1/yr", ge=0)
    rate_low: float = column("5th percentile of the rate", "1/yr", ge=0)
    rate_high: float = column("95th percentile of the rate", "1/yr", ge=0)
    log_rate: float = column("natural logarithm of the rate", "log(1/yr)")
    covariance_building_begun: float = column("covariance with the log rate of that move", "log²")
    covariance_start_up_begun: float = column("covariance with the log rate of that move", "log²")
    covariance_operation_begun: float = column("covariance with the log rate of that move", "log²")
    covariance_stopped: float = column("covariance with the log rate of that move", "log²")


class StartChances(Evidenced):
    """How often plants of one state operate within a year."""

    phase: str = column("state of the plant", isin=LIVE)
    followed_to: str = column("end of observation of a plant that has not started", isin=FOLLOW_UPS)
    n_projects: int = column("plants watched in the state", "plants", ge=0)
    n_starts: int = column("of these, seen to operate later", "plants", ge=0)
    project_years: float = column("years of observation that began in the state", "years", ge=0)
    chance_year_pct: float = column(
        "chance to operate within a year", "%", nullable=True, ge=0, le=100
    )
    chance_year_low_pct: float = column(
        "5th percentile of that chance", "%", nullable=True, ge=0, le=100
    )
    chance_year_high_pct: float = column(
        "95th percentile of that chance", "%", nullable=True, ge=0, le=100
    )


class Fit(NamedTuple):
    """Log rates of `MOVES`, and their covariance."""

    log_rates: np.ndarray
    covariance: np.ndarray


def progress_rates(
    projects: pd.DataFrame,
    history: pd.DataFrame,
    marks: pd.DataFrame,
    sources: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """How often plants move on, for both readings of how long a plant without news was watched.

    Parameters: projects and history as for `timeline`, with stage, company, region and
        contained_in; marks with project_id, mark; sources with source_id, published_on.
    Returns a `ProgressRates` frame in the order of `FOLLOW_UPS` and `MOVES`.

    Method: a Markov chain in continuous time, seen now and then (Kalbfleisch and Lawless 1985, The
    analysis of panel data under a Markov assumption): what two sightings tell is the chance to be
    in the second state so long after the first, an entry of exp(Q x years). Q has a constant rate
    for each move, that of stopping the same in all live states. A plant enters when it became
    known (`entries`), in the last state of that news (`ONE_NEWS`). The rates are those that make
    the sightings likeliest, with `PRIOR_MOVES` and `PRIOR_YEARS` added to each. Their covariance is
    that of the model, or of the sites as clusters where that is larger (`widened`).

    What would make it wrong: a rate that changes with time; a plant that becomes known because it
    is about to start; plants whose end nobody reports.
    """
    frames = []
    for followed_to in FOLLOW_UPS:
        seen = watched(projects, history, marks, sources, followed_to, as_of)
        frames.append(_rates(seen, fit(seen)).assign(followed_to=followed_to))
    names = list(ProgressRates.to_schema().columns)
    return ProgressRates.validate(pd.concat(frames, ignore_index=True)[names])


def start_chances(
    projects: pd.DataFrame,
    history: pd.DataFrame,
    marks: pd.DataFrame,
    sources: pd.DataFrame,
    rates: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """The chance that a plant of each live state operates within a year.

    Parameters: as for `progress_rates`, and its result.
    Returns a `StartChances` frame, ordered by phase and followed_to; the chances are missing where
    no plant was watched in the state.
    """
    rows = []
    for followed_to in FOLLOW_UPS:
        seen = watched(projects, history, marks, sources, followed_to, as_of)
        of_reading = rates[rates["followed_to"] == followed_to]
        best = chances(np.exp(of_reading["log_rate"].to_numpy()), 1.0)
        low, high = np.percentile(drawn_chances(drawn_rates(of_reading), 1.0), CENTRAL_PCT, axis=0)
        for place, phase in enumerate(LIVE):
            part = seen[seen["before"] == place]
            plants = seen[seen["project_id"].isin(part["project_id"])]
            known = 100.0 if len(part) else np.nan
            rows.append(
                {
                    "phase": phase,
                    "followed_to": followed_to,
                    "n_projects": part["project_id"].nunique(),
                    "n_starts": int((plants["after"] == OPERATING).sum()),
                    "project_years": float(part["days"].sum() / DAYS_PER_YEAR),
                    "chance_year_pct": known * best[place],
                    "chance_year_low_pct": known * low[place],
                    "chance_year_high_pct": known * high[place],
                    **_evidence(plants),
                }
            )
    frame = pd.DataFrame(rows)[list(StartChances.to_schema().columns)]
    frame = frame.sort_values(["phase", "followed_to"], ignore_index=True)
    return StartChances.validate(frame)


def watched(
    projects: pd.DataFrame,
    history: pd.DataFrame,
    marks: pd.DataFrame,
    sources: pd.DataFrame,
    followed_to: str,
    as_of: dt.date,
) -> pd.DataFrame:
    """What is known of each plant between two days: one row an interval.

    Parameters: as for `progress_rates`; `followed_to`, one of `FOLLOW_UPS`.
    Returns project_id, site (text), before and after (places in `STATES`), days, held_days (how
    long it had been known in the state before), ends_on (day), source_ids and raw_keys. The last
    interval of a plant that was not seen to operate or stop ends on the day of the report if
    `followed_to` is `as_of`.
    """
    demonstrations = marks.loc[marks["mark"] == DEMONSTRATION, "project_id"]
    counted = projects[(projects["stage"] != MINING) & ~projects["project_id"].isin(demonstrations)]
    seen = timeline(counted, history[history["project_id"].isin(counted["project_id"])], as_of)
    seen = seen.assign(state=seen["status"].map(STATE_OF).map(STATES.index))
    entry = entries(seen, sources)
    site = sites(counted)
    rows = [
        {"project_id": name, "site": site[name], **interval}
        for name, plant in seen.groupby("project_id")
        for interval in _intervals(plant, entry[name], followed_to, pd.Timestamp(as_of))
    ]
    names = ["project_id", "site", "before", "after", "days", "held_days", "ends_on"]
    names += ["source_ids", "raw_keys"]
    return pd.DataFrame(rows, columns=names)


def entries(seen: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """The day from which each plant was known: of the first of its sources, or `WATCHED_FROM`.

    Parameters: a `timeline`; sources with source_id, published_on (the event's own day where the
    source is not dated).
    """
    published = last_days(sources.set_index("source_id")["published_on"])
    day = published.reindex(seen["source_id"]).set_axis(seen.index).fillna(seen["on"])
    first = day.groupby(seen["project_id"]).min()
    return first.clip(lower=pd.Timestamp(WATCHED_FROM))


def sites(projects: pd.DataFrame) -> dict[str, str]:
    """Where each plant stands and whose it is: phases of one site share their luck.

    A plant inside another one stands where that one does.
    """
    own = dict(
        zip(
            projects["project_id"],
            projects["company"] + ", " + projects["region"].fillna(""),
            strict=True,
        )
    )
    parent = projects.set_index("project_id")["contained_in"].dropna()
    found = {}
    for name in own:
        top = name
        while top in parent.index and parent[top] in own:
            top = parent[top]
        found[name] = own[top]
    return found


def _intervals(
    plant: pd.DataFrame, entry: pd.Timestamp, followed_to: str, as_of: pd.Timestamp
) -> list[dict[str, object]]:
    """The intervals of one plant, from its entry to its start, its end, or the last of it."""
    state = plant["state"].to_numpy()
    live = np.flatnonzero(state != STOPPED)
    if not len(live):
        return []
    # A stop that ended was a pause, and a report of an earlier state is older news.
    kept = plant[(state != STOPPED) | (np.arange(len(state)) > live[-1])]
    state = kept["state"].cummax().to_numpy()
    known_on = dict(zip(state[::-1], kept["on"].to_numpy()[::-1], strict=True))
    on = kept["on"].clip(lower=entry).to_numpy()
    news = ONE_NEWS if entry > pd.Timestamp(WATCHED_FROM) else 0 * DAY
    first = max(0, int(np.searchsorted(on, np.datetime64(entry) + news, side="right")) - 1)
    evidence = _evidence(kept.rename(columns={"source_id": "source_ids", "row_key": "raw_keys"}))
    steps = list(zip(on[first:], state[first:], strict=True))
    if followed_to == "as_of" and steps[-1][1] < OPERATING:
        steps.append((as_of.to_datetime64(), steps[-1][1]))
    found = []
    for (begin, before), (end, after) in pairwise(steps):
        days, held = (round(time / DAY) for time in (end - begin, begin - known_on[before]))
        if before < OPERATING and (days or after > before):
            seen = {"before": before, "after": after, "days": max(days, 1), "ends_on": end}
            found.append({**seen, "held_days": held, **evidence})
    return found


def _evidence(rows: pd.DataFrame) -> dict[str, str]:
    return {name: join_unique(rows[name]) for name in ("source_ids", "raw_keys")}


def generator(rates: np.ndarray) -> np.ndarray:
    """The matrix Q of some rates (last axis: `MOVES`), between `STATES`."""
    q = np.zeros((*rates.shape[:-1], len(STATES), len(STATES)), dtype=rates.dtype)
    for place in range(len(LIVE)):
        q[..., place, place + 1] = rates[..., place]
        q[..., place, STOPPED] = rates[..., -1]
        q[..., place, place] = -rates[..., place] - rates[..., -1]
    return q


def chances(rates: np.ndarray, years: float) -> np.ndarray:
    """The chance to operate so many years later, from each live state."""
    from scipy.linalg import expm

    found: np.ndarray = expm(generator(rates) * years)[: len(LIVE), OPERATING]
    return found


def drawn_chances(rates: np.ndarray, years: float) -> np.ndarray:
    """`chances` for many draws of the rates, one row a draw.

    Method: exp(Q x years) by the eigenvalues of Q, thirty times as fast; rates drawn at random are
    never equal, so that Q has as many eigenvectors as states.
    """
    values, vectors = np.linalg.eig(generator(rates))
    weights = np.linalg.inv(vectors)[..., :, OPERATING] * np.exp(values * years)
    return np.clip((vectors @ weights[..., None])[:, : len(LIVE), 0], 0.0, 1.0)


def after_days(rates: np.ndarray, most: int) -> np.ndarray:
    """exp(Q x days) for each whole number of days from 0 to `most`, by squaring that of one day."""
    from scipy.linalg import expm

    powers = np.stack([np.eye(len(STATES)), expm(generator(rates) / DAYS_PER_YEAR)])
    while len(powers) <= most:
        powers = np.concatenate([powers, powers[-1] @ powers[1:]])
    return powers


def fit(seen: pd.DataFrame) -> Fit:
    """The likeliest log rates of `MOVES` and their covariance, from a `watched` frame."""
    days = seen["days"].to_numpy(int)
    before, after = seen["before"].to_numpy(int), seen["after"].to_numpy(int)

    def told(log_rates: np.ndarray) -> np.ndarray:
        """The log likelihood of each interval."""
        likely = after_days(np.exp(log_rates), days.max(initial=0))[days, before, after]
        return np.log(np.maximum(likely, np.finfo(float).tiny))

    def prior(log_rates: np.ndarray) -> np.ndarray:
        return PRIOR_MOVES * log_rates - PRIOR_YEARS * np.exp(log_rates)

    def prior_slope(log_rates: np.ndarray) -> np.ndarray:
        return PRIOR_MOVES - PRIOR_YEARS * np.exp(log_rates)

    return likeliest(told, Prior(prior, prior_slope), BEGIN, seen["site"])


class Prior(NamedTuple):
    """What is supposed of each parameter before looking: the log of its weight, and its slope."""

    weight: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


BEGIN = np.log([0.3, 0.3, 0.3, 0.05])
"""Log rates from which the likeliest ones are sought; any others lead to the same."""

TINY_STEP = 1e-20
"""Along the imaginary axis, where a slope comes out exact to the last digit."""

STEP = 1e-4
"""Between the two slopes whose difference is a curvature."""

NEWTON_STEPS = 3
"""Steps of Newton's after the search: the last digits are the same from any begin."""


def likeliest(
    told: Callable[[np.ndarray], np.ndarray], prior: Prior, begin: np.ndarray, site: pd.Series
) -> Fit:
    """The parameters that make what was seen likeliest, and their covariance.

    Parameters: the log likelihood of each interval under some parameters; what is supposed of
    them; where to begin; the site of each interval, for errors by site (`widened`).
    """
    from scipy.optimize import minimize

    each = np.eye(len(begin))

    def scores(at: np.ndarray) -> np.ndarray:
        """The slope of each interval's log likelihood in each parameter.

        Method: the complex step (Squire and Trapp 1998), which takes no difference of near numbers.
        """
        return np.stack(
            [told(at + 1j * TINY_STEP * step).imag / TINY_STEP for step in each], axis=1
        )

    def loss(at: np.ndarray) -> float:
        return -float(told(at).sum() + prior.weight(at).sum())

    def slope(at: np.ndarray) -> np.ndarray:
        return -(scores(at).sum(axis=0) + prior.slope(at))

    def curvature(at: np.ndarray) -> np.ndarray:
        steps = STEP * each
        bend = np.stack([(slope(at + step) - slope(at - step)) / (2 * STEP) for step in steps])
        return (bend + bend.T) / 2

    found = minimize(loss, begin, jac=slope, method="BFGS").x
    for _ in range(NEWTON_STEPS):
        found = found - np.linalg.solve(curvature(found), slope(found))
    model = np.linalg.inv(curvature(found))
    return Fit(found, widened(model, scores(found), site))


def widened(model: np.ndarray, scores: np.ndarray, site: pd.Series) -> np.ndarray:
    """The covariance of the model, each error widened where the sites differ by more than it says.

    Method: a sandwich of the scores summed by site (Liang and Zeger 1986) with the factor n/(n-1)
    of n sites; with few events it is too small, so that an error is never made smaller by it.
    """
    groups = site.nunique()
    if groups < 2:
        return model
    sums = pd.DataFrame(scores).groupby(site.to_numpy()).sum().to_numpy()
    sandwich = model @ (sums.T @ sums) @ model * groups / (groups - 1)
    factor = np.sqrt(np.maximum(1.0, np.diag(sandwich) / np.diag(model)))
    return model * np.outer(factor, factor)


def _rates(seen: pd.DataFrame, found: Fit) -> pd.DataFrame:
    """The rows of `ProgressRates` of one reading."""
    from scipy.special import ndtri

    error = np.sqrt(np.diag(found.covariance))
    low, high = (np.exp(found.log_rates + ndtri(end / 100) * error) for end in CENTRAL_PCT)
    rows = []
    for place, move in enumerate(MOVES):
        if move == "stopped":
            part, done = seen, seen["after"] == STOPPED
        else:
            part = seen[seen["before"] <= place]
            done = (part["after"] > place) & (part["after"] != STOPPED)
            part = part[(part["before"] == place) | done]
        rows.append(
            {
                "move": move,
                "n_plants": part["project_id"].nunique(),
                "n_moves": int(done.sum()),
                "plant_years": float(part["days"].sum() / DAYS_PER_YEAR),
                "rate_per_year": np.exp(found.log_rates[place]),
                "rate_low": low[place],
                "rate_high": high[place],
                "log_rate": found.log_rates[place],
                **dict(zip(COVARIANCES, found.covariance[place], strict=True)),
                **_evidence(part),
            }
        )
    return pd.DataFrame(rows)


def luck(names: Sequence[str], draws: int = DRAWS) -> np.ndarray:
    """Uniform random numbers, one row per name, the same for a name on every run."""
    seeds = (zlib.crc32(name.encode()) for name in names)
    return np.stack([np.random.default_rng([SEED, seed]).random(draws) for seed in seeds])


def drawn_rates(rates: pd.DataFrame, draws: int = DRAWS) -> np.ndarray:
    """Rates that are as plausible as the data leave them: one row a draw, in the order of `MOVES`.

    Parameters: the rows of a `ProgressRates` frame of one reading.
    Method: the log rates are normal with the covariance of the table; its Cholesky factor times
    the normal quantiles of the uniform numbers named by the moves.
    """
    names, squares = list(rates["move"]), rates[list(COVARIANCES)].to_numpy()
    return drawn(rates["log_rate"].to_numpy(), squares, names, draws)


def drawn(logs: np.ndarray, covariance: np.ndarray, names: Sequence[str], draws: int) -> np.ndarray:
    """Numbers whose logarithms are normal about `logs` with a covariance: one row a draw.

    Method: its Cholesky factor times the normal quantiles of the uniform numbers of the names.
    """
    from scipy.special import ndtri

    factor = np.linalg.cholesky(covariance)
    found: np.ndarray = np.exp(logs + (factor @ ndtri(luck(names, draws))).T)
    return found
