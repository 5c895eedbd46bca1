"""What can be wrong with a file, before any value is looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.core.problems import Problem
from analysis.raw.reading import Rows, nearest, read_rows

COLUMNS = ["place", "share_pct", "note"]
Read = Callable[[bytes], Rows]
Sentences = Callable[[list[Problem]], list[str]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def rows(content: bytes) -> Rows:
        path = tmp_path / "shares.csv"
        path.write_bytes(content)
        found = read_rows(path, COLUMNS)
        assert path.read_bytes() == content, "reading must not write"
        return found

    return rows


def test_rows_remember_where_they_stood(read: Read) -> None:
    rows = read(b'place,share_pct,note\nUSA,10,"two\nlines"\n\nCHN,,x\n')
    assert rows.cells == [["USA", "10", "two\nlines"], ["CHN", "", "x"]]
    assert rows.numbers == [2, 4]
    assert not rows.problems


def test_a_byte_order_mark_is_read_over_and_reported(read: Read, sentences: Sentences) -> None:
    rows = read("place,share_pct,note\nUSA,10,é\n".encode("utf-8-sig"))
    assert (rows.columns, rows.cells) == (COLUMNS, [["USA", "10", "é"]])
    assert [problem.severity for problem in rows.problems] == ["warning"]
    assert sentences(rows.problems) == [
        "shares.csv row 1: the file begins with a byte order mark; save it as UTF-8 without BOM"
    ]


def test_windows_line_ends_are_read_right_and_reported(read: Read, sentences: Sentences) -> None:
    rows = read(b'place,share_pct,note\r\nUSA,10,"a\r\nb"\r\n')
    assert rows.cells == [["USA", "10", "a\nb"]]
    assert [problem.severity for problem in rows.problems] == ["warning"]
    assert sentences(rows.problems) == [
        "shares.csv: the lines end as on Windows; save the file with Unix line ends (LF)"
    ]


def test_a_byte_that_is_not_utf_8_is_shown_with_line_and_place(
    read: Read, sentences: Sentences
) -> None:
    rows = read(b"place,share_pct,note\nUSA,10,ok\nFRA,20,caf\xe9\n")
    assert rows.cells == []
    assert sentences(rows.problems) == [
        "shares.csv row 3: byte 42 of the file (0xe9) is not UTF-8; save the file as UTF-8; "
        "`briefing import` reads it"
    ]


def test_an_empty_file_is_told_its_header(read: Read, sentences: Sentences) -> None:
    for content in (b"", b"\n\n", b"\xef\xbb\xbf"):
        assert sentences(read(content).problems)[-1] == (
            "shares.csv: the file is empty; write at least the header: place,share_pct,note"
        )


def test_a_missing_file_is_named(tmp_path: Path, sentences: Sentences) -> None:
    assert sentences(read_rows(tmp_path / "shares.csv", COLUMNS).problems) == [
        "shares.csv: the table is not there; put shares.csv into the folder of the raw tables"
    ]


@pytest.mark.parametrize("row", [b'USA,10,"never closed\nCHN,20,b\n', b'USA,10,"a"b\n'])
def test_a_stray_quotation_mark_stops_the_file(
    read: Read, sentences: Sentences, row: bytes
) -> None:
    rows = read(b"place,share_pct,note\nFRA,1,a\n" + row)
    assert rows.cells == []
    (sentence,) = sentences(rows.problems)
    assert sentence.startswith(
        "shares.csv row 3: a quotation mark is not closed or stands alone (near line "
    )
    assert sentence.endswith(
        'put the whole text between quotation marks and write "" for a mark inside it'
    )


def test_a_misspelt_column_is_missing_and_unknown_and_each_names_the_other(
    read: Read, sentences: Sentences
) -> None:
    assert sentences(read(b"place,share,note\nUSA,1,a\n").problems) == [
        "shares.csv row 1, share_pct: the column is missing; the file has place, share, note; "
        'add it, or rename "share" if that is meant',
        "shares.csv row 1, share: the column is not known; "
        'the table has place, share_pct, note; remove it, or rename it to "share_pct" if that is '
        "meant",
    ]


def test_a_column_named_twice_is_an_error(read: Read, sentences: Sentences) -> None:
    assert sentences(read(b"place,share_pct,note,note\nUSA,1,a,b\n").problems) == [
        "shares.csv row 1, note: the column stands twice in the header; keep one of the two"
    ]


def test_columns_in_another_order_are_read_and_reported(read: Read, sentences: Sentences) -> None:
    rows = read(b"note,place,share_pct\nx,USA,10\n")
    assert rows.columns == ["note", "place", "share_pct"]
    assert [problem.severity for problem in rows.problems] == ["warning"]
    assert sentences(rows.problems) == [
        "shares.csv row 1: the columns stand in another order than place, share_pct, note; "
        "put them in that order, so that the file matches its description"
    ]


def test_rows_with_too_many_or_too_few_fields_are_left_out(
    read: Read, sentences: Sentences
) -> None:
    rows = read(b"place,share_pct,note\nUSA,1\nCHN,2,a,b\nFRA,3,c\n")
    assert rows.numbers == [4]
    assert sentences(rows.problems) == [
        "shares.csv row 2: the row has 2 fields, fewer than the 3 of the header; "
        "add or remove commas; put text that holds a comma between quotation marks",
        "shares.csv row 3: the row has 4 fields, more than the 3 of the header; "
        "add or remove commas; put text that holds a comma between quotation marks",
    ]


def test_outer_blanks_are_removed_and_reported(read: Read, sentences: Sentences) -> None:
    rows = read(b"place,share_pct,note\nUSA , 1,a b\n")
    assert rows.cells == [["USA", "1", "a b"]]
    assert sentences(rows.problems) == [
        'shares.csv row 2, place: "USA " begins or ends with a blank; remove the blank',
        'shares.csv row 2, share_pct: " 1" begins or ends with a blank; remove the blank',
    ]
    assert {problem.severity for problem in rows.problems} == {"warning"}


def test_a_name_like_no_other_has_no_nearest() -> None:
    assert nearest("refnining", ["mining", "refining"]) == "refining"
    assert nearest("REFINING", ["mining", "Refining"]) == "Refining"
    assert nearest("zzz", ["mining", "refining"]) is None


# What spreadsheets, word processors and other hands leave in a file.


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("\u00a0USA\u00a0", "USA"),
        ("USA\u200b", "USA"),
        ("\ufeffUSA", "USA"),
        ("\u2003USA\t", "USA"),
        ("United\u00a0States", "United States"),
        ("Unit\u00aded", "United"),
        ("\u202aUSA\u202c", "USA"),
    ],
)
def test_what_is_not_seen_is_read_over_and_said(read: Read, cell: str, expected: str) -> None:
    rows = read(f"place,share_pct,note\n{cell},1,a\n".encode())
    assert rows.cells == [[expected, "1", "a"]]
    assert [(p.severity, p.row, p.column) for p in rows.problems] == [("warning", 2, "place")]


@pytest.mark.parametrize("sign", ["\x0b", "\x00", "\x1b", "\x85", "\ufffe", "\ufffd"])
def test_a_sign_that_no_page_can_carry_is_an_error_with_its_name(read: Read, sign: str) -> None:
    (problem,) = read(f"place,share_pct,note\nUSA,1,a{sign}b\n".encode()).problems
    assert (problem.severity, problem.row, problem.column) == ("error", 2, "note")
    assert f"holds U+{ord(sign):04X}" in problem.message
    assert sign not in problem.sentence()


def test_line_ends_inside_a_text_stay(read: Read) -> None:
    assert read('place,share_pct,note\nUSA,1,"é\nb"\n'.encode()).cells == [["USA", "1", "é\nb"]]


@pytest.mark.parametrize("heading", ["\u00a0place", "place\u200b", " place "])
def test_headings_are_read_like_cells(read: Read, heading: str) -> None:
    assert read(f"{heading},share_pct,note\nUSA,1,a\n".encode()).columns == COLUMNS


def test_empty_columns_and_rows_of_a_spreadsheet_are_passed_over(
    read: Read, sentences: Sentences
) -> None:
    rows = read(b"place,share_pct,note,,\nUSA,1,a,,\n,,,,\nCHN,2,b,,\n ,,,,\n")
    assert (rows.columns, rows.cells) == (COLUMNS, [["USA", "1", "a"], ["CHN", "2", "b"]])
    assert rows.numbers == [2, 4]
    assert {problem.severity for problem in rows.problems} == {"warning"}
    assert sentences(rows.problems) == [
        "shares.csv row 1: the table has empty columns beside it; delete them",
        "shares.csv row 3: 2 rows of the table are empty; delete them",
    ]


def test_padding_of_rows_alone_is_passed_over(read: Read) -> None:
    rows = read(b"place,share_pct,note\nUSA,1,a,,\nCHN,2,,,,\n")
    assert rows.cells == [["USA", "1", "a"], ["CHN", "2", ""]]
    assert {problem.severity for problem in rows.problems} == {"warning"}


def test_a_column_without_heading_that_holds_values_is_an_error(
    read: Read, sentences: Sentences
) -> None:
    rows = read(b"place,share_pct,note,\nUSA,1,a,more\n")
    assert sentences(rows.problems) == [
        "shares.csv row 1: column 4 has no heading and holds values; remove it"
    ]


@pytest.mark.parametrize(
    ("sign", "words"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")]
)
def test_another_delimiter_is_one_problem(
    read: Read, sentences: Sentences, sign: str, words: str
) -> None:
    lines = ["place,share_pct,note", *(f"USA,{number},a" for number in range(90))]
    content = "\n".join(line.replace(",", sign) for line in lines)
    rows = read(content.encode())
    assert (rows.columns, rows.cells) == ([], [])
    assert sentences(rows.problems) == [
        f"shares.csv row 1: the fields are separated by {words} and not by commas; "
        "save it as CSV with commas; `briefing import` reads it"
    ]


def test_decimal_commas_with_semicolons_are_the_same_one_problem(read: Read) -> None:
    rows = read(b"place;share_pct;note\nUSA;1,5;a\nCHN;2,5;b,c\n")
    assert [problem.rule for problem in rows.problems] == ["delimiter"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("place,share_pct,note\nUSA,1,a\n".encode("utf-16"), "text in UTF-16"),
        (b"PK\x03\x04\x14\x00", "a workbook and no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a workbook and no text"),
    ],
)
def test_another_kind_of_file_is_named_once(read: Read, content: bytes, what: str) -> None:
    (problem,) = read(content).problems
    assert problem.message == f"the file is {what}, whatever its name says"


def test_a_text_of_another_encoding_is_named_once(read: Read) -> None:
    content = "place,share_pct,note\n" + "Zürich,1,für\n" * 50
    (problem,) = read(content.encode("cp1252")).problems
    assert (problem.row, problem.rule) == (2, "encoding")
    assert "100 bytes of it are no plain letters" in problem.message


def test_a_cell_longer_than_a_spreadsheet_holds_is_an_error(read: Read) -> None:
    (problem,) = read(b"place,share_pct,note\nUSA,1," + b"x" * 1_000_000 + b"\n").problems
    assert (problem.rule, problem.row, problem.column) == ("too-long", 2, "note")
    assert len(problem.sentence()) < 400


@pytest.mark.parametrize("word", ["NA", "None", "null", "NaN", "nan", "n/a", "#N/A", "-"])
def test_words_that_other_software_takes_for_missing_are_words(read: Read, word: str) -> None:
    assert read(f"place,share_pct,note\n{word},1,{word}\n".encode()).cells == [[word, "1", word]]
