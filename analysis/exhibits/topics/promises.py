"""What was promised: facts on deadlines."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.exhibits import fig_promises, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed

COUNTS = {
    "due": "deadlines of partner governments that have passed",
    "kept": "promises met by their deadline",
    "late": "promises met after their deadline, or overdue",
    "broken": "promises that ended unmet",
    "unclear": "promises of which no fulfilment was found",
    "open": "promises whose deadline has not come",
}


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
            "count of promises with this outcome; promises of China are not counted",
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
            "count kept over count due; promises of China are not counted",
            "promises",
            due,
        )
    yield from _shares(processed["promise_summary"])
    yield from _delays(rows)


def _shares(summary: pd.DataFrame) -> Iterator[Fact]:
    """The bounds of the share kept: every unclear promise counted as unkept, and as kept."""
    row = summary.iloc[0]
    for name, column, words in (
        ("low", "kept_share_if_none_pct", "if nothing found means not kept"),
        ("high", "kept_share_if_all_pct", "if nothing found means kept"),
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
            f"kept over due, {words}",
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
            "day of fulfilment, or of the vintage, less the last day of the deadline",
            "promises",
            row,
        )
