"""What was promised: facts on deadlines."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_promises, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.rules import either_of
from analysis.transforms.promises import BREAKING, CHINA

COUNTS = {
    "due": "deadlines of partner governments that have passed",
    "kept": "promises met by their deadline",
    "late": "promises met after their deadline, or overdue",
    "broken": "promises that ended unmet",
    "unclear": "promises of which no fulfilment was found",
    "open": "promises whose deadline has not come",
}

COUNTED = (
    "rows of processed/promises.csv with counted True: every row of raw/promises.csv but those of "
    f"acts with {CHINA} among the parties, alone or with others"
)
OUTCOME = (
    "outcome is kept if the last day of fulfilled_on is not after the last day of deadline_on, "
    "late if it is after it; not fulfilled by the vintage, it is broken from the first day on "
    f"which raw/milestones.csv has {either_of(BREAKING)} (if judged broken in raw/promises.csv), "
    "open while the last day of deadline_on is not past, then late or broken if judged so, else "
    "unclear"
)


def _count(outcome: str) -> str:
    which = "outcome other than open" if outcome == "due" else f"outcome {outcome}"
    return f"count of the {COUNTED}, and with {which}; {OUTCOME}"


def facts(processed: Processed) -> Iterator[Fact]:
    """Counts by outcome, the share kept with its bounds, and the delay of the memorandum."""
    rows = fig_promises.data(processed)
    counts = fig_promises.counts(rows)
    for outcome, label in COUNTS.items():
        chosen = rows if outcome == "due" else rows[rows["outcome"] == outcome]
        yield Fact(
            f"promises-{outcome}",
            label,
            counts[outcome],
            "promises",
            text.count(counts[outcome]),
            _count(outcome),
            "promises",
            chosen if len(chosen) else rows,
        )
    due = rows[rows["outcome"] != "open"]
    if len(due):
        yield Fact(
            "promises-kept-of-due",
            "promises met by their deadline, of those whose deadline has passed",
            counts["kept"] / counts["due"],
            "promises",
            f"{counts['kept']} of {counts['due']}",
            "facts/promises-kept divided by facts/promises-due; the text names both counts",
            "promises",
            due,
        )
    yield from _shares(processed["promise_summary"])
    yield from _delays(rows)


def _shares(summary: pd.DataFrame) -> Iterator[Fact]:
    """The bounds of the share kept: every unclear promise counted as unkept, and as kept."""
    row = summary.iloc[0]
    for name, column, words, kept in (
        ("low", "kept_share_if_none_pct", "if nothing found means not kept", "facts/promises-kept"),
        (
            "high",
            "kept_share_if_all_pct",
            "if nothing found means kept",
            "the sum of facts/promises-kept and facts/promises-unclear",
        ),
    ):
        share = row[column]
        if pd.isna(share):
            continue
        yield Fact(
            f"promises-kept-share-{name}",
            f"share of passed deadlines that were met, {words}",
            float(share),
            "%",
            text.percent(float(share)),
            f"100 x {kept} divided by facts/promises-due",
            "promise_summary",
            summary,
        )


def _delays(rows: pd.DataFrame) -> Iterator[Fact]:
    """By how many days each late promise missed its deadline."""
    late = rows[rows["outcome"] == "late"]
    for index in late.index:
        row = late.loc[[index]]
        days = row["days_after_deadline"].fillna(row["days_overdue"]).iloc[0]
        yield Fact(
            f"days-late-{row['announcement_id'].iloc[0]}",
            f"days past the deadline: {row['title'].iloc[0]}",
            float(days),
            "days",
            text.number(days),
            "days_after_deadline of the row in processed/promises.csv, the last day of "
            "fulfilled_on less the last day of deadline_on; where it is not fulfilled "
            "days_overdue, the day of the vintage (as_of) less the last day of deadline_on",
            "promises",
            row,
        )
