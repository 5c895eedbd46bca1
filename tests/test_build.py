"""A build happens whole or not at all, in a copy, and only if something changed."""

from __future__ import annotations

import errno
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stand_ins import Renderer, contents, request_of, stand_ins, write_small_project
from typer.testing import CliRunner

from analysis.build import AS_OF_VARIABLE, Request, build, fingerprint
from analysis.cli import app
from analysis.core.files import write_text
from analysis.core.problems import ProblemsError
from analysis.core.project import FINGERPRINT, Project
from analysis.site.rendered import Beside


def state(project: Project) -> dict[str, bytes]:
    """All files of a project but those that only save time."""
    files = contents(project.root).items()
    return {name: content for name, content in files if not name.startswith(".kept/")}


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> Renderer:
    return stand_ins(monkeypatch)


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """The build of a small project that was built before."""
    write_small_project(tmp_path / "project")
    return request_of(tmp_path / "project")


def test_a_build_replaces_the_site_and_keeps_the_tables(
    request_: Request, renderer: Renderer
) -> None:
    built = build(request_)
    assert built.is_fresh
    assert built.html.read_text(encoding="utf-8") == "new page"
    assert (request_.project.processed / "table.csv").read_text(encoding="utf-8") == "a\n1\n"
    assert (request_.out / FINGERPRINT).read_text(encoding="utf-8") == f"{fingerprint(request_)}\n"


def test_documents_and_raw_tables_are_only_read(request_: Request, renderer: Renderer) -> None:
    before = contents(request_.project.report) | contents(request_.raw)
    build(request_)
    assert contents(request_.project.report) | contents(request_.raw) == before
    assert renderer.runs[0]["root"] != request_.project.root
    assert not renderer.runs[0]["root"].exists()


def test_nothing_changed_means_no_second_build(request_: Request, renderer: Renderer) -> None:
    build(request_)
    assert not build(request_).is_fresh
    assert len(renderer.runs) == 1
    assert build(request_, force=True).is_fresh


@pytest.mark.parametrize(
    "name",
    [
        *("data/raw/table.csv", "report/index.qmd", "report/sentences/money.md.j2"),
        *("releases/note.txt", "_quarto.yml"),
    ],
)
@pytest.mark.parametrize("folder", ["project", "fonts", "__pycache__"])
def test_a_changed_file_means_a_new_build(
    request_: Request, renderer: Renderer, name: str, folder: str
) -> None:
    """Whatever the folder is called in which the project lies."""
    root = request_.project.root.rename(request_.project.root.parent / folder)
    request = request_of(root)
    build(request)
    write_text(root / name, (root / name).read_text(encoding="utf-8") + "\n")
    assert build(request).is_fresh


@pytest.mark.parametrize("change", [{"engine": "quarto"}, {"as_of": date(2026, 2, 4)}])
def test_another_wish_means_a_new_build(
    request_: Request, renderer: Renderer, change: dict[str, Any]
) -> None:
    build(request_)
    assert build(replace(request_, **change)).is_fresh


