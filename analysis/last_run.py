"""`process` and `publish` as commands: nothing is done again where nothing changed.

Quarto runs both around each rendering, also of one page and at each save of a preview. What they
last did is kept by the hash of what they read, with the hash of what they wrote: a result that
somebody changed or removed since is made again. Nothing slow is imported before it is needed.
"""

from __future__ import annotations

import datetime as dt
import os
from contextlib import nullcontext
from dataclasses import astuple
from pathlib import Path

from analysis.core import cache
from analysis.core.made import hash_of, note, processed_from, written
from analysis.core.problems import Problem
from analysis.core.project import ABOUT_FILE, ADDRESS_VARIABLE, CONFIG, Project
from analysis.site.rendered import BRIEFING_PDF, Beside, finish, rendered_files
from analysis.site.search import Entry


def process_if_changed(project: Project, raw: Path, processed: Path, as_of: dt.date | None) -> str:
    """Run the transforms unless the tables in place came from the same; says what stands there.

    Raises ProblemsError with all problems of the raw tables; nothing is written then.
    """
    made_from = processed_from(project, raw, as_of)
    with cache.keeping(project.kept):
        said = written("processed", made_from, hash_of([processed]))
        if said is not None:
            return f"nothing changed: {said}"
        from analysis.core.parallel import on_all_cores
        from analysis.process import process

        with on_all_cores(process.__module__) as run:
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
    with cache.keeping(project.kept) if project else nullcontext():
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
    with cache.keeping(project.kept):
        known = written("published", made_from, hash_of([site], rendered_files(site)))
        if known is not None:
            finish(project, site, Beside(known[0], tuple(Entry(*each) for each in known[1])))
            return
        from analysis.site.publish import publish

        beside = publish(project, site)
        note("published", made_from, hash_of([site], rendered_files(site)), astuple(beside))
        cache.tidy(project.kept)
