"""The commands around a rendering do their work once, and again where anything changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.core import cache
from analysis.core.files import write_text
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import Project
from analysis.last_run import process_if_changed, publish_if_changed
from analysis.site.rendered import Beside
from analysis.site.search import Entry

PAGE = "<html><head></head><body><main><h1>{}</h1></main></body></html>"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one table and one rendered page."""
    root = tmp_path / "project"
    for name, text in {
        "_quarto.yml": "project: {render: [report/*.qmd]}\nwebsite: {title: A}\n",
        "data/raw/table.csv": "a\n1\n",
        "data/processed/table.csv": "b\n1\n",
        "report/index.qmd": "a\n",
        "report/glossary.yml": "[]\n",
        "report/theme/briefing.css": "a {}\n",
        "_site/report/index.html": PAGE.format("A"),
    }.items():
        write_text(root / name, text)
    return Project(root)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was really done, by name; the work itself is stood in for."""
    done: list[str] = []

    def process(raw: Path, processed: Path, as_of: dt.date | None, run: Any) -> Any:
        done.append("process")
        write_text(processed / "table.csv", (raw / "table.csv").read_text() + f"{as_of}\n")
        return SimpleNamespace(tables={"table": 1}, about=SimpleNamespace(stamp="version 1"))

    def publish(project: Project, site: Path, prepared: Any) -> Beside:
        done.append("publish")
        write_text(site / "exhibits" / "a.csv", "1\n")
        return Beside("<meta name='x'>", (Entry("figure", "Figure", "A bar", "a", "words"),))

    def weakly_founded(records: Any) -> list[Problem]:
        done.append("headline")
        return [Problem(**record) for record in records.values()]

    monkeypatch.setattr("analysis.process.process", process)
    monkeypatch.setattr("analysis.facts.headline.weakly_founded", weakly_founded)
    monkeypatch.setattr("analysis.facts.records.read_records", lambda folder: {})
    monkeypatch.setattr("analysis.site.publish.publish", publish)
    monkeypatch.setattr("analysis.core.cache.made_by", lambda kind: "code")
    monkeypatch.delenv(cache.FOLDER, raising=False)
    return done


def processed(project: Project, as_of: dt.date | None = None) -> str:
    return process_if_changed(project, project.raw, project.processed, as_of)


def test_tables_are_computed_once(project: Project, runs: list[str]) -> None:
    assert processed(project) == f"written to {project.processed}: 1 tables, version 1"
    assert processed(project) == "nothing changed: 1 tables, version 1"
    assert runs == ["process"]


CHANGES: dict[str, Callable[[Project, pytest.MonkeyPatch], object]] = {
    "a raw table": lambda project, _: write_text(project.raw / "table.csv", "a\n2\n"),
    "a new raw table": lambda project, _: write_text(project.raw / "b.csv", "b\n"),
    "the code": lambda _, patch: patch.setattr(
        "analysis.core.cache.made_by", lambda kind: "other code"
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_tables_are_computed_again_after_a_change_of(
    what: str, project: Project, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    processed(project)
    CHANGES[what](project, monkeypatch)
    assert processed(project).startswith("written to")
    assert runs == ["process", "process"]


SPOILT: dict[str, Callable[[Path], object]] = {
    "a result": lambda table: write_text(table, "spoilt\n"),
    "a lost result": lambda table: table.unlink(),
}


@pytest.mark.parametrize("what", SPOILT)
def test_tables_are_put_in_place_again_after_a_change_of(
    what: str, project: Project, runs: list[str]
) -> None:
    processed(project)
    table = project.processed / "table.csv"
    right = table.read_text(encoding="utf-8")
    SPOILT[what](table)
    assert processed(project).startswith("written to")
    assert table.read_text(encoding="utf-8") == right
    assert runs == ["process"]


def test_another_sentence_costs_no_tables_but_a_look_at_what_carries_the_answer(
    project: Project, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    processed(project)
    write_text(project.sentences / "money.md.j2", "{# #}")
    assert processed(project).startswith("written to")
    assert processed(project).startswith("nothing changed")
    assert runs == ["process", "headline"]
    weak = {"file": "facts.json", "rule": "r", "message": "rests on one weak source", "repair": ""}
    monkeypatch.setattr("analysis.facts.records.read_records", lambda folder: {"a": weak})
    write_text(project.sentences / "money.md.j2", "{# another #}")
    for _ in range(2):  # refused, and not forgotten
        with pytest.raises(ProblemsError, match="one weak source"):
            processed(project)


def test_another_day_is_another_run(project: Project, runs: list[str]) -> None:
    processed(project)
    assert processed(project, dt.date(2026, 2, 4)).startswith("written to")


def test_a_page_rendered_again_does_not_cost_a_whole_publishing(
    project: Project, runs: list[str]
) -> None:
    publish_if_changed(project, project.site)
    write_text(project.site / "report" / "index.html", PAGE.format("New words"))
    write_text(project.site / "search.json", "[]")
    publish_if_changed(project, project.site)
    assert runs == ["publish"]
    page = (project.site / "report" / "index.html").read_text(encoding="utf-8")
    assert page.count("<meta name='x'>") == 1
    index = (project.site / "search" / "sections.js").read_text(encoding="utf-8")
    assert "New words" in index
    assert "A bar" in index


@pytest.mark.parametrize(
    "name",
    [
        "data/processed/table.csv", "data/raw/table.csv", "releases/1.0.0/a.json", "_quarto.yml",
        "report/theme/briefing.css", "report/glossary.yml", "_site/exhibits/a.csv",
    ],
)  # fmt: skip
def test_all_is_published_again_after_a_change_of(
    name: str, project: Project, runs: list[str]
) -> None:
    publish_if_changed(project, project.site)
    text = (project.root / name).read_text() if (project.root / name).exists() else ""
    write_text(project.root / name, text + "\n")
    publish_if_changed(project, project.site)
    assert runs == ["publish", "publish"]


def test_where_nothing_can_be_kept_the_work_is_done(project: Project, runs: list[str]) -> None:
    write_text(project.kept, "a file in the way")
    assert processed(project).startswith("written to")
    assert processed(project).startswith("written to")
