"""What stays of a rendering: answers of cells and files of documents, as long as nothing changed.

Whoever renders says in one text what cells may read besides the cells of the documents; their prose
they do not read. Without that text nothing stays.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.core.cache import found, keep
from analysis.core.problems import Problem
from analysis.render.answering import Answering, Output
from analysis.render.source import Cell, Source, expressions


class Recalled:
    """The answers to one document that were kept, in the order in which it asks."""

    def __init__(self, answers: Sequence[Any]) -> None:
        self._left = iter(answers)

    def enter(self, folder: Path) -> None:
        """Nothing has to begin."""

    def execute(self, code: str) -> list[Output]:
        """The outputs of the next cell."""
        return list(next(self._left))

    def evaluate(self, expressions: list[str]) -> list[Output]:
        """The results of the next expressions."""
        return list(next(self._left))


class Noted:
    """Python, with all that it answers to one document noted."""

    def __init__(self, python: Answering) -> None:
        self._python = python
        self.answers: list[Any] = []

    def enter(self, folder: Path) -> None:
        """Begin the document."""
        self._python.enter(folder)

    def execute(self, code: str) -> list[Output]:
        """The outputs of a cell."""
        self.answers.append(self._python.execute(code))
        return list(self.answers[-1])

    def evaluate(self, expressions: list[str]) -> list[Output]:
        """The results of some expressions."""
        self.answers.append(self._python.evaluate(expressions))
        return list(self.answers[-1])


def asked(source: Source) -> str:
    """All that a document asks of Python, with the settings that bear on whether it does."""
    parts = [
        [part.options, part.text]
        if isinstance(part, Cell)
        else [expression for expression, _ in expressions(part)]
        for part in source.parts
    ]
    settings = source.front.section("execute")
    return json.dumps([source.name, settings, [part for part in parts if part]], default=str)


def questions(rests_on: str, sources: Sequence[Source]) -> dict[str, str]:
    """What the answers to each document are made from, by its name; empty where nothing may stay.

    A cell may read the cells of other documents, as one that numbers exhibits does.
    """
    all_asked = "\n".join(asked(source) for source in sources)
    return {
        source.name: f"{rests_on}\n{all_asked}\n{source.name}" if rests_on else ""
        for source in sources
    }


def answers_to(question: str) -> list[Any] | None:
    """The answers that were kept; None if there are none."""
    content = found("answers", question) if question else None
    return None if content is None else list(json.loads(content))


def keep_answers(question: str, answers: list[Any]) -> None:
    """Keep what Python answered to a document."""
    if question:
        keep("answers", question, json.dumps(answers).encode())


@dataclass(frozen=True)
class Files:
    """The files of a rendered document by name, and what was doubtful in it."""

    content: Mapping[str, bytes]
    problems: Sequence[Problem]


def files_from(made_from: str) -> Files | None:
    """The files that were kept since the same went into them; None if there are none."""
    content = found("document", made_from) if made_from else None
    if content is None:
        return None
    record = json.loads(content)
    files = {name: base64.b64decode(text) for name, text in record["files"].items()}
    return Files(files, [Problem(**each) for each in record["problems"]])


def keep_files(made_from: str, made: Files) -> None:
    """Keep the files of a document."""
    if made_from:
        files = {name: base64.b64encode(each).decode() for name, each in made.content.items()}
        problems = [problem.as_json() for problem in made.problems]
        record = json.dumps({"files": files, "problems": problems})
        keep("document", made_from, record.encode())
