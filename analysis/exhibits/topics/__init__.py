"""The facts of the report by topic: one module per question, one line each in `TOPICS`."""

from __future__ import annotations

from analysis.exhibits.facts import Topic
from analysis.exhibits.topics import (
    curves,
    evidence,
    funding,
    ladder,
    pipeline,
    projects,
    promises,
    roadmap,
    shares,
    slippage,
    verdict,
)

TOPICS: tuple[Topic, ...] = (
    curves.facts,
    evidence.facts,
    funding.facts,
    ladder.facts,
    pipeline.facts,
    projects.facts,
    promises.facts,
    roadmap.facts,
    shares.facts,
    slippage.facts,
    verdict.facts,
)
