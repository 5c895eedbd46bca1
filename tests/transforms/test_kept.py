"""Tables that are kept come back as they were, and are computed again when they would differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.core.cache import FOLDER
from analysis.raw.load import RawData, load
from analysis.transforms import kept
from analysis.transforms.graph import AS_OF, BY_NAME, ProcessedTable, compute_all, computed
from analysis.transforms.kept import Kept, state_of

ROOT = Path(__file__).parents[2]
# What reads announcements, what reads that, and what reads neither.
NAMES = ("ladder", "act_paths", "conversion_curve", "funding", "stockpile_totals", "scorecard")


@pytest.fixture(scope="module")
def raw() -> RawData:
    return load(ROOT / "data" / "raw")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the tables that were computed and not taken from what was kept."""
    names: list[str] = []

    def noted(table: ProcessedTable, given: Sequence[Any]) -> pd.DataFrame:
        names.append(table.name)
        return computed(table, given)

    monkeypatch.setenv(FOLDER, str(tmp_path / "kept"))
    monkeypatch.setattr(kept, "computed", noted)
    return names


def with_cell(raw: RawData, table: str, column: str, value: object) -> RawData:
    """The tables with another value in the first row of a column."""
    frame = raw[table].copy()
    frame.loc[0, column] = value
    return replace(raw, tables={**raw.tables, table: frame})


def test_what_is_kept_comes_back_exactly_and_is_not_computed(raw: RawData, made: list[str]) -> None:
    names = [name for name in BY_NAME if name != "verdict_history"]
    first = compute_all(raw, names, compute=Kept())
    assert sorted(made) == sorted(names)
    made.clear()
    again = compute_all(raw, names, compute=Kept())
    assert made == []
    for name in names:
        pd.testing.assert_frame_equal(again[name], first[name], check_exact=True)


def test_a_row_is_felt_by_what_reads_it_and_no_further_than_it_changes_something(
    raw: RawData, made: list[str]
) -> None:
    compute_all(raw, NAMES, compute=Kept())
    made.clear()
    compute_all(with_cell(raw, "announcements", "summary", "other words"), NAMES, compute=Kept())
    assert made == ["ladder", "act_paths"]  # as before, so that no curve and no score asks for them


def test_another_vintage_is_felt_by_what_reads_the_day(raw: RawData, made: list[str]) -> None:
    compute_all(raw, NAMES, compute=Kept())
    made.clear()
    compute_all(replace(raw, as_of=raw.as_of.replace(year=2031)), NAMES, compute=Kept())
    assert {name for name in made if AS_OF in BY_NAME[name].reads} == {"act_paths", "projects"}
    assert not {"ladder", "funding", "stockpile_totals"} & set(made)


def test_nothing_is_kept_where_nothing_says_where(
    raw: RawData, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FOLDER)
    for _ in range(2):
        compute_all(raw, ("funding",), compute=Kept())
    assert made == ["funding", "funding"]


def test_what_transforms_read_has_a_state_of_its_own() -> None:
    one, other = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})
    assert state_of(one) == state_of(one.copy()) != state_of(other)
    assert state_of({"x": one, "y": other}) == state_of({"y": other, "x": one})
    assert state_of({"x": one, "y": other}) != state_of({"x": other, "y": one})
