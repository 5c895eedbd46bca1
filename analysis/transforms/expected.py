"""What should be visible by now, if acts lead to plants and if they do not.

Sought (estimand): how many of the partners' acts that began as words or rules would by now have led
to money or works, and to a plant that operates, if one half of them lead to a plant, and if one in
ten does (`hypotheses.csv`); how much likelier what was seen is under the first than under the
second; and which shares fit with it.

Observed: `act_paths.csv`: how far each act has come, by its age.

Estimated: an act that leads to a plant has a plan on its day, which moves on as plants on record
did (`progress_rates.csv`); one that does not leads to nothing. Rates are drawn as plausible as the
histories leave them; how many of the acts are seen at a step is then a sum of independent chances,
and the likelihood of an act is that of the last step it was seen at.

What would make it wrong: plans that existed long before the act (too slow, so that the share comes
out too high); money that is linked to an act and would have come without it (the share too high);
links that nobody found (too low). The steps of one act are not independent of another's of the same
day, so that chance is larger than the interval says.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.conversion import READINGS, under
from analysis.transforms.model import Evidenced
from analysis.transforms.progress import (
    CENTRAL_PCT,
    DRAWS,
    FOLLOW_UPS,
    OPERATING,
    SEED,
    drawn_rates,
    generator,
)
from analysis.transforms.provenance import join_unique
from analysis.transforms.quantities import MONTHS_PER_YEAR

STEPS = ("decision", "operation")
"""Money committed or works begun; a plant that operates."""

MONTHS_COLUMN = {"decision": "money_months", "operation": "operation_months"}

WORKS, DOES_NOT = "works", "does_not"

SHARES_PCT = tuple(range(101))
"""Shares of acts that lead to a plant for which the likelihood is computed."""

LEAST_SUPPORT = 8
"""A share fits with what was seen if that is at most eight times as likely under the best one."""

RATE_DRAWS = 1000
"""Draws of the rates: enough for the second digit of a mean likelihood."""


class ExpectedByNow(Evidenced):
    """How many acts one would see at a step by now under one hypothesis, and how many are seen."""

    step: str = column("decision: money or works; operation: a plant that operates", isin=STEPS)
    hypothesis: str = column("what is supposed of acts, as in hypotheses.csv")
    followed_to: str = column("end of observation in the rates used", isin=FOLLOW_UPS)
    reading: str = column("which links count: stated ones, or inferred ones too", isin=READINGS)
    share_pct: float = column("share of acts that lead to a plant", "%", ge=0, le=100)
    n_acts: int = column("acts that began as words or rules", "acts", ge=1)
    seen: int = column("acts that have led to the step", "acts", ge=0)
    expected: float = column("acts that one would expect, mean of the draws", "acts", ge=0)
    low: float = column("5th percentile of the draws", "acts", ge=0)
    high: float = column("95th percentile of the draws", "acts", ge=0)


class ActLikelihood(Evidenced):
    """Which shares of acts leading to a plant fit with what was seen, in one reading."""

    followed_to: str = column("end of observation in the rates used", isin=FOLLOW_UPS)
    reading: str = column("which links count: stated ones, or inferred ones too", isin=READINGS)
    best_share_pct: float = column(
        "share under which what was seen is likeliest", "%", ge=0, le=100
    )
    low_share_pct: float = column("lowest share that fits with it", "%", ge=0, le=100)
    high_share_pct: float = column("highest share that fits with it", "%", ge=0, le=100)
    likelihood_ratio: float = column(
        "how much likelier what was seen is if acts work than if not", "times", ge=0
    )


def expected_by_now(
    paths: pd.DataFrame, rates: pd.DataFrame, hypotheses: pd.DataFrame
) -> pd.DataFrame:
    """Acts seen at each step, and expected under each hypothesis, over all readings.

    Parameters: an `ActPaths` frame; a `ProgressRates` frame; hypotheses with hypothesis, share_pct.
    Returns an `ExpectedByNow` frame, by step, hypothesis, followed_to and reading.
    Method: `DRAWS` draws. Each takes rates, and for each act whether it is one that leads to a
    plant and whether its plant had come so far at the act's age; counted over the acts.
    """
    rows = [
        row
        for step in STEPS
        for hypothesis in hypotheses.itertuples()
        for followed_to, acts, reading, part in _worlds(paths, rates)
        for row in _expected(step, hypothesis, acts, part, followed_to, reading)
    ]
    return ExpectedByNow.validate(
        pd.DataFrame(rows, columns=list(ExpectedByNow.to_schema().columns))
    )


def act_likelihood(
    paths: pd.DataFrame, rates: pd.DataFrame, hypotheses: pd.DataFrame
) -> pd.DataFrame:
    """The shares of acts leading to a plant that fit with what was seen, over all readings.

    Parameters: as for `expected_by_now`.
    Returns an `ActLikelihood` frame, by followed_to and reading.
    Method: `relative_likelihood` over the shares from 0 to 100; one fits if what was seen is at
    least 1/`LEAST_SUPPORT` as likely under it as under the best.
    """
    share = hypotheses.set_index("hypothesis")["share_pct"].astype("int64")
    rows = []
    for followed_to, acts, reading, part in _worlds(paths, rates):
        likely = relative_likelihood(acts, part)
        fits = np.flatnonzero(likely >= 1 / LEAST_SUPPORT)
        rows.append(
            {
                "followed_to": followed_to,
                "reading": reading,
                "best_share_pct": float(likely.argmax()),
                "low_share_pct": float(fits.min()),
                "high_share_pct": float(fits.max()),
                "likelihood_ratio": likely[share[WORKS]] / likely[share[DOES_NOT]],
                **_evidence(acts, part),
            }
        )
    return ActLikelihood.validate(
        pd.DataFrame(rows, columns=list(ActLikelihood.to_schema().columns))
    )


def relative_likelihood(acts: pd.DataFrame, rates: pd.DataFrame) -> np.ndarray:
    """The likelihood of what was seen of acts, by share leading to a plant, over that of the best.

    Parameters: the acts and the rates of one reading. Returns one number a share, 0 to 100 %.
    Method: an act seen at no step has 1 - share x chance of a decision by its age; one seen at a
    decision share x (that chance - that of operation); one seen at operation share x the latter.
    The product over the acts, its mean over the drawn rates, over that of the best share.
    """
    decided, operates = _by_age(acts, drawn_rates(rates, RATE_DRAWS))
    seen = acts["operation_months"].notna(), acts["money_months"].notna()
    shares = np.array(SHARES_PCT)[:, None, None] / 100
    chance = np.select(
        [mask.to_numpy() for mask in seen],
        [shares * operates, shares * (decided - operates)],
        1 - shares * decided,
    )
    logs = np.log(np.maximum(chance, np.finfo(float).tiny)).sum(axis=2)
    mean = np.exp(logs - logs.max()).mean(axis=1)
    relative: np.ndarray = mean / mean.max()
    return relative


def _worlds(
    paths: pd.DataFrame, rates: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame, str, pd.DataFrame]]:
    """Each reading of the rates with each of the links, if there are acts."""
    for followed_to in FOLLOW_UPS:
        for reading in READINGS:
            acts = under(paths, reading)
            if len(acts):
                yield followed_to, acts, reading, rates[rates["followed_to"] == followed_to]


def _by_age(acts: pd.DataFrame, rates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The chances of a decision and of operation by each act's age, a row per draw of the rates.

    Method: exp(Q x age) by the eigenvalues of Q. What stopped after a decision had one: a decision
    is missing only in a plan that is still one, or that stopped as one.
    """
    age = acts["age_months"].to_numpy() / MONTHS_PER_YEAR
    values, vectors = np.linalg.eig(generator(rates))
    begin = vectors[:, 0, :]
    ends = np.linalg.inv(vectors)[:, :, OPERATING]
    operates = np.einsum("dk,dka,dk->da", begin, np.exp(values[:, :, None] * age), ends)
    onward, stop = rates[:, :1], rates[:, -1:]
    decided = onward / (onward + stop) * -np.expm1(-(onward + stop) * age)
    return decided, np.clip(operates, 0.0, decided)


