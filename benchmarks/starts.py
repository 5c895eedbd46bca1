"""Do nine of ten intervals of the chain's rates and chances hold the truth? On simulated plants.

    python benchmarks/starts.py [SIMULATIONS]

Plants of known rates are looked at now and then, as sources look at real ones: so many plants, so
many looks, one to three plants a site. Once each plant has its own luck; once the plants of a site
are all quick or all slow, which the model does not know and the sites as clusters must make up for.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.transforms.progress import (
    LIVE,
    MOVES,
    OPERATING,
    STOPPED,
    drawn_chances,
    fit,
)

SIMULATIONS = 500
SITES, FOLLOWED, YEARS = 60, 2.9, 4.0
RATES = np.array([0.5, 0.4, 0.5, 0.04])
BEGIN = (0.55, 0.3, 0.15)
DRAWS = 1000


def life(
    rng: np.random.Generator,
    state: int,
    rates: np.ndarray,
    since: float = np.inf,
    then: np.ndarray = RATES,
) -> list[tuple[float, int]]:
    """The days on which one plant moves, in years, and the state it then is in.

    From the day `since` on it has the rates `then`.
    """
    path, now = [(0.0, state)], 0.0
    while state < OPERATING:
        onward, end = (rates if now < since else then)[[state, -1]]
        step = rng.exponential(1 / (onward + end))
        if now < since < now + step:
            now = since
            continue
        now += step
        state = state + 1 if rng.random() < onward / (onward + end) else STOPPED
        path.append((now, state))
    return path


def looked_at(
    rng: np.random.Generator, site: int, path: list[tuple[float, int]]
) -> list[dict[str, object]]:
    """What is seen of one plant that moves so: intervals as `watched` gives them."""
    looks = np.sort(rng.uniform(0, rng.uniform(0.5, FOLLOWED), rng.integers(1, 5)))
    found, last, before = [], 0.0, path[0][1]
    for look in looks:
        after = [state for day, state in path if day <= look][-1]
        days = max(round((look - last) * 365.25), 1)
        seen = {"site": f"{site:03}", "before": before, "after": after, "days": days}
        found.append({**seen, "ends_on": look})
        last, before = look, after
        if before >= OPERATING:
            break
    return found


def world(rng: np.random.Generator, spread: float) -> pd.DataFrame:
    """All that is seen of all plants; with `spread`, the variance of a site's common quickness."""
    rows = []
    for site in range(SITES):
        quick = rng.gamma(1 / spread, spread) if spread else 1.0
        rates = RATES * np.array([quick, quick, quick, 1.0])
        for _ in range(rng.integers(1, 4)):
            path = life(rng, int(rng.choice(len(LIVE), p=BEGIN)), rates)
            rows += looked_at(rng, site, path)
    return pd.DataFrame(rows)


def truth(spread: float) -> np.ndarray:
    """The chance of each live state over all sites."""
    rng = np.random.default_rng(0)
    quick = rng.gamma(1 / spread, spread, 20_000) if spread else np.ones(1)
    rates = RATES * np.stack([quick, quick, quick, np.ones_like(quick)], axis=1)
    return np.asarray(drawn_chances(rates, YEARS).mean(axis=0))


def main(simulations: int) -> None:
    """Print how often the 5th to 95th percentile holds the truth."""
    for spread in (0.0, 0.3):
        held, whole = np.zeros(len(MOVES)), np.zeros(len(LIVE))
        true = truth(spread)
        for number in range(simulations):
            rng = np.random.default_rng([number, int(10 * spread)])
            found = fit(world(rng, spread))
            reach = ndtri(0.95) * np.sqrt(np.diag(found.covariance))
            held += np.abs(found.log_rates - np.log(RATES)) <= reach
            drawn = rng.multivariate_normal(found.log_rates, found.covariance, DRAWS)
            low, high = np.percentile(drawn_chances(np.exp(drawn), YEARS), (5, 95), axis=0)
            whole += (low <= true) & (true <= high)
        kind = f"sites differ (variance {spread})" if spread else "each plant by itself"
        print(f"{kind}, {simulations} simulations")
        for name, times in [*zip(MOVES, held, strict=True), *zip(LIVE, whole, strict=True)]:
            what = "rate of" if name in MOVES else f"chance in {YEARS:g} years from"
            print(f"  {what} {name}: {100 * times / simulations:.1f} %")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIMULATIONS)
