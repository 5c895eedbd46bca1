"""The exhibits of the report, one line each, in the order in which its PDF shows them."""

from __future__ import annotations

from collections.abc import Iterator

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
from analysis.exhibits.exhibit import Exhibit, FigureModule, TableModule
from analysis.facts.processed import Processed

MODULES: tuple[FigureModule | TableModule, ...] = (
    fig_two_curves,
    fig_promises,
    tbl_areas,
    fig_funding,
    fig_floor,
    fig_shares,
    fig_concentration,
    tbl_benchmarks,
    fig_pipeline,
    fig_slippage,
    fig_buffer,
    fig_scorecard,
    tbl_verdict,
    fig_verdict_history,
    tbl_announcements,
    tbl_projects,
    tbl_stockpiles,
    tbl_claims,
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
