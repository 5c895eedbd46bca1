"""`briefing import` and `briefing export`, as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from incoming import contents, rows_of, table_text
from typer.testing import CliRunner, Result

from analysis.cli import app

DONE, PROBLEMS, USAGE = 0, 1, 2
Run = Callable[..., Result]


@pytest.fixture
def run(raw_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in an empty folder with the copy of the tables; a traceback fails."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def call(*arguments: str) -> Result:
        options = [*arguments, "--raw", str(raw_dir)]
        return CliRunner().invoke(app, options, catch_exceptions=False)

    return call


@pytest.fixture
def update(raw_dir: Path, tmp_path: Path) -> str:
    """A file that changes one note."""
    rows = rows_of(raw_dir, "lead_times")
    cells = dict(zip(rows.columns, rows.cells[0], strict=True)) | {"note": "another note"}
    path = tmp_path / "update.csv"
    path.write_text(table_text(list(cells), list(cells.values())), encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("unchecked")
def test_the_plan_is_shown_and_written_only_with_yes(run: Run, raw_dir: Path, update: str) -> None:
    before = contents(raw_dir)
    seen = run("import", update)
    assert seen.exit_code == PROBLEMS
    assert "-> another note" in seen.stdout
    assert seen.stdout.splitlines()[-1] == "nothing was written; --yes writes it"
    assert contents(raw_dir) == before
    done = run("import", update, "--yes")
    assert done.exit_code == DONE
    assert rows_of(raw_dir, "lead_times").cells[0][-2] == "another note"
    again = run("import", update, "--yes")
    assert again.exit_code == DONE
    assert again.stdout.splitlines()[-1] == ("nothing to write: the tables hold all of it already")


def test_problems_are_listed_with_plan_and_count(run: Run, tmp_path: Path) -> None:
    (tmp_path / "demand.csv").write_text("demand_id,quantity\nnew,1.234\n")
    seen = run("import", str(tmp_path / "demand.csv"), "--yes")
    assert seen.exit_code == PROBLEMS
    assert 'row 2, quantity: "1.234" is 1234 or 1.234' in seen.stderr
    assert "is missing" in seen.stderr  # of all that the new row needs
    assert "mend the problems above" in seen.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "x.csv", "--table", "project"], "nearest is projects"),
        (["import", "x.csv", "--map", "a"], "write OLD=NEW"),
        (["export", "project"], "nearest is projects"),
    ],
)
def test_wrong_usage_names_what_is_near(run: Run, arguments: list[str], said: str) -> None:
    seen = run(*arguments)
    assert seen.exit_code == USAGE
    assert said in " ".join(seen.stderr.replace("│", " ").split())


def test_a_file_that_is_not_there_is_a_problem(run: Run) -> None:
    seen = run("import", "none.csv")
    assert (seen.exit_code, "there is no such file" in seen.stderr) == (PROBLEMS, True)


def test_an_export_lies_here_and_replaces_nothing(run: Run, raw_dir: Path) -> None:
    assert run("export", "actors").stdout == "actors.csv\n"
    assert Path("actors.csv").read_bytes() == (raw_dir / "actors.csv").read_bytes()
    assert run("export", "actors", "--xlsx").stdout == "actors.xlsx\n"
    Path("actors.csv").write_text("edited")
    assert run("export", "actors").exit_code == USAGE
    assert Path("actors.csv").read_text() == "edited"
    nowhere = run("export", "actors", "--xlsx", "--out", "nowhere/a.xlsx")
    assert (nowhere.exit_code, "cannot be written" in nowhere.stderr) == (PROBLEMS, True)
    assert run("import", "actors.xlsx").exit_code == DONE  # it plans nothing
