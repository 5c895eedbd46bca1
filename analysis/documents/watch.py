"""The next days to watch, as the briefing's first page names them."""

from __future__ import annotations

from typing import Any

from analysis.exhibits.exhibit import escaped
from analysis.facts import text
from analysis.facts.processed import Processed

NEXT = 3


def upcoming(processed: Processed) -> str:
    """Markdown: the next days that lie ahead at the vintage, with the way to all of them.

    Empty if none lies ahead.
    """
    watch = processed["watch"]
    ahead = watch[watch["state"] == "ahead"].head(NEXT)
    lines = "\n".join(f"- {line(item)}" for item in ahead.itertuples(index=False))
    if not lines:
        return ""
    return f"::: {{#next-days .next-days}}\n[What to watch](watch.qmd):\n\n{lines}\n:::\n"


def line(item: Any) -> str:
    """One day: `**1 December 2026** (in five days): the act`.

    A month or a year ends then; of a plant it is said what is awaited.
    """
    left = f"in {text.counted(item.days, 'day')}" if item.days else "today"
    left = left if item.due_on == item.due_by else f"ends {left}"
    said = f"{item.name}: {item.awaited}" if item.kind == "start" else item.name
    return f"**{text.day(item.due_on)}** ({left}): {escaped(said)}"
