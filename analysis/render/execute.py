"""Runs the cells of all documents in one Python process, through Jupyter.

Starting Python and importing the exhibits takes most of the time, hence one process for all
documents; each begins with an empty namespace, in its own folder.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from analysis.problems import Problem, ProblemsError
from analysis.render.place import Line, Place
from analysis.render.source import INLINE, Cell, Source

# Code that makes Python ready for a document: nothing from the last one but imported modules.
_ENTER = """
get_ipython().reset(new_session=False)
import os as _os, sys as _sys
_os.chdir({folder!r})
_sys.path[:] = [{folder!r}] + [_path for _path in _sys.path if _path not in {others!r}]
del _os, _sys, _path
"""
_HAS_PROBLEMS = "hasattr(__import__('sys').last_value, 'problems')"
_MARKDOWN_SPECIALS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$@^~'\"])")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class _ThisPython(KernelSpecManager):
    """Finds this very Python, whatever kernels the machine has under the name `python3`."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        options = ["-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        quiet = ["--HistoryManager.enabled=False", "--log-level=ERROR"]
        argv = [sys.executable, *options, *quiet]
        return KernelSpec(argv=argv, display_name="Python", language="python")


class Python:
    """One Python process for the cells of all documents; use as a context manager."""

    def __init__(self, root: Path) -> None:
        """`root` is the project's folder; Python starts there."""
        self._root = root
        self._folders: list[str] = [""]
        self._settings = tempfile.TemporaryDirectory(prefix="ipython-")
        manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=_ThisPython())
        self._client = NotebookClient(
            nbformat.v4.new_notebook(), km=manager, allow_errors=True, record_timing=False
        )
        self._ready = False

    def __enter__(self) -> Python:
        environment = {
            # Sets iterate in the same order on every run; no start-up files of the user.
            "PYTHONHASHSEED": "0",
            **os.environ,
            "IPYTHONDIR": self._settings.name,
            "QUARTO_PROJECT_ROOT": str(self._root),
        }
        self._client.start_new_kernel(env=environment, cwd=str(self._root))
        return self

    def __exit__(self, *raised: object) -> None:
        self._client.shutdown_kernel = "immediate"
        self._client._cleanup_kernel()
        self._settings.cleanup()

    def enter(self, folder: Path) -> None:
        """Begin a document: an empty namespace, in its folder."""
        if not self._ready:
            self._client.start_new_kernel_client()
            self._ready = True
        code = _ENTER.format(folder=str(folder), others=self._folders)
        self._folders.append(str(folder))
        self._request(code, {})

    def execute(self, code: str) -> list[Any]:
        """The outputs of a cell, in nbformat's form; DeadKernelError if Python ended."""
        cell = nbformat.v4.new_code_cell(code)
        self._client.nb.cells = [cell]
        outputs: list[Any] = self._client.execute_cell(cell, 0).outputs
        return outputs

    def evaluate(self, expressions: list[str]) -> list[dict[str, Any]]:
        """The result of each expression: `status` and `data`, or `ename` and `evalue`."""
        named = {str(index): expression for index, expression in enumerate(expressions)}
        results = self._request("", named)["user_expressions"]
        return [results[name] for name in named]

    def _request(self, code: str, expressions: dict[str, str]) -> dict[str, Any]:
        client = self._client
        assert client.kc is not None
        request = client.kc.execute(
            code, silent=bool(code), store_history=False, user_expressions=expressions
        )
        reply = client.wait_for_reply(request)
        assert reply is not None
        content: dict[str, Any] = reply["content"]
        return content


class _Failed(Exception):
    """A cell failed; what follows it in the document cannot run."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def run(
    python: Python, source: Source, folder: Path, defaults: dict[str, Any]
) -> tuple[list[Line], list[Problem]]:
    """The document's Markdown with the results of its cells and expressions put in.

    `defaults` are the options of `execute` for cells that do not set their own. Each result has
    the place of its cell. The first failing cell ends the document. What cells write to standard
    error becomes a warning.
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    if not any(isinstance(part, Cell) or _expressions(part) for part in source.parts):
        return [line for part in source.parts for line in part], problems  # type: ignore
    try:
        python.enter(folder)
        for part in source.parts:
            if isinstance(part, Cell):
                lines += _cell_lines(python, part, {**defaults, **part.options}, problems)
            else:
                lines += _with_results(python, part)
    except _Failed as failed:
        problems.append(failed.problem)
    return lines, problems


def _expressions(lines: tuple[Line, ...]) -> list[tuple[str, Place]]:
    return [
        (found[1].strip(), line.place)
        for line in lines
        if not line.verbatim
        for found in INLINE.finditer(line.text)
    ]


