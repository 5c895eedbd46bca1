"""What was promised: facts on deadlines."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import either
from analysis.facts.topics.rules import either_of
from analysis.transforms.promises import BREAKING, CHINA, due_of_partners

COUNTS = {
    "due": "deadlines of partner governments that have passed",
    "kept": "promises met by their deadline",
    "late": "promises met after their deadline, or overdue",
    "broken": "promises that ended unmet",
    "in_part": "promises of which a part is documented",
    "searched": "promises of which searches past the deadline found no fulfilment",
    "not_checked": "promises past their deadline that nobody checked",
    "open": "promises whose deadline has not come",
}

COUNTED = (
    "rows of processed/promises.csv with counted True: every row of raw/promises.csv but those of "
    f"acts with {CHINA} among the parties, alone or with others, those with is_own False, and "
    "those with outcome not_owed"
)
OUTCOME = (
    "outcome is kept if the last day of fulfilled_on is not after the last day of deadline_on, "
    "late if it is after it; not fulfilled by the vintage, it is broken from the first day on "
    f"which raw/milestones.csv has {either_of(BREAKING)} (if judged broken in raw/promises.csv), "
    "open while the last day of deadline_on is not past, then as it was judged in "
    "raw/promises.csv"
)


def _count(outcome: str) -> str:
    which = "outcome other than open" if outcome == "due" else f"outcome {outcome}"
    return f"count of the {COUNTED}, and with {which}; {OUTCOME}"


def facts(processed: Processed) -> Iterator[Fact]:
    """Counts by outcome, and the promises kept of those that are due."""
    promises, summary = processed["promises"], processed["promise_summary"]
    rows, due = promises[promises["counted"]], due_of_partners(promises)
    found = summary.iloc[0]
    for outcome, label in COUNTS.items():
        chosen = due if outcome == "due" else rows[rows["outcome"] == outcome]
        yield Fact(
            id=f"promises-{outcome.replace('_', '-')}",
            label=label,
            value=int(found[outcome]),
            unit="promises",
            formula=_count(outcome),
            table="promises",
            rows=either(chosen, rows),
        )
    if found["due"]:
        yield Fact(
            id="promises-kept-of-due",
            label="promises met by their deadline, of those whose deadline has passed",
            value=found["kept"] / found["due"],
            unit="promises",
            said=f"{found['kept']} of {found['due']}",
            formula="facts/promises-kept divided by facts/promises-due; the text names both counts",
            table="promises",
            rows=due,
        )
