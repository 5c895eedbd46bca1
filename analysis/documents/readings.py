"""What second readings found: the totals of audits, and the rows that are judged by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.exhibits.exhibit import escaped, single_block
from analysis.exhibits.table import Column, Table, html, scrolling
from analysis.facts import text
from analysis.facts.processed import Processed

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


def audits(processed: Processed) -> str:
    """Markdown: a list with one item per audit, its counts and shares."""
    lines = [f"- {audit(row)}" for row in processed["audits"].to_dict("records")]
    return "\n".join(lines or [NO_AUDIT]) + "\n"


def audit(row: Mapping[Any, Any]) -> str:
    """One audit in words: what was drawn, what was found, what is known by name.

    Parameters: a row of the processed table audits.
    """
    parts = [
        f"{text.day(row['read_on'])} (`{row['audit']}`): of {row['drawn_rows']} rows drawn at "
        f"random, {row['right']} were right, {row['detail']} right but for a detail, "
        f"{row['wrong']} wrong, and {row['unclear']} could not be judged."
    ]
    if pd.notna(row["right_pct"]):
        parts.append(f"Of those judged, {share(row, 'right')} were right and {share(row, 'wrong')} "
                     "wrong (in brackets the 95% interval).")  # fmt: skip
    parts.append(by_name(row["named_rows"], row["named_right"], row["drawn_rows"]))
    if isinstance(row["note"], str):
        parts.append(escaped(row["note"]))
    return " ".join(part for part in parts if part)


def share(row: Mapping[Any, Any], name: str) -> str:
    """`68% (56–78%)`."""
    value, low, high = (text.percent(row[f"{name}{end}_pct"]) for end in ("", "_low", "_high"))
    return f"{value} ({text.span(low, high)})"


def by_name(named: int, right: int, drawn: int) -> str:
    """How many of an audit's rows are known by name, and why no share follows from a part."""
    if named >= drawn:
        return ""
    if not named:
        return "None of its rows is listed by name."
    return (
        f"{text.capitalised(text.counted(named, 'row'))} of it "
        f"{'is' if named == 1 else 'are'} judged by name, {right or 'none'} of them as right; the "
        "others are not listed, so that no share follows from those named."
    )


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
    found = readings["judgement"].value_counts()
    right = int(found.get("right", 0))
    tested = readings[readings["tests"].notna()]
    sentences = [
        f"{text.capitalised(text.counted(len(readings), 'row'))} in "
        f"{text.counted(readings['table'].nunique(), 'table')} "
        f"{'has' if len(readings) == 1 else 'have'} a judgement by name. "
        f"{text.capitalised(text.count(len(tested)))} of them "
        f"{'is' if len(tested) == 1 else 'are'} among the {text.number(behind)} that the tests of "
        "the verdict rest on.",
        not_mended(int(readings["stands"].sum())),
    ]
    if not right:
        sentences.append(
            "None was found right, because only rows with a fault or without an answer are named: "
            "they are no sample, and no share of right rows follows from them."
        )
    return " ".join(sentences)


def not_mended(standing: int) -> str:
    """How many doubts stand, and where a reader meets them."""
    if not standing:
        return "Every doubt about them is mended."
    return (
        f"{text.capitalised(text.counted(standing, 'doubt'))} about them "
        f"{'is' if standing == 1 else 'are'} not mended; the long tables and the pages of the "
        "numbers name such doubts beside the rows that they show."
    )


def counts(readings: pd.DataFrame) -> Table:
    """One row per raw table with counts by judgement, and one of all."""
    each = [counted(str(name), part) for name, part in readings.groupby("table")]
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