def _with_results(python: Python, lines: tuple[Line, ...]) -> list[Line]:
    """Markdown lines with the result of each inline expression in its place."""
    expressions = _expressions(lines)
    if not expressions:
        return list(lines)
    results = python.evaluate([expression for expression, _ in expressions])
    shown = [
        _inline(result, expression, place)
        for result, (expression, place) in zip(results, expressions, strict=True)
    ]
    remaining = iter(shown)
    return [
        line if line.verbatim else _replaced(line, INLINE.sub(lambda _: next(remaining), line.text))
        for line in lines
    ]


def _replaced(line: Line, text: str) -> Line:
    return Line(text, line.place)


def _inline(result: dict[str, Any], expression: str, place: Place) -> str:
    if result["status"] != "ok":
        message = f"the expression raises {result['ename']}: {result['evalue']}"
        raise _Failed(place.problem("expression", message, "mend it", expression))
    data = result["data"]
    if "text/markdown" in data:
        return str(data["text/markdown"]).strip()
    if set(data) - {"text/plain"}:
        raise _Failed(_unprintable(place, expression))
    return _escaped(data["text/plain"])


def _escaped(shown: str) -> str:
    """A plain value as text: a string loses its quotes and means nothing in Markdown."""
    try:
        value = ast.literal_eval(shown)
    except (ValueError, SyntaxError):
        value = shown
    return _MARKDOWN_SPECIALS.sub(r"\\\1", value) if isinstance(value, str) else shown


def _unprintable(place: Place, value: str | None = None) -> Problem:
    message = "the result has no form that both HTML and PDF can show"
    repair = "print Markdown, or return IPython.display.Markdown"
    return place.problem("unprintable-output", message, repair, value)


def _cell_lines(
    python: Python, cell: Cell, options: dict[str, Any], problems: list[Problem]
) -> list[Line]:
    """What a cell adds to the document's Markdown, with an empty line around it."""
    outputs = []
    if options.get("eval", True) and cell.text.strip():
        outputs = _outputs(python, cell)
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] == "stderr":
            message = f"the cell writes to standard error: {output['text'].strip()}"
            repair = "mend its cause, or silence the warning in the cell"
            problems.append(cell.place.problem("cell-warning", message, repair, warning=True))
    if not options.get("include", True):
        return []
    markdown = ""
    if options.get("echo", True):
        markdown += _fenced(cell.text, "{.python .cell-code}")
    if options.get("output", True):
        as_is = options.get("output") == "asis"
        markdown += "".join(_shown(output, as_is, cell.place) for output in outputs)
    if markdown and options.get("output") != "asis":
        identifier = f"#{options['label']} " if "label" in options else ""
        markdown = f"::: {{{identifier}.cell}}\n{markdown}:::\n"
    return [Line(text, cell.place) for text in f"\n{markdown}\n".split("\n")]


def _outputs(python: Python, cell: Cell) -> list[Any]:
    try:
        outputs = python.execute(cell.text)
    except DeadKernelError:
        message, repair = "the cell ended Python", "do not exit in a cell"
        raise ProblemsError([cell.place.problem("cell", message, repair)]) from None
    for output in outputs:
        if output["output_type"] == "error":
            raise _Failed(_failure(python, cell, output))
    return outputs


def _failure(python: Python, cell: Cell, error: Any) -> Problem:
    trace = _ANSI.sub("", "\n".join(error["traceback"]))
    found = re.search(r"Cell In\[\d+\], line (\d+)", trace)
    label = f" {cell.options['label']}" if "label" in cell.options else ""
    row = int(found[1]) if found else 1
    # Lines count as the reader sees them: from the first line below the fence.
    written = cell.code[row - 1].place.row if row <= len(cell.code) else None
    line = (written or 0) - (cell.place.row or 0) if written else row
    carries_problems = python.evaluate([_HAS_PROBLEMS])[0]
    if carries_problems.get("data", {}).get("text/plain") == "True":
        message = f"the cell{label} finds: {error['evalue']}"
        return cell.place.problem("cell", message, "mend what it names")
    message = f"the cell{label} raises {error['ename']} in its line {line}: {error['evalue']}"
    return cell.place.problem("cell", message, "mend the cell, or what it calls")


def _shown(output: Any, as_is: bool, place: Place) -> str:
    """One output as Markdown."""
    if output["output_type"] == "stream":
        if output["name"] == "stderr":
            return ""
        if as_is:
            return str(output["text"])
        return _output_div(_fenced(output["text"].rstrip("\n")), "cell-output-stdout")
    data = output["data"]
    if "text/markdown" in data:
        markdown = f"\n{data['text/markdown']}\n"
        return markdown if as_is else _output_div(markdown, "cell-output-display")
    if set(data) - {"text/plain"}:
        raise _Failed(_unprintable(place))
    return _output_div(_fenced(data["text/plain"]), "cell-output-display")


def _output_div(markdown: str, kind: str) -> str:
    return f"\n::: {{.cell-output .{kind}}}\n{markdown}:::\n"


def _fenced(text: str, attributes: str = "") -> str:
    """A code block whose fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"\n{fence} {attributes}".rstrip() + f"\n{text}\n{fence}\n"
