"""Whether plants with public money move on more often than plants without."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.facts import text
from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import sourced
from analysis.facts.topics.rules import either_of
from analysis.transforms.conversion import BOUND
from analysis.transforms.supported import HELPED

TABLE = "support_effect"
FILE = f"processed/{TABLE}.csv"

RULE = (
    "A plant of processed/projects.csv after the mine, without demonstration plants, counts as "
    "supported from the first announced_on in raw/project_support.csv with stage "
    f"{either_of(BOUND)}, its own or that of the plant it is contained in; moves are "
    "those between two sightings in "
    f"raw/project_history.csv and raw/projects.csv: {either_of(HELPED)}"
)

COUNTS = {
    "moves_supported": ("moves-supported", "start-ups and starts of plants with public money"),
    "moves_unsupported": ("moves-unsupported", "start-ups and starts of plants without"),
}


def facts(processed: Processed) -> Iterator[Fact]:
    """Moves and years of plants with and without money, and the ratio of the rates."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    table = processed[TABLE]
    if table.empty:
        return
    watched = table[table["followed_to"] == "as_of"]
    for column, (name, label) in COUNTS.items():
        yield Fact(
            id=f"support-{name}",
            label=label,
            value=int(watched[column].iloc[0]),
            unit="moves",
            formula=f"the value of {column} in {FILE} with followed_to as_of. {RULE}",
            table=TABLE,
            rows=watched,
        )
    low, high = table["ratio_low"].min(), table["ratio_high"].max()
    for name, value in (("low", low), ("high", high)):
        yield Fact(
            id=f"support-ratio-{name}",
            label=f"rate of moving on with public money over that without, {name}er end",
            value=float(value),
            unit=None,
            said=text.precise(float(value), 1 if value < 1 else 2),
            formula=f"the {name}est ratio_{name} in {FILE}, the ends of the 95 % intervals of a "
            "factor on the rates of these moves in the likelihood of the chain of "
            f"processed/progress_rates.csv, over both values of followed_to. {RULE}",
            table=TABLE,
            rows=table,
        )