def test_another_day_to_write_means_a_new_build(
    request_: Request, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(request_)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert build(request_).is_fresh


def test_fonts_and_caches_are_no_inputs(request_: Request) -> None:
    before = fingerprint(request_)
    for name in ("theme/fonts/a.ttf", "__pycache__/a.pyc"):
        write_text(request_.project.report / name, "made")
    assert fingerprint(request_) == before


def test_a_failing_build_leaves_everything_as_it_was(request_: Request, renderer: Renderer) -> None:
    renderer.fails = True
    before = state(request_.project)
    with pytest.raises(ProblemsError):
        build(request_)
    assert state(request_.project) == before
    assert sorted(path.name for path in request_.project.root.iterdir()) == [
        *(".kept", "_quarto.yml", "_site", "data", "releases", "report"),
    ]


def test_other_tables_leave_the_tables_of_the_project_alone(
    request_: Request, renderer: Renderer, tmp_path: Path
) -> None:
    write_text(tmp_path / "mine" / "table.csv", "a\n2\n")
    before = state(request_.project)
    build(replace(request_, raw=tmp_path / "mine", out=tmp_path / "out"))
    assert (tmp_path / "out" / "report" / "index.html").is_file()
    assert state(request_.project) == before
    assert contents(tmp_path / "mine") == {"table.csv": b"a\n2\n"}


def test_a_vintage_is_asked_of_the_hooks_and_leaves_the_tables_of_the_project_alone(
    request_: Request, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(AS_OF_VARIABLE, "2025-01-01")
    build(replace(request_, as_of=date(2026, 2, 4)))
    assert renderer.runs[0]["as_of"] == "2026-02-04"
    assert os.environ[AS_OF_VARIABLE] == "2025-01-01"
    assert (request_.project.processed / "table.csv").read_text(encoding="utf-8") == "old"


def test_without_a_vintage_the_hooks_are_asked_for_none(
    request_: Request, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(AS_OF_VARIABLE, "2025-01-01")
    build(request_)
    assert renderer.runs[0]["as_of"] is None


def test_another_hook_runs_in_the_copy_with_its_variables(
    request_: Request, renderer: Renderer, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    renderer.command = ["sh", "-c", f'echo "$PWD $QUARTO_PROJECT_OUTPUT_DIR" > {note}']
    with pytest.raises(FileNotFoundError):  # nothing computed the tables that the build keeps
        build(request_)
    where, output = note.read_text(encoding="utf-8").split()
    assert Path(where) == renderer.runs[0]["root"]
    assert Path(output).parent.parent == request_.out.parent


def test_a_failing_hook_is_a_problem(request_: Request, renderer: Renderer) -> None:
    renderer.command = ["sh", "-c", "exit 3"]
    with pytest.raises(ProblemsError) as caught:
        build(request_)
    [problem] = caught.value.problems
    assert problem.sentence() == (
        '_quarto.yml: "sh -c exit 3" this command ended with exit code 3; '
        "run it by itself to see why"
    )


def test_a_second_build_waits_for_the_first_and_finds_its_work_done(
    request_: Request, renderer: Renderer, capsys: pytest.CaptureFixture[str]
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    page = renderer.write

    def slowly(output: Path) -> None:
        begun.set()
        assert may_end.wait(timeout=60)
        page(output)

    renderer.write = slowly
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(build, request_)
        assert begun.wait(timeout=60)
        second = pool.submit(build, request_)
        while "another run writes" not in (said := capsys.readouterr().err):
            assert not second.done()
        may_end.set()
        assert first.result().is_fresh
        assert not second.result().is_fresh
    assert said == f"another run writes {request_.out}; this one waits until it is done\n"
    assert len(renderer.runs) == 1


def test_a_checkout_that_is_only_read_is_built_elsewhere(
    request_: Request, renderer: Renderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated: whoever writes into the project is told that it may not."""

    def write_fonts(folder: Path) -> None:
        if folder.is_relative_to(request_.project.root):
            raise PermissionError(errno.EACCES, "Permission denied")
        write_text(folder / "a.woff2", "font")

    monkeypatch.setattr("analysis.core.fonts.write_fonts", write_fonts)
    monkeypatch.setattr("analysis.build.may_write", lambda folder: False)
    before = state(request_.project)
    built = build(replace(request_, out=tmp_path / "out"))
    assert (tmp_path / "out" / "report" / "index.html").is_file()
    assert state(request_.project) == before
    assert renderer.runs[0]["theme"] == ["fonts/a.woff2"]
    [warning] = built.warnings
    assert warning.sentence() == (
        "data/processed: the project may only be read, so its processed tables stay as they are; "
        "the site holds the new ones in its folder data"
    )


def test_fonts_are_made_once_and_kept_outside_the_documents(
    request_: Request, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def write_fonts(folder: Path) -> None:
        if not (folder / "a.woff2").is_file():
            made.append(folder)
            write_text(folder / "a.woff2", "font")

    monkeypatch.setattr("analysis.core.fonts.write_fonts", write_fonts)
    for _ in range(2):
        build(request_, force=True)
    assert made == [request_.project.kept / "theme" / "fonts"]
    assert [run["theme"] for run in renderer.runs] == [["fonts/a.woff2"]] * 2


def test_the_contents_of_a_volume_are_replaced(
    request_: Request, renderer: Renderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mount point, as far as Python can tell, with what a killed build left in it."""
    volume = tmp_path / "volume"
    write_text(volume / ".volume.abcd1234" / "new" / "half.html", "half")
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path) == volume)
    build(replace(request_, out=volume))
    assert sorted(contents(volume)) == [FINGERPRINT, "report/index.html"]
    assert [path.name for path in volume.iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_is_told_in_one_sentence(
    request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated: the first write of the staged copy finds no space."""

    def full(*arguments: Any, **others: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "copy/index.qmd")

    monkeypatch.setattr("shutil.copy2", full)
    monkeypatch.chdir(request_.project.root)
    before = state(request_.project)
    result = CliRunner().invoke(app, ["build"])
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "error: copy/index.qmd: the disk is full; free some space and run it again",
        "1 errors, 0 warnings",
    ]
    assert state(request_.project) == before


@pytest.fixture
def published(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sites beside whose documents something was written, by a build that publishes too."""
    done: list[str] = []

    def publish(stage: Project, site: Path, prepared: Any) -> Beside:
        done.append(site.name)
        write_text(site / "exhibits" / "a.csv", "1\n")
        return Beside("", ())

    def render(root: Path, output: Path, engine: str, run_hook: Any, *asked: Any) -> list[Any]:
        run_hook(["briefing", "process"], {})
        write_text(output / "report" / "index.html", (root / "report" / "index.qmd").read_text())
        run_hook(["briefing", "publish"], {})
        return []

    monkeypatch.setattr("analysis.render.render", render)
    monkeypatch.setattr("analysis.site.publish.publish", publish)
    return done


def test_another_sentence_leaves_what_stands_beside_the_documents(
    request_: Request, published: list[str]
) -> None:
    write_text(request_.project.root / "_quarto.yml", "website: {title: A}\n")
    write_text(request_.project.report / "glossary.yml", "[]\n")
    build(request_)
    write_text(request_.project.report / "index.qmd", "---\ntitle: A\n---\nAnother sentence.\n")
    built = build(request_)
    assert len(published) == 1
    assert "Another sentence." in built.html.read_text(encoding="utf-8")
    assert (built.site / "exhibits" / "a.csv").read_text(encoding="utf-8") == "1\n"
    (built.site / "exhibits" / "a.csv").unlink()
    build(request_, force=True)
    assert len(published) == 2
    assert (built.site / "exhibits" / "a.csv").is_file()


def test_piped_output_names_the_steps_and_has_no_control_characters(
    request_: Request, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(request_.project.root)
    monkeypatch.setenv("FORCE_COLOR", "1")
    said = CliRunner().invoke(app, ["build", "--engine", "embedded"])
    assert said.exit_code == 0
    assert said.stderr.splitlines()[0] == "computing the tables"
    assert not [sign for sign in said.output if ord(sign) < 32 and sign != "\n"]
