"""A content hash changes with what is said and with nothing else."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.citation.content import canonical, content_hash, plain_rows

RECORD = {
    "id": "fig-x",
    "kind": "figure",
    "title": "Shares rise",
    "subtitle": "Per cent",
    "sources": ["usgs"],
    "columns": ["year", "share_pct"],
    "rows": [[2024, 61.5]],
}


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()


def test_version_address_and_layout_do_not_change_the_hash() -> None:
    placed = RECORD | {"data_version": "2.0.0", "address": "https://example.org", "alt": "Bars"}
    assert content_hash(placed) == content_hash(RECORD)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("title", "Shares fall"),
        ("subtitle", "Tonnes"),
        ("sources", ["iea"]),
        ("rows", [[2024, 61.4]]),
        ("columns", ["year", "share"]),
    ],
)
def test_every_part_of_the_content_changes_the_hash(part: str, value: object) -> None:
    assert content_hash(RECORD | {part: value}) != content_hash(RECORD)


def test_whole_numbers_and_unknown_values_have_one_form() -> None:
    frame = pd.DataFrame({"a": [2024.0, None], "b": ["x", None], "c": [0.25, 1e-7]})
    assert plain_rows(frame) == [[2024, "x", 0.25], [None, None, 1e-7]]


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"value": float("nan")})
