"""Real Quarto is called as its documents need it; a stand-in records how."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.problems import ProblemsError
from analysis.render import choose_engine, render

STAND_IN = """\
#!{python}
import json, os, pathlib, sys
if sys.argv[1:] == ["--version"]:
    print("1.9.38")
    sys.exit()
named = {{name: os.environ.get(name) for name in ("PATH", "QUARTO_PYTHON")}}
record = {{"arguments": sys.argv[1:], "folder": os.getcwd(), **named}}
pathlib.Path({record!r}).write_text(json.dumps(record))
print("ERROR: Document fails", file=sys.stderr)
sys.exit({code})
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that puts a stand-in for Quarto on PATH; returns the file of its record."""

    def put(code: int = 0) -> Path:
        folder, record = tmp_path / "bin", tmp_path / "record.json"
        folder.mkdir()
        stand_in = STAND_IN.format(python=sys.executable, record=str(record), code=code)
        (folder / "quarto").write_text(stand_in, encoding="utf-8")
        (folder / "quarto").chmod(0o755)
        monkeypatch.setenv("PATH", os.pathsep.join([str(folder), os.environ["PATH"]]))
        return record

    return put


@pytest.fixture
def no_quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)


def test_quarto_is_told_the_settings_that_are_asked_for(
    install: Any, make_project: Any, tmp_path: Path
) -> None:
    record = install()
    render(make_project(), tmp_path / "site", "quarto", asked={"papersize": "us-letter"})
    assert json.loads(record.read_text())["arguments"][-2:] == ["--metadata", "papersize:us-letter"]


def test_quarto_gets_folder_and_output_and_finds_this_python_first(
    install: Any, make_project: Any, tmp_path: Path
) -> None:
    record = install()
    root = make_project()
    assert render(root, tmp_path / "site", "quarto") == []
    seen = json.loads(record.read_text())
    output = str(tmp_path / "site")
    assert seen["arguments"] == ["render", str(root), "--output-dir", output]
    assert seen["folder"] == str(root)
    assert seen["QUARTO_PYTHON"] == sys.executable
    assert seen["PATH"].split(os.pathsep)[0] == str(Path(sys.executable).parent)


def test_quartos_failure_is_a_problem(install: Any, make_project: Any, tmp_path: Path) -> None:
    install(code=1)
    with pytest.raises(ProblemsError) as caught:
        render(make_project(), tmp_path / "site", "auto")
    assert str(caught.value) == (
        "_quarto.yml: Quarto ends with exit code 1: ERROR: Document fails; "
        "run `quarto render` in the project's folder to see all of it"
    )


def test_auto_means_quarto_where_it_is_installed(install: Any, tmp_path: Path) -> None:
    install()
    choice = choose_engine("auto")
    assert (choice.name, choice.version) == ("quarto", "1.9.38")
    assert choice.reason == f"found at {tmp_path / 'bin' / 'quarto'}"


def test_the_embedded_engine_may_be_asked_for_beside_quarto(install: Any) -> None:
    install()
    choice = choose_engine("embedded")
    assert (choice.name, choice.reason) == ("embedded", "asked for")


def test_auto_means_the_embedded_engine_without_quarto(no_quarto: None) -> None:
    choice = choose_engine("auto")
    assert (choice.name, choice.reason) == ("embedded", "Quarto is not installed")
    assert "pandoc 3" in choice.version
    assert "Typst 0" in choice.version


def test_quarto_that_is_missing_is_said(no_quarto: None) -> None:
    with pytest.raises(LookupError) as caught:
        choose_engine("quarto")
    assert str(caught.value) == (
        "Quarto is neither on PATH nor installed as quarto-cli; "
        "install it, or use the embedded engine"
    )


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"unknown engine latex; use one of auto, quarto, embedded"
    ):
        choose_engine("latex")
