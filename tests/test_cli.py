"""The command line: exit codes, messages, and that a failure changes nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from analysis.cli import app
from analysis.core.problems import Problem
from analysis.core.project import Project
from analysis.facts.processed import Processed, read_processed

DONE, PROBLEMS, USAGE = 0, 1, 2
SHOWN = ("build", "process", "check", "doctor", "descriptor")
ROOT = Path(__file__).parents[1]

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function that runs the command in a folder; a traceback fails the test."""
    monkeypatch.delenv("BRIEFING_AS_OF", raising=False)

    def call(folder: Path, *arguments: str) -> Result:
        monkeypatch.chdir(folder)
        return CliRunner().invoke(app, list(arguments), catch_exceptions=False)

    return call


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def spoilt(project: Project) -> Project:
    """The project with three mistakes in its tables, a good site and good processed tables."""
    for name, column, value in (
        ("announcements", "announced_on", "2026-02-30"),
        ("production", "share_pct", "140"),
        ("projects", "source_id", "nobody-2026"),
    ):
        path = project.raw / f"{name}.csv"
        frame = pd.read_csv(path, dtype="str", keep_default_na=False)
        frame.loc[0, column] = value
        frame.to_csv(path, index=False, lineterminator="\n")
    shutil.rmtree(project.processed, ignore_errors=True)
    for folder in (project.processed, project.site):
        folder.mkdir(parents=True)
        (folder / "kept.txt").write_text("the last good one\n", encoding="utf-8")
    return project


# Help and wrong usage.


@pytest.mark.parametrize("command", SHOWN)
def test_the_help_of_each_command_shows_an_example(run: Run, command: str) -> None:
    result = run(ROOT, command, "--help")
    assert result.exit_code == DONE
    assert f"Example: briefing {command}" in " ".join(result.output.split())


def test_the_help_lists_the_commands_for_readers(run: Run) -> None:
    listed = run(ROOT, "--help").output
    assert [name for name in SHOWN if not re.search(rf"^\W*{name}\b", listed, re.MULTILINE)] == []


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    assert "Usage" in run(ROOT).output


def test_the_version_names_code_and_data(run: Run) -> None:
    package = json.loads((ROOT / "data/raw/datapackage.json").read_text(encoding="utf-8"))
    code = version("coordination-versus-capacity")
    assert run(ROOT, "--version").output == f"briefing {code}, data {package['version']}\n"


def test_outside_a_project_the_version_says_so(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path, "--version").output.endswith("data none here\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["build", "--engine", "latex"],
        ["build", "--as-of", "4 February 2026"],
        ["build", "--as-of", "2026-02-30"],
        ["build", "--raw", "nowhere"],
        ["process", "--raw", "nowhere"],
        ["check", "--raw", "nowhere"],
        ["check", "--yaml"],
    ],
)
def test_wrong_usage_has_exit_code_two(run: Run, arguments: list[str]) -> None:
    result = run(ROOT, *arguments)
    assert result.exit_code == USAGE
    assert "Error" in result.output


@pytest.mark.parametrize("command", ["build", "process", "check"])
def test_outside_a_project_the_message_says_what_to_do(
    run: Run, tmp_path: Path, command: str
) -> None:
    result = run(tmp_path, command)
    assert result.exit_code == USAGE
    assert "run the command inside the project's folder" in plain(result.output)


def plain(output: str) -> str:
    """The words of a message without the frame that is drawn around it."""
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", output).split())


