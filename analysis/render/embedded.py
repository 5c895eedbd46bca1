"""The embedded engine: Jupyter runs the cells once; pandoc and Typst write HTML and PDF."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.core.made import hash_of, state_of
from analysis.core.problems import Problem, ProblemsError, errors
from analysis.render import (
    config,
    execute,
    html,
    pandoc,
    pdf,
    quarto_words,
    recall,
    site,
    vocabulary,
)
from analysis.render.config import Site, as_list
from analysis.render.kernel import Python
from analysis.render.place import Line, Place
from analysis.render.source import Source, asks, read_source
from analysis.render.tree import Blocks

Hook = Callable[[list[str], dict[str, str]], None]


@dataclass(frozen=True)
class Ahead:
    """A page that somebody waits for, and who shows it as soon as it is written, before the rest.

    Attributes:
        page: its place in the output (`report/index.html`).
        show: is given that place and the page, unless something is wrong with the document.
    """

    page: str
    show: Callable[[str, str], None]


@dataclass(frozen=True)
class Executed:
    """A document whose cells have run, with its settings by format."""

    name: str
    formats: dict[str, dict[str, Any]]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Document(Executed):
    """A document with its tree."""

    blocks: Blocks


def render(
    root: Path,
    output: Path,
    run_hook: Hook | None = None,
    asked: Mapping[str, str] | None = None,
    rests_on: str = "",
    ahead: Ahead | None = None,
) -> list[Problem]:
    """Render the project in `root` into `output`; returns the warnings.

    `asked` are settings that stand above those of the documents. `rests_on` says, for results to
    stay until the next time, what cells and templates may read besides the documents: `recall.py`.
    The page that is wanted `ahead` comes first.
    Raises ProblemsError with all problems that the same step found in all documents.
    """
    project = config.read_site(root, asked)
    output.mkdir(parents=True, exist_ok=True)
    environment = {"QUARTO_PROJECT_ROOT": str(root), "QUARTO_PROJECT_OUTPUT_DIR": str(output)}
    inputs = {"QUARTO_PROJECT_INPUT_FILES": "\n".join(project.documents())}
    with Python(root) as python:
        begin_early(project, rests_on, python)
        run_hooks(project, "pre-render", {**environment, **inputs}, run_hook)
        project = config.read_site(root, asked)
        executed, warnings = run_documents(project, python, rests_on, ahead)
    written, found = write_documents(project, executed, output, rests_on)
    warnings += found
    pages = [name for name in written if name.endswith(".html")]
    site.copy_used_files(project, output, pages)
    site.write_site_files(project, output, pages)
    named = "\n".join(os.path.relpath(output / name, root) for name in written)
    outputs = {"QUARTO_PROJECT_OUTPUT_FILES": named}
    run_hooks(project, "post-render", {**environment, **outputs}, run_hook)
    return warnings


def begin_early(project: Site, rests_on: str, python: Python) -> None:
    """Start Python while the hooks run, unless all that it would be asked is known."""
    sources = [source for source in _readable(project) if asks(source)]
    questions = recall.questions(rests_on, list(_readable(project)))
    if any(recall.answers_to(questions[source.name]) is None for source in sources):
        folders = ((source, (project.root / source.name).parent) for source in sources)
        python.begin(name for each in folders for name in execute.imported_modules(*each))


def _readable(project: Site) -> Iterator[Source]:
    """The documents that can be read; others may be so after the pre-render command."""
    for name in project.documents():
        with contextlib.suppress(ProblemsError):
            yield read_source(project.root, name)[0]


def run_hooks(
    project: Site, name: str, environment: dict[str, str], run_hook: Hook | None = None
) -> None:
    """Run the commands of `pre-render` or `post-render`; `environment` is added to Python's own.

    Raises ProblemsError if a command fails.
    """
    for command in project.hooks(name):
        if run_hook is not None:
            run_hook(command, environment)
            continue
        place = project.yaml.place("project", name)
        message, repair = f"the {name} command fails", "run it in the project's folder to see why"
        try:
            done = subprocess.run(
                command, cwd=project.root, env={**os.environ, **environment}, check=False
            )
        except OSError as error:
            message = f"the {name} command does not start: {error.strerror}"
            problem = place.problem("hook", message, repair, " ".join(command))
            raise ProblemsError([problem]) from None
        if done.returncode:
            message += f" with exit code {done.returncode}"
            raise ProblemsError([place.problem("hook", message, repair, " ".join(command))])


def run_documents(
    project: Site, python: Python, rests_on: str = "", ahead: Ahead | None = None
) -> tuple[list[Executed], list[Problem]]:
    """Read all documents and run their cells; returns the warnings too, in the documents' order."""
    sources = read_documents(project)
    questions = recall.questions(rests_on, sources)
    formats = {each.name: config.formats(project, each.front, each.name) for each in sources}
    wanted = [each for each in sources if ahead and is_of(ahead.page, each.name, formats)]
    executed: dict[str, Executed] = {}
    problems: dict[str, list[Problem]] = {}
    for source in [*wanted, *(each for each in sources if each not in wanted)]:
        name = source.name
        lines, problems[name] = run_document(project, python, source, questions[name])
        executed[name] = Executed(name, formats[name], tuple(lines))
        if ahead and source in wanted and not errors(problems[name]):
            show_ahead(project, executed[name], list(formats), rests_on, ahead)
    told = [problem for source in sources for problem in problems[source.name]]
    _raise_errors(told)
    return [executed[source.name] for source in sources], told


