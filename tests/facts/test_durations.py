"""Days in words: the unit fits the length, and a range names its unit once."""

from __future__ import annotations

import pytest

from analysis.facts import durations

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 day"),
        (60, "60 days"),
        (120, "4 months"),
        (328.5, "11 months"),
        (365, "1 year"),
        (803, "2.2 years"),
        (6533.5, "18 years"),
        (397_459, "1,100 years"),
    ],
)
def test_the_unit_fits_the_length(days: float, said: str) -> None:
    assert durations.words(days).replace(SPACE, " ") == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (803, 1314, "2.2–3.6 years"),
        (120, 210, "4–7 months"),
        (328.5, 912.5, "11 months to 2.5 years"),
        (2920, 2920, "8 years"),
        (2920, 2921, "8 years"),
    ],
)
def test_a_range_names_its_unit_once_where_both_ends_share_it(
    low: float, high: float, said: str
) -> None:
    assert durations.span(low, high).replace(SPACE, " ") == said
