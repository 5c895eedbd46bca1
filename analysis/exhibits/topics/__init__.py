"""The facts of the report by topic: one module per question, one line each in `TOPICS`."""

from __future__ import annotations

from analysis.exhibits.facts import Topic
from analysis.exhibits.topics import (
    evidence,
    funding,
    promises,
    roadmap,
    shares,
    verdict,
)

TOPICS: tuple[Topic, ...] = (
    evidence.facts,
    funding.facts,
    promises.facts,
    roadmap.facts,
    shares.facts,
    verdict.facts,
)