def is_of(page: str, name: str, formats: Mapping[str, dict[str, Any]]) -> bool:
    """Whether a page of the output is that of a document."""
    return "html" in formats[name] and file_name(name, formats[name]["html"], ".html") == page


def show_ahead(
    project: Site, executed: Executed, names: list[str], rests_on: str, ahead: Ahead
) -> None:
    """Show the page of a document, if nothing is wrong with it; else the rendering says so."""
    key = keys_of_files(project, [executed])[executed.name] if rests_on else ""
    kept = recall.files_from(key)
    if kept:
        ahead.show(ahead.page, kept.content[ahead.page].decode("utf-8"))
        return
    with contextlib.suppress(ProblemsError):
        document = parsed(executed)
        if not errors(check_document(project, document, names)):
            _, content, _ = document_file(project, document, "html")
            ahead.show(ahead.page, content.decode("utf-8"))


def run_document(
    project: Site, python: Python, source: Source, question: str
) -> tuple[list[Line], list[Problem]]:
    """The lines of a document with the results of its cells, by Python or as they were kept."""
    defaults = {**project.yaml.section("execute"), **source.front.section("execute")}
    folder = (project.root / source.name).parent
    kept = recall.answers_to(question)
    if kept is not None:
        return execute.run(recall.Recalled(kept), source, folder, defaults)
    noted = recall.Noted(python)
    lines, problems = execute.run(noted, source, folder, defaults)
    if not errors(problems):
        recall.keep_answers(question, noted.answers)
    return lines, problems


def read_documents(project: Site) -> list[Source]:
    """All documents as written.

    Raises ProblemsError with everything outside the vocabulary and every missing file.
    """
    problems = config.missing_files(project.yaml, project.root, project.root)
    sources = []
    for name in project.documents():
        try:
            source, found = read_source(project.root, name)
        except ProblemsError as error:
            problems += error.problems
            continue
        folder = (project.root / name).parent
        problems += [*found, *config.setting_problems(source.front)]
        problems += config.missing_files(source.front, folder, project.root)
        sources.append(source)
    if not sources and not problems:
        place = project.yaml.place("project", "render")
        message, repair = "the project has no document", "name documents under project.render"
        problems.append(place.problem("no-document", message, repair))
    _raise_errors(problems)
    return sources


def parsed(executed: Executed) -> Document:
    """A document with its tree."""
    blocks = pandoc.read("\n".join(line.text for line in executed.lines), executed.name)
    return Document(executed.name, executed.formats, executed.lines, blocks)


def check_document(project: Site, document: Document, names: list[str]) -> list[Problem]:
    """What is wrong with a document's tree; `names` are those of all documents."""
    folder = (project.root / document.name).parent
    problems = [*_template_problems(document), *_partial_problems(document, project.root)]
    keys: set[str] = set()
    for settings in document.formats.values():
        for path in as_list(settings.get("bibliography")):
            keys |= pandoc.bibliography_keys(folder / str(path), document.name)
    return problems + vocabulary.problems_of(
        document.blocks, document.lines, document.name, document.formats, keys, names
    )


def _template_problems(document: Document) -> Iterator[Problem]:
    """Formats for which the project has no template of its own."""
    for name, settings in document.formats.items():
        key = "template" if name == "html" else "template-partials"
        given = {PurePosixPath(str(path)).name for path in as_list(settings.get(key))}
        needed = given or {"a template"} if name == "html" else pdf.PARTIALS
        if not given >= needed:
            message = f"the format needs {' and '.join(sorted(needed))} of the project"
            repair = f"name it under format.{name}.{key}"
            yield Place(document.name, 1).problem("template", message, repair, name)


