"""A plan to the bytes of a table: what does not change stays as it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incoming import row, rows_of

from analysis.importing.apply import applied, records
from analysis.importing.plan import Plan, Removal, plan
from analysis.importing.values import IncomingRow
from analysis.raw.reading import Rows, read_rows
from analysis.raw.tables import TABLES

NAME = "unit_conversions"
TABLE = TABLES[NAME]
HEADER = "from_unit,to_unit,factor,reason"
SOURCES = Rows(list(TABLES["sources"].fields))


def read(folder: Path, text: str) -> Rows:
    (folder / TABLE.file).write_bytes(text.encode())
    return read_rows(folder / TABLE.file, list(TABLE.fields))


def planned(today: Rows, *came: IncomingRow, gone: tuple[str, ...] = ()) -> Plan:
    key = tuple(TABLE.key)
    removals = [Removal("removed.csv", 2, NAME, key, values) for values in gone]
    return plan({"sources": SOURCES, NAME: today}, {NAME: came}, removals)


def written(folder: Path, text: str, *came: IncomingRow, gone: tuple[str, ...] = ()) -> str:
    today = read(folder, text)
    lines = applied(text, TABLE, today, planned(today, *came, gone=gone).tables[NAME])
    return "".join(line.text for line in lines)


def unit(number: int, name: str, factor: str = "1", reason: str = "r") -> IncomingRow:
    return row(number, from_unit=name, to_unit="kg", factor=factor, reason=reason)


def test_a_changed_field_leaves_the_quotation_marks_of_the_others(tmp_path: Path) -> None:
    text = f'{HEADER}\nt,"kg",1000,"tonne"\nlb,kg,0.45,"a ""pound"""\na,kg,1,x\n'
    assert written(tmp_path, text, unit(2, "lb", "0.453", 'a "pound"')) == text.replace(
        "0.45,", "0.453,"
    )


def test_new_text_is_quoted_where_it_must_be(tmp_path: Path) -> None:
    text = f"{HEADER}\nt,kg,1000,tonne\na,kg,1,x\n"
    assert written(tmp_path, text, unit(2, "t", "1000", 'a "t", metric')) == text.replace(
        "tonne", '"a ""t"", metric"'
    )


def test_rows_of_an_unsorted_table_are_added_at_the_end(tmp_path: Path) -> None:
    text = f"{HEADER}\nt,kg,1000,tonne\na,kg,1,x\n"
    assert written(tmp_path, text, unit(2, "b")) == f"{text}b,kg,1,r\n"


def test_rows_of_a_table_in_order_are_added_in_that_order(tmp_path: Path) -> None:
    text = f"{HEADER}\nb,kg,1,x\nd,kg,1,x\n"
    assert written(tmp_path, text, unit(2, "e"), unit(3, "c"), unit(4, "a")) == (
        f"{HEADER}\na,kg,1,r\nb,kg,1,x\nc,kg,1,r\nd,kg,1,x\ne,kg,1,r\n"
    )


def test_superseded_rows_leave_nothing_behind(tmp_path: Path) -> None:
    text = f'{HEADER}\nt,kg,1,"two\nlines"\na,kg,1,x\n'
    assert written(tmp_path, text, gone=("t|kg",)) == f"{HEADER}\na,kg,1,x\n"


def test_a_row_from_a_better_source_takes_the_place_of_the_superseded_one() -> None:
    name = "milestones"
    header = ",".join(TABLES[name].fields)
    lines = ["b,2026,signed,,weak", "a,2026,signed,,s", "c,2026,signed,,s"]
    cells = [line.split(",") for line in lines]
    today = Rows(list(TABLES[name].fields), cells, [2, 3, 4])
    better = row(2, announcement_id="b", event_on="2026", status="signed", note="", source_id="s")
    removal = Removal("removed.csv", 2, name, tuple(TABLES[name].key), "b|2026|signed|weak")
    made = plan({"sources": SOURCES, name: today}, {name: [better]}, [removal]).tables[name]
    text = "\n".join([header, *lines, ""])
    found = applied(text, TABLES[name], today, made)
    assert "".join(line.text for line in found) == text.replace("weak", "s")
    assert found[1].origin is better


def test_line_ends_of_windows_and_a_missing_last_one_are_met(tmp_path: Path) -> None:
    text = f"{HEADER}\r\nt,kg,1,x\r\na,kg,1,x"
    assert written(tmp_path, text, unit(2, "b"), unit(3, "t", "2", "x")) == (
        f"{HEADER}\r\nt,kg,2,x\r\na,kg,1,x\r\nb,kg,1,r\r\n"
    )


def test_blank_lines_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    text = f"\ufeff{HEADER}\n\nt,kg,1,x\n\na,kg,1,x\n"
    assert written(tmp_path, text, unit(2, "a", "2", "x")) == text.replace("a,kg,1", "a,kg,2")


def test_every_real_table_is_its_records(real_dir: Path) -> None:
    for table in TABLES.values():
        text = (real_dir / table.file).read_bytes().decode()
        assert "".join(records(text)) == text
        assert len(list(records(text))) == len(rows_of(real_dir, table.name).cells) + 1


Units = dict[str, tuple[str, str]]
Quoting = Literal[0, 1]
LETTERS = st.text(alphabet='abé,";| x', min_size=1, max_size=6).map(str.strip).filter(bool)
NUMBERS = st.decimals(0, 10**6, places=3, allow_nan=False).map(str)
ROWS = st.dictionaries(LETTERS, st.tuples(NUMBERS, LETTERS), max_size=6)
QUOTING = st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("property")


@given(today=ROWS, came=ROWS, quoting=QUOTING, drop=st.booleans())
def test_an_applied_plan_gives_the_rows_that_came_and_keeps_the_others(
    folder: Path, today: Units, came: Units, quoting: Quoting, drop: bool
) -> None:
    target = io.StringIO()
    body = [[name, "kg", *values] for name, values in today.items()]
    csv.writer(target, lineterminator="\n", quoting=quoting).writerows([HEADER.split(","), *body])
    before = target.getvalue()
    rows = [unit(at, name, *values) for at, (name, values) in enumerate(came.items(), start=2)]
    gone = tuple(f"{name}|kg" for name in [*today][:1] if drop and name not in came)
    after = written(folder, before, *rows, gone=gone)

    read_back = read(folder, after)
    left = {name: values for name, values in today.items() if f"{name}|kg" not in gone}
    assert {cells[0]: cells[2:] for cells in read_back.cells}.keys() == (left | came).keys()
    for cells in read_back.cells:
        expected = (left | came)[cells[0]]
        assert float(cells[2]) == float(expected[0])
        assert cells[3] == expected[1]
    kept = [line for line in records(before) if _name(line) not in {*came, *(g[:-3] for g in gone)}]
    assert [line for line in records(after) if _name(line) not in came] == kept
    assert planned(read_back, *rows, gone=gone).is_empty


def _name(record: str) -> str:
    return next(csv.reader([record]))[0]
