"""`process` and `publish` as commands: nothing is done again where nothing changed.

Quarto runs both around each rendering, also of one page and at each save of a preview. What they
last did is kept by the hash of what they read, with the hash of what they wrote: a result that
somebody changed or removed since is made again. Nothing slow is imported before it is needed.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core import cache
from analysis.core.files import replacing
from analysis.core.made import (
    hash_of,
    note,
    packed,
    processed_from,
    state_of,
    tables_from,
    unpack,
    written,
)
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import ABOUT_FILE, ADDRESS_VARIABLE, CONFIG, Project
from analysis.render.config import read_site
from analysis.render.recall import asked
from analysis.render.source import read_source
from analysis.site.rendered import Beside, finish, rendered_files
from analysis.site.search import Entry

if TYPE_CHECKING:
    from analysis.core.parallel import Map
    from analysis.site.publish import Prepared


def process_if_changed(
    project: Project, raw: Path, processed: Path, as_of: dt.date | None, run: Map | None = None
) -> str:
    """Put the processed tables in place; they are computed only if none of the same were kept.

    Parameters: the project in which results are kept; the folder of raw tables; the folder to
    replace; the vintage; `run`, which does independent work as `map` would (default: on all cores).
    Returns what stands there. Raises ProblemsError with all problems of the raw tables; nothing is
    written then.
    """
    made_from, tables = processed_from(project, raw, as_of), tables_from(raw, as_of)
    with cache.keeping(project.kept):
        said = written("processed", made_from, state_of(processed))
        if said is not None:
            return f"nothing changed: {said}"
        kept = cache.found("tables", tables)
        if kept is not None:
            with replacing(processed) as folder:
                unpack(kept, folder)
                said = written("processed", made_from, state_of(folder))
                if said is None:  # the sentences are other ones since
                    stop_at_weak_headline(folder)
                    said = written("computed", tables, state_of(folder))
        if said is None:
            said = compute(raw, processed, as_of, run)
            cache.keep("tables", tables, packed(processed))
            note("computed", tables, state_of(processed), said)
        note("processed", made_from, state_of(processed), said)
    return f"written to {processed}: {said}"


def stop_at_weak_headline(processed: Path) -> None:
    """Raise ProblemsError if the answer, as the sentences give it now, rests on one weak source."""
    from analysis.facts.headline import weakly_founded
    from analysis.facts.records import read_records

    refused = weakly_founded(read_records(processed))
    if refused:
        raise ProblemsError(refused)


def compute(raw: Path, processed: Path, as_of: dt.date | None, run: Map | None) -> str:
    """Run the transforms; returns what was written, in words."""
    from analysis.core.parallel import on_all_cores
    from analysis.process import process

    with nullcontext(run) if run else on_all_cores(process.__module__) as on_cores:
        result = process(raw, processed, as_of, on_cores)
    return f"{len(result.tables)} tables, {result.about.stamp}"


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


def publish_if_changed(
    project: Project, site: Path, prepared: Iterable[Prepared] | None = None
) -> None:
    """Write what stands beside the rendered pages unless it is there, and finish the pages.

    `prepared` is what `publish.prepare` returned, if it was called. Raises ProblemsError if a
    setting, a document or a table cannot be read.
    """
    made_from = beside_from(project)
    with cache.keeping(project.kept):
        beside = stands_beside(made_from, site)
        if beside is not None:
            finish(project, site, beside)
            return
        from analysis.site.publish import publish

        beside = publish(project, site, prepared)
        note("published", made_from, state_of(site, rendered_files(site)), astuple(beside))
        cache.tidy(project.kept)


def beside_from(project: Project) -> str:
    """What all that stands beside the documents is made from; of these, what their cells ask.

    Raises ProblemsError if a document cannot be read.
    """
    data = (project.raw, project.processed, project.releases, project.root / CONFIG)
    prose = list(project.report.glob("*.qmd"))
    inputs = f"{hash_of(data)} {state_of(project.report, prose)}"
    documents = [read_source(project.root, name)[0] for name in read_site(project.root).documents()]
    cells = "\n".join(asked(document) for document in documents)
    return f"{inputs} {os.environ.get(ADDRESS_VARIABLE, '')}\n{cells}"


def stands_beside(made_from: str, site: Path) -> Beside | None:
    """What rendered pages say of what stands beside them, if that is there as it was made."""
    known = written("published", made_from, state_of(site, rendered_files(site)))
    return None if known is None else Beside(known[0], tuple(Entry(*each) for each in known[1]))