def _partial_problems(document: Document, root: Path) -> Iterator[Problem]:
    """Names of a Typst template that would replace Quarto's own."""
    folder = (root / document.name).parent
    for path in as_list(document.formats.get("typst", {}).get("template-partials")):
        file = (folder / str(path)).resolve()
        name = file.relative_to(root).as_posix() if file.is_relative_to(root) else str(path)
        yield from quarto_words.template_problems(file.read_text(encoding="utf-8"), name)


def write_documents(
    project: Site, executed: list[Executed], output: Path, rests_on: str
) -> tuple[list[str], list[Problem]]:
    """Write the pages and PDFs of all documents; returns their names in `output`, and warnings."""
    names = [document.name for document in executed]
    keys = keys_of_files(project, executed) if rests_on else dict.fromkeys(names, "")
    files = {name: kept for name, key in keys.items() if (kept := recall.files_from(key))}
    for name, made in files_of(project, [e for e in executed if e.name not in files], names):
        recall.keep_files(keys[name], made)
        files[name] = made
    for file, content in ((file, c) for name in names for file, c in files[name].content.items()):
        (output / file).parent.mkdir(parents=True, exist_ok=True)
        (output / file).write_bytes(content)
    written = [file for name in names for file in files[name].content]
    return written, [problem for name in names for problem in files[name].problems]


def keys_of_files(project: Site, executed: list[Executed]) -> dict[str, str]:
    """All that the files of each document are made from: it, its settings, and what these may name.

    These are the files that its settings name, and all beside it but other documents.
    """
    folders = {document.name: (project.root / document.name).parent for document in executed}
    beside = {each: state_of(each, each.glob("*.qmd")) for each in {*folders.values()}}
    around = [list(folders), *map(os.environ.get, pdf.VARIABLES)]
    keys = {}
    for document in executed:
        folder = folders[document.name]
        given = ((each, key) for each in document.formats.values() for key in config.PATH_KEYS)
        named = {folder / str(path) for each, key in given for path in as_list(each.get(key))}
        keys[document.name] = repr([document, hash_of(sorted(named)), beside[folder], around])
    return keys


def files_of(
    project: Site, executed: list[Executed], names: list[str]
) -> Iterator[tuple[str, recall.Files]]:
    """The files of some documents, by the document's name; `names` are those of all documents.

    Raises ProblemsError with all problems that the same step found in all of them.
    """
    documents = in_parallel(parsed, executed)
    checked = in_parallel(lambda document: check_document(project, document, names), documents)
    _raise_errors([problem for found in checked for problem in found])
    # PDFs take longest: begin with them.
    jobs = [(each, name) for each in documents for name in each.formats if name != "html"]
    jobs += [(each, "html") for each in documents if "html" in each.formats]
    made = in_parallel(lambda job: (job[0].name, *document_file(project, *job)), jobs)
    for document, found in zip(documents, checked, strict=True):
        own = [file for of, *file in made if of == document.name]
        warnings = [problem for *_, listed in own for problem in listed]
        yield (
            document.name,
            recall.Files({name: content for name, content, _ in own}, found + warnings),
        )


def document_file(
    project: Site, document: Document, format_name: str
) -> tuple[str, bytes, list[Problem]]:
    """One document in one format: the file's name in the output, its content, and warnings."""
    settings = document.formats[format_name]
    name = file_name(document.name, settings, ".html" if format_name == "html" else ".pdf")
    given = (document.blocks, settings, document.name, project.root)
    with tempfile.TemporaryDirectory(prefix="pandoc-") as folder:
        if format_name == "html":
            page, warnings = html.page(*given, Path(folder))
            return name, page.encode(), warnings
        text, warnings = pdf.typst_source(*given, Path(folder))
    content, found = pdf.compile_pdf(text, settings, document.name, project.root)
    return name, content, warnings + found


def file_name(document: str, settings: Mapping[str, Any], suffix: str) -> str:
    """The name in the output of a document's file in a format with these settings."""
    stem = PurePosixPath(str(settings.get("output-file") or document)).name
    stem = stem.removesuffix(suffix).removesuffix(".qmd")
    return str(PurePosixPath(document).parent / f"{stem}{suffix}")


def in_parallel(work: Callable[[Any], Any], items: list[Any]) -> list[Any]:
    """The results of `work`, in the order of the items.

    Raises ProblemsError with the problems of all items that raised it.
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        futures = [pool.submit(work, item) for item in items]
    problems = [
        problem
        for future in futures
        if isinstance(error := future.exception(), ProblemsError)
        for problem in error.problems
    ]
    _raise_errors(problems)
    return [future.result() for future in futures]


def _raise_errors(problems: list[Problem]) -> None:
    if errors(problems):
        raise ProblemsError(problems)
