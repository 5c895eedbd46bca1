"""All checks together, on tables of any content."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.core.problems import Problem
from analysis.raw import checks
from analysis.raw.tables import TABLES

CELLS = ["", "?", "x", "x|y", "|", "2026", "2026-02-30", "2026-11", "-1", "0", "1e9", "140", "true",
         "WLD", "EUR", "kept", "operating", "=1+1", "\u0000", "é\n"]  # fmt: skip


@given(st.randoms(use_true_random=False))
@settings(
    max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
def test_no_content_of_the_tables_stops_the_checks(
    table_of_anything: Callable[..., tuple[pd.DataFrame, list[Problem]]], random: object
) -> None:
    choose = random.choice  # type: ignore[attr-defined]
    tables = {
        name: table_of_anything(
            name, *({column: choose(CELLS) for column in table.fields} for _ in range(4))
        )[0]
        for name, table in TABLES.items()
    }
    assert all(problem.sentence() for problem in checks.run(tables))


def test_tables_without_a_row_stop_no_check(
    table_of_anything: Callable[..., tuple[pd.DataFrame, list[Problem]]],
) -> None:
    checks.run({name: table_of_anything(name)[0] for name in TABLES})


def test_a_check_is_left_out_while_a_table_that_it_needs_is_missing() -> None:
    assert checks.run({}) == []


def test_every_check_needs_known_tables() -> None:
    for check, needed in checks.CHECKS:
        assert set(needed) <= set(TABLES), check.__name__
