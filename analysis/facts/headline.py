"""The headline: the facts that carry the answer, and the rule on their evidence.

No fact of the verdict or of the key numbers may rest on one weak source alone. Weak is a source of
that tier, one seen only as quoted elsewhere, and an article that the report itself is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analysis.core.problems import Problem
from analysis.facts.statements import statement

KEY_NUMBERS = (
    "promises-kept-of-due",
    "test-promises",
    "expected-decision-seen-of-acts",
    "expected-operation-seen",
    "stockpile-announced-usd",
)
"""The facts that the briefing sets in large type."""

STATEMENTS = ("verdict", "bought", "tests", "would-change")
"""The sentences that give the answer and say what would change it."""

NAMED = re.compile(r'data-fact="([^"]+)"')

Records = Mapping[str, Mapping[str, Any]]


def headline(records: Records) -> list[str]:
    """The ids of the facts that carry the answer, sorted.

    Parameters: the records of `facts.json` by id. A vintage may lack some of the key numbers.
    """
    spoken = " ".join(statement(name, records) for name in STATEMENTS)
    return sorted({*NAMED.findall(spoken), *(name for name in KEY_NUMBERS if name in records)})


def weakly_founded(records: Records) -> list[Problem]:
    """A problem for each fact of the headline that rests on one weak source alone."""
    return [
        Problem(
            file="facts.json",
            column=name,
            value=records[name]["text"],
            rule="one-weak-source",
            message="carries the answer but rests on one weak source alone, "
            f"{records[name]['sources'][0]}",
            repair="add a second or a stronger source to its rows, or take it out of the headline",
        )
        for name in headline(records)
        if records[name]["one_weak_source"]
    ]
