"""What a German LibreOffice made of our own rows comes back as it was, or is refused with a reason.

How the files were made stands beside them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.importing.bring_in import Outcome

FILES = Path(__file__).parent / "libreoffice"
WHOLE = ["prices-typed.csv", "prices.xlsx", "prices.ods"] + [
    f"{name}.{kind}" for name in ("projects", "roadmap_areas") for kind in ("xlsx", "ods", "csv")
]
Bring = Callable[..., Outcome]


@pytest.fixture
def rows_that_left(raw_dir: Path, unchecked: None) -> Path:
    """The raw tables with the rows that went through LibreOffice in place of today's."""
    shutil.copytree(FILES / "tables", raw_dir, dirs_exist_ok=True)
    return raw_dir


@pytest.mark.parametrize("name", WHOLE)
def test_what_it_wrote_changes_nothing(bring: Bring, rows_that_left: Path, name: str) -> None:
    outcome = bring(FILES / name, agree=False)
    assert outcome.problems == []
    [(table, changes)] = outcome.plan.tables.items()
    assert changes.is_empty
    left = (FILES / "tables" / f"{table}.csv").read_text(encoding="utf-8")
    assert len(changes.identical) == len(left.splitlines()) - 1


def test_one_changed_price_is_one_change(
    bring: Bring, rows_that_left: Path, tmp_path: Path
) -> None:
    """So that the rows above were compared and not passed over."""
    typed = (FILES / "prices-typed.csv").read_text(encoding="cp1252")
    path = tmp_path / "prices.csv"
    path.write_text(typed.replace("1.690.000", "1.690.000,5"), encoding="cp1252", newline="")
    [change] = bring(path, agree=False).plan.tables["prices"].changed
    assert change.fields == {"price": ("1690000", "1690000.5")}


def test_days_that_it_showed_with_half_their_year_are_refused_with_the_reason(
    bring: Bring, rows_that_left: Path
) -> None:
    outcome = bring(FILES / "prices.csv", agree=False)
    assert {problem.rule for problem in outcome.problems} == {"open-date"}
    assert outcome.problems[0].sentence() == (
        'libreoffice/prices.csv row 2, priced_on: "31.12.24" may be read with the day or the month '
        "first, or in two centuries; nothing in the column says which; write YYYY-MM-DD"
    )
    assert len(outcome.problems) == 6
