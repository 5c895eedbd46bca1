"""The files of `report/sentences/`: read, compiled, and what is wrong in them with its line."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes

from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import Project
from analysis.facts.grammar import AGREEING, FILTERS, prose
from analysis.facts.records import FACTS_FILE, read_records

SUFFIX = ".md.j2"
PRINTING = {"fact", "value", "text", *AGREEING}
WORDS = {"fact", "has", "value", "text", "say"}
HOW = "mend this line; CONTRIBUTING.md says what may stand there"

Words = Mapping[str, Callable[[str], Any]]


class MissingFactError(ProblemsError):
    """A sentence prints or weighs a fact that is not there."""


@dataclass(frozen=True)
class Template:
    """A file of sentences: its name for messages, its syntax, and what renders it.

    `macros` are its sentences and parts of sentences, as they stand there.
    """

    file: str
    tree: nodes.Template
    macros: tuple[nodes.Macro, ...]
    compiled: jinja2.Template

    def rendered(self, macro: str, words: Words, **given: object) -> str:
        """One of its macros as Markdown. Raises ProblemsError with the line of a mistake."""
        try:
            return prose(getattr(self.compiled.make_module(dict(words)), macro)(**given))
        except ProblemsError:
            raise  # the mistake is in another sentence, which this one says
        except Exception as error:  # whatever a template does wrong is for its author to mend
            kind = MissingFactError if isinstance(error, KeyError) else ProblemsError
            said, _, repair = str(error.args[0] if error.args else error).partition("; ")
            raise kind([problem(self.file, self.line(error), said, repair or HOW)]) from error

    def line(self, error: Exception) -> int | None:
        """The line of the file that raised an error."""
        frames = traceback.walk_tb(error.__traceback__)
        lines = [line for frame, line in frames if frame.f_code.co_filename == self.file]
        return self.compiled.get_corresponding_lineno(lines[-1]) if lines else None


def problems(project: Project) -> list[Problem]:
    """What is wrong in the sentences of a project, as far as it shows without rendering them."""
    try:
        templates = read(project.sentences)
    except ProblemsError as error:
        return list(error.problems)
    if not (project.processed / FACTS_FILE).is_file():
        return []
    return list(unknown_facts(templates, read_records(project.processed)))


def read(folder: Path) -> tuple[Template, ...]:
    """The templates of a folder. Raises ProblemsError with all mistakes that can be seen there."""
    place = "/".join(folder.parts[-2:])
    files = sorted(folder.glob(f"*{SUFFIX}"))
    if not files:
        repair = "bring the folder back from the project's history"
        raise ProblemsError([problem(place, None, f"holds no file *{SUFFIX}", repair)])
    try:
        sources = tuple((f"{place}/{path.name}", path.read_text("utf-8")) for path in files)
    except UnicodeDecodeError:
        message = "holds a file with signs that are not UTF-8"
        raise ProblemsError([problem(place, None, message, "save it as UTF-8")]) from None
    return compiled(sources)


@cache
def compiled(sources: tuple[tuple[str, str], ...]) -> tuple[Template, ...]:
    """Templates of files with these texts. Raises ProblemsError as `read` does."""
    environment = jinja2.Environment(  # noqa: S701 - it writes Markdown, and facts are spans of it
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(FILTERS)
    found, wrong = [], []
    for file, source in sources:
        try:
            tree = environment.parse(source)
            code = environment.compile(tree, file, file)
        except jinja2.TemplateSyntaxError as error:
            wrong.append(problem(file, error.lineno, str(error.message).rstrip("."), HOW))
        else:
            macros = tuple(tree.find_all(nodes.Macro))
            ready = jinja2.Template.from_code(environment, code, {})
            found.append(Template(file, tree, macros, ready))
    wrong += [*unknown_names(found), *second_macros(found)]
    if wrong:
        raise ProblemsError(wrong)
    return tuple(found)


def unknown_names(templates: Iterable[Template]) -> Iterator[Problem]:
    """A problem for each name that means nothing in its template."""
    for template in templates:
        names = list(template.tree.find_all(nodes.Name))
        set_there = {name.name for name in names if name.ctx != "load"}
        known = {*WORDS, *set_there, *(macro.name for macro in template.macros), "caller"}
        for name in names:
            if name.name not in known:
                near = get_close_matches(name.name, sorted(known), n=1) or sorted(WORDS)
                repair = f"write {' or '.join(near)}"
                said = "means nothing in a sentence"
                yield problem(template.file, name.lineno, said, repair, name.name)


def second_macros(templates: Iterable[Template]) -> Iterator[Problem]:
    """A problem for each macro that is named like one before it."""
    first: dict[str, str] = {}
    for template in templates:
        for macro in template.macros:
            if macro.name in first:
                said = f"is the name of a macro in {first[macro.name]} already"
                repair = "give one of them another name"
                yield problem(template.file, macro.lineno, said, repair, macro.name)
            first.setdefault(macro.name, template.file)


def unknown_facts(templates: Iterable[Template], known: Iterable[str]) -> Iterator[Problem]:
    """A warning for each id in a template that is none of these.

    One that a template both asks for with `has` and prints is left out: tables may lack it.
    """
    ids = sorted(known)
    for template in templates:
        asked, printed = named(template.tree, {"has"}), named(template.tree, PRINTING)
        for name in sorted((asked.keys() ^ printed.keys()) - {*ids}):
            near = get_close_matches(name, ids, n=1) or ["the id of a fact"]
            said, repair = "is no fact of the tables", f"write {near[0]}"
            line = (asked | printed)[name]
            yield problem(template.file, line, said, repair, name, severity="warning")


def named(tree: nodes.Template, words: set[str]) -> dict[str, int]:
    """The ids that a template gives to one of these words, with the line of each.

    Ids that are put together in the template are left out.
    """
    given = [
        (call.node.name, call.args[0])
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.args
    ]
    given += [(found.name, found.node) for found in tree.find_all(nodes.Filter) if found.node]
    return {
        node.value: node.lineno
        for word, node in given
        if word in words and isinstance(node, nodes.Const)
    }


def lost(macro: str) -> Problem:
    """The problem of a part that the code asks for and no template has."""
    repair = "bring the macro back from the project's history"
    return problem("report/sentences", None, "is no macro with parameters there", repair, macro)


def problem(
    file: str,
    row: int | None,
    message: str,
    repair: str,
    value: str | None = None,
    severity: str = "error",
) -> Problem:
    """Something to mend in a template."""
    return Problem(
        file=file,
        row=row,
        value=value,
        rule="sentence",
        message=message,
        repair=repair,
        severity=severity,
    )
