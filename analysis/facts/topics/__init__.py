"""The facts of the report by topic: one module per question, one line each in `TOPICS`."""

from __future__ import annotations

from analysis.facts.fact import Topic
from analysis.facts.topics import (
    benchmarks,
    buffer,
    claims,
    conversion,
    curves,
    evidence,
    expected,
    floor,
    funding,
    ladder,
    pipeline,
    projects,
    promises,
    roadmap,
    shares,
    slippage,
    stockpiles,
    support,
    supported,
    verdict,
)

TOPICS: tuple[Topic, ...] = (
    benchmarks.facts,
    buffer.facts,
    claims.facts,
    conversion.facts,
    curves.facts,
    evidence.facts,
    expected.facts,
    floor.facts,
    funding.facts,
    ladder.facts,
    pipeline.facts,
    projects.facts,
    promises.facts,
    roadmap.facts,
    shares.facts,
    slippage.facts,
    stockpiles.facts,
    support.facts,
    supported.facts,
    verdict.facts,
)
