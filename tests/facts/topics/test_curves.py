"""The two curves: counts since the first month, and after the busiest month of signing."""

from __future__ import annotations

from typing import Any

from small import facts_of, table

from analysis.facts.fact import Fact
from analysis.facts.topics import curves
from analysis.transforms.curves import SERIES

SIGNED, BEGUN = "instruments_signed", "construction_started"
AT_MOST, RUNNING = "construction_first_seen", "operation_started"


def month(name: str, series: str, new: int, apart: int = 0) -> dict[str, Any]:
    """What is new in a month of a series; what is not new has no source."""
    evidence = {"source_ids": "a", "raw_keys": f"{series}:{name}"} if new or apart else {}
    counts = {"new_count": new, "cumulative_count": 0, "demonstrations_count": apart}
    return {"month": name, "series": series, "side": SERIES[series], **counts, **evidence}


def facts(*months: dict[str, Any]) -> dict[str, Fact]:
    return facts_of(curves.facts, two_curves=table("two_curves", *months, source_ids=""))


CURVES = (
    month("2025-01", SIGNED, 2),
    month("2025-02", SIGNED, 5),
    month("2025-03", SIGNED, 5),
    month("2025-04", SIGNED, 1),
    month("2025-02", BEGUN, 1),
    month("2025-02", AT_MOST, 2),
    month("2025-04", AT_MOST, 1),
    month("2025-01", RUNNING, 1, apart=3),
    month("2025-03", RUNNING, 0, apart=1),
)


def test_each_series_is_summed_and_demonstrations_stand_apart() -> None:
    found = facts(*CURVES)
    counts = {name: fact.value for name, fact in found.items() if "busiest" not in name}
    assert counts == {
        "instruments-signed": 13,
        "plants-begun": 1,
        "plants-begun-at-most": 3,
        "plants-opened": 1,
        "plants-opened-demonstrations": 4,
        "curves-since": "January\N{NO-BREAK SPACE}2025",
    }
    assert found["plants-begun"].rows["raw_keys"].tolist() == ["construction_started:2025-02"]


def test_after_the_first_of_the_busiest_months_only_later_ones_count() -> None:
    found = facts(*CURVES)
    assert (found["busiest-month"].value, found["signed-in-busiest-month"].value) == ("2025-02", 5)
    assert found["busiest-month"].text == "February\N{NO-BREAK SPACE}2025"
    since = {name: found[f"{name}-since-busiest-month"].value for name in (
        "instruments-signed", "plants-begun-at-most", "plants-opened",
    )}  # fmt: skip
    assert since == {"instruments-signed": 6, "plants-begun-at-most": 1, "plants-opened": 0}


def test_what_was_never_seen_names_the_whole_record() -> None:
    found = facts(*CURVES[:-1])
    # Nothing opened later: its own series was searched. Nothing of it at all: all of the curves.
    assert set(found["plants-opened-since-busiest-month"].rows["series"]) == {RUNNING}
    alone = facts(*CURVES[:4])
    assert alone["plants-opened"].text == "none"
    assert set(alone["plants-opened"].rows["series"]) == {SIGNED}


def test_where_nothing_was_signed_there_is_no_busiest_month() -> None:
    found = facts(month("2025-01", SIGNED, 0), month("2025-01", RUNNING, 1))
    assert found["instruments-signed"].value == 0
    assert not any("busiest" in name for name in found)


def test_curves_without_a_source_give_no_fact() -> None:
    assert facts(month("2025-01", SIGNED, 0)) == {}
