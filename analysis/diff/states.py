"""A state of the data: a released version, a revision of git, a folder of tables, the working tree.

A state is read, never checked out: what a release or a revision holds is unpacked into a temporary
folder, and a folder of raw tables is processed there.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pandera.errors import SchemaError, SchemaErrors

from analysis.citation.content import plain_rows
from analysis.citation.editions import TABLES_NAME, version_order
from analysis.core import cache
from analysis.core.made import processed_from, state_of, written
from analysis.core.parallel import on_all_cores
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import Project
from analysis.diff.rows import RawTable
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import exhibits, in_documents
from analysis.facts.processed import Processed, read_processed, whole
from analysis.process import process
from analysis.raw.reading import read_rows
from analysis.raw.tables import TABLES

Record = Mapping[str, Any]

WORKING_TREE = "the working tree"
SOURCES = "sources.csv"  # a folder with this table is a folder of raw tables
# What tables of an older shape raise when today's code reads them.
UNREADABLE = (SchemaError, SchemaErrors, KeyError, ValueError, TypeError, OSError)


@dataclass(frozen=True)
class State:
    """What the data said at one time.

    Attributes:
        name: as a sentence names it: "version 0.2.0", "revision 1496325 (main)".
        raw: the raw tables by name; those that a release did not keep are missing.
        facts: the records of `facts.json` by id.
        processed: the processed tables; None where there are none that today's code can read.
        shown: records of the exhibits as they were kept; None: made from the processed tables.
        day: the state of knowledge, as ISO text; empty if unknown.
        order: the exhibits as the documents show them.
    """

    name: str
    raw: Mapping[str, RawTable]
    facts: Mapping[str, Record]
    processed: Processed | None
    shown: Mapping[str, Record] | None = field(default=None, repr=False)
    day: str = ""
    order: Sequence[str] = ()

    @cached_property
    def exhibits(self) -> Mapping[str, Record]:
        """What each exhibit shows, by id: title, subtitle, sources, columns, rows."""
        if self.shown is not None:
            return self.shown
        if self.processed is None:
            return {}
        return {each.id: content(each) for each in exhibits(self.processed, self.order)}


def content(exhibit: Exhibit) -> dict[str, Any]:
    """What an exhibit says, in the form in which editions keep it; nothing is drawn for that."""
    data = exhibit.shown_data
    return {
        "id": exhibit.id,
        "title": exhibit.title,
        "subtitle": exhibit.subtitle,
        "sources": exhibit.sources,
        "columns": list(data.columns),
        "rows": plain_rows(data),
    }


def find_state(project: Project, name: str) -> State:
    """The state that a user names: a folder of tables, a released version, a revision of git.

    Raises ProblemsError if there is none, or with all problems of the raw tables of a folder.
    """
    folder = Path(name)
    for place in (folder, folder / "data" / "raw"):
        if name and (place / SOURCES).is_file():
            return of_folder(project, place, f"the tables in {name}")
    for release in releases(project):
        if release.name == name:
            return of_release(release)
    return of_revision(project, name)


def releases(project: Project) -> list[Path]:
    """The folders of the versions that were kept, the newest first.

    Among them may be one that was never released, and of which nothing is shown: it is there to be
    compared with.
    """
    if not project.releases.is_dir():
        return []
    found = [path for path in project.releases.iterdir() if (path / "exhibits.json").is_file()]
    return sorted(found, key=version_order, reverse=True)


def last_release_or_commit(project: Project) -> State:
    """What a review compares with unless told otherwise: the last release, else the last commit."""
    kept_ones = releases(project)
    return of_release(kept_ones[0]) if kept_ones else of_revision(project, "HEAD")


def of_working_tree(project: Project) -> State:
    """The tables as they lie there; processed anew unless `data/processed` was made from them."""
    with cache.keeping(project.kept):
        made_from = processed_from(project, project.raw)
        if written("processed", made_from, state_of(project.processed)) is None:
            return of_folder(project, project.raw, WORKING_TREE)
    return of_site_tables(project)


def of_site_tables(project: Project) -> State:
    """The tables of which a build is made: what stands in `data/processed` belongs to them."""
    return of_tables(WORKING_TREE, project.raw, project.processed, in_documents(project))


def of_folder(project: Project, raw: Path, name: str) -> State:
    """A folder of raw tables, processed in a temporary place; slow results are kept as in a build.

    Raises ProblemsError with all problems of the tables.
    """
    with (
        tempfile.TemporaryDirectory(prefix="briefing-diff-") as folder,
        cache.keeping(project.kept),
        on_all_cores(process.__module__) as run,
    ):
        processed = Path(folder) / "processed"
        process(raw, processed, run=run)
        return of_tables(name, raw, processed, in_documents(project))


def of_release(folder: Path) -> State:
    """A released version, as far as its folder holds it."""
    name = f"version {folder.name}"
    document = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    kept_exhibits = json.loads((folder / "exhibits.json").read_text(encoding="utf-8"))
    shown = by_id(kept_exhibits["exhibits"])
    tables = folder / TABLES_NAME
    if not tables.is_file():
        return State(name, {}, by_id(document["facts"]), None, shown, document["as_of"])
    with unpacked(tables.read_bytes()) as place:
        lies = Path(place)
        raw, processed = read_raw(lies / "raw"), readable(lies / "processed")
    return State(name, raw, by_id(document["facts"]), processed, shown, document["as_of"])


def of_revision(project: Project, revision: str) -> State:
    """A revision of git, read without a checkout.

    Raises ProblemsError if git is missing, if this is no checkout, or if there is no such revision
    or no tables in it.
    """
    commit = git(project, revision, "rev-parse", "--verify", "--quiet", "--end-of-options",
                 f"{revision}^{{commit}}").decode().strip()  # fmt: skip
    archive = git(project, revision, "archive", "--format=zip", commit, "data")
    name = f"revision {commit[:7]}"
    if not commit.startswith(revision):
        name += f" ({revision})"
    with unpacked(archive) as place:
        data = Path(place) / "data"
        if (data / "processed" / "facts.json").is_file():
            return of_tables(name, data / "raw", data / "processed", in_documents(project))
        try:
            return of_folder(project, data / "raw", name)
        except ProblemsError:  # tables that were right then need not fit today's rules
            return State(name, read_raw(data / "raw"), {}, None)


def git(project: Project, revision: str, *arguments: str) -> bytes:
    """What git answers in the project's folder.

    Raises ProblemsError in words if it cannot.
    """
    program = shutil.which("git")
    if program is None:
        raise no_state(project, revision, "git is not installed, so it cannot be a revision")
    place = ["-C", str(project.root)]
    done = subprocess.run([program, *place, *arguments], capture_output=True, check=False)
    if done.returncode == 0:
        return done.stdout
    inside = subprocess.run(
        [program, *place, "rev-parse", "--git-dir"], capture_output=True, check=False
    )
    if inside.returncode:
        raise no_state(project, revision, "the project is no checkout of git, which has revisions")
    if arguments[0] == "archive":
        raise no_state(project, revision, "the revision holds no folder data")
    raise no_state(project, revision, "git knows no such revision")


def no_state(project: Project, name: str, reason: str) -> ProblemsError:
    """The problem of a name that names no state."""
    known = ", ".join(path.name for path in releases(project)) or "none yet"
    message = f"is no folder of raw tables and no released version (there is {known}); {reason}"
    repair = "name a folder that holds sources.csv, a released version, or a revision of git"
    return ProblemsError(
        [
            Problem(
                file="the state",
                value=name,
                rule="state",
                message=message,
                repair=repair,
            )
        ]
    )


def unpacked(archive: bytes) -> tempfile.TemporaryDirectory[str]:
    """A temporary folder with the files of a ZIP archive, to be used in a `with` block."""
    place = tempfile.TemporaryDirectory(prefix="briefing-diff-")
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(place.name)
    return place


def of_tables(name: str, raw: Path, processed: Path, order: Sequence[str] = ()) -> State:
    """The state that two folders of tables hold, with the exhibits in this order."""
    document = json.loads((processed / "facts.json").read_text(encoding="utf-8"))
    facts = by_id(document["facts"])
    day = document["as_of"]
    return State(name, read_raw(raw), facts, readable(processed), day=day, order=order)


def readable(folder: Path) -> Processed | None:
    """The processed tables of a folder; None if they have another shape than today's."""
    try:
        return whole(read_processed(folder))
    except UNREADABLE:
        return None


def read_raw(folder: Path) -> dict[str, RawTable]:
    """The raw tables of a folder as text, by name."""
    paths = sorted(folder.glob("*.csv"))
    return {path.stem: raw_table(path) for path in paths}


def raw_table(path: Path) -> RawTable:
    """One raw table as text, in the columns that its file has."""
    table = TABLES.get(path.stem)
    rows = read_rows(path, list(table.fields) if table else [])
    known = tuple(
        {name: cell for name, cell in zip(rows.columns, cells, strict=True) if cell}
        for cells in rows.cells
    )
    return RawTable(path.stem, tuple(rows.columns), known)


def by_id(records: Sequence[Record]) -> dict[str, Record]:
    """Records by their id."""
    return {record["id"]: record for record in records}
