"""One build: stage a copy, compute, render, publish, and swap the result in whole.

Everything happens in a staged copy of the project, with either engine; the project and the last
good site change only when all of it has succeeded.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.files import replacing, write_text
from analysis.kept import FOLDER, environment, libraries, tidy
from analysis.problems import Problem, ProblemsError
from analysis.project import CONFIG, PDF_NAME, Project

if TYPE_CHECKING:
    from analysis.parallel import Map

FINGERPRINT = "build.txt"
AS_OF_VARIABLE = "BRIEFING_AS_OF"


@dataclass(frozen=True)
class Request:
    """What to build: which tables, as known when, with which engine, to where, on which paper."""

    project: Project
    raw: Path
    out: Path
    engine: str = "auto"
    as_of: dt.date | None = None
    paper: str = "a4"

    @property
    def is_default(self) -> bool:
        """Whether this is the project's own data in full, whose results are kept in the project."""
        return self.raw.resolve() == self.project.raw.resolve() and self.as_of is None


@dataclass(frozen=True)
class Built:
    """Where the results lie, whether they had to be made, and what was doubtful on the way."""

    site: Path
    is_fresh: bool
    warnings: tuple[Problem, ...] = ()

    @property
    def html(self) -> Path:
        return self.site / "report" / "index.html"

    @property
    def pdf(self) -> Path:
        return self.site / "report" / PDF_NAME


def build(request: Request, force: bool = False) -> Built:
    """Build the site unless the one in place was made from the same inputs.

    Raises ProblemsError with all problems of tables or documents; nothing is replaced then.
    """
    mark = fingerprint(request)
    marked = request.out / FINGERPRINT
    if not force and marked.is_file() and marked.read_text(encoding="utf-8").strip() == mark:
        return Built(request.out, is_fresh=False)

    from analysis.exhibits.explore import write_bundle
    from analysis.fonts import write_fonts
    from analysis.parallel import on_all_cores
    from analysis.render import render

    write_fonts(request.project.report / "theme" / "fonts")
    write_bundle(request.project.report / "theme" / "vega")
    as_of = request.as_of.isoformat() if request.as_of else None
    with on_all_cores() as run, staged(request) as stage, replacing(request.out) as site:
        with environment(AS_OF_VARIABLE, as_of), environment(FOLDER, str(request.project.kept)):
            hooks = Hooks(stage, site, run)
            asked = {"papersize": request.paper}
            warnings = render(stage.root, site, request.engine, hooks, asked)
        write_text(site / FINGERPRINT, mark + "\n")
        if request.is_default:
            with replacing(request.project.processed) as folder:
                shutil.copytree(stage.processed, folder, dirs_exist_ok=True)
    tidy(request.project.kept)
    return Built(request.out, is_fresh=True, warnings=tuple(warnings))


@contextmanager
def staged(request: Request) -> Iterator[Project]:
    """A scratch copy of documents and raw tables, in which engines may write what they like."""
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        stage = Project(Path(folder).resolve())
        shutil.copyfile(request.project.root / CONFIG, stage.root / CONFIG)
        shutil.copytree(request.project.report, stage.report)
        shutil.copytree(request.raw, stage.raw)
        if request.project.releases.is_dir():
            shutil.copytree(request.project.releases, stage.releases)
        yield stage


class Hooks:
    """The pre- and post-render commands of one build; our own run in this process, all loaded."""

    def __init__(self, stage: Project, site: Path, run: Map) -> None:
        self.stage, self.site, self.run = stage, site, run
        self.prepared: Iterable[None] | None = None

    def __call__(self, command: list[str], env: Mapping[str, str]) -> None:
        """Run a command, with these variables beside those of this process.

        Raises ProblemsError if it fails.
        """
        own = {"process": self.process, "fonts": self.fonts, "publish": self.publish}
        for name, step in own.items():
            if command == ["briefing", name]:
                return step()
        done = subprocess.run(command, cwd=self.stage.root, env={**os.environ, **env}, check=False)
        if done.returncode:
            message = f"this command ended with exit code {done.returncode}"
            repair = "run it by itself to see why"
            words = " ".join(command)
            raise ProblemsError([Problem(CONFIG, None, None, words, "hook", message, repair)])

    def process(self) -> None:
        """Compute the tables; draw, and begin what needs no page, while the documents run."""
        from analysis.process import process
        from analysis.publish import prepare

        as_of = os.environ.get(AS_OF_VARIABLE)
        day = dt.date.fromisoformat(as_of) if as_of else None
        process(self.stage.raw, self.stage.processed, day, self.run)
        self.prepared = prepare(self.stage, self.site, self.run)

    def fonts(self) -> None:
        """Write the fonts of the theme."""
        from analysis.fonts import write_fonts

        write_fonts(self.stage.report / "theme" / "fonts")

    def publish(self) -> None:
        """Write what stands beside the documents."""
        from analysis.publish import publish

        publish(self.stage, self.site, self.prepared)


def fingerprint(request: Request) -> str:
    """A hash of everything that a build depends on: tables, documents, code, libraries, options."""
    digest = hashlib.sha256()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    for part in (request.engine, str(request.as_of), request.paper, epoch):
        digest.update(f"{part}\0".encode())
    for library in libraries():
        digest.update(f"{library}\0".encode())
    package = Path(__file__).parent
    roots = {
        "raw": request.raw,
        "report": request.project.report,
        "releases": request.project.releases,
        "code": package,
    }
    for label, root in roots.items():
        for path in sorted(p for p in root.rglob("*") if p.is_file()):
            name = path.relative_to(root)
            if is_input(name):
                digest.update(f"{label}/{name.as_posix()}\0".encode())
                digest.update(path.read_bytes())
    digest.update((request.project.root / CONFIG).read_bytes())
    return digest.hexdigest()


def is_input(name: Path) -> bool:
    """Whether a file, named from its input folder, bears on the result; caches and fonts do not."""
    return not {"__pycache__", "fonts", "vega"} & set(name.parts[:-1])
