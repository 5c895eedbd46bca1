"""What is made anew is told with the file that asks for it, and the rest is told as kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.core.files import write_text
from analysis.core.project import Project
from analysis.explain import changes, explained, note_inputs

BEFORE = {
    "data/raw/projects.csv": "1",
    "report/index.qmd": "1",
    "report/_part.qmd": "1",
    "report/method.qmd": "1",
    "report/sentences/money.md.j2": "1",
    "report/theme/page.html": "1",
    "analysis/transforms/shares.py": "1",
    "analysis/site/embeds.py": "1",
    "libraries": "1",
    "--paper": "a4",
}
STEPS = (
    "processed tables",
    "cells of the documents",
    "report/index.qmd, as page and PDF",
    "report/method.qmd, as page and PDF",
    "exhibits, numbers and downloads beside them",
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("index", "method"):
        write_text(tmp_path / "report" / f"{name}.qmd", "---\ntitle: A\n---\n`{python} 1`\n")
    write_text(tmp_path / "_quarto.yml", "project: {render: [report/*.qmd]}\n")
    note_inputs(Project(tmp_path), "mark", BEFORE)
    return Project(tmp_path)


def anew(project: Project, *changed: str) -> list[bool]:
    """Of each step whether it is made anew after a change of these inputs, and only of these."""
    now = {**BEFORE, **dict.fromkeys(changed, "2")}
    lines = explained(project, changes(project, "mark", now))
    for line, step in zip(lines, STEPS, strict=True):
        named = ", ".join(changed)
        assert line in (f"kept  {step}", f"anew  {step}, because of {named}")
    return [line.startswith("anew") for line in lines]


CASES: dict[str, list[bool]] = {
    "data/raw/projects.csv": [True, True, True, True, True],
    "report/sentences/money.md.j2": [True, True, True, True, True],
    "report/index.qmd": [False, False, True, False, False],
    "report/_part.qmd": [False, False, True, True, False],
    "report/theme/page.html": [False, True, True, True, True],
    "analysis/transforms/shares.py": [True, True, True, True, True],
    "analysis/site/embeds.py": [False, False, False, False, True],
    "libraries": [True, True, True, True, True],
}


@pytest.mark.parametrize("name", CASES)
def test_each_step_names_the_input_that_it_rests_on(project: Project, name: str) -> None:
    assert anew(project, name) == CASES[name]


def test_nothing_changed_keeps_all(project: Project) -> None:
    assert not any(anew(project))


def test_another_cell_is_told_by_its_document(project: Project) -> None:
    write_text(project.report / "method.qmd", "---\ntitle: A\n---\n`{python} 2`\n")
    now = {**BEFORE, "report/method.qmd": "2"}
    lines = explained(project, changes(project, "mark", now))
    assert lines[0] == "kept  processed tables"
    assert lines[1] == "anew  cells of the documents, because of report/method.qmd"


def test_without_a_record_nothing_is_made_up(project: Project) -> None:
    said = explained(project, changes(project, "another mark", BEFORE))
    assert said == [
        "nothing is known of the last build: all is looked at, and what was kept is used"
    ]


def test_many_reasons_are_counted(project: Project) -> None:
    more: Callable[[int], str] = "data/raw/{}.csv".format
    now = {**BEFORE, **{more(number): "1" for number in range(7)}}
    line = explained(project, changes(project, "mark", now))[0]
    assert line.endswith("data/raw/3.csv, data/raw/4.csv and 2 more")
