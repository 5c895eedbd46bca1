"""From file to tables: planned, checked as part of the whole, written all or not at all."""

from __future__ import annotations

import csv
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from incoming import contents, rows_of, table_text

from analysis.core.files import claimed
from analysis.core.problems import Problem, ProblemsError
from analysis.importing import bring_in as module
from analysis.importing.bring_in import Outcome
from analysis.raw.tables import TABLES

Bring = Callable[..., Outcome]
SOURCE = TABLES["sources"]
NEW_SOURCE = {
    "source_id": "zz-2026-new",
    "title": "A new document",
    "url": "https://example.org/a-new-document",
    "published_on": "2026-01-02",
    "accessed_on": "2026-11-22",
    "note": "",
}


def put(folder: Path, name: str, *rows: dict[str, str], delimiter: str = ",") -> Path:
    """A file of rows in a folder beside the tables."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.csv"
    text = table_text([*rows[0]], *([*row.values()] for row in rows), delimiter=delimiter)
    path.write_text(text, encoding="utf-8")
    return path


def first(folder: Path, name: str) -> dict[str, str]:
    """The first row of a raw table."""
    rows = rows_of(folder, name)
    return dict(zip(rows.columns, rows.cells[0], strict=True))


def sentences(outcome: Outcome) -> list[str]:
    return [problem.sentence() for problem in outcome.problems]


@pytest.fixture
def lead_time(raw_dir: Path, tmp_path: Path) -> Path:
    """A file that changes one row of a table and adds one."""
    row = first(raw_dir, "lead_times") | {"note": "mended, with a comma"}
    new = row | {"lead_time_id": "a-new-step", "source_id": NEW_SOURCE["source_id"]}
    folder = tmp_path / "in"
    put(folder, "sources", first(raw_dir, "sources") | NEW_SOURCE)
    put(folder, "lead_times", row, new | {"step": "another step"})
    return folder


def test_a_folder_is_checked_as_a_whole_and_written_at_once(
    raw_dir: Path, bring: Bring, lead_time: Path
) -> None:
    before = contents(raw_dir)
    outcome = bring(lead_time)
    assert (outcome.is_written, outcome.problems) == (True, [])
    after = contents(raw_dir)
    assert [name for name in before if before[name] != after[name]] == [
        "lead_times.csv",
        "sources.csv",
    ]
    assert before.keys() == after.keys()
    old, new = (text["lead_times.csv"].splitlines() for text in (before, after))
    assert [(a, b) for a, b in zip(old, new, strict=False) if a != b] == [
        (old[1], new[1]),
    ]
    assert new[len(old) :][0].startswith(b"a-new-step,")
    assert outcome.in_order == ["sources"]
    ids = [cells[0] for cells in rows_of(raw_dir, "sources").cells]
    assert ids == sorted(ids)
    again = bring(lead_time)
    assert again.plan.is_empty
    assert again.is_done
    assert contents(raw_dir) == after


@pytest.mark.usefixtures("unchecked")
@pytest.mark.usefixtures("unchecked")
def test_a_file_of_before_sources_had_a_copy_still_imports(
    raw_dir: Path, bring: Bring, tmp_path: Path
) -> None:
    newer = ("place", "archived_url", "archived_on", "content_sha256")
    names = [row[0] for row in rows_of(raw_dir, "sources").cells]
    at = names.index("usgs-mcs-2026-data")
    before = dict(zip(SOURCE.fields, rows_of(raw_dir, "sources").cells[at], strict=True))
    assert all(before[name] for name in newer)
    came = [before | {"title": "Another title"}, before | NEW_SOURCE]
    older = [{k: v for k, v in row.items() if k not in newer} for row in came]
    assert bring(put(tmp_path / "in", "sources", *older)).is_done
    now = {row[0]: dict(zip(SOURCE.fields, row, strict=True))
           for row in rows_of(raw_dir, "sources").cells}  # fmt: skip
    assert now[before["source_id"]] == before | {"title": "Another title"}
    assert [now[NEW_SOURCE["source_id"]][name] for name in newer] == [""] * 4


def test_without_agreement_nothing_changes(raw_dir: Path, bring: Bring, lead_time: Path) -> None:
    before = contents(raw_dir)
    outcome = bring(lead_time, agree=False)
    assert (outcome.is_written, outcome.is_done) == (False, False)
    assert len(outcome.plan.tables["lead_times"].added) == 1
    assert contents(raw_dir) == before
    assert [path.name for path in raw_dir.parent.iterdir()] == ["raw"]


def test_a_file_without_a_column_keeps_it_and_a_new_row_has_to_say_it(
    raw_dir: Path, bring: Bring, lead_time: Path
) -> None:
    rows = list(csv.DictReader((lead_time / "lead_times.csv").read_text().splitlines()))
    for row in rows:
        del row["kind"]
    put(lead_time, "lead_times", *rows)
    outcome = bring(lead_time)
    (change,) = outcome.plan.tables["lead_times"].changed
    assert list(change.fields) == ["note"]
    assert sentences(outcome) == [
        "in/lead_times.csv row 3, kind: the value is missing (how the time is known); fill it in"
    ]


def test_a_problem_is_told_at_the_row_of_the_file_that_came(
    raw_dir: Path, bring: Bring, lead_time: Path
) -> None:
    rows = list(csv.DictReader((lead_time / "lead_times.csv").read_text().splitlines()))
    put(lead_time, "lead_times", rows[0] | {"years_typical": "about 5"}, rows[1])
    (lead_time / "sources.csv").unlink()
    before = contents(raw_dir)
    outcome = bring(lead_time)
    assert sentences(outcome) == [
        'in/lead_times.csv row 2, years_typical: "about 5" is not a number; write digits and a '
        "decimal point, without unit",
        'in/lead_times.csv row 3, source_id: "zz-2026-new" names nothing in sources.csv; mend the '
        "name or add the row to sources.csv",
    ]
    assert outcome.plan.missing == {"zz-2026-new": 1}
    assert contents(raw_dir) == before


def test_removing_what_others_need_is_refused_at_the_row_of_today(
    raw_dir: Path, bring: Bring, tmp_path: Path
) -> None:
    used = first(raw_dir, "lead_times")["source_id"]
    removed = {"table": "sources", "key_columns": "source_id", "key_values": used}
    before = contents(raw_dir)
    outcome = bring(put(tmp_path / "in", "removed", removed))
    assert any(text.startswith("lead_times.csv row 2, source_id") for text in sentences(outcome))
    assert contents(raw_dir) == before


def test_a_removal_of_what_is_no_table_or_column_is_refused(bring: Bring, tmp_path: Path) -> None:
    rows = [
        {"table": "source", "key_columns": "source_id", "key_values": "x"},
        {"table": "sources", "key_columns": "id", "key_values": "x"},
    ]
    assert sentences(bring(put(tmp_path / "in", "removed", *rows))) == [
        'removed.csv row 2, table: "source" is no raw table; write "sources" if that is meant',
        'removed.csv row 3, key_columns: "id" is no column of sources; use source_id',
    ]


def test_an_empty_list_of_removals_removes_nothing(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "removed.csv").write_text("")
    assert bring(tmp_path / "removed.csv").is_done


def test_a_file_saved_by_a_german_spreadsheet_imports_rightly(
    raw_dir: Path, bring: Bring, tmp_path: Path
) -> None:
    row = first(raw_dir, "prices")
    new = row | {"price_id": "neu", "price": "1.234,5", "currency": "USD", "unit": row["unit"]}
    new |= {"priced_on": "31.12.2024", "price_usd_per_kg": "", "note": "Größe für Übersee"}
    path = put(tmp_path / "in", "preise", new, delimiter=";")
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode("cp1252"))
    outcome = bring(path, agree=False)
    (came,) = outcome.plan.tables["prices"].added
    assert (came.cells["price"], came.cells["priced_on"]) == ("1234.5", "2024-12-31")
    assert came.cells["note"] == "Größe für Übersee"
    assert "preise.csv: fields are separated by semicolons" in outcome.notes


def test_the_same_file_with_an_open_number_is_refused_with_the_reason(
    raw_dir: Path, bring: Bring, tmp_path: Path
) -> None:
    new = first(raw_dir, "prices") | {"price_id": "neu", "price": "1.234", "price_usd_per_kg": ""}
    before = contents(raw_dir)
    outcome = bring(put(tmp_path / "in", "preise", new, delimiter=";"))
    assert [problem.rule for problem in outcome.problems] == ["open-number"]
    assert contents(raw_dir) == before


@pytest.mark.usefixtures("unchecked")
def test_an_interruption_in_the_swap_leaves_every_byte(
    raw_dir: Path, bring: Bring, lead_time: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(raw_dir)
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bring(lead_time)
    assert contents(raw_dir) == before
    assert [path.name for path in raw_dir.parent.iterdir()] == ["raw"]


@pytest.mark.usefixtures("unchecked")
def test_what_a_killed_import_leaves_is_mended_by_the_next(
    raw_dir: Path, bring: Bring, lead_time: Path
) -> None:
    before = contents(raw_dir)
    killed = (
        "import os, sys; from pathlib import Path; rename = Path.rename\n"
        "def dying(path, target):\n"
        "    if path.name == 'new': os._exit(9)\n"
        "    return rename(path, target)\n"
        "Path.rename = dying\n"
        "from analysis.importing import bring_in as module\n"
        "module.check = lambda _: []\n"
        "module.bring_in(module.Request(Path(sys.argv[1]), Path(sys.argv[2])), lambda _: True)\n"
    )
    command = [sys.executable, "-c", killed, str(lead_time), str(raw_dir)]
    root = Path(__file__).parents[2]
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
    assert ended.returncode == 9
    assert not raw_dir.exists()  # between the two renames nothing else can be there
    outcome = bring(lead_time, agree=False)
    assert not outcome.plan.is_empty
    assert contents(raw_dir) == before
    assert [path.name for path in raw_dir.parent.iterdir()] == ["raw"]


@pytest.mark.usefixtures("unchecked")
def test_leftovers_go_and_folders_of_others_stay(raw_dir: Path, bring: Bring) -> None:
    (raw_dir.parent / ".raw.abc" / "new").mkdir(parents=True)
    (raw_dir.parent / ".raw.backup" / "mine").mkdir(parents=True)
    bring(raw_dir, agree=False)
    assert sorted(path.name for path in raw_dir.parent.iterdir()) == [".raw.backup", "raw"]


@pytest.mark.usefixtures("unchecked")
def test_a_second_import_says_that_one_is_running(
    raw_dir: Path, bring: Bring, lead_time: Path
) -> None:
    with claimed(raw_dir), pytest.raises(ProblemsError, match="another import is running"):
        bring(lead_time)
    (raw_dir.parent / ".raw.lock").touch()  # nobody holds it: its import was killed
    assert not bring(lead_time, agree=False).problems
    assert [path.name for path in raw_dir.parent.iterdir()] == ["raw"]


@pytest.mark.usefixtures("unchecked")
def test_a_full_disk_is_a_problem_and_nothing_is_lost(
    raw_dir: Path, bring: Bring, lead_time: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(raw_dir)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(ProblemsError) as caught:
        bring(lead_time)
    assert caught.value.problems[0].sentence() == (
        "raw: cannot be read or written (No space left on device); nothing has changed; make room "
        "on the disk"
    )
    assert contents(raw_dir) == before


def test_tables_that_may_only_be_read_are_named_and_not_their_lock(
    bring: Bring, lead_time: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that may only be read, simulated: opening the lock fails as it does there."""

    def read_only(path: object, *_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr("analysis.core.locks.os.open", read_only)
    with pytest.raises(ProblemsError) as caught:
        bring(lead_time)
    assert caught.value.problems[0].sentence() == (
        "raw: cannot be read or written (Read-only file system); nothing has changed; see who may "
        "use it; close it elsewhere"
    )


@pytest.mark.usefixtures("unchecked")
def test_tables_that_change_while_the_plan_is_read_are_left_alone(
    raw_dir: Path, lead_time: Path
) -> None:
    def meanwhile(_: Outcome) -> bool:
        (raw_dir / "README.md").write_text("edited")
        return True

    with pytest.raises(ProblemsError, match="changed by someone else"):
        module.bring_in(module.Request(lead_time, raw_dir), meanwhile)
    assert (raw_dir / "README.md").read_text() == "edited"


def test_the_tables_themselves_bring_nothing_new(raw_dir: Path, bring: Bring) -> None:
    outcome = bring(raw_dir)
    assert outcome.plan.is_empty
    assert outcome.is_done
    assert outcome.plan.tables.keys() == TABLES.keys()


@pytest.mark.usefixtures("unchecked")
def test_a_named_table_is_taken_from_any_sheet(raw_dir: Path, bring: Bring, tmp_path: Path) -> None:
    key = first(raw_dir, "lead_times")["lead_time_id"]
    path = put(tmp_path / "in", "x", {"Schlüssel": key, "note": "n", "Rest": "r"})
    renamed = module.renamings(["Schlüssel=lead_time_id", "Rest="])
    outcome = bring(path, agree=False, table=TABLES["lead_times"], renamed=renamed)
    assert outcome.plan.tables["lead_times"].changed[0].fields["note"][1] == "n"
    assert not outcome.guesses


@pytest.mark.usefixtures("unchecked")
def test_of_the_sites_workbook_the_raw_tables_are_taken(
    raw_dir: Path, bring: Bring, tmp_path: Path
) -> None:
    columns = list(TABLES["lead_times"].fields)
    with xlsxwriter.Workbook(str(tmp_path / "all.xlsx")) as book:
        for name, header in (
            ("about", ["what", "value"]),
            ("raw_lead_times", columns),
            ("lead_times", [*columns, "source_ids"]),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, header)
            sheet.write_row(1, 0, ["x", *rows_of(raw_dir, "lead_times").cells[0][1:]])
    outcome = bring(tmp_path / "all.xlsx", agree=False)
    assert len(outcome.plan.tables["lead_times"].added) == 1
    assert outcome.notes == [
        "all.xlsx (about): passed over, no raw table",
        "all.xlsx (lead_times): passed over, no raw table",
    ]


@pytest.mark.parametrize("option", ["x", "=note", "a=nothing_like_it", "a=nots"])
def test_a_renaming_must_name_a_column(option: str) -> None:
    with pytest.raises(ValueError, match=r"write OLD=NEW|no table has a column"):
        module.renamings([option])


def test_a_problem_that_was_there_before_does_not_stop_an_import() -> None:
    old = Problem(
        file="a.csv",
        row=7,
        column="note",
        value="x",
        rule="rule",
        message="is wrong",
        repair="mend it",
    )
    moved = Problem(
        file="a.csv",
        row=9,
        column="note",
        value="x",
        rule="rule",
        message="is wrong",
        repair="mend it",
    )
    assert module.problems_that_are_new([old], [moved]) == []
    assert module.problems_that_are_new([old], [moved, moved]) == [moved]
