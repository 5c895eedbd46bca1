"""Renders a project's documents as HTML and PDF, through Quarto or the embedded engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.problems import Problem
from analysis.render import quarto

if TYPE_CHECKING:
    from analysis.render.embedded import Ahead, Hook

ENGINES = ("auto", "quarto", "embedded")


@dataclass(frozen=True)
class Choice:
    """The engine that would render, why, and in which version."""

    name: str
    reason: str
    version: str


def render(
    project_dir: Path,
    output_dir: Path,
    engine: str = "auto",
    run_hook: Hook | None = None,
    asked: Mapping[str, str] | None = None,
    rests_on: str = "",
    ahead: Ahead | None = None,
) -> list[Problem]:
    """Render all documents of `project_dir/_quarto.yml` into `output_dir`, which is created.

    `engine` is auto, quarto or embedded. The commands of `pre-render` and `post-render` run too:
    with the embedded engine through `run_hook(command, environment)`, which gets the words of the
    command and the variables to add to the environment (QUARTO_PROJECT_ROOT, ..._OUTPUT_DIR,
    ..._INPUT_FILES before, ..._OUTPUT_FILES after); by default as a process in `project_dir`.
    The settings `asked` for, such as `papersize`, stand above those of the documents.
    `rests_on` lets results of the embedded engine stay until the next time: `recall.py`; it writes
    the page that is wanted `ahead` before all others.

    Returns the warnings. Raises ProblemsError, whose files are relative to `project_dir` and whose
    rows are lines; ValueError for an unknown engine, LookupError for a missing Quarto.
    """
    choice = choose_engine(engine)
    root, output = project_dir.resolve(), output_dir.resolve()
    if choice.name == "quarto":
        path = quarto.executable()
        assert path is not None
        return quarto.render(path, root, output, asked)
    from analysis.render import embedded

    return embedded.render(root, output, run_hook, asked, rests_on, ahead)


def choose_engine(name: str) -> Choice:
    """The engine that `name` (auto, quarto or embedded) means on this machine.

    Raises ValueError for another name, LookupError if Quarto is asked for and not installed.
    """
    if name not in ENGINES:
        raise ValueError(f"unknown engine {name}; use one of {', '.join(ENGINES)}")
    path = quarto.executable() if name != "embedded" else None
    if name == "quarto" and path is None:
        raise LookupError(
            "Quarto is neither on PATH nor installed as quarto-cli; "
            "install it, or use the embedded engine"
        )
    if path is not None:
        reason = "asked for" if name == "quarto" else f"found at {path}"
        return Choice("quarto", reason, quarto.version(path))
    reason = "asked for" if name == "embedded" else "Quarto is not installed"
    return Choice("embedded", reason, _embedded_version())


def _embedded_version() -> str:
    from importlib.metadata import version

    import pypandoc

    return f"pandoc {pypandoc.get_pandoc_version()}, Typst {version('typst')}"
