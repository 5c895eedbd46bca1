"""Reads a document: front matter, Markdown lines and code cells, with every include put in.

Each line keeps its file and row, so that whatever is found later can be named where it was
written. What lies outside the report's vocabulary is found here, before anything runs.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from analysis.core.problems import Problem, ProblemsError
from analysis.render import quarto_words
from analysis.render.place import Line, Place
from analysis.render.yamlrows import Yaml, read_yaml

INLINE = re.compile(r"(?<!`)`\{python\}[ \t]([^`]+)`")
CELL_OPTIONS: dict[str, tuple[Any, ...]] = {
    "include": (True, False),
    "output": (True, False, "asis"),
    "echo": (True, False),
    "eval": (True, False),
}
VOCABULARY = "include, output, label, echo, eval"
REFERENCE_PREFIXES = ("fig-", "tbl-", "sec-")

_FENCE = re.compile(r"^(?P<indent>\s*)(?P<ticks>`{3,}|~{3,})\s*(?P<info>[^`]*?)\s*$")
_CELL = re.compile(r"^\{(?P<language>[A-Za-z]\w*)(?P<rest>[^}]*)\}$")
_DIV_OPENS = re.compile(r"^ {0,3}:{3,}\s*[^:\s]")
_DIV_CLOSES = re.compile(r"^ {0,3}:{3,}\s*$")
_SHORTCODE = re.compile(r"\{\{<\s*(?P<name>[\w-]+)\s*(?P<rest>.*?)\s*>\}\}")
_INLINE_CODE = re.compile(r"(?<!`)`\{(?P<language>[A-Za-z]\w*)\}(?:[ \t][^`]*`)?")


@dataclass(frozen=True)
class Cell:
    """A code cell: its options, its code, and the line of its opening fence."""

    options: dict[str, Any]
    code: tuple[Line, ...]
    place: Place

    @property
    def text(self) -> str:
        """The code."""
        return "\n".join(line.text for line in self.code)


Part = Cell | tuple[Line, ...]


@dataclass(frozen=True)
class Source:
    """A document as written: its front matter, then Markdown and cells in turn."""

    name: str
    front: Yaml
    parts: tuple[Part, ...]


def expressions(lines: Iterable[Line]) -> list[tuple[str, Place]]:
    """The inline expressions of Markdown lines, as written, and where."""
    return [
        (found[1].strip(), line.place)
        for line in lines
        if not line.verbatim
        for found in INLINE.finditer(line.text)
    ]


def asks(source: Source) -> bool:
    """Whether a document needs Python at all."""
    return any(isinstance(part, Cell) or expressions(part) for part in source.parts)


def read_source(root: Path, name: str) -> tuple[Source, list[Problem]]:
    """The document `name` (relative to `root`), and what is wrong with it.

    Raises ProblemsError if its front matter cannot be read or an include is missing or circular.
    """
    lines = _file_lines(root, Place(name), name)
    front, body = _front_matter(lines, name)
    body = list(_with_includes(body, root, (name,)))
    parts, problems = _parts(body)
    markdown = [line for part in parts if isinstance(part, tuple) for line in part]
    problems += _vocabulary_problems(markdown)
    problems += quarto_words.cell_problems(markdown)
    problems += _div_problems(markdown)
    return Source(name, front, tuple(parts)), problems


def _file_lines(root: Path, place: Place, name: str) -> list[Line]:
    path = root / name
    if name.startswith("..") or not path.is_file():
        problem = place.problem(
            "missing-include", "the project has no such file to include", "correct its path", name
        )
        raise ProblemsError([problem])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message, repair = "the file is not UTF-8 text", "save it in UTF-8"
        raise ProblemsError([Place(name).problem("encoding", message, repair)]) from None
    return [Line(line, Place(name, row)) for row, line in enumerate(text.split("\n"), 1)]


def _front_matter(lines: list[Line], name: str) -> tuple[Yaml, list[Line]]:
    if not lines[0].text.startswith("---"):
        return Yaml(name), lines
    for end, line in enumerate(lines[1:], 1):
        if line.text.rstrip() in ("---", "..."):
            text = "\n".join(line.text for line in lines[1:end])
            return read_yaml(text, name, 2), lines[end + 1 :]
    message, repair = "the front matter does not end", "close it with a line `---`"
    raise ProblemsError([Place(name, 1).problem("front-matter", message, repair)])


def _with_includes(
    lines: Iterable[Line], root: Path, open_files: tuple[str, ...]
) -> Iterator[Line]:
    """The lines, with those of each included file in place of its shortcode.

    The path counts from the document, also within an included file, as in Quarto.
    """
    for line in lines:
        shortcode = _SHORTCODE.fullmatch(line.text.strip())
        if shortcode is None or shortcode["name"] != "include":
            yield line
            continue
        name = _include_path(shortcode["rest"].strip("\"'"), open_files[0])
        if name in open_files:
            chain = " -> ".join((*open_files, name))
            problem = line.place.problem(
                "include-cycle", f"the include leads back to itself ({chain})", "remove it", name
            )
            raise ProblemsError([problem])
        included = _file_lines(root, line.place, name)
        if included[0].text.startswith("---"):
            message, repair = "an included file has no front matter of its own", "remove it"
            raise ProblemsError([Place(name, 1).problem("include", message, repair)])
        yield from _with_includes(included, root, (*open_files, name))
        yield Line("", line.place)


def _include_path(path: str, document: str) -> str:
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(document), path))


def _parts(lines: list[Line]) -> tuple[list[Part], list[Problem]]:
    """Markdown and cells in turn; lines inside plain code blocks are marked verbatim."""
    items: list[Cell | Line] = []
    problems: list[Problem] = []
    fence: re.Match[str] | None = None
    opened = 0
    for index, line in enumerate(lines):
        found = _FENCE.match(line.text)
        if fence is None:
            fence, opened = found, index
            if found is None:
                items.append(line)
        elif _closes(fence, line.text):
            block = lines[opened : index + 1]
            items += _block(block, fence, problems)
            fence = None
    if fence is not None:
        message, repair = "the code fence is not closed", f"close it with {fence['ticks']}"
        problems.append(lines[opened].place.problem("unclosed-fence", message, repair))
    parts: list[Part] = []
    for _, group in groupby(items, key=type):
        run = list(group)
        cells = [item for item in run if isinstance(item, Cell)]
        parts += cells or [tuple(item for item in run if isinstance(item, Line))]
    return parts, problems


def _closes(fence: re.Match[str], text: str) -> bool:
    bare = text.strip()
    return bare.startswith(fence["ticks"]) and not bare.strip(fence["ticks"][0])


def _block(
    lines: list[Line], fence: re.Match[str], problems: list[Problem]
) -> list[Cell] | list[Line]:
    """A fenced block as a cell, if it is one, or as lines to leave alone."""
    cell = _CELL.match(fence["info"])
    if cell is None:
        return [replace(line, verbatim=True) for line in lines]
    place = lines[0].place
    if cell["language"] != "python":
        message, repair = "the cell's language is unknown", "write the cell in python"
        problems.append(place.problem("cell-language", message, repair, cell["language"]))
    if cell["rest"].strip():
        message = "options in the braces of a cell are not read"
        repair = "write them as lines `#| option: value` below the fence"
        problems.append(place.problem("cell-option", message, repair, cell["rest"].strip(" ,")))
    if fence["indent"]:
        message, repair = "the cell is indented", "start its fence at the line's beginning"
        problems.append(place.problem("cell-indent", message, repair))
    head = [line for line in lines[1:-1] if line.text.startswith("#|")]
    options = _cell_options(head, problems)
    code = tuple(line for line in lines[1:-1] if line not in head)
    return [Cell(options, code, place)]


def _cell_options(lines: list[Line], problems: list[Problem]) -> dict[str, Any]:
    if not lines:
        return {}
    place = lines[0].place
    text = "\n".join(line.text.removeprefix("#|").removeprefix(" ") for line in lines)
    try:
        options = read_yaml(text, place.file, place.row or 1)
    except ProblemsError as error:
        problems += error.problems
        return {}
    for name, value in options.values.items():
        problems += _option_problems(str(name), value, options.place(name))
    return options.values


def _option_problems(name: str, value: Any, place: Place) -> Iterator[Problem]:
    if name == "label":
        if str(value).startswith(REFERENCE_PREFIXES):
            message = "a cell's label makes no figure or table here"
            repair = "let the cell print a division `::: {#label}` with its caption as last line"
            yield place.problem("cell-label", message, repair, str(value))
    elif name not in CELL_OPTIONS:
        message = f"the cell option is unknown; known are {VOCABULARY}"
        yield place.problem("cell-option", message, "remove it", name)
    elif not any(value is known for known in CELL_OPTIONS[name]) and value != "asis":
        message = f"the cell option {name} takes {_shown(CELL_OPTIONS[name])}"
        yield place.problem("cell-option", message, "correct its value", str(value))


def _shown(values: tuple[Any, ...]) -> str:
    return ", ".join(str(value).lower() for value in values)


def _vocabulary_problems(lines: list[Line]) -> Iterator[Problem]:
    for line in lines:
        if line.verbatim:
            continue
        for shortcode in _SHORTCODE.finditer(line.text):
            if shortcode["name"] == "include":
                message, repair = "an include shares its line", "give it a line of its own"
            else:
                message = "the shortcode is unknown; only include is known"
                repair = "write what it stands for"
            yield line.place.problem("shortcode", message, repair, shortcode[0])
        for inline in _INLINE_CODE.finditer(line.text):
            if inline["language"] != "python":
                message, repair = "the expression's language is unknown", "write it in python"
                yield line.place.problem("cell-language", message, repair, inline["language"])
            elif not INLINE.match(inline[0]):
                message = "the expression does not end on its line"
                repair = "write `{python} expression` on one line"
                yield line.place.problem("inline-expression", message, repair)


def _div_problems(lines: list[Line]) -> list[Problem]:
    """Divisions that are not closed, and closing fences that close nothing."""
    problems = []
    opened: list[Line] = []
    for line in (line for line in lines if not line.verbatim):
        if _DIV_OPENS.match(line.text):
            opened.append(line)
        elif _DIV_CLOSES.match(line.text):
            if opened:
                opened.pop()
            else:
                message, repair = "this closes no division", "remove it, or open one above"
                problems.append(line.place.problem("unopened-div", message, repair))
    for line in opened:
        message, repair = "the division is not closed", "close it with a line `:::`"
        problems.append(line.place.problem("unclosed-div", message, repair))
    return problems
