"""The next days on the briefing's first page."""

from __future__ import annotations

from small import processed, table

from analysis.documents.watch import upcoming

ITEM = {
    "kind": "promise",
    "due_on": "2026-12-01",
    "due_by": "2026-12-01",
    "days": 5,
    "state": "ahead",
    "name": "Act",
    "awaited": "a roadmap",
    "outcome": "open",
    "searches": 0,
    "waiting": True,
    "said_in": "a-source",
    "table": "promises",
    "key": "act",
}


def lines(*items: dict[str, object]) -> list[str]:
    watch = table("watch", *({**ITEM, **item} for item in items))
    printed = upcoming(processed(watch=watch)).replace("\xa0", " ")
    return [line for line in printed.splitlines() if line[:1] == "-"]


def test_the_next_three_days_ahead_are_named_with_the_days_left() -> None:
    past = {"state": "past", "days": -1}
    found = lines(past, {"days": 0}, {"days": 1}, {"due_on": "2026", "due_by": "2026-12-31"}, {})
    act = "Act"
    assert found == [
        f"- **1 December 2026** (today): {act}",
        f"- **1 December 2026** (in one day): {act}",
        f"- **2026** (ends in five days): {act}",
    ]


def test_names_from_data_are_taken_literally() -> None:
    assert lines({"name": "[x](y) *z*"})[0].endswith(r": \[x\]\(y\) \*z\*")
    assert lines({"kind": "start", "name": "Works", "awaited": "start"})[0].endswith(
        ": Works: start"
    )


def test_without_a_day_ahead_nothing_is_printed() -> None:
    assert upcoming(processed(watch=table("watch", {**ITEM, "state": "past"}))) == ""
