"""Numbers, days and flags as people write them: converted where there is one reading."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from incoming import column, matched, texts

from analysis.importing.sheets import Percent, Value
from analysis.importing.values import Converted, converted


def numbers(*cells: Value) -> Converted:
    return column("demand", "quantity", *cells)


def dates(*cells: Value) -> Converted:
    return column("prices", "priced_on", *cells)


def doubts(made: Converted) -> list[str]:
    return [doubt.sentence() for row in made.rows for doubt in row.doubts.values()]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["1.234,5", "1.234", "0,7"], ["1234.5", "1234", "0.7"]),
        (["1,234.5", "1,234", "0.7"], ["1234.5", "1234", "0.7"]),
        (["1.234.567", "2.000"], ["1234567", "2000"]),
        (["0,125", "3,125"], ["0.125", "3.125"]),
        (["12,5", "1.000"], ["12.5", "1000"]),
        (["1234.125", "3.125"], ["1234.125", "3.125"]),
        (["1 234 567", "1\u202f234,5", "1'234"], ["1234567", "1234.5", "1234"]),
        (["\u22123", "12", " 7 ", ""], ["-3", "12", "7", ""]),
    ],
)
def test_a_column_that_settles_its_format_is_read(written: list[str], meant: list[str]) -> None:
    made = numbers(*written)
    assert texts(made, "quantity") == [text for text in meant if text] + [""] * meant.count("")
    assert not doubts(made)


@pytest.mark.parametrize("cell", ["1.234", "1,234", "-12.500"])
def test_a_number_that_means_two_things_is_in_doubt(cell: str) -> None:
    assert len(doubts(numbers(cell, "7"))) == 1


def test_the_doubt_says_both_readings() -> None:
    assert doubts(numbers("7", "1.234")) == [
        'demand.xlsx:3, quantity: "1.234" is 1234 or 1.234; nothing in the column says which; '
        "write 1234 or 1.2340"
    ]


def test_a_column_with_both_formats_is_in_doubt_wherever_it_matters() -> None:
    made = numbers("1.234,5", "1,234.5", "12", "3.000")
    assert len(doubts(made)) == 3
    assert "the column has both kinds" in doubts(made)[0]


def test_what_is_no_number_is_left_to_the_check() -> None:
    made = numbers("about 5", "5 t", "1.2.3", "١٢", "NaN", "1e5")
    assert texts(made, "quantity") == ["about 5", "5 t", "1.2.3", "١٢", "NaN", "1e5"]
    assert not doubts(made)


def test_stored_numbers_have_no_doubt_and_no_exponent() -> None:
    made = numbers(1.234, 2026.0, 0.1 + 0.2, 277000000.0, 1e16, Decimal("1.10"), 7)
    assert texts(made, "quantity") == [
        *("1.234", "2026", "0.3", "277000000", "10000000000000000", "1.1", "7")
    ]
    assert not doubts(made)


def test_years_lose_the_decimals_of_a_spreadsheet() -> None:
    assert texts(column("demand", "year", "2026.0", 2025.0, "2024"), "year") == [
        *("2026", "2025", "2024")
    ]


def test_a_percentage_is_the_number_of_its_column() -> None:
    made = column("trade_reliance", "net_import_reliance_pct", Percent(0.12), "12 %", "12,5%", 40.0)
    assert texts(made, "net_import_reliance_pct") == ["12", "12", "12.5", "40"]
    assert texts(column("demand", "quantity", Percent(0.12)), "quantity") == ["0.12"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["31.12.2026", "3.4.2026"], ["2026-12-31", "2026-04-03"]),
        (["31/12/2026", "03/04/2026"], ["2026-12-31", "2026-04-03"]),
        (["12/31/2026", "03/04/2026"], ["2026-12-31", "2026-03-04"]),
        (["04/04/2026"], ["2026-04-04"]),
        (["2026/3/4", "2026/03", "03/2026"], ["2026-03-04", "2026-03", "2026-03"]),
        (["2026-03-04T00:00:00", "2026-03", "2026"], ["2026-03-04", "2026-03", "2026"]),
    ],
)
def test_a_column_that_settles_its_order_of_days_is_read(
    written: list[str], meant: list[str]
) -> None:
    made = dates(*written)
    assert texts(made, "priced_on") == meant
    assert not doubts(made)


@pytest.mark.parametrize("cell", ["03/04/2026", "3-4-2026", "31.12.26", "1/2/03"])
def test_a_day_that_means_two_days_is_in_doubt(cell: str) -> None:
    assert len(doubts(dates(cell, "2026-01-01"))) == 1


def test_the_doubt_of_a_day_says_what_to_write() -> None:
    assert doubts(dates("03/04/2026")) == [
        'prices.xlsx:2, priced_on: "03/04/2026" may be read with the day or the month first, or in '
        "two centuries; nothing in the column says which; write YYYY-MM-DD"
    ]


def test_a_column_with_both_orders_of_days_is_in_doubt() -> None:
    assert len(doubts(dates("31/12/2026", "12/31/2026", "04/04/2026"))) == 3


def test_a_day_that_no_calendar_has_is_left_to_the_check() -> None:
    assert texts(dates("31.02.2026"), "priced_on") == ["31.02.2026"]


def test_days_of_spreadsheets_become_iso_days() -> None:
    made = dates(dt.date(2026, 2, 1), dt.datetime(2026, 2, 1, 13, 5), 46054.0, 2026.0)
    assert texts(made, "priced_on") == ["2026-02-01", "2026-02-01", "2026-02-01", "2026"]
    assert [sorted(row.days) for row in made.rows] == [["priced_on"]] * 3 + [[]]


def test_a_bare_number_that_is_no_day_is_refused() -> None:
    made = dates(7.0, 46054.5, float("inf"))
    assert [problem.rule for problem in made.problems] == ["open-date"] * 3


def test_a_number_or_name_that_a_spreadsheet_made_a_date_is_refused() -> None:
    made = numbers(dt.date(2026, 5, 1), dt.time(12, 30))
    assert [problem.message for problem in made.problems] == [
        "is a date, made by a spreadsheet from what somebody typed",
        "is a time, made by a spreadsheet from what somebody typed",
    ]
    assert column("projects", "note", dt.date(2026, 5, 1)).problems


@pytest.mark.parametrize("cell", ["TRUE", "True", True, "WAHR", "Vrai", "true"])
def test_true_is_true_however_a_spreadsheet_writes_it(cell: Value) -> None:
    assert texts(column("claims", "agrees_with_official", cell), "agrees_with_official") == ["true"]
    made = column("roadmap_areas", "present_in_draft", cell)
    assert texts(made, "present_in_draft") == ["true"]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("=1+1", "formula"),
        ("@SUM(1)", "formula"),
        ("+cmd|' /C calc'!A0", "formula"),
        ("-SUM(A1)", "formula"),
        ("a\x0bb", "sign"),
        ("a\x1b[31mb", "sign"),
        ("x" * 1_000_000, "cell-size"),
    ],
)
def test_hostile_cells_are_refused_and_not_repeated_in_full(cell: str, rule: str) -> None:
    made = column("projects", "note", cell, "harmless")
    (problem,) = made.problems
    assert problem.rule == rule
    assert len(problem.sentence()) < 300
    assert problem.sentence().isprintable()


def test_text_that_a_spreadsheet_garbled_is_refused_with_what_was_meant() -> None:
    made = column("projects", "note", "PuÅ‚awy", "Puławy", "déjà 5 °C £", "Åland")
    (problem,) = made.problems
    assert problem.sentence() == (
        'projects.xlsx:2, note: "PuÅ‚awy" looks garbled by a wrong encoding: "Puławy" may be '
        "meant; open the file anew as UTF-8, or start from the workbook"
    )


@pytest.mark.parametrize("cell", ["+5 % a year", "- a dash", "-3", "NA", "None", "null", "5 > 3"])
def test_text_that_only_looks_strange_stays(cell: str) -> None:
    made = column("projects", "note", cell)
    assert (texts(made, "note"), made.problems) == ([cell], [])


def test_outer_blanks_and_invisible_marks_fall_away_and_line_ends_are_plain() -> None:
    made = column("projects", "note", " \u00a0\ufeffa\r\nb\u200b ")
    assert texts(made, "note") == ["a\nb"]


def test_the_notes_count_what_was_converted() -> None:
    assert numbers("1.234,5", "0,7", "3").notes == [
        "demand.xlsx, quantity: numbers written in another way (2, as 1.234,5 -> 1234.5)"
    ]


def test_rows_of_padding_are_no_rows() -> None:
    found = matched("projects", ["project_id", "note", None], ["x", "y", None], [None, "", "z"])
    found.columns[2] = None
    assert [row.number for row in converted(found).rows] == [2]
