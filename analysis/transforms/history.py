"""The verdict as it could have been given at the end of each month.

Every month is computed from what was known then, by the same rules and thresholds as today; it is
not what anybody wrote at the time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandera.config import config_context

from analysis.core.cache import content_of, kept_frame
from analysis.core.columns import column
from analysis.core.parallel import Map
from analysis.transforms.model import Evidenced
from analysis.transforms.verdict import LEVELS, RESULTS

if TYPE_CHECKING:
    from analysis.raw.load import RawData

FIRST_MONTH = "2025-01"

# Months that are computed together: what they share is worked out once for all of them.
BATCH = 4

# The only market whose shares the verdict reads; the others would be computed in vain.
MARKET = "magnet_rare_earths"

# Columns of words for readers, which no measure reads.
WORDS = ("note", "summary")

# How pandas keeps text meanwhile. The tables of a month are small, and with plain Python texts
# each of many steps costs about half of what it does with Arrow's arrays, the default.
TEXT_STORAGE = ("mode.string_storage", "python")


class VerdictHistory(Evidenced):
    """One test at the end of one month."""

    month: str = column("month, YYYY-MM")
    as_of: str = column("day of the vintage: the last of the month, or the day of the report")
    level: str = column("answer of that month", isin=LEVELS)
    test_id: str = column("test")
    value: float = column("the measure", "as unit", nullable=True)
    low: float = column("lower bound of the measure", "as unit", nullable=True)
    high: float = column("upper bound of the measure", "as unit", nullable=True)
    threshold: float = column("threshold", "as unit")
    direction: str = column("on which side the test is met", isin=("at_least", "at_most"))
    unit: str = column("unit of measure and threshold")
    result: str = column("result of the test", isin=RESULTS)


Compute = Callable[["RawData"], Mapping[str, pd.DataFrame]]


def verdict_months(raw: RawData, compute: Compute, run: Map = map) -> Iterable[pd.DataFrame]:
    """The tests of the verdict at the end of every month up to the vintage.

    Parameters: the raw tables at the vintage, as `only_what_is_read` returns them; `compute`, which
    returns at least verdict_results and verdict for raw tables at an earlier one; `run`, which does
    the work as `map` would.
    """
    days = month_ends(raw.as_of)
    batches = [days[at : at + BATCH] for at in range(0, len(days), BATCH)]
    return chain.from_iterable(run(partial(_months, raw, compute), batches))


def verdict_history(months: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Every test of the verdict at the end of every month.

    Parameters: months as `verdict_months` returns them.
    Returns `VerdictHistory`, ordered by month and test; empty without months.
    """
    rows = [row for month in months for row in month.to_dict("records")]
    columns = list(VerdictHistory.to_schema().columns)
    return VerdictHistory.validate(pd.DataFrame(rows, columns=columns))


def only_what_is_read(raw: RawData, read: Collection[str]) -> RawData:
    """The raw tables without remarks, and without rows that no measure reads.

    The others would be cut back in vain, and a change of them changes nothing in the history.
    Parameters: the raw tables; the names of those that the verdict rests on.
    """
    production = raw["production"]
    emptied = {name: frame.iloc[:0] for name, frame in raw.tables.items() if name not in read}
    narrow = {"production": production[production["mineral"] == MARKET]}
    tables = {**raw.tables, **emptied, **narrow}
    silent = {name: _without_words(frame) for name, frame in tables.items()}
    return replace(raw, tables={name: _light(frame) for name, frame in silent.items()})


def _without_words(frame: pd.DataFrame) -> pd.DataFrame:
    nothing = pd.Series(index=frame.index, dtype="str")
    return frame.assign(**{name: nothing for name in WORDS if name in frame})


def _light(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its text columns stored as `TEXT_STORAGE` says."""
    texts = frame.columns[frame.dtypes == "str"]
    return frame.astype(dict.fromkeys(texts, pd.StringDtype(TEXT_STORAGE[1], na_value=np.nan)))


def month_ends(as_of: dt.date) -> list[dt.date]:
    """The last day of each month from the first one on; the vintage itself for its own month."""
    months = pd.period_range(FIRST_MONTH, pd.Timestamp(as_of).to_period("M"), freq="M")
    return [min(month.end_time.date(), as_of) for month in months]


def _months(raw: RawData, compute: Compute, days: list[dt.date]) -> list[pd.DataFrame]:
    """The tests of some months."""
    # The same contracts hold as for the newest vintage, where they are checked.
    with config_context(validation_enabled=False), pd.option_context(*TEXT_STORAGE):
        return [_month(raw, compute, day) for day in days]


def _month(raw: RawData, compute: Compute, day: dt.date) -> pd.DataFrame:
    """The tests of one month; those kept, if nothing was known otherwise then."""
    then = raw.at(day)
    known = [f"{name} {content_of(each)}" for name, each in then.tables.items() if len(each)]
    made_from = "\n".join([day.isoformat(), *known])
    return kept_frame("month", made_from, partial(_tests, then, compute, day))


def _tests(raw: RawData, compute: Compute, day: dt.date) -> pd.DataFrame:
    """The tests of what was known on a day."""
    done = compute(raw)
    return done["verdict_results"].assign(
        month=f"{day:%Y-%m}", as_of=day.isoformat(), level=done["verdict"]["level"].iloc[0]
    )
