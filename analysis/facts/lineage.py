"""The way of a number from the raw rows to what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.facts import text
from analysis.transforms.graph import BY_NAME, PROCESSED, RAW, needed

NAMED_ROWS = 4  # of a raw table; the others are counted
INDENT = "  "


def lineage(record: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a fact's lineage: the number, its formula, and the tables below it.

    Parameters: the fact as it stands in `facts.json`.
    Raw tables name the rows that the number rests on; a table that comes again is not opened again.
    """
    rows = {group["table"]: group["keys"] for group in record["inputs"]}
    yield f"{record['id']}: {record['text']} ({record['label']})"
    yield f"{INDENT}{record['formula']}"
    yield from _below(f"{PROCESSED}{record['processed_table']}", rows, 1, set())
    also = sorted(set(rows) - needed(record["processed_table"])["raw"])
    yield from (_raw_line(name, rows[name], 1) for name in also)


def _below(
    read: str, rows: Mapping[str, Sequence[str]], depth: int, opened: set[str]
) -> Iterator[str]:
    """A table with what it is computed from."""
    if read.startswith(RAW):
        yield _raw_line(read.removeprefix(RAW), rows.get(read.removeprefix(RAW), ()), depth)
    elif not read.startswith(PROCESSED):
        return
    elif read in opened:
        yield f"{INDENT * depth}{read}: as above"
    else:
        opened.add(read)
        yield f"{INDENT * depth}{read}"
        for below in BY_NAME[read.removeprefix(PROCESSED)].reads:
            yield from _below(below, rows, depth + 1, opened)


def _raw_line(name: str, keys: Sequence[str], depth: int) -> str:
    """A raw table with the rows that count."""
    named = f": {text.shortened(keys, NAMED_ROWS)}" if keys else ""
    return f"{INDENT * depth}{RAW}{name}{named}"
