"""Since when the world knew a row, and the latest day that a remark names."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.raw.intervals import last_day
from analysis.raw.knowledge import known_since, latest_named, source_days

MakeTable = Callable[..., pd.DataFrame]


def source(name: str, published: str = "", accessed: str = "2026-11-22") -> dict[str, str]:
    return {"source_id": name, "published_on": published, "accessed_on": accessed}


@pytest.mark.parametrize(
    ("event", "published", "since"),
    [
        ("2026-02-04", "2026-02-05", "2026-02-05"),  # the later of the two
        ("2026-02", "2026-02-05", "2026-02-28"),  # a month may end before it is over for us
        ("2025", "2025-06", "2025-12-31"),
        ("2026-02-04", "", "2026-02-04"),  # an undated source gives way to the event
        ("2026", "2026", "2026-11-22"),  # not later than the reading
    ],
)
def test_a_row_is_known_from_the_later_of_event_and_source(
    table: MakeTable, event: str, published: str, since: str
) -> None:
    sources = source_days(table("sources", source("s", published)))
    rows = table("milestones", {"event_on": event, "source_id": "s"})
    assert known_since(sources, "milestones", rows).tolist() == [pd.Timestamp(since)]


def test_a_row_without_any_date_is_known_since_its_source_was_read(table: MakeTable) -> None:
    sources = source_days(table("sources", source("s")))
    rows = table("demand", {"source_id": "s"})
    assert known_since(sources, "demand", rows).tolist() == [pd.Timestamp("2026-11-22")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("signed 2026-04-24, after 2026-02", "2026-04-24"),
        ("suspended until 10 November 2026", "2026-11-10"),
        ("extended in September 2026 and before", "2026-09"),
        ("target of 2030, 1200 t", ""),
        ("", ""),
    ],
)
def test_the_latest_day_that_a_text_names(text: str, named: str) -> None:
    assert latest_named(text) == named
    assert not named or last_day(named)
