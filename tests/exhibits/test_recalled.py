"""An exhibit's data are computed again where a table that it read differs, and come back whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.core.cache import FOLDER
from analysis.exhibits.recalled import recalled
from analysis.exhibits.registry import MODULES, exhibit
from analysis.facts.processed import Processed, read_processed

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))


@pytest.fixture(scope="module")
def processed() -> Processed:
    return read_processed(ROOT / "data" / "processed")


@pytest.mark.parametrize("name", MODULES)
def test_the_data_of_every_exhibit_come_back_with_types_and_values(
    processed: Processed, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = exhibit(name, processed).data
    monkeypatch.setattr("analysis.exhibits.exhibit.conforming", None)
    pd.testing.assert_frame_equal(exhibit(name, processed).data, first, check_exact=True)


def test_another_table_leaves_it_and_one_that_it_read_does_not(processed: Processed) -> None:
    runs: list[int] = []

    def compute(given: Processed) -> pd.DataFrame:
        runs.append(1)
        few = given["shares"].head(1)
        return few if few["share_pct"].iloc[0] < 0 else given["tombstones"].head(2)

    def with_table(name: str, frame: pd.DataFrame) -> Processed:
        return replace(processed, tables={**processed.tables, name: frame})

    shares = processed["shares"]
    assert len(recalled("fig-a", processed, compute)) == 2
    recalled("fig-a", with_table("funding", processed["funding"].head(3)), compute)
    assert len(runs) == 1
    changed = with_table("shares", shares.assign(share_pct=-1.0))
    assert len(recalled("fig-a", changed, compute)) == 1
    assert len(runs) == 2
    assert recalled("fig-a", processed, compute) is not None
    recalled("fig-b", processed, compute)
    later = replace(processed, about=replace(processed.about, data_version="9.9.9"))
    recalled("fig-a", later, compute)
    assert len(runs) == 5  # what it asks for differed, then the name, then the version
