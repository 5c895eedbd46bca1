"""Runs the cells and expressions of a document and puts their results into its Markdown.

All documents share one Python process: starting it and importing the exhibits takes most of the
time. Each begins with an empty namespace, in its own folder.
"""

from __future__ import annotations

import ast
import re
from itertools import dropwhile
from pathlib import Path
from typing import Any

from analysis.core.problems import Problem, ProblemsError
from analysis.render.answering import Answering, Ended, Output
from analysis.render.place import Line, Place
from analysis.render.source import INLINE, Cell, Source, asks, expressions

_HAS_PROBLEMS = "hasattr(__import__('sys').last_value, 'problems')"
_MARKDOWN_SPECIALS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$@^~'\"])")
# Names under which Python knows the code of a cell; they differ with every run.
_CELL_FILE = re.compile(r"\S*ipykernel_\d+\S*\.py:\d+: | \(\d+\.py, line \d+\)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class _Failed(Exception):
    """A cell failed; what follows it in the document cannot run."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def run(
    python: Answering, source: Source, folder: Path, defaults: dict[str, Any]
) -> tuple[list[Line], list[Problem]]:
    """The document's Markdown with the results of its cells and expressions put in.

    `defaults` are the options of `execute` for cells that do not set their own. Each result has
    the place of its cell. The first failing cell ends the document. What cells write to standard
    error becomes a warning.
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    if not asks(source):
        return [line for part in source.parts if isinstance(part, tuple) for line in part], []
    try:
        _enter(python, folder, source.name)
        for part in source.parts:
            if isinstance(part, Cell):
                lines += _cell_lines(python, part, {**defaults, **part.options}, problems)
            else:
                lines += _with_results(python, part)
    except _Failed as failed:
        problems.append(failed.problem)
    return lines, problems


def _enter(python: Answering, folder: Path, document: str) -> None:
    try:
        python.enter(folder)
    except Ended:
        message, repair = "Python does not start for the cells", "check that ipykernel is installed"
        raise ProblemsError([Place(document).problem("python", message, repair)]) from None


def imported_modules(source: Source, folder: Path) -> list[str]:
    """The installed modules that the document's cells import; those of its folder left out."""
    modules: list[str] = []
    for cell in (part for part in source.parts if isinstance(part, Cell)):
        try:
            nodes = list(ast.walk(ast.parse(cell.text)))
        except SyntaxError:
            continue
        for node in nodes:
            if isinstance(node, ast.Import):
                modules += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.append(node.module)
    tops = {name: folder / name.partition(".")[0] for name in modules}
    own = {name for name, top in tops.items() if top.is_dir() or top.with_suffix(".py").exists()}
    return [name for name in dict.fromkeys(modules) if name not in own]


def _with_results(python: Answering, lines: tuple[Line, ...]) -> list[Line]:
    """Markdown lines with the result of each inline expression in its place."""
    asked = expressions(lines)
    if not asked:
        return list(lines)
    results = python.evaluate([expression for expression, _ in asked])
    shown = [
        _inline(result, expression, place)
        for result, (expression, place) in zip(results, asked, strict=True)
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
    python: Answering, cell: Cell, options: dict[str, Any], problems: list[Problem]
) -> list[Line]:
    """What a cell adds to the document's Markdown, with an empty line around it."""
    outputs = []
    if options.get("eval", True) and cell.text.strip():
        outputs = _outputs(python, cell)
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] == "stderr":
            written = _CELL_FILE.sub("", output["text"]).strip().partition("\n")[0]
            message = f"the cell writes to standard error: {written}"
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


def _outputs(python: Answering, cell: Cell) -> list[Output]:
    try:
        outputs = python.execute(cell.text)
    except Ended:
        message, repair = "the cell ended Python", "do not exit in a cell"
        raise ProblemsError([cell.place.problem("cell", message, repair)]) from None
    for output in outputs:
        if output["output_type"] == "error":
            raise _Failed(_failure(python, cell, output))
    return outputs


def _failure(python: Answering, cell: Cell, error: Output) -> Problem:
    trace = _ANSI.sub("", "\n".join(error["traceback"]))
    found = re.search(r"Cell In\[\d+\], line (\d+)", trace)
    label = f" {cell.options['label']}" if "label" in cell.options else ""
    # IPython counts from the first line that is not empty, the writer from the fence.
    code = list(dropwhile(lambda line: not line.text.strip(), cell.code))
    row = min(int(found[1]) if found else 1, len(code))
    line = (code[row - 1].place.row or 0) - (cell.place.row or 0)
    said = _CELL_FILE.sub("", error["evalue"])
    carries_problems = python.evaluate([_HAS_PROBLEMS])[0]
    if carries_problems.get("data", {}).get("text/plain") == "True":
        message = f"the cell{label} finds: {error['evalue']}"
        return cell.place.problem("cell", message, "mend what it names")
    message = f"the cell{label} raises {error['ename']} in its line {line}: {said}"
    return cell.place.problem("cell", message, "mend the cell, or what it calls")


def _shown(output: Output, as_is: bool, place: Place) -> str:
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
