"""Quantities that are the same everywhere: lengths of time, and what a unit of mass weighs.

`unit_conversions.csv` is the table of factors, with reasons, and a test holds these to it.
"""

from __future__ import annotations

DAYS_PER_YEAR = 365.25
"""Mean length of a calendar year in days, Julian calendar: for time between dates, and for the
years that a plant takes."""

MONTHS_PER_YEAR = 12
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR

DAYS_OF_CONSUMPTION = 365
"""Days over which the consumption of a year is spread. Statistics are of single years, three in
four of which have so many days, and cost of a day = consumption x price / 365 is how the method
puts it; that a leap year has one more changes a cost by less than any price is known."""

KG_PER_TONNE = 1000

TONNES_PER_UNIT = {
    "t": 1.0,
    "metric tons": 1.0,
    "thousand metric tons": 1000.0,
    "thousand metric dry tons": 1000.0,
    "kt": 1000.0,
    "kilograms": 0.001,
    "kg": 0.001,
}
"""Metric tonnes in one unit, by definition of the units. A mass of ore, oxide or metal stays what
it is: only its unit changes."""
