"""What a changed row can say on why a number moved."""

from __future__ import annotations

from analysis.diff.rows import RawTable, table_diff
from analysis.diff.wording import telling


def test_a_column_that_is_new_is_no_reason_for_a_number() -> None:
    old = RawTable("production", ("mineral", "share_pct"), ({"mineral": "gallium"},))
    new = RawTable(
        "production",
        ("mineral", "share_pct", "bound"),
        ({"mineral": "gallium", "bound": "lower"},),
    )
    (row,) = table_diff(old, new, ("mineral",)).rows
    assert telling(row) == 2
    both = RawTable("production", ("mineral", "share_pct", "bound"), old.rows)
    (row,) = table_diff(both, new, ("mineral",)).rows
    assert telling(row) == 0
