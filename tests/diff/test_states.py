"""Where a state comes from: a folder, a release, a revision of git, the working tree."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.cli import app
from analysis.core.made import note, processed_from, state_of
from analysis.core.problems import ProblemsError
from analysis.core.project import Project
from analysis.diff import states
from analysis.diff.comparison import compare
from analysis.diff.states import State, find_state, of_revision, of_tables, of_working_tree

ROOT = Path(__file__).parents[2]


def git(project: Project, *arguments: str) -> None:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    subprocess.run(["git", "-C", str(project.root), *who, *arguments], check=True)


@pytest.fixture
def checkout(small_project: Project) -> Project:
    """A project under git, with its tables in the first commit."""
    git(small_project, "init", "-q")
    git(small_project, "add", "data")
    git(small_project, "commit", "-q", "-m", "tables")
    return small_project


def rename(project: Project, old: str, new: str) -> None:
    """Other words in a table that needs no new processing to be compared."""
    path = project.raw / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_a_revision_is_read_without_a_checkout(checkout: Project, committed: State) -> None:
    shutil.rmtree(checkout.root / "data")
    state = of_revision(checkout, "HEAD")
    assert state.name.endswith("(HEAD)")
    assert not compare(state, committed)
    assert not (checkout.root / "data").exists()


def test_a_revision_of_a_project_below_the_top_of_its_checkout_is_found(
    tmp_path: Path, committed: State
) -> None:
    inner = Project(tmp_path / "papers" / "briefing")
    shutil.copytree(ROOT / "data", inner.root / "data")
    outer = Project(tmp_path / "papers")
    git(outer, "init", "-q")
    git(outer, "add", ".")
    git(outer, "commit", "-q", "-m", "a paper")
    assert not compare(of_revision(inner, "HEAD"), committed)


def test_the_rows_that_changed_since_a_revision_are_told(checkout: Project) -> None:
    before = of_revision(checkout, "HEAD")
    row = (checkout.raw / "claims.csv").read_text(encoding="utf-8").splitlines()[1]
    rename(checkout, row, row + " ")
    assert not compare(before, of_tables("now", checkout.raw, checkout.processed))
    rename(checkout, row, "x" + row)
    [table] = compare(before, of_tables("now", checkout.raw, checkout.processed)).tables
    assert (table.table, table.counts["added"], table.counts["removed"]) == ("claims", 1, 1)


def test_the_working_tree_is_not_processed_where_that_was_done(
    small_project: Project, committed: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_KEPT", str(small_project.kept))
    made_from = processed_from(small_project, small_project.raw)
    note("processed", made_from, state_of(small_project.processed), "processed")
    monkeypatch.setattr(states, "process", pytest.fail)
    assert not compare(of_working_tree(small_project), committed)


@pytest.mark.parametrize("name", ["no-such-revision", "--help", "HEAD:data", "", "a\nb"])
def test_a_name_of_nothing_is_refused_in_words(checkout: Project, name: str) -> None:
    with pytest.raises(ProblemsError) as refused:
        find_state(checkout, name)
    [problem] = refused.value.problems
    assert "git knows no such revision" in problem.message
    assert problem.repair.startswith("name a folder that holds sources.csv, a released version")


def test_outside_a_checkout_the_reason_is_told(small_project: Project) -> None:
    with pytest.raises(ProblemsError, match="the project is no checkout of git"):
        find_state(small_project, "HEAD")


def test_without_git_the_reason_is_told(checkout: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProblemsError, match="git is not installed"):
        find_state(checkout, "HEAD")


def test_a_revision_without_tables_is_told(checkout: Project) -> None:
    git(checkout, "rm", "-rq", "data")
    git(checkout, "commit", "-q", "-m", "nothing left")
    with pytest.raises(ProblemsError, match="the revision holds no folder data"):
        find_state(checkout, "HEAD")


def test_a_revision_that_does_not_fit_the_rules_is_compared_by_its_rows(
    checkout: Project, committed: State
) -> None:
    git(checkout, "rm", "-rq", "data/processed", "data/raw/corrections.csv")
    git(checkout, "commit", "-q", "-m", "as it was long ago")
    diff = compare(find_state(checkout, "HEAD"), committed)
    assert [table.table for table in diff.tables] == ["corrections"]
    assert diff.headline == diff.facts == diff.sentences == diff.exhibits == ()
    assert diff.notes[0].endswith("do not fit today's rules: rows alone are compared.")


def test_a_folder_with_problems_tells_them(small_project: Project) -> None:
    (small_project.raw / "promises.csv").unlink()
    with pytest.raises(ProblemsError, match=r"promises\.csv: the table is not there"):
        find_state(small_project, str(small_project.raw))


def test_processed_tables_of_another_shape_are_said_not_to_be_compared(
    small_project: Project, committed: State
) -> None:
    (small_project.processed / "ladder.csv").unlink()
    diff = compare(of_tables("then", small_project.raw, small_project.processed), committed)
    assert diff.exhibits == ()
    assert diff.notes == (
        "The processed tables of then have another shape than today's: exhibits are not compared.",
    )


def test_an_archive_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "tables.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../escaped.csv", "a,b\n")
    with states.unpacked(path.read_bytes()) as place:
        assert not (Path(place).parent / "escaped.csv").exists()


def test_the_command_writes_the_file_it_is_told_to(
    checkout: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout.root)
    ran = CliRunner().invoke(app, ["diff", "HEAD", "HEAD", "--format", "md", "--out", "d.md"])
    assert ran.exit_code == 0
    assert "Nothing differs." in (checkout.root / "d.md").read_text(encoding="utf-8")
    wrong = CliRunner().invoke(app, ["diff", "HEAD", "HEAD", "--out", "no/such/folder/d.md"])
    assert wrong.exit_code == 1


def test_a_review_ends_with_an_error_while_a_decision_is_missing(
    checkout: Project, committed: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = checkout.processed / "facts.json"
    document = json.loads(facts.read_text(encoding="utf-8"))
    [kept] = [each for each in document["facts"] if each["id"] == "promises-kept-of-due"]
    kept["text"] = "98 of 99"
    facts.write_text(json.dumps(document), encoding="utf-8")
    git(checkout, "commit", "-aqm", "a number that was another")
    monkeypatch.chdir(checkout.root)
    monkeypatch.setattr(states, "of_working_tree", lambda project: committed)
    ran = CliRunner().invoke(app, ["review", "HEAD"])
    assert ran.exit_code == 1
    assert "promises-kept-of-due" in ran.output
    assert "98 of 99" in (checkout.root / "review.html").read_text(encoding="utf-8")
