"""One build: stage a copy, compute, render, publish, and swap the result in whole.

Everything happens in a staged copy of the project, with either engine; the project and the last
good site change only when all of it has succeeded.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.cache import FOLDER, clear_unfinished, environment, libraries, tidy
from analysis.core.files import (
    claimed,
    copy_folder,
    may_write,
    mend,
    replacing,
    swapped,
    write_text,
)
from analysis.core.made import hash_of
from analysis.core.problems import Problem, ProblemsError
from analysis.core.progress import Tell, silent
from analysis.core.project import ADDRESS_VARIABLE, CONFIG, FINGERPRINT, PDF_NAME, Project
from analysis.core.scratch import clear_away, scratch
from analysis.explain import changes, explained, note_inputs
from analysis.last_run import (
    beside_from,
    process_if_changed,
    publish_if_changed,
    stands_beside,
)
from analysis.site.rendered import rendered_files

if TYPE_CHECKING:
    from analysis.core.parallel import Map
    from analysis.render.embedded import Ahead
    from analysis.site.publish import Prepared

PUBLISHING = "analysis.site.publish"
AS_OF_VARIABLE = "BRIEFING_AS_OF"
# The steps of a build, each with its share of the seconds that all take.
STEPS = TABLES, FIGURES, DOCUMENTS, BESIDE = (
    "computing the tables",
    "drawing the figures",
    "running cells, writing pages and PDF",
    "writing exhibits, numbers and downloads",
)
SHARES = dict(zip(STEPS, (40, 10, 35, 15), strict=True))
# Folders of the theme that hold nothing of our own: fonts, and the charts' library.
MADE_PARTS = ("fonts", "vega")


@dataclass(frozen=True)
class Request:
    """What to build: which tables, as known when, with which engine, to where, on which paper.

    `address` is where the site will be published, above the project's own setting.
    """

    project: Project
    raw: Path
    out: Path
    engine: str = "auto"
    as_of: dt.date | None = None
    paper: str = "a4"
    address: str = ""

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


def build(
    request: Request, force: bool = False, tell: Tell = silent, ahead: Ahead | None = None
) -> Built:
    """Build the site unless the one in place was made from the same inputs.

    `tell` is told each of the `STEPS` as it begins; the page that is wanted `ahead` is shown as
    soon as it is written.
    Raises ProblemsError with all problems of tables or documents; nothing is replaced then.
    """
    mark = fingerprint(request)
    if not force and is_current(request.out, mark):
        # The run that made it may have been killed when it had only its scraps to remove.
        mend(request.out)
        clear_away()
        clear_unfinished(request.project.kept)
        return Built(request.out, is_fresh=False)
    with claimed(request.out) as waited:
        # Whoever was waited for may have built this very site.
        if waited and not force and is_current(request.out, mark):
            return Built(request.out, is_fresh=False)
        warnings = build_anew(request, mark, tell, ahead)
    tidy(request.project.kept)
    return Built(request.out, is_fresh=True, warnings=tuple(warnings))


def is_current(site: Path, mark: str) -> bool:
    """Whether the site in place was made from the inputs that `mark` stands for."""
    marked = site / FINGERPRINT
    return marked.is_file() and marked.read_text(encoding="utf-8").strip() == mark


def explain(request: Request) -> list[str]:
    """What a build would make anew and why, one line a step; nothing is built."""
    marked = request.out / FINGERPRINT
    mark = marked.read_text(encoding="utf-8").strip() if marked.is_file() else ""
    return explained(request.project, changes(request.project, mark, inputs(request)))


def build_anew(
    request: Request, mark: str, tell: Tell, ahead: Ahead | None = None
) -> list[Problem]:
    """Build the site and replace the one in place; returns the warnings."""
    from concurrent.futures import ThreadPoolExecutor

    from analysis.core.parallel import on_all_cores
    from analysis.render import render

    as_of = request.as_of.isoformat() if request.as_of else None
    with (
        environment(AS_OF_VARIABLE, as_of),
        environment(FOLDER, str(request.project.kept)),
        environment(ADDRESS_VARIABLE, address_of(request)),
        staged(request) as stage,
        swapped(request.out) as site,
        # Threads and processes end first, so that none writes into what is removed.
        ThreadPoolExecutor(max_workers=1) as beside,
        on_all_cores(PUBLISHING) as run,
    ):
        hooks = Hooks(stage, site, request, (run, beside.map), tell)
        asked = {"papersize": request.paper}
        if address_of(request):
            asked["site-address"] = address_of(request)
        rests_on = hashed(beside_prose(inputs(request)))
        warnings = render(stage.root, site, request.engine, hooks, asked, rests_on, ahead)
        write_text(site / FINGERPRINT, mark + "\n")
        note_inputs(request.project, mark, inputs(request))
        if request.is_default:
            warnings += keep_processed(stage, request.project)
    return warnings


def keep_processed(stage: Project, project: Project) -> list[Problem]:
    """Put the processed tables into the project; a warning if that may only be read."""
    if not may_write(project.processed.parent):
        message = "the project may only be read, so its processed tables stay as they are"
        repair = "the site holds the new ones in its folder data"
        return [
            Problem(
                file="data/processed",
                rule="read-only",
                message=message,
                repair=repair,
                severity="warning",
            )
        ]
    with replacing(project.processed) as folder:
        copy_folder(stage.processed, folder)
    return []


@contextmanager
def staged(request: Request) -> Iterator[Project]:
    """A scratch copy of documents and raw tables, in which engines may write what they like."""
    with scratch() as folder:
        stage, project = Project(folder / "project"), request.project
        made = [project.report / "theme" / part for part in MADE_PARTS]
        copy_folder(project.report, stage.report, made.__contains__)
        shutil.copyfile(project.root / CONFIG, stage.root / CONFIG)
        copy_folder(request.raw, stage.raw)
        if project.releases.is_dir():
            copy_folder(project.releases, stage.releases)
        furnish(stage, project.kept / "theme")
        yield stage


def furnish(stage: Project, kept: Path) -> None:
    """Write the parts of the staged theme that are made from installed packages.

    Making them takes seconds, so they are kept in a folder, where that may be written.
    """
    from analysis.core.fonts import write_fonts
    from analysis.site.vega import write_bundle

    for part, write in zip(MADE_PARTS, (write_fonts, write_bundle), strict=True):
        place = stage.report / "theme" / part
        with suppress(OSError), claimed(kept / part):
            write(kept / part)
            copy_folder(kept / part, place)
        write(place)


class Hooks:
    """The pre- and post-render commands of one build; our own run in this process, all loaded."""

    def __init__(
        self, stage: Project, site: Path, request: Request, maps: tuple[Map, Map], tell: Tell
    ) -> None:
        """`maps` do work on all cores, and in this process while it waits."""
        self.stage, self.site, self.request = stage, site, request
        self.run, self.meanwhile = maps
        self.tell = tell
        self.prepared: Iterable[Prepared] | None = None

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
            raise ProblemsError(
                [
                    Problem(
                        file=CONFIG,
                        value=words,
                        rule="hook",
                        message=message,
                        repair=repair,
                    )
                ]
            )

    def process(self) -> None:
        """Put the tables in place; take over what stands beside the documents, or begin with it."""
        stage, last = self.stage, self.request.out
        self.tell(TABLES)
        process_if_changed(stage, stage.raw, stage.processed, self.request.as_of, self.run)
        if stands_beside(beside_from(stage), last):
            copy_folder(last, self.site, rendered_files(last).__contains__)
        else:
            from analysis.site.publish import prepare

            self.tell(FIGURES)
            self.prepared = prepare(stage, self.site, self.run, self.meanwhile)
        self.tell(DOCUMENTS)

    def fonts(self) -> None:
        """Write the fonts of the theme."""
        from analysis.core.fonts import write_fonts

        write_fonts(self.stage.report / "theme" / "fonts")

    def publish(self) -> None:
        """Write what stands beside the documents."""
        self.tell(BESIDE)
        publish_if_changed(self.stage, self.site, self.prepared)


def address_of(request: Request) -> str:
    """Where the site will be published, as asked for or in the environment; empty if neither says.

    The setting in `_quarto.yml` is read where the site is made.
    """
    return request.address or os.environ.get(ADDRESS_VARIABLE, "")


def fingerprint(request: Request) -> str:
    """A hash of everything that a build depends on."""
    return hashed(inputs(request))


def inputs(request: Request) -> dict[str, str]:
    """Everything that a build depends on, by name: tables, documents, code, libraries, options."""
    known = {
        "--engine": request.engine,
        "--as-of": str(request.as_of),
        "--paper": request.paper,
        "--site-url": address_of(request),
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", ""),
        "TYPST_FONT_PATHS": os.environ.get("TYPST_FONT_PATHS", ""),
        "libraries": " ".join(libraries()),
        CONFIG: hash_of([request.project.root / CONFIG]),
    }
    roots = {
        "data/raw": request.raw,
        "report": request.project.report,
        "releases": request.project.releases,
        "analysis": Path(__file__).parent,
    }
    for label, root in roots.items():
        for path in sorted(p for p in root.rglob("*") if p.is_file()):
            name = path.relative_to(root)
            if is_input(name):
                known[f"{label}/{name.as_posix()}"] = hash_of([path])
    return known


def hashed(inputs: Mapping[str, str]) -> str:
    """A hash of inputs."""
    return hashlib.sha256(json.dumps(list(inputs.items())).encode()).hexdigest()


def beside_prose(inputs: Mapping[str, str]) -> dict[str, str]:
    """Those inputs that cells and templates of documents may read; code counts by its layer."""
    return {
        name: state
        for name, state in inputs.items()
        if not name.endswith(".qmd") and not name.startswith("analysis/")
    }


def is_input(name: Path) -> bool:
    """Whether a file, named from its input folder, bears on the result; caches and fonts do not."""
    return not {"__pycache__", *MADE_PARTS} & set(name.parts[:-1])
