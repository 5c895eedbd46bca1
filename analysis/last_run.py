"""`process` and `publish` as commands: nothing is done again where nothing changed.

Quarto runs both around each rendering, also of one page and at each save of a preview. What they
last did is kept by the hash of what they read, with the hash of what they wrote: a result that
somebody changed or removed since is made again. Nothing slow is imported before it is needed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import astuple
from pathlib import Path
from typing import Any

from analysis import kept
from analysis.problems import Problem
from analysis.project import ABOUT_FILE, ADDRESS_VARIABLE, CONFIG, Project
from analysis.rendered import BRIEFING_PDF, Beside, finish, rendered_files
from analysis.search import Entry

CACHES = {"__pycache__"}


def process_if_changed(project: Project, raw: Path, processed: Path, as_of: dt.date | None) -> str:
    """Run the transforms unless the tables in place came from the same; says what stands there.

    Raises ProblemsError with all problems of the raw tables; nothing is written then.
    """
    made_from = f"{hash_of([raw])} {as_of}"
    with kept.keeping(project.kept):
        said = written("processed", made_from, hash_of([processed]))
        if said is not None:
            return f"nothing changed: {said}"
        from analysis.parallel import on_all_cores
        from analysis.process import process

        with on_all_cores() as run:
            result = process(raw, processed, as_of, run)
        said = f"{len(result.tables)} tables, {result.about.stamp}"
        note("processed", made_from, hash_of([processed]), said)
    return f"written to {processed}: {said}"


def check_if_changed(raw: Path, project: Project | None) -> tuple[list[Problem], list[Problem]]:
    """What is wrong or doubtful in raw tables, and what is accepted; kept while they are the same.

    Parameters: the folder of raw tables; the project in which results are kept (None: nowhere).
    """
    beside = raw.parent / "processed" / ABOUT_FILE
    made_from = hash_of([*sorted(raw.glob("*.csv")), beside])
    with kept.keeping(project.kept) if project else nullcontext():
        found = written("checked", made_from, "")
        if found is None:
            from analysis.raw.load import checked

            found = [[problem.as_json() for problem in listed] for listed in checked(raw)]
            note("checked", made_from, "", found)
    problems, accepted = ([Problem(**record) for record in listed] for listed in found)
    return problems, accepted


def publish_if_changed(project: Project, site: Path) -> None:
    """Write what stands beside the rendered pages unless it is there, and finish the pages.

    Raises ProblemsError if a setting or a table cannot be read.
    """
    theme, glossary = project.report / "theme", project.report / "glossary.yml"
    data = (project.raw, project.processed, project.releases)
    inputs = hash_of([*data, theme, glossary, project.root / CONFIG, site / BRIEFING_PDF])
    made_from = f"{inputs} {os.environ.get(ADDRESS_VARIABLE, '')}"
    with kept.keeping(project.kept):
        known = written("published", made_from, hash_of([site], rendered_files(site)))
        if known is not None:
            finish(project, site, Beside(known[0], tuple(Entry(*each) for each in known[1])))
            return
        from analysis.publish import publish

        beside = publish(project, site)
        note("published", made_from, hash_of([site], rendered_files(site)), astuple(beside))
        kept.tidy(project.kept)


def written(kind: str, made_from: str, result: str) -> Any:
    """What was noted of the run that made this same result from the same; None if there is none.

    Parameters: a word for the run; all that it depends on besides code and libraries; the hash of
    the result as it is now.
    """
    content = kept.found(kind, made_from)
    noted = json.loads(content) if content else {}
    return noted.get("note") if noted.get("result") == result else None


def note(kind: str, made_from: str, result: str, note: Any) -> None:
    """Note a run: what it made from what, and what the next one wants to know of it."""
    content = json.dumps({"result": result, "note": note}, ensure_ascii=False)
    kept.keep(kind, made_from, content.encode())


def hash_of(paths: Iterable[Path], left_out: Iterable[Path] = ()) -> str:
    """A hash of names and contents of files and of all files in folders.

    What is not there counts as nothing; files and folders `left_out` neither.
    """
    digest = hashlib.sha256()
    skipped = set(left_out)
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if not file.is_file() or skipped & {file, *file.parents} or CACHES & {*file.parts}:
                continue
            content, name = file.read_bytes(), file.relative_to(path.parent).as_posix()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
