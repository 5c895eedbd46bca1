"""What can be wrong with a file, before any value is looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.problems import Problem
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
    assert nearest("zzz", ["mining", "refining"]) is None
