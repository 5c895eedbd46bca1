"""What second readings found: the totals of audits, and the rows that are judged by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.exhibits.exhibit import escaped, single_block
from analysis.exhibits.table import Column, Table, html, scrolling
from analysis.facts import text
from analysis.facts.processed import Processed
from analysis.facts.statements import part

NO_AUDIT = "No audit was made by this date."
NO_READING = "No row was judged by name by this date."
COLUMNS = (
    Column("table", "Raw table"),
    Column("rows", "Rows judged by name", "right"),
    Column("right", "Right", "right"),
    Column("detail", "A detail inexact", "right"),
    Column("wrong", "Wrong", "right"),
    Column("unclear", "Not settled", "right"),
    Column("mended", "Mended since", "right"),
    Column("tested", "Behind a test of the verdict", "right"),
)
ALL = "All"
SHARES = ("right", "wrong")


def audits(processed: Processed) -> str:
    """Markdown: a list with one item per audit, its counts and shares."""
    lines = [f"- {audit(row)}" for row in processed["audits"].to_dict("records")]
    return "\n".join(lines or [NO_AUDIT]) + "\n"


def audit(row: Mapping[Any, Any]) -> str:
    """One audit in words: what was drawn, what was found, what is known by name.

    Parameters: a row of the processed table audits.
    """
    shares = {name: share(row, name) if pd.notna(row["right_pct"]) else "" for name in SHARES}
    found = part("audit", row=row, day=text.day(row["read_on"]), **shares)
    return f"{found} {escaped(row['note'])}" if isinstance(row["note"], str) else found


def share(row: Mapping[Any, Any], name: str) -> str:
    """`68% (56–78%)`."""
    value, low, high = (text.percent(row[f"{name}{end}_pct"]) for end in ("", "_low", "_high"))
    return f"{value} ({text.span(low, high)})"


def second_readings(processed: Processed) -> str:
    """Markdown: what second readers found in the rows that they judged by name, by raw table."""
    readings = processed["second_readings"]
    if readings.empty:
        return NO_READING + "\n"
    markup = single_block(
        scrolling(html(counts(readings), "second-readings"), "Second readings by raw table")
    )
    behind = rows_behind_tests(processed["verdict_results"])
    return f"{summary(readings, behind)}\n\n```{{=html}}\n{markup}\n```\n"


def rows_behind_tests(results: pd.DataFrame) -> int:
    """How many raw rows the tests of the verdict rest on.

    Reads the column `raw_keys` (`|`-separated).
    """
    keys = results["raw_keys"].str.split("|").explode()
    return int(keys[keys != ""].nunique())


def summary(readings: pd.DataFrame, behind: int) -> str:
    """The rows judged by name in a few sentences.

    Parameters: the processed table second_readings; the number of raw rows behind the tests.
    """
    return part(
        "judged_by_name",
        rows=len(readings),
        tables=readings["table"].nunique(),
        tested=int(readings["tests"].notna().sum()),
        behind=text.number(behind),
        right=int((readings["judgement"] == "right").sum()),
        doubts=int(readings["stands"].sum()),
    )


def counts(readings: pd.DataFrame) -> Table:
    """One row per raw table with counts by judgement, and one of all."""
    each = [counted(str(name), rows) for name, rows in readings.groupby("table")]
    return Table(pd.DataFrame([*each, counted(ALL, readings)]), COLUMNS)


def counted(name: str, readings: pd.DataFrame) -> dict[str, object]:
    """The counts of some second readings as a row of the table."""
    found = readings["judgement"].value_counts()
    return {
        "table": name,
        "rows": len(readings),
        **{kind: int(found.get(kind, 0)) for kind in ("right", "detail", "wrong", "unclear")},
        "mended": int(readings["mended_on"].notna().sum()),
        "tested": int(readings["tests"].notna().sum()),
    }
