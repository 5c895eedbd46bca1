"""The workflows are valid, pinned, and may do no more than they need."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

GITHUB = Path(__file__).parents[1] / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(
    set((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) - {GITHUB / "ISSUE_TEMPLATE/config.yml"}
)
BINARIES = Path(sys.executable).parent
# What each workflow may do beyond reading; for nothing else there is a token.
MAY_WRITE = {
    "data-diff": {"pull-requests"},
    "due": {"issues"},
    "publish": {"pages", "id-token"},
    "quarto": set(),
    "tests": set(),
}

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def read(path: Path) -> dict[Any, Any]:
    document: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def triggers(path: Path) -> set[str]:
    """What starts a workflow; YAML reads the word `on` as true."""
    return set(read(path)[True])


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def test_there_is_a_workflow_for_each_purpose() -> None:
    assert {path.stem for path in WORKFLOWS} == set(MAY_WRITE)
    assert {path.stem for path in FORMS} == {"new-source", "wrong-number"}


@pytest.mark.parametrize(
    ("schema", "paths"),
    [("vendor.github-workflows", WORKFLOWS), ("vendor.github-issue-forms", FORMS)],
)
def test_github_understands_the_files(schema: str, paths: list[Path]) -> None:
    command = [BINARIES / "check-jsonschema", "--builtin-schema", schema, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing_to_worry_about() -> None:
    command = [BINARIES / "zizmor", "--offline", "--min-severity", "medium", GITHUB / "workflows"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@each_workflow
def test_every_action_is_pinned_by_its_hash_and_names_its_version(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert used
    assert [
        one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)
    ] == []


def test_an_action_has_one_version_everywhere() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    used = set(re.findall(r"uses: (.*)@(.*)", texts))
    assert len(used) == len({name for name, _ in used})


@each_workflow
def test_a_workflow_may_do_nothing_and_each_job_what_it_needs(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    writes = set()
    for job in workflow["jobs"].values():
        assert set(job["permissions"].values()) <= {"read", "write"}
        writes |= {name for name, level in job["permissions"].items() if level == "write"}
    assert writes == MAY_WRITE[path.stem]


@each_workflow
def test_a_job_that_may_write_runs_no_code_of_the_repository(path: Path) -> None:
    for job in read(path)["jobs"].values():
        if "write" in job["permissions"].values():
            assert not [step for step in job["steps"] if "checkout" in step.get("uses", "")]


@each_workflow
def test_a_workflow_ends_and_is_not_run_twice_at_once(path: Path) -> None:
    workflow = read(path)
    assert workflow["concurrency"]["group"]
    assert [job for job in workflow["jobs"].values() if not 0 < job["timeout-minutes"] <= 60] == []


@each_workflow
def test_code_of_others_meets_neither_secrets_nor_the_token(path: Path) -> None:
    assert not triggers(path) & {"pull_request_target", "workflow_run", "issue_comment"}
    assert "secrets." not in path.read_text(encoding="utf-8")
    for step in steps(path):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
        assert "${{" not in step.get("run", "")


def test_the_tests_run_on_each_system_with_the_oldest_and_the_newest_python() -> None:
    jobs = read(GITHUB / "workflows" / "tests.yml")["jobs"]
    assert jobs["unix"]["strategy"]["matrix"]["system"] == ["ubuntu-latest", "macos-latest"]
    assert jobs["windows"]["runs-on"] == "windows-latest"
    assert {tuple(job["strategy"]["matrix"]["python"]) for job in jobs.values()} == {
        ("3.11", "3.13")
    }


def test_the_commands_exist_in_the_makefile() -> None:
    makefile = (GITHUB.parent / "Makefile").read_text(encoding="utf-8")
    runs = " ".join(step.get("run", "") for path in WORKFLOWS for step in steps(path))
    targets = set(re.findall(r"\bmake ([\w./]+)", runs))
    assert targets == {"briefing", "check", "test", ".venv/.ready"}
    assert {"briefing", "check", "test"} <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    assert "READY := $(VENV)/.ready" in makefile
