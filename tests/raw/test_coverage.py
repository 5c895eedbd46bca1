"""No version of the data loses rows of the first one silently."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.raw.load import RawData

HERE = Path(__file__).parent
CHANGES = HERE.parents[1] / "CHANGELOG.md"


def unexplained(counts: dict[str, int], changes: str) -> list[str]:
    """A sentence for each table that has fewer rows than in version 0.1.0, and no line on why.

    Parameters: rows of each table now; the change log, in which a line with the words "fewer
    rows" that names the table's file explains it.
    """
    first = pd.read_csv(HERE / "rows_of_0.1.0.csv").set_index("table")["rows"]
    explained = " ".join(line for line in changes.splitlines() if "fewer rows" in line)
    return [
        f"{table}.csv has {counts.get(table, 0)} rows and had {rows} in version 0.1.0; put them "
        f'back, or write a line with "fewer rows" and "{table}.csv" into CHANGELOG.md'
        for table, rows in first.items()
        if counts.get(str(table), 0) < rows and f"{table}.csv" not in explained
    ]


def test_no_table_has_fewer_rows_than_in_the_first_version_unless_the_change_log_says_why(
    real: RawData,
) -> None:
    counts = {name: len(frame) for name, frame in real.tables.items()}
    assert unexplained(counts, CHANGES.read_text(encoding="utf-8")) == []


def test_a_lost_row_is_told_with_the_line_that_would_explain_it() -> None:
    first = pd.read_csv(HERE / "rows_of_0.1.0.csv").set_index("table")["rows"]
    counts = {str(name): int(rows) for name, rows in first.items()} | {"promises": 30}
    assert unexplained(counts, "# Changes\n") == [
        "promises.csv has 30 rows and had 31 in version 0.1.0; put them back, or write a line "
        'with "fewer rows" and "promises.csv" into CHANGELOG.md'
    ]
    assert unexplained(counts, "- fewer rows in promises.csv: two were one\n") == []