@pytest.mark.parametrize(("command", "option"), [("build", "--out"), ("process", "--processed")])
def test_a_folder_with_files_of_somebody_else_is_not_replaced(
    run: Run, tmp_path: Path, command: str, option: str
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("dear reader", encoding="utf-8")
    result = run(ROOT, command, option, str(tmp_path / "letters"))
    assert result.exit_code == USAGE
    assert "holds other files; name a new or an empty folder" in plain(result.output)
    assert contents(tmp_path) == {"letters/letter.txt": b"dear reader"}


def test_an_engine_that_is_not_there_is_wrong_usage(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.render.quarto.executable", lambda: None)
    result = run(ROOT, "build", "--engine", "quarto")
    assert result.exit_code == USAGE
    assert "use the embedded engine" in plain(result.output)


# Checking.


def test_the_tables_of_the_project_have_no_errors(run: Run) -> None:
    result = run(ROOT, "check")
    assert result.exit_code == DONE
    assert re.search(r"^0 errors, \d+ warnings$", result.stderr, re.MULTILINE)
    assert result.stdout == ""


def test_every_problem_is_one_line_and_errors_come_first(run: Run, project_copy: Project) -> None:
    result = run(spoilt(project_copy).root, "check")
    lines = result.stderr.splitlines()
    assert result.exit_code == PROBLEMS
    assert any(line.startswith("error: announcements.csv row 2, announced_on: ") for line in lines)
    assert any(line.startswith('error: production.csv row 2, share_pct: "140" ') for line in lines)
    assert any(line.startswith('error: projects.csv row 2, source_id: "nobody') for line in lines)
    *listed, counted, accepted = lines
    kinds = [line.partition(":")[0] for line in listed]
    assert kinds == sorted(kinds)
    errors, warnings = kinds.count("error"), kinds.count("warning")
    assert counted == f"{errors} errors, {warnings} warnings"
    assert accepted.endswith("warnings are accepted; --all shows them")


def test_problems_as_json_have_the_published_shape(run: Run, project_copy: Project) -> None:
    result = run(project_copy.root, "check", "--raw", str(spoilt(project_copy).raw), "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == PROBLEMS
    assert list(document) == ["problems", "accepted", "errors", "warnings"]
    problems = [Problem(**record) for record in document["problems"]]
    severities = [problem.severity for problem in problems]
    assert document["errors"] == severities.count("error") >= 3
    assert document["warnings"] == severities.count("warning")
    assert ("announcements.csv", 2) in {(problem.file, problem.row) for problem in problems}


def test_tables_can_be_checked_outside_a_project(run: Run, tmp_path: Path) -> None:
    result = run(tmp_path, "check", "--raw", str(ROOT / "data" / "raw"))
    assert result.exit_code == DONE


# Bad tables and documents.


@pytest.mark.parametrize("command", ["build", "process"])
def test_bad_tables_give_all_problems_at_once_and_change_nothing(
    project_copy: Project, command: str
) -> None:
    project = spoilt(project_copy)
    before = contents(project.root)
    done = subprocess.run(
        [Path(sys.executable).parent / "briefing", command],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == PROBLEMS
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for words in ("announcements.csv row 2, announced_on: ", '"140"', "nobody-2026"):
        assert words in done.stderr
    # Parts of the theme that a build writes from installed packages, and what was typed so far.
    made = {"fonts", "vega", ".kept"}
    after = contents(project.root)
    assert {name for name in after if not made & set(Path(name).parts)} <= set(before)
    assert {name for name in before if after.get(name) != before[name]} == set()


@pytest.fixture
def processed_at_once(monkeypatch: pytest.MonkeyPatch, fresh_processed: Path) -> None:
    """Takes the tables that were computed before in place of computing them again."""

    def copy(raw: Path, target: Path, as_of: Any = None, run: Any = map) -> Processed:
        shutil.copytree(fresh_processed, target, dirs_exist_ok=True)
        return read_processed(target)

    monkeypatch.setattr("analysis.process.process", copy)


@pytest.mark.usefixtures("processed_at_once")
def test_a_failing_document_leaves_the_last_site(run: Run, project_copy: Project) -> None:
    project_copy.site.mkdir()
    (project_copy.site / "kept.txt").write_text("the last good one\n", encoding="utf-8")
    for document in project_copy.report.glob("*.qmd"):
        document.unlink()
    text = (
        "---\ntitle: A page\n---\n\n```{python}\n#| include: false\n"
        "from analysis.documents.cells import fact\n```\n\n"
        'As `{python} fact("no-such-fact")` shows.\n'
    )
    (project_copy.report / "index.qmd").write_text(text, encoding="utf-8")
    result = run(project_copy.root, "build", "--engine", "embedded")
    assert result.exit_code == PROBLEMS
    assert f"error: report/index.qmd:{text.count(chr(10))}: " in result.stderr
    assert "no fact 'no-such-fact'" in result.stderr
    assert contents(project_copy.site) == {"kept.txt": b"the last good one\n"}


@pytest.mark.usefixtures("processed_at_once")
def test_processing_says_what_it_wrote_and_where(
    run: Run, project_copy: Project, processed: Processed
) -> None:
    result = run(project_copy.root, "process", "--processed", "elsewhere")
    assert result.exit_code == DONE
    assert result.stdout == (
        f"written to elsewhere: {len(processed.tables)} tables, {processed.about.stamp}\n"
    )


# The rest.


def test_the_doctor_names_engine_versions_and_what_is_missing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.doctor.shutil.which", lambda program: None)
    monkeypatch.setattr("analysis.doctor.LIBRARIES", ("pandas", "no-such-library"))
    lines = run(ROOT, "doctor").output
    assert re.search(r"^engine +(embedded|quarto) ", lines, re.MULTILINE)
    assert f"pandas  {version('pandas')}" in lines
    assert "no-such-library  missing; run make briefing" in lines
    assert "chromium  missing; the tests need it: install the Debian package chromium" in lines


def test_the_descriptor_is_written_anew(run: Run, project_copy: Project) -> None:
    path = project_copy.raw / "datapackage.json"
    before = path.read_bytes()
    path.write_bytes(before.replace(b'"name"', b'"nome"', 1))
    assert run(project_copy.root, "descriptor").exit_code == DONE
    assert path.read_bytes() == before


# The identity that signs.


def test_an_identity_is_made_where_it_is_asked_for_and_in_no_repository(
    run: Run, tmp_path: Path
) -> None:
    pytest.importorskip("cryptography")
    made = run(ROOT, "key", "new", "Institute of Minerals", "--out", str(tmp_path / "identity"))
    assert made.exit_code == DONE
    assert sorted(p.name for p in (tmp_path / "identity").iterdir()) == [
        "certificate.pem",
        "key.pem",
    ]
    again = run(ROOT, "key", "new", "Somebody", "--out", str(tmp_path / "identity"))
    assert again.exit_code == PROBLEMS and "there is an identity already" in again.output
    (tmp_path / "checkout" / ".git").mkdir(parents=True)
    inside = run(ROOT, "key", "new", "Somebody", "--out", str(tmp_path / "checkout" / "key"))
    assert inside.exit_code == USAGE and "a key must" in inside.output
    assert not (tmp_path / "checkout" / "key").exists()
