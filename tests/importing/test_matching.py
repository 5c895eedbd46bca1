"""Which table a sheet is, and which of its columns are which."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analysis.core.problems import Problem
from analysis.importing.matching import Match, match
from analysis.importing.sheets import Sheet, Value, numbered
from analysis.raw.tables import TABLES

DEMAND = list(TABLES["demand"].fields)


def sheet(*rows: Sequence[Value], name: str = "Sheet1") -> Sheet:
    return Sheet("a.csv", name, numbered([[*row] for row in rows]))


def found(*rows: Sequence[Value], name: str = "Sheet1", **renamed: str) -> Match:
    one = match(sheet(*rows, name=name), None, {k.replace("_", " "): v for k, v in renamed.items()})
    assert isinstance(one, Match), one
    return one


def rules(one: Match) -> list[str]:
    return [problem.rule for problem in one.problems]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_known_by_its_columns_alone(name: str) -> None:
    one = found(list(TABLES[name].fields), name="Tabelle1")
    assert (one.table.name, one.guesses, one.problems) == (name, [], [])


def test_a_sheet_of_that_name_needs_only_the_key() -> None:
    one = found(["project_id", "capacity"], ["x", 1.0], name="Projects")
    assert (one.table.name, one.columns, one.guesses) == (
        "projects",
        ["project_id", "capacity"],
        [],
    )
    assert "no column name, company" in one.notes[0]


ALONE = [
    (name, table.key)
    for name, table in TABLES.items()
    if sum(set(table.key) <= {*other.fields} for other in TABLES.values()) == 1
]


@pytest.mark.parametrize(("name", "key"), ALONE)
def test_a_key_that_one_table_has_alone_is_enough(name: str, key: tuple[str, ...]) -> None:
    one = found(list(key), name="Tabelle1")
    assert (one.table.name, one.guesses, one.problems) == (name, [], [])


def test_case_blanks_and_hyphens_do_not_matter_and_are_said() -> None:
    one = found([" Demand-ID", "MINERAL", *DEMAND[2:]])
    assert one.columns == DEMAND
    assert one.notes == [
        'a.csv: "Demand-ID" is read as demand_id',
        'a.csv: "MINERAL" is read as mineral',
    ]
    assert not one.guesses


def test_a_misspelt_column_is_a_guess_that_names_its_confirmation() -> None:
    one = found([*DEMAND[:-1], "sourc_id"], ["x"] * len(DEMAND), name="demand")
    assert one.columns == DEMAND
    assert one.guesses == [
        'a.csv: "sourc_id" is taken for source_id; confirm: --map "sourc_id=source_id"'
    ]


def test_a_renamed_column_is_no_guess() -> None:
    one = found(["demand_id", "Menge"], ["x", 1.0], name="demand", Menge="quantity")
    assert one.columns == ["demand_id", "quantity"]
    assert (one.guesses, one.problems) == ([], [])


def test_a_column_is_left_out_only_when_asked() -> None:
    rows = [*DEMAND, "internal remark"], ["x"] * (len(DEMAND) + 1)
    one = found(*rows)
    assert rules(one) == ["unknown-column"]
    assert '(--map "internal remark=")' in one.problems[0].repair
    assert rules(found(*rows, internal_remark="")) == []


def test_padding_columns_are_passed_over_and_text_without_heading_is_not() -> None:
    assert rules(found([*DEMAND, "", None], ["x"] * len(DEMAND))) == []
    assert rules(found([*DEMAND, ""], ["x"] * (len(DEMAND) + 1))) == ["unknown-column"]


def test_a_title_above_the_header_is_passed_over_and_said() -> None:
    one = found(["Demand, as of today"], DEMAND, ["x"] * len(DEMAND))
    assert [number for number, _ in one.body] == [3]
    assert one.notes == ["a.csv: rows above the header are passed over (1)"]


def test_a_column_twice_and_a_missing_key_are_problems() -> None:
    assert rules(found([*DEMAND, "Demand ID"])) == ["duplicate-column"]
    assert rules(
        found(["mineral", "stage", "year", "share_pct", "measure"], name="production")
    ) == [
        "missing-key",
        "missing-key",
    ]


def test_a_row_that_is_cut_short_does_not_empty_the_rest() -> None:
    one = found(DEMAND, ["x"] * len(DEMAND), ["y", "copper"])
    assert [problem.sentence() for problem in one.problems] == [
        f"a.csv row 3: the row has 2 fields, fewer than the {len(DEMAND)} of the header; fill it "
        "up; text that holds a delimiter stands between quotation marks"
    ]


def test_a_header_that_stands_again_is_no_row() -> None:
    one = found(DEMAND, ["x"] * len(DEMAND), DEMAND, ["y"] * len(DEMAND))
    assert [number for number, _ in one.body] == [2, 4]


def test_a_sheet_that_is_no_table_says_what_it_has() -> None:
    one = match(sheet(["note", "colour"], ["x", "y"]))
    assert isinstance(one, Problem)
    assert one.sentence() == (
        "a.csv row 1: no table has these columns (note, colour); name the table with --table"
    )
    nothing = match(sheet(["rot", "blau"], ["x", "y"]))
    assert isinstance(nothing, Problem)
    assert nothing.rule == "no-header"
