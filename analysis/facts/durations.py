"""Days as a reader meets them: in days, months or years, with two significant digits."""

from __future__ import annotations

from analysis.facts.text import EN_DASH, NO_BREAK_SPACE, number, significant, trimmed
from analysis.transforms.quantities import DAYS_PER_MONTH, DAYS_PER_YEAR

# From so many days on, the next larger unit reads better.
MONTHS_FROM_DAYS, YEARS_FROM_DAYS = 100, 360


def words(days: float) -> str:
    """`60` as `60 days`, `120` as `4 months`, `1000` as `2.7 years`."""
    count, unit = _parts(days)
    return f"{count}{NO_BREAK_SPACE}{_noun(count, unit)}"


def span(low: float, high: float) -> str:
    """A range with its unit once where both ends share it: `2.2–3.6 years`."""
    (first, first_unit), (last, last_unit) = _parts(low), _parts(high)
    if first_unit != last_unit:
        return f"{words(low)} to {words(high)}"
    if first == last:
        return words(low)
    return f"{first}{EN_DASH}{last}{NO_BREAK_SPACE}{_noun(last, last_unit)}"


def _parts(days: float) -> tuple[str, str]:
    """The written number and its unit."""
    if days < MONTHS_FROM_DAYS:
        return number(days), "day"
    if days < YEARS_FROM_DAYS:
        return number(days / DAYS_PER_MONTH), "month"
    years = significant(days / DAYS_PER_YEAR, 2)
    return trimmed(years, 1), "year"


def _noun(count: str, unit: str) -> str:
    return unit if count == "1" else f"{unit}s"
