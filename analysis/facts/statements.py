"""Sentences that the data choose: no altered table may leave a false one.

They stand in `report/sentences/`. A sentence is a macro without parameters; where the macro's name
has an underscore, the sentence's id has a hyphen. A macro with parameters is a part of sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jinja2

from analysis.core.problems import ProblemsError
from analysis.core.project import Project
from analysis.facts import fact as facts
from analysis.facts.sentence_files import Template, lost, read

Records = Mapping[str, Mapping[str, Any]]


def statement(name: str, records: Records) -> str:
    """The sentence with this id in Markdown.

    Raises KeyError with the known ids; ProblemsError with file, line and repair for a mistake in
    its template, and of these MissingFactError where the records lack a fact that it names.
    """
    sentences = by_id()
    if name not in sentences:
        raise KeyError(f"no statement {name!r}; there are {', '.join(sorted(sentences))}")
    return sentences[name].rendered(name.replace("-", "_"), words(records))


def statement_ids() -> list[str]:
    """The ids of all sentences, file by file, as they stand there."""
    return list(by_id())


def part(name: str, /, **given: object) -> str:
    """The part of sentences with this name, of what the code gives it, in Markdown.

    Raises ProblemsError with file, line and repair for a mistake in its template.
    """
    for template in read(Project.find().sentences):
        if any(macro.name == name and macro.args for macro in template.macros):
            return template.rendered(name, words({}), **given)
    raise ProblemsError([lost(name)])


def by_id() -> dict[str, Template]:
    """The template of each sentence of the project in whose folder this runs."""
    return {
        macro.name.replace("_", "-"): template
        for template in read(Project.find().sentences)
        for macro in template.macros
        if not macro.args
    }


def words(records: Records) -> dict[str, Callable[[str], Any]]:
    """What a template may ask, by name: `fact` is a fact as the prose prints it."""

    def known(name: str) -> Mapping[str, Any]:
        return facts.known(records, name)

    def say(name: str) -> str:
        try:
            return statement(name, records)
        except KeyError as error:
            raise jinja2.UndefinedError(error.args[0]) from None

    return {
        "fact": lambda name: facts.spoken(known(name)),
        "has": lambda name: name in records,
        "value": lambda name: float(known(name)["value"]),
        "text": lambda name: str(known(name)["text"]),
        "say": say,
    }
