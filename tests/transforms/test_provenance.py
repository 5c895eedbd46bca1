"""What stands behind a row: lists of sources are joined once each, the strongest one counts."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.transforms.provenance import (
    evidence_tiers,
    join_columns,
    join_unique,
    joined_by,
    strongest,
)


@pytest.mark.parametrize(
    ("values", "joined"),
    [
        ([], ""),
        ([None, float("nan"), ""], ""),
        (["b", "a|b", None, "c"], "a|b|c"),
    ],
)
def test_the_parts_of_all_values_stand_once_each_in_order(
    values: list[object], joined: str
) -> None:
    assert join_unique(values) == joined


def test_columns_are_joined_row_by_row() -> None:
    frame = pd.DataFrame({"x": ["b", None], "y": ["a|b", None], "z": ["z", "z"]}, index=[7, 3])
    joined = join_columns(frame, ["x", "y"])
    assert joined.tolist() == ["a|b", ""]
    assert joined.index.tolist() == [7, 3]


@given(st.lists(st.tuples(*[st.none() | st.sampled_from(["", "b", "a|b", "é|c", "aa"])] * 3)))
def test_what_is_joined_at_once_is_what_is_joined_row_by_row(rows: list[tuple[str | None]]) -> None:
    frame = pd.DataFrame(rows, columns=list("xyz"), dtype="str")
    assert join_columns(frame, list("xyz")).tolist() == [join_unique(row) for row in rows]


def test_a_quoted_source_counts_as_weak_but_an_article_stays_what_it_is() -> None:
    sources = pd.DataFrame(
        [
            ("a", "primary", "opened"),
            ("b", "primary", "quoted"),
            ("c", "subject", "quoted"),
            ("d", "reputable", "opened"),
        ],
        columns=["source_id", "tier", "access"],
    )
    tiers = {"a": "primary", "b": "weak", "c": "subject", "d": "reputable"}
    assert evidence_tiers(sources).to_dict() == tiers


@pytest.mark.parametrize(
    ("source_ids", "tier"),
    [("w|p", "primary"), ("w|r", "reputable"), ("w", "weak"), ("nobody", None), (None, None)],
)
def test_rows_are_as_strong_as_their_strongest_source(
    source_ids: str | None, tier: str | None
) -> None:
    tiers = pd.Series({"p": "primary", "r": "reputable", "w": "weak"})
    assert strongest(source_ids, tiers) == tier


def test_groups_are_joined_by_one_key_or_several_and_unknown_values_left_out() -> None:
    frame = pd.DataFrame(
        {
            "land": ["x", "y", "x", "y", "z"],
            "year": [1, 1, 1, 2, 1],
            "source_ids": ["b", "c", "a|b", "d", None],
        }
    )
    assert joined_by(frame, "land", "source_ids").to_dict() == {"x": "a|b", "y": "c|d"}
    by_both = joined_by(frame, ["land", "year"], "source_ids")
    assert by_both.to_dict() == {("x", 1): "a|b", ("y", 1): "c", ("y", 2): "d"}
    assert by_both.name == "source_ids"
