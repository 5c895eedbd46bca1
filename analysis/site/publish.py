"""What stands beside the documents on the site: exhibits as files, tables, fonts, scripts."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from analysis.citation.publication import Publication
from analysis.core.files import copy_folder
from analysis.core.parallel import Map
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import Project
from analysis.documents import glossary
from analysis.exhibits import svg
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import exhibit, exhibits, in_documents
from analysis.facts.package import processed_package, site_package
from analysis.facts.processed import Processed, read_processed
from analysis.process import write_json
from analysis.raw.descriptor import descriptor
from analysis.raw.load import data_version
from analysis.site import atom, explore, feed, search
from analysis.site.metadata import report_head
from analysis.site.permalinks import write_permalinks
from analysis.site.rendered import Beside, finish
from analysis.site.subjects import subjects
from analysis.site.workbook import write_downloads

# Parts of the theme that pages load by address; the engines copy only what they know of.
THEME_ASSETS = ("*.svg", "*.js", "fonts/web/*")
FEW = 4  # figures that this process draws itself


@dataclass(frozen=True)
class Prepared:
    """Exhibits over tables read once for a build, and files begun that need no rendered page."""

    processed: Processed
    shown: Sequence[Exhibit]
    files: Iterable[None]


def prepare(project: Project, site: Path, run: Map = map, meanwhile: Map = map) -> Prepared:
    """Draw all figures, and begin with the files that need no rendered page.

    Parameters: the project with its processed tables; the folder of the site; `run`, which does
    the work as `map` would; `meanwhile`, which does it in this process while that waits. Raises
    ProblemsError if a figure cannot be drawn.
    """
    processed = read_processed(project.processed)
    shown = exhibits(processed)
    figures = [each for each in shown if each.is_figure]
    new = [each.id for each in figures if not is_drawn(each)]
    # To start other processes takes longer than to draw a few.
    elsewhere = run if len(new) > FEW else map
    list(elsewhere(partial(draw, processed), new))
    unpacked = [each.id for each in figures if not svg.has_png(each.standalone())]
    downloads = partial(
        write_downloads,
        Publication.of(project, processed.about),
        project.raw,
        processed,
        site / "data",
    )
    pictures = elsewhere(partial(copy_as_png, processed), unpacked)
    return Prepared(processed, shown, chain(meanwhile(call, [downloads]), pictures))


def is_drawn(shown: Exhibit) -> bool:
    """Whether a figure is among what is kept.

    Raises ProblemsError, as `draw` does, if its data cannot be had.
    """
    with placed(shown.id):
        return shown.is_drawn


def call(job: Callable[[], None]) -> None:
    """Do a job: what `map` calls with each of them."""
    job()


def draw(processed: Processed, name: str) -> None:
    """Draw a figure, so that documents and files find it among what is kept.

    Raises ProblemsError, which names the place in the code, if it cannot be drawn.
    """
    with placed(name):
        exhibit(name, processed).standalone()


@contextmanager
def placed(name: str) -> Iterator[None]:
    """What goes wrong inside the block, as a problem that names the place in the code.

    Raises ProblemsError.
    """
    try:
        yield
    except ProblemsError:
        raise
    except Exception as error:
        raise ProblemsError([undrawn(name, error)]) from error


def undrawn(name: str, error: Exception) -> Problem:
    """Why a figure cannot be drawn, with the last place in this package that the error passed."""
    package = Path(__file__).parents[1]
    passed = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in passed if Path(frame.filename).is_relative_to(package)]
    return Problem(
        file=Path(own[-1].filename).relative_to(package.parent).as_posix(),
        row=own[-1].lineno,
        value=name,
        rule="drawing",
        message=f"the figure cannot be drawn: {type(error).__name__}: {error}",
        repair="mend the code, or the rows that it reads",
    )


def copy_as_png(processed: Processed, name: str) -> None:
    """Make the PNG of a figure that was drawn, so that it is found among what is kept."""
    svg.png(exhibit(name, processed).standalone())


def publish(project: Project, site: Path, prepared: Prepared | None = None) -> Beside:
    """Write the files of all exhibits, the data and the theme's assets into a rendered site.

    `prepared` is what `prepare` returned for the same site, if it was called before. Returns what
    rendered pages say of what stands beside them.
    """
    beside = write_beside(project, site, prepared or prepare(project, site))
    finish(project, site, beside)
    return beside


def write_beside(project: Project, site: Path, prepared: Prepared) -> Beside:
    """Write all that stands beside the rendered pages."""
    list(prepared.files)
    processed = prepared.processed
    order = in_documents(project)
    published = sorted(
        prepared.shown, key=lambda each: order.index(each.id) if each.id in order else len(order)
    )
    known = subjects(project, processed)
    listed = write_permalinks(project, site, processed, published, known)
    figures = [shown for shown in published if shown.is_figure]
    explore.write_pages(figures, project.report / "theme", site)
    glossary.write_script(project.report, site)
    publish_data(project, site / "data")
    (site / "data" / "watch.ics").write_bytes(feed.calendar(processed))
    atom.write_log(project, site, Publication.of(project, processed.about))
    for pattern in THEME_ASSETS:
        for asset in sorted((project.report / "theme").glob(pattern)):
            target = site / asset.relative_to(project.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(asset, target)
    search.write_synonyms(project.report, site)
    entries = [
        *map(search.profile_entry, known.profiles),
        *map(search.exhibit_entry, published),
        *map(search.number_entry, listed.facts.values()),
        *map(search.record_entry, known.records),
    ]
    return Beside(report_head(listed), tuple(entries))


def publish_data(project: Project, folder: Path) -> None:
    """All raw and processed tables, with one Data Package that describes them together."""
    for name, source in (("raw", project.raw), ("processed", project.processed)):
        copy_folder(source, folder / name, lambda path: path.name.startswith("."))
    version = data_version(project.raw)
    packages = {"raw": descriptor(version), "processed": processed_package(version)}
    write_json(folder / "datapackage.json", site_package(packages))
