"""Remarks that say what only a column may say."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.core.problems import Problem
from analysis.raw.checks import remarks
from analysis.raw.load import RawData

MakeTable = Callable[..., pd.DataFrame]
Sentences = Callable[[list[Problem]], list[str]]

OTHERWISE = "or say it in other words if that is not meant"


@pytest.mark.parametrize(
    ("table_name", "row", "said"),
    [
        (
            "announcements",
            {"title": "China suspension of the ban on the US"},
            'title: "China suspension of the ban on the US" says "suspension of the ban", and '
            "suspends_controls is empty; fill in suspends_controls",
        ),
        (
            "production",
            {"note": "NdFeB; at least 90"},
            'note: "NdFeB; at least 90" says "at least", and bound is empty; write lower in bound',
        ),
        (
            "production",
            {"note": "Upper bound: below 9", "bound": "lower"},
            'note: "Upper bound: below 9" says "Upper bound", and bound is lower; '
            "write upper in bound",
        ),
        (
            "production",
            {"note": "mining quota"},
            'note: "mining quota" says "quota", and is_quota is empty; fill in is_quota',
        ),
        (
            "production",
            {"note": "year read as 2023"},
            'note: "year read as 2023" says "year read", and year_kind is empty; '
            "write read in year_kind",
        ),
        (
            "production",
            {"note": "year is the edition", "year_kind": "read"},
            'note: "year is the edition" says "year is the edition", and year_kind is read; '
            "write edition in year_kind",
        ),
        (
            "production",
            {"note": "fiscal year to 30 June"},
            'note: "fiscal year to 30 June" says "fiscal year", and year_kind is empty; '
            "write fiscal in year_kind",
        ),
        (
            "production",
            {"note": "October to December 2025 only"},
            'note: "October to December 2025 only" says "December 2025 only", and year_kind is '
            "empty; write part in year_kind",
        ),
        (
            "benchmarks",
            {"note": "lower bound"},
            'note: "lower bound" says "lower bound", and bound is empty; write lower in bound',
        ),
        (
            "benchmarks",
            {"note": "less than 5"},
            'note: "less than 5" says "less than 5", and bound is empty; write upper in bound',
        ),
        (
            "benchmarks",
            {"note": "range 5 to 22", "low_pct": "5"},
            'note: "range 5 to 22" says "range 5 to 22", and high_pct is empty; fill in high_pct',
        ),
        (
            "benchmarks",
            {"note": "between 5 and 22", "high_pct": "22"},
            'note: "between 5 and 22" says "between 5 and 22", and low_pct is empty; '
            "fill in low_pct",
        ),
        (
            "benchmarks",
            {"note": "trade site; doubtful"},
            'note: "trade site; doubtful" says "doubtful", and doubtful is empty; fill in doubtful',
        ),
        (
            "benchmarks",
            {"metric": "maximum share of one country"},
            'metric: "maximum share of one country" says "maximum share", and kind is target; '
            "write limit in kind",
        ),
        (
            "benchmarks",
            {"note": "raised to 25 in the adopted Act"},
            'note: "raised to 25 in the adopted Act" says "raised to", and kind is target; '
            "write proposal in kind",
        ),
        (
            "benchmarks",
            {"note": "a count, not a percentage"},
            'note: "a count, not a percentage" says "not a percentage", and kind is target; '
            "write count in kind",
        ),
        (
            "benchmarks",
            {"note": "indicator, not a target"},
            'note: "indicator, not a target" says "not a target", and kind is target; '
            "write indicator in kind",
        ),
        (
            "benchmarks",
            {"metric": "recycling rate: lithium"},
            'metric: "recycling rate: lithium" says ": lithium", and subject is empty; '
            "fill in subject",
        ),
        (
            "benchmarks",
            {"metric": "rate of seven of 26 materials"},
            'metric: "rate of seven of 26 materials" says "of 26 ", and scope is aggregate; '
            "write group in scope",
        ),
        (
            "lead_times",
            {"step": "decision to output, as planned"},
            'step: "decision to output, as planned" says "as planned", and kind is observed; '
            "write planned in kind",
        ),
        (
            "lead_times",
            {"note": "company expectation"},
            'note: "company expectation" says "expectation", and kind is observed; '
            "write planned in kind",
        ),
        (
            "lead_times",
            {"step": "legal limit, extraction", "kind": "planned"},
            'step: "legal limit, extraction" says "legal limit", and kind is planned; '
            "write legal in kind",
        ),
    ],
)
def test_a_remark_says_nothing_that_its_column_does_not_say(
    table: MakeTable, sentences: Sentences, table_name: str, row: dict[str, str], said: str
) -> None:
    found = remarks.said_alone({table_name: table(table_name, row)})
    assert sentences(found) == [f"{table_name}.csv row 2, {said}, {OTHERWISE}"]
    assert [(problem.rule, problem.severity) for problem in found] == [("remark-alone", "error")]


@pytest.mark.parametrize(
    ("table_name", "row"),
    [
        ("announcements", {"title": "suspension of the ban", "suspends_controls": "true"}),
        ("announcements", {"title": "temporary suspension of cobalt exports"}),
        ("production", {"note": "lower bound (over 90)", "bound": "lower"}),
        ("production", {"note": "listed countries add up to 384, more than the rounded total"}),
        ("production", {"note": "refined tellurium only to the extent possible"}),
        ("production", {"note": "no quota is set", "is_quota": "false"}),
        ("production", {"note": "top refiner read as China"}),
        ("production", {"note": "world capacity change 2024 to 2029 12%"}),
        ("benchmarks", {"note": "range 5 to 22", "low_pct": "5", "high_pct": "22"}),
        ("benchmarks", {"note": "met in 2022, 2011 to 2022"}),
        ("benchmarks", {"note": "four of 26 are not recycled: lithium"}),
        ("lead_times", {"note": "construction planned for 2023, opened in 2025"}),
        ("lead_times", {"note": "company said so", "kind": "planned"}),
    ],
)
def test_other_remarks_and_filled_columns_are_no_problem(
    table: MakeTable, table_name: str, row: dict[str, str]
) -> None:
    assert remarks.said_alone({table_name: table(table_name, row)}) == []


def test_every_remark_of_the_real_tables_has_its_column(real: RawData) -> None:
    assert remarks.said_alone(real.tables) == []
