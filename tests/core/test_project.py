"""Where things lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.core.project import CONFIG, Project


def test_the_project_is_found_from_any_folder_inside_it(tmp_path: Path) -> None:
    (tmp_path / CONFIG).touch()
    deep = tmp_path / "report" / "theme"
    deep.mkdir(parents=True)
    assert Project.find(deep) == Project(tmp_path.resolve()) == Project.find(tmp_path)


def test_the_working_folder_counts_without_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / CONFIG).touch()
    monkeypatch.chdir(tmp_path)
    assert Project.find().root == tmp_path.resolve()


def test_outside_a_project_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run the command inside the project's folder"):
        Project.find(tmp_path)


def test_the_parts_of_this_project_are_there() -> None:
    project = Project.find(Path(__file__).parent)
    assert [p for p in (project.raw, project.report, project.processed) if not p.is_dir()] == []
