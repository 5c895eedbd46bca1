"""What stands beside the documents on the site: exhibits as files, tables, fonts, scripts."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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
from analysis.site.permalinks import Permalinks, write_list, write_permalinks
from analysis.site.rendered import Beside, finish
from analysis.site.subjects import subjects
from analysis.site.workbook import write_downloads

# Parts of the theme that pages load by address; the engines copy only what they know of.
THEME_ASSETS = ("*.svg", "*.js", "fonts/web/*")
FEW = 4  # figures that this process draws itself


@dataclass(frozen=True)
class Prepared:
    """What stands beside documents before these are rendered, and what readers can find of it."""

    permalinks: Permalinks
    entries: tuple[search.Entry, ...]


def prepare(
    project: Project, site: Path, run: Map = map, meanwhile: Map = map
) -> Iterable[Prepared]:
    """Draw all figures, and begin with all files that need no rendered page.

    Parameters: the project with its processed tables; the folder of the site; `run`, which does
    the work as `map` would; `meanwhile`, which does it in this process while that waits. Returns
    what was written, once it is waited for. Raises ProblemsError if a figure cannot be drawn.
    """
    processed = read_processed(project.processed)
    order = in_documents(project)
    shown = exhibits(processed, order)
    figures = [each for each in shown if each.is_figure]
    new = [each.id for each in figures if not is_drawn(each)]
    # To start other processes takes longer than to draw a few.
    elsewhere = run if len(new) > FEW else map
    list(elsewhere(partial(draw, processed), new))
    unpacked = [each.id for each in figures if not svg.has_png(each.standalone())]
    pictures = elsewhere(partial(copy_as_png, processed), unpacked)
    return meanwhile(partial(write_early, project, site, processed), [(shown, pictures)])


def is_drawn(shown: Exhibit) -> bool:
    """Whether a figure is among what is kept.

    Raises ProblemsError, as `draw` does, if its data cannot be had.
    """
    with placed(shown.id):
        return shown.is_drawn


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


def write_early(
    project: Project,
    site: Path,
    processed: Processed,
    work: tuple[Sequence[Exhibit], Iterable[None]],
) -> Prepared:
    """Write all that stands beside the documents and needs no rendered page.

    Parameters: the project; the site; the processed tables; the exhibits over them in the order of
    the documents, with their pictures, which may still be in the making.
    """
    published, pictures = work
    publication = Publication.of(project, processed.about)
    data = site / "data"
    write_downloads(publication, project.raw, processed, data)
    publish_data(project, data)
    (data / "watch.ics").write_bytes(feed.calendar(processed))
    glossary.write_script(project.report, site)
    search.write_synonyms(project.report, site)
    atom.write_log(project, site, publication)
    known = subjects(project, processed)
    list(pictures)
    permalinks = write_permalinks(project, site, processed, published, known)
    figures = [shown for shown in published if shown.is_figure]
    explore.write_pages(figures, project.report / "theme", site)
    entries = [
        *map(search.profile_entry, known.profiles),
        *map(search.exhibit_entry, published),
        *map(search.number_entry, permalinks.listed.facts.values()),
        *map(search.record_entry, known.records),
    ]
    return Prepared(permalinks, tuple(entries))


def publish(project: Project, site: Path, prepared: Iterable[Prepared] | None = None) -> Beside:
    """Write the files of all exhibits, the data and the theme's assets into a rendered site.

    `prepared` is what `prepare` returned for the same site, if it was called before. Returns what
    rendered pages say of what stands beside them.
    """
    [written] = prepare(project, site) if prepared is None else prepared
    write_list(site, written.permalinks)
    for pattern in THEME_ASSETS:
        for asset in sorted((project.report / "theme").glob(pattern)):
            target = site / asset.relative_to(project.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(asset, target)
    beside = Beside(report_head(written.permalinks.listed), written.entries)
    finish(project, site, beside)
    return beside


def publish_data(project: Project, folder: Path) -> None:
    """All raw and processed tables, with one Data Package that describes them together."""
    for name, source in (("raw", project.raw), ("processed", project.processed)):
        copy_folder(source, folder / name, lambda path: path.name.startswith("."))
    version = data_version(project.raw)
    packages = {"raw": descriptor(version), "processed": processed_package(version)}
    write_json(folder / "datapackage.json", site_package(packages))
