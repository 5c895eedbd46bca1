"""What a build makes anew, and because of which input: the inputs of the last one held beside it.

The record of a build lies among what is kept; whoever deletes it loses the reasons, not the site.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from analysis.core.cache import is_reached
from analysis.core.files import write_text
from analysis.core.problems import ProblemsError
from analysis.core.project import Project
from analysis.render.config import read_site
from analysis.render.recall import asked
from analysis.render.source import read_source

CODE = "analysis/"
CELLS = ", its cells"  # follows the name of a document
TABLES = ("data/raw/", "report/sentences/", "libraries", "--as-of")
# So many inputs are named; the others are counted.
NAMED = 5


@dataclass(frozen=True)
class Step:
    """Something that a build makes, and which inputs it rests on."""

    name: str
    rests_on: Callable[[str], bool]


def of_tables(name: str) -> bool:
    """Whether the processed tables rest on an input."""
    return name.startswith(TABLES) or is_code_of("tables", name)


def of_cells(name: str) -> bool:
    """Whether the answers of cells rest on an input."""
    if name.startswith(CODE):
        return is_code_of("answers", name)
    return not name.endswith(".qmd")


def of_files_beside(name: str) -> bool:
    """Whether exhibits, numbers and downloads rest on an input."""
    return not name.endswith(".qmd")


def is_code_of(kind: str, name: str) -> bool:
    """Whether an input is code that a kind of kept result can reach."""
    return name.startswith(CODE) and is_reached(kind, Path(name.removeprefix(CODE)))


def steps(documents: Iterable[str]) -> list[Step]:
    """The steps of a build of these documents, in their order."""
    return [
        Step("processed tables", of_tables),
        Step("cells of the documents", of_cells),
        *(Step(f"{name}, as page and PDF", of_document(name)) for name in documents),
        Step("exhibits, numbers and downloads beside them", of_files_beside),
    ]


def of_document(document: str) -> Callable[[str], bool]:
    """Whether the files of a document rest on an input: its text, or what its cells say."""
    included = str(Path(document).parent / "_")
    return lambda name: name == document or name.startswith(included) or of_cells(name)


def with_cells(project: Project, inputs: Mapping[str, str]) -> dict[str, str]:
    """The inputs of a build, and of each document what its cells ask apart from its prose."""
    cells = {}
    for name in read_site(project.root).documents():
        with suppress(ProblemsError):  # a document that cannot be read is told of by the build
            cells[f"{name}{CELLS}"] = asked(read_source(project.root, name)[0])
    return {**inputs, **cells}


def record_of(kept: Path, mark: str) -> Path:
    """Where the inputs of a build are written."""
    return kept / f"inputs-{mark}"


def note_inputs(project: Project, mark: str, inputs: Mapping[str, str]) -> None:
    """Write down the inputs of a build, to tell the next one from it."""
    with suppress(OSError):  # a project that may only be read gives no reasons
        write_text(record_of(project.kept, mark), json.dumps(with_cells(project, inputs)))


def changes(project: Project, mark: str, inputs: Mapping[str, str]) -> list[str] | None:
    """The inputs that changed since the build with that mark; None if nothing is known of it."""
    try:
        before = json.loads(record_of(project.kept, mark).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    now = with_cells(project, inputs)
    return [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]


def explained(project: Project, changed: list[str] | None) -> list[str]:
    """One line for each step: made anew, and why, or kept.

    As far as inputs tell: a document whose cells answer as before stays as it is written.
    """
    if changed is None:
        return ["nothing is known of the last build: all is looked at, and what was kept is used"]
    lines = []
    for step in steps(read_site(project.root).documents()):
        reasons = [name for name in changed if step.rests_on(name)]
        if reasons:
            more = len(reasons) - NAMED
            others = f" and {more} more" if more > 0 else ""
            named = ", ".join(name.removesuffix(CELLS) for name in reasons[:NAMED])
            lines.append(f"anew  {step.name}, because of {named}{others}")
        else:
            lines.append(f"kept  {step.name}")
    return lines
