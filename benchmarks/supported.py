"""Does the interval of the ratio with and without public money hold the truth? On simulated plants.

    python benchmarks/supported.py [SIMULATIONS]

Half of the plants get money on some day of the watch, or have it from its begin, and from then on
make the compared moves so many times as often. The intervals are those of nine tenths, so that they
can be read as those of `starts.py`; the report prints those of 95 %.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from scipy.special import ndtri
from starts import BEGIN, FOLLOWED, RATES, SIMULATIONS, SITES, life, looked_at

from analysis.transforms.progress import LIVE
from analysis.transforms.supported import HELP, log_ratio

RATIOS = (0.4, 1.0, 2.5)
SPREADS = (0.0, 0.3)


def world(rng: np.random.Generator, ratio: float, spread: float) -> pd.DataFrame:
    """All that is seen of all plants, with the days on which they had money."""
    rows = []
    for site in range(SITES):
        quick = rng.gamma(1 / spread, spread) if spread else 1.0
        rates = RATES * np.array([quick, quick, quick, 1.0])
        for _ in range(rng.integers(1, 4)):
            since = max(0.0, rng.uniform(-FOLLOWED / 2, FOLLOWED)) if rng.random() < 0.5 else np.inf
            state = int(rng.choice(len(LIVE), p=BEGIN))
            path = life(rng, state, rates, since, np.where(HELP, ratio, 1.0) * rates)
            for seen in looked_at(rng, site, path):
                with_money = round(max(0.0, float(seen["ends_on"]) - since) * 365.25)
                rows.append({**seen, "days_supported": min(with_money, int(seen["days"]))})
    return pd.DataFrame(rows)


def main(simulations: int) -> None:
    """Print how often the 5th to 95th percentile holds the truth."""
    for spread in SPREADS:
        kind = f"sites differ (variance {spread})" if spread else "each plant by itself"
        print(f"{kind}, {simulations} simulations")
        for ratio in RATIOS:
            held = 0
            for number in range(simulations):
                rng = np.random.default_rng([number, int(10 * spread), int(10 * ratio)])
                found, error = log_ratio(world(rng, ratio, spread))
                held += abs(found - np.log(ratio)) <= ndtri(0.95) * error
            print(f"  ratio {ratio:g}: {100 * held / simulations:.1f} %", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIMULATIONS)
