"""Words that Quarto treats as its own: the guard that keeps the two engines together.

The words stand in `resources/quarto-words.yml`. A document that uses one for itself would look
right with the embedded engine and otherwise, or not at all, with Quarto; so it is refused, with
file and line, where it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from analysis.core.problems import Problem
from analysis.render.pandoc import RESOURCES
from analysis.render.place import Line, Place, locate
from analysis.render.tree import Element, attributes, is_element
from analysis.render.yamlrows import Yaml

WORDS = RESOURCES / "quarto-words.yml"
REPAIR = "use a word of the report's own"

_SHORTCODE = "{{<"
_ANNOTATION = re.compile(r"(?:#|//|--|%) *<\d+> *$", re.MULTILINE)
_DEFINITION = re.compile(r"^\s*#?let +([A-Za-z][\w-]*)", re.MULTILINE)
_CELL_CLASS = re.compile(r"^:{3,}.*\.(?P<name>cell(?:-[\w-]+)?)(?![\w-])")


@dataclass(frozen=True)
class Word:
    """A word of Quarto's: what it looks like, and what Quarto makes of it."""

    pattern: re.Pattern[str]
    makes: str
    example: str

    def problem(self, place: Place, what: str, value: str) -> Problem:
        """The problem of a document that uses the word for something else."""
        message = f"the {what} is Quarto's own, which makes {self.makes} of it"
        return place.problem("quarto-word", message, REPAIR, value)


@cache
def _file() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return read


@cache
def words(section: str, below: str | None = None) -> tuple[Word, ...]:
    """The words of a section of the file: classes and ids by element, attributes, typst, files."""
    listed = _file()[section].get(below, []) if below else _file()[section]
    return tuple(
        Word(re.compile(each["word"]), each["makes"], each.get("example", each["word"]))
        for each in listed
    )


@cache
def keys() -> frozenset[str]:
    """The settings that Quarto reads at the top of a document, and the embedded engine does not."""
    return frozenset(_file()["keys"].split())


@cache
def reference() -> re.Pattern[str]:
    """The beginning of a citation's key that Quarto takes for a cross-reference."""
    return re.compile(f"^({'|'.join(_file()['references'].split())})-", re.IGNORECASE)


def _is(name: str, known: Iterable[Word]) -> Word | None:
    return next((word for word in known if word.pattern.fullmatch(name)), None)


def element_problems(element: Element, lines: Sequence[Line], document: str) -> Iterator[Problem]:
    """Words of Quarto's among the classes, the identifier and the attributes of an element."""
    kind = "Image" if element["t"] == "Figure" else str(element["t"])
    identifier, classes, pairs = attributes(element)
    named = [("class", name, rf"\.{re.escape(name)}(?![\w-])") for name in classes]
    named += [("id", identifier, rf"#{re.escape(identifier)}(?![\w-])")] if identifier else []
    for what, name, pattern in named:
        known = words("classes" if what == "class" else "ids", kind)
        if word := _is(name, known):
            yield word.problem(locate(lines, document, pattern), what, name)
    for name, _ in pairs:
        if word := _is(name, words("attributes")):
            place = locate(lines, document, rf"(?<![\w-]){re.escape(name)}\s*=")
            yield word.problem(place, "attribute", name)
    if element["t"] == "CodeBlock" and (found := _ANNOTATION.search(element["c"][1])):
        place = locate(lines, document, re.escape(found[0]))
        yield place.problem(
            "quarto-word",
            "the mark at the end of the line is Quarto's own, which makes a remark on code of it",
            "write the remark as text",
            found[0].strip(),
        )


def raw_problems(element: Element, lines: Sequence[Line], document: str) -> Iterator[Problem]:
    """Definitions in raw Typst that would replace Quarto's."""
    if is_element(element) and element["t"] == "RawBlock" and element["c"][0] == "typst":
        for name in _DEFINITION.findall(element["c"][1]):
            if word := _is(name, words("typst")):
                place = locate(lines, document, rf"let +{re.escape(name)}(?![\w-])")
                yield word.problem(place, "function", name)


def template_problems(text: str, file: str) -> Iterator[Problem]:
    """Definitions of a Typst template, which Quarto puts behind its own, that replace these."""
    for row, line in enumerate(text.split("\n"), 1):
        found = re.match(r"#let +([A-Za-z][\w-]*)", line)
        if found and (word := _is(found[1], words("typst"))):
            yield word.problem(Place(file, row), "function", found[1])


def text_problems(lines: Iterable[Line]) -> Iterator[Problem]:
    """Shortcodes that Quarto would run where they are only meant to be shown, also in output."""
    for line in lines:
        if _SHORTCODE in line.text:
            message = "this begins a shortcode, which Quarto runs even in code and in output"
            repair = "write what it stands for, or part the signs"
            yield line.place.problem("shortcode", message, repair, line.text.strip()[:60])


def cell_problems(lines: Iterable[Line]) -> Iterator[Problem]:
    """Divisions that pretend to be the output of a cell."""
    for line in lines:
        found = _CELL_CLASS.match(line.text) if not line.verbatim else None
        if found:
            word = Word(_CELL_CLASS, "the output of a cell", "")
            yield word.problem(line.place, "class", found["name"])


def key_problems(settings: Yaml) -> Iterator[Problem]:
    """Settings that Quarto would follow and the embedded engine would not."""
    for key in settings.values:
        if key in keys():
            message = "the setting is Quarto's own, and the embedded engine does not follow it"
            yield settings.place(key).problem("quarto-word", message, "remove it", str(key))


def file_problems(names: Iterable[str]) -> Iterator[Problem]:
    """Files that Quarto would read beside `_quarto.yml`; `names` are those of the project."""
    for name in names:
        if word := _is(name.rpartition("/")[2], words("files")):
            message = f"Quarto reads this file as {word.makes}, the embedded engine does not"
            repair = "move what it says to _quarto.yml"
            yield Place(name).problem("quarto-word", message, repair)
