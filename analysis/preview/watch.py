"""Notices that an input of the site changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from analysis.build import is_input
from analysis.core.project import CONFIG, Project

PACKAGE = Path(__file__).parents[1]
TICK_MS = 500


class Inputs(DefaultFilter):
    """All in the watched folders but what editors leave behind, and caches, and made parts."""

    ignore_dirs = ()  # wherever the project lies

    def __init__(self, places: Iterable[Path]) -> None:
        super().__init__()
        self.places = list(places)

    def __call__(self, change: Change, path: str) -> bool:
        """Whether the site depends on what changed."""
        names = (Path(path).relative_to(place) for place in self.places if is_in(place, path))
        return super().__call__(change, path) and any(is_input(name / "any") for name in names)


def is_in(folder: Path, path: str) -> bool:
    """Whether a path leads into a folder."""
    return Path(path).is_relative_to(folder)


def folders(project: Project) -> list[Path]:
    """The folders from which the site is made."""
    return [project.raw, project.report, PACKAGE]


def changes(project: Project) -> Iterator[None]:
    """Something once at the start, and at each change since it was last asked for."""
    while True:
        places = folders(project)
        before = identities(project, places)
        is_first = True
        there = [place for place in places if place.is_dir()]
        chosen = Inputs(there)
        for changed in watch(
            *there, watch_filter=chosen, rust_timeout=TICK_MS, yield_on_timeout=True
        ):
            if identities(project, places) != before:
                break  # a folder was replaced whole, as imports and git do: watch the new one
            if changed or is_first:
                yield
            is_first = False


def identities(project: Project, places: list[Path]) -> list[tuple[int, ...]]:
    """Which folders lie at the places, and the state of the settings, which editors replace."""
    settings = identity(project.root / CONFIG, with_time=True)
    return [settings, *(identity(place) for place in places)]


def identity(path: Path, with_time: bool = False) -> tuple[int, ...]:
    """The number that the disk gives a file or folder; empty if there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return (found.st_dev, found.st_ino, *((found.st_mtime_ns,) if with_time else ()))