def _expected(
    step: str,
    hypothesis: pd.api.typing.Any,
    acts: pd.DataFrame,
    rates: pd.DataFrame,
    followed_to: str,
    reading: str,
) -> Iterator[dict[str, object]]:
    """The row of one step under one hypothesis and reading."""
    chance = _by_age(acts, drawn_rates(rates))[STEPS.index(step)] * hypothesis.share_pct / 100
    own = np.random.default_rng([SEED, STEPS.index(step)]).random((DRAWS, len(acts)))
    count = (own < chance).sum(axis=1)
    low, high = np.percentile(count, CENTRAL_PCT)
    evidence = _evidence(acts, rates)
    yield {
        "step": step,
        "hypothesis": hypothesis.hypothesis,
        "followed_to": followed_to,
        "reading": reading,
        "share_pct": hypothesis.share_pct,
        "n_acts": len(acts),
        "seen": int(acts[MONTHS_COLUMN[step]].notna().sum()),
        "expected": float(count.mean()),
        "low": low,
        "high": high,
        "source_ids": evidence["source_ids"],
        "raw_keys": join_unique([evidence["raw_keys"], hypothesis.row_key]),
    }


def _evidence(acts: pd.DataFrame, rates: pd.DataFrame) -> dict[str, str]:
    return {name: join_unique([*acts[name], *rates[name]]) for name in ("source_ids", "raw_keys")}
