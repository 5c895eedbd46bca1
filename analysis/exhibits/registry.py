"""The exhibits of the report, in no particular order: one line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.exhibits import (
    fig_buffer,
    fig_concentration,
    fig_floor,
    fig_funding,
    fig_pipeline,
    fig_promises,
    fig_scorecard,
    fig_shares,
    fig_slippage,
    fig_two_curves,
    fig_verdict_history,
    tbl_announcements,
    tbl_areas,
    tbl_benchmarks,
    tbl_claims,
    tbl_projects,
    tbl_stockpiles,
    tbl_verdict,
)
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.processed import Processed

MODULES: tuple[Any, ...] = (
    fig_two_curves,
    fig_pipeline,
    fig_slippage,
    tbl_projects,
    tbl_announcements,
    fig_promises,
    tbl_areas,
    fig_funding,
    fig_shares,
    fig_concentration,
    fig_scorecard,
    fig_verdict_history,
    fig_buffer,
    tbl_verdict,
    fig_floor,
    tbl_stockpiles,
    tbl_claims,
    tbl_benchmarks,
)


def exhibits(processed: Processed) -> Iterator[Exhibit]:
    """All exhibits over these tables."""
    return (Exhibit(module, processed) for module in MODULES)


def exhibit(name: str, processed: Processed) -> Exhibit:
    """The exhibit with this id.

    Raises KeyError with the known ids.
    """
    for module in MODULES:
        if name == module.ID:
            return Exhibit(module, processed)
    known = ", ".join(module.ID for module in MODULES)
    raise KeyError(f"no exhibit {name!r}; there are {known}")
