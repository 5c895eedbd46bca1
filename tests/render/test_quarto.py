"""Real Quarto is called as its documents need it; a stand-in records how."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.core.cache import FOLDER
from analysis.core.problems import ProblemsError
from analysis.render import choose_engine, quarto, render

STAND_IN = """\
#!{python}
import json, os, pathlib, sys
if sys.argv[1:] == ["--version"]:
    print("1.9.38")
    sys.exit()
named = {{name: os.environ.get(name) for name in ("PATH", "QUARTO_PYTHON")}}
record = {{"arguments": sys.argv[1:], "folder": os.getcwd(), **named}}
pathlib.Path({record!r}).write_text(json.dumps(record))
print({said!r}, file=sys.stderr)
sys.exit({code})
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that puts a stand-in for Quarto on PATH; returns the file of its record."""

    def put(code: int = 0, said: str = "") -> Path:
        folder, record = tmp_path / "bin", tmp_path / "record.json"
        folder.mkdir()
        stand_in = STAND_IN.format(python=sys.executable, record=str(record), code=code, said=said)
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


def test_a_date_is_asked_for_where_the_source_has_one(
    install: Any, make_project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = install()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    render(make_project(), tmp_path / "site", "quarto")
    assert json.loads(record.read_text())["arguments"][-2:] == ["--metadata", "dated:true"]


# What Quarto 1.9.38 wrote to standard error for small documents, shortened.
FILTER = """\
Error running filter /opt/quarto/share/filters/main.lua:
/opt/quarto/share/filters/main.lua:18482: attempt to index a nil value (field '?')
stack traceback:
\t/opt/quarto/share/filters/main.lua:2930: in function </opt/quarto/share/filters/main.lua:2924>
\t[C]: in ?
WARN: Error encountered when rendering files
"""
CELL = """\

Starting python3 kernel...Done

[1/2] report/index.qmd
Executing 'index.quarto_ipynb'
  Cell 1/1: ''...

An error occurred while executing the following cell:
------------------
exhibit("fig-x")
------------------

---------------------------------------------------------------------------
KeyError                                  Traceback (most recent call last)
Cell In[1], line 1
----> 1 exhibit("fig-x")

KeyError: 'no exhibit fig-x'

WARN: Error encountered when rendering files
"""
SCHEMA = """\
\x1b[91mERROR: Validation of YAML front matter failed.\x1b[39m
\x1b[91mERROR: In file index.qmd
(line 3, columns 6--10) Field "toc" has value maybe, which must instead be `true` or `false`
2: title: A
3: toc: maybe
       ~~~~~\x1b[39m
ERROR: Render failed due to invalid YAML.
"""
TYPST = """\
[ 6/10] report/index.qmd

[typst]: Compiling index.typ to index.pdf...error: unexpected argument: alignment
    ┌─ report/index.typ:825:6
    │
825 │ #note(alignment: "baseline", dy: 0pt)[
    │       ^^^^^^^^^^^^^^^^^^^^^

ERROR: error: unexpected argument: alignment
    ┌─ report/index.typ:825:6
    │

ERROR: Typst compilation failed
"""
PANDOC = """\
metadata
  title: A
  bibliography:
    - none.bib

File none.bib not found in resource path
WARN: Error encountered when rendering files
"""
HOOK = """\
ERROR: Error executing 'briefing': Failed to spawn 'briefing': entity not found

Stack trace:
    at execProcess (file:///opt/quarto/bin/quarto.js:5137:11)
"""
PYTHON = """\
Traceback (most recent call last):
  File "/opt/lib/concurrent/futures/_base.py", line 401, in __get_result
    raise self._exception
concurrent.futures.process.BrokenProcessPool: A process was terminated
"""
REFUSED = """\
error: prices.csv row 3, value: "x" is not a number; write it as 12.5
1 errors, 0 warnings
"""
WARNED = """\
[WARNING] Citeproc: citation iea2025 not found
[WARNING] Citeproc: citation iea2025 not found
WARNING (/opt/quarto/share/filters/main.lua:14920) Unable to resolve crossref @fig-nope
\x1b[33mWARN: PDF standard validation requested but verapdf is not installed.\x1b[39m
[IPKernelApp] WARNING | Kernel is running over TCP without encryption.
"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            FILTER,
            [
                "Error running filter /opt/quarto/share/filters/main.lua: /opt/quarto/share/"
                "filters/main.lua:18482: attempt to index a nil value (field '?')"
            ],
        ),
        (CELL, ["KeyError: 'no exhibit fig-x'"]),
        (
            SCHEMA,
            [
                "Validation of YAML front matter failed.",
                "In file index.qmd",
                '(line 3, columns 6--10) Field "toc" has value maybe, '
                "which must instead be `true` or `false`",
            ],
        ),
        (TYPST, ["unexpected argument: alignment (report/index.typ:825:6)"]),
        (PANDOC, ["File none.bib not found in resource path"]),
        (HOOK, ["Error executing 'briefing': Failed to spawn 'briefing': entity not found"]),
        (PYTHON, ["concurrent.futures.process.BrokenProcessPool: A process was terminated"]),
        (REFUSED, ['prices.csv row 3, value: "x" is not a number; write it as 12.5']),
        (WARNED, []),
        ("", []),
    ],
)
def test_the_sentence_that_says_what_is_wrong_is_found(said: str, expected: list[str]) -> None:
    assert quarto.complaints(_plain(said)) == expected


def _plain(said: str) -> str:
    return re.sub(r"\x1b\[\d+m", "", said)


def test_quartos_failure_is_a_problem_of_the_document_that_it_had_begun(
    install: Any, make_project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(1, TYPST)
    monkeypatch.setenv(FOLDER, str(tmp_path / "kept"))
    with pytest.raises(ProblemsError) as caught:
        render(make_project(), tmp_path / "site", "auto")
    log = tmp_path / "kept" / "quarto.log"
    assert str(caught.value) == (
        'report/index.qmd: "exit code 1" Quarto fails: unexpected argument: alignment '
        f"(report/index.typ:825:6); {log} holds all it said; "
        "`briefing build --engine embedded` does without Quarto"
    )
    assert log.read_text(encoding="utf-8").strip() == TYPST.strip()


def test_a_failure_without_words_says_where_to_look(
    install: Any, make_project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(3)
    monkeypatch.delenv(FOLDER, raising=False)
    with pytest.raises(ProblemsError) as caught:
        render(make_project(), tmp_path / "site", "quarto")
    assert str(caught.value) == (
        '_quarto.yml: "exit code 3" Quarto fails: it does not say why; '
        "`quarto render` shows all of it; `briefing build --engine embedded` does without Quarto"
    )


def test_quartos_warnings_are_warnings_once_each(
    install: Any, make_project: Any, tmp_path: Path
) -> None:
    install(0, WARNED)
    warned = render(make_project(), tmp_path / "site", "quarto")
    assert [(problem.severity, problem.message) for problem in warned] == [
        ("warning", "Quarto warns: Citeproc: citation iea2025 not found"),
        ("warning", "Quarto warns: Unable to resolve crossref @fig-nope"),
    ]


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
