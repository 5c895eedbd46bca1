"""Rules that the formulas of several topics share, in words that a stranger can follow.

A formula names the tables that it reads as `raw/<table>.csv` and `processed/<table>.csv`, other
facts as `facts/<id>`, and columns and values as they stand there. See `analysis.facts.formulas`.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.transforms.funding import STAGES
from analysis.transforms.statistics import CONFIDENCE
from analysis.transforms.statuses import STOPPED


def either_of(words: Iterable[str]) -> str:
    """Values in words: `a`, `a or b`, `a, b or c`."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


NOT_STOPPED = f"a status other than {' and '.join(STOPPED)}"

WILSON = f"Wilson score interval at {CONFIDENCE:.0%} confidence"

REACHED = (
    "reached_usd is the largest single amount of raw/stockpile_funding.csv that is documented for "
    "the programme and the kind of money at this stage or a later one (in the order "
    f"{', '.join(STAGES)}; appropriated counts as approved), in US dollars as stated, else at the "
    "average of the year of stage_on in raw/exchange_rates.csv. raw/funding_scope.csv says which "
    "rows are private, a ceiling, outside or not_mineral; all others are public money"
)


def shown(digits: int) -> str:
    """How the text rounds the value."""
    return f"shown with {digits} significant digits"
