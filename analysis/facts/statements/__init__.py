"""Sentences that the data choose: no altered table may leave a false one.

A statement is a function from the facts to Markdown. Its numbers are facts; its words depend on
them. Each names the facts it uses through `Words`, so that an unknown fact is an error.
"""

from __future__ import annotations

from collections.abc import Callable

from analysis.facts.statements import buffer, money, plants, processing, promises, verdict
from analysis.facts.statements.words import Records, Words

STATEMENTS: dict[str, Callable[[Words], str]] = {
    "actors": processing.actors,
    "verdict": verdict.verdict,
    "tests": verdict.tests,
    "would-change": verdict.would_change,
    "bought": money.bought,
    "chain": processing.chain,
    "money": money.money,
    "outcomes": promises.outcomes,
    "projection": processing.projection,
    "promises": promises.promises,
    "roadmap": promises.roadmap,
    "stages": money.stages,
    "curves": promises.curves,
    "since-busiest": promises.since_busiest,
    "ladder": promises.ladder,
    "pipeline": plants.pipeline,
    "magnets": plants.magnets,
    "starts": plants.starts,
    "slippage": plants.slippage,
    "lateness": plants.lateness,
    "plants": plants.plants,
    "benchmarks": processing.benchmarks,
    "buffer": buffer.buffer,
    "buffer-money": buffer.buffer_money,
    "buffer-needed": buffer.buffer_needed,
    "claims": promises.claims,
    "claims-differ": promises.claims_differ,
    "floor": money.floor,
    "floor-check": money.floor_check,
    "stockpiles": money.stockpiles,
    "weak-ends": verdict.weak_ends,
    "support": money.support,
    "support-kind": money.support_kind,
}


def statement(name: str, records: Records) -> str:
    """The statement with this id in Markdown.

    Raises KeyError with the known ids.
    """
    if name not in STATEMENTS:
        raise KeyError(f"no statement {name!r}; there are {', '.join(sorted(STATEMENTS))}")
    return STATEMENTS[name](Words(records))
