"""What sentences are made of: facts, and verbs that agree with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.facts import fact as facts

Records = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Words:
    """The facts as a statement uses them: as a span of the prose, or as a number to compare."""

    records: Records

    def __call__(self, name: str) -> str:
        """The fact in the prose."""
        return facts.span(facts.known(self.records, name))

    def value(self, name: str) -> float:
        """The fact's number."""
        return float(facts.known(self.records, name)["value"])

    def text(self, name: str) -> str:
        """The fact as plain text, to choose words by."""
        return str(facts.known(self.records, name)["text"])

    def has(self, name: str) -> bool:
        """Whether the data have this fact at this vintage."""
        return name in self.records


def is_or_are(words: Words, name: str) -> str:
    """The verb for a count."""
    return "is" if words.value(name) == 1 else "are"


def was_or_were(words: Words, name: str) -> str:
    """The verb for a count in the past."""
    return "was" if words.value(name) == 1 else "were"


def has_or_have(words: Words, name: str) -> str:
    """The verb for a count."""
    return "has" if words.value(name) == 1 else "have"
