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

from analysis.core.problems import Problem, ProblemsError, errors
from analysis.render import config, execute, html, pandoc, pdf, quarto_words, site, vocabulary
from analysis.render.config import Site, as_list
from analysis.render.kernel import Python
from analysis.render.place import Line, Place
from analysis.render.source import Source, read_source
from analysis.render.tree import Blocks

Hook = Callable[[list[str], dict[str, str]], None]


@dataclass(frozen=True)
class Document:
    """A document whose cells have run."""

    name: str
    formats: dict[str, dict[str, Any]]
    lines: tuple[Line, ...]
    blocks: Blocks


def render(
    root: Path, output: Path, run_hook: Hook | None = None, asked: Mapping[str, str] | None = None
) -> list[Problem]:
    """Render the project in `root` into `output`; returns the warnings.

    `asked` are settings that stand above those of the documents.
    Raises ProblemsError with all problems that the same step found in all documents.
    """
    project = config.read_site(root, asked)
    output.mkdir(parents=True, exist_ok=True)
    environment = {"QUARTO_PROJECT_ROOT": str(root), "QUARTO_PROJECT_OUTPUT_DIR": str(output)}
    inputs = {"QUARTO_PROJECT_INPUT_FILES": "\n".join(project.documents())}
    with Python(root, _imported_modules(project)) as python:
        # Python starts up and imports while the hooks run.
        run_hooks(project, "pre-render", {**environment, **inputs}, run_hook)
        project = config.read_site(root, asked)
        documents, warnings = run_documents(project, python)
    written = write_documents(project, documents, output, warnings)
    pages = [name for name in written if name.endswith(".html")]
    site.copy_used_files(project, output, pages)
    site.write_site_files(project, output, pages)
    named = "\n".join(os.path.relpath(output / name, root) for name in written)
    outputs = {"QUARTO_PROJECT_OUTPUT_FILES": named}
    run_hooks(project, "post-render", {**environment, **outputs}, run_hook)
    return warnings


def _imported_modules(project: Site) -> list[str]:
    modules: list[str] = []
    for name in project.documents():
        # A document that cannot be read yet may be so after the pre-render command.
        with contextlib.suppress(ProblemsError):
            source, _ = read_source(project.root, name)
            modules += execute.imported_modules(source, (project.root / name).parent)
    return list(dict.fromkeys(modules))


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


def run_documents(project: Site, python: Python) -> tuple[list[Document], list[Problem]]:
    """Read all documents, run their cells, check the result; returns the warnings too."""
    sources = read_documents(project)
    executed: dict[str, list[Line]] = {}
    problems: list[Problem] = []
    for source in sources:
        defaults = {**project.yaml.section("execute"), **source.front.section("execute")}
        folder = (project.root / source.name).parent
        executed[source.name], found = execute.run(python, source, folder, defaults)
        problems += found
    _raise_errors(problems)
    documents = in_parallel(lambda source: _parsed(project, source, executed[source.name]), sources)
    names = [document.name for document in documents]
    checked = in_parallel(lambda document: check_document(project, document, names), documents)
    problems += [problem for found in checked for problem in found]
    _raise_errors(problems)
    return documents, problems


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


def _parsed(project: Site, source: Source, lines: list[Line]) -> Document:
    blocks = pandoc.read("\n".join(line.text for line in lines), source.name)
    formats = config.formats(project, source.front, source.name)
    return Document(source.name, formats, tuple(lines), blocks)


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
    project: Site, documents: list[Document], output: Path, warnings: list[Problem]
) -> list[str]:
    """Write the pages and PDFs of all documents; returns their names relative to `output`."""

    def write(document: Document, name: str) -> tuple[str, list[Problem]]:
        return write_document(project, document, name, output)

    jobs = [(document, name) for document in documents for name in document.formats]
    # PDFs take longest: begin with them.
    jobs.sort(key=lambda job: job[1] == "html")
    results = in_parallel(lambda job: write(*job), jobs)
    warnings += [problem for _, found in results for problem in found]
    return [name for name, _ in results]


def write_document(
    project: Site, document: Document, format_name: str, output: Path
) -> tuple[str, list[Problem]]:
    """Write one document in one format; returns its name relative to `output`, and warnings."""
    settings = document.formats[format_name]
    stem = PurePosixPath(str(settings.get("output-file") or document.name)).name
    suffix = ".html" if format_name == "html" else ".pdf"
    stem = stem.removesuffix(suffix).removesuffix(".qmd")
    name = str(PurePosixPath(document.name).parent / f"{stem}{suffix}")
    with tempfile.TemporaryDirectory(prefix="pandoc-") as folder:
        scratch = Path(folder)
        if format_name == "html":
            page, warnings = html.page(
                document.blocks, settings, document.name, project.root, scratch
            )
            content = page.encode()
        else:
            text, warnings = pdf.typst_source(
                document.blocks, settings, document.name, project.root, scratch
            )
            content, found = pdf.compile_pdf(text, settings, document.name, project.root)
            warnings += found
    (output / name).parent.mkdir(parents=True, exist_ok=True)
    (output / name).write_bytes(content)
    return name, warnings


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
