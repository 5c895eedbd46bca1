"""The files that somebody wants verified, wherever they lie, each with its bytes.

A table as CSV carries no stamp of its own: the stamp stands in the Data Package beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import PACKAGE
from analysis.citation.locations import (
    FILES,
    Folder,
    Location,
    is_address,
    is_site_address,
    place,
    read_json,
)
from analysis.core.problems import Problem, ProblemsError


@dataclass(frozen=True)
class Sample:
    """One file: its name as the user knows it, its bytes, and those of the package beside it."""

    name: str
    content: bytes
    package: bytes | None = None

    @property
    def has_stamped_package(self) -> bool:
        """Whether the package beside a table holds its stamp."""
        file = self.name.rpartition("/")[2]
        return self.package is not None and carriers.csv_stamp(self.package, file) is not None


def samples(names: Iterable[str]) -> Iterator[Sample]:
    """The files that these names stand for: files, folders, addresses of files and of sites.

    Raises ProblemsError with all names behind which there is nothing, before the first file.
    """
    listed = list(names)
    missing = [
        no_such_file(name) for name in listed if not is_address(name) and not Path(name).exists()
    ]
    if missing:
        raise ProblemsError(missing)
    for name in listed:
        if is_site_address(name):
            yield from of_site(place(name))
        elif not is_address(name) and Path(name).is_dir():
            yield from of_folder(Path(name))
        else:
            yield single(name)


def of_folder(folder: Path) -> Iterator[Sample]:
    """Its pictures and PDFs, and those tables whose stamp lies beside them."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in FILES and p.is_file()):
        sample = single(str(path))
        if path.suffix.lower() != ".csv" or sample.has_stamped_package:
            yield sample


def of_site(site: Location) -> Iterator[Sample]:
    """What a published site offers to download of its figures and tables."""
    for record in read_json(site, "exhibits/index.json")["exhibits"]:
        for file in record["files"]:
            if file.endswith(FILES):
                yield single(f"{site.name}/exhibits/{record['id']}/{file}")


def single(name: str) -> Sample:
    """One file, by its path or its address.

    Raises ProblemsError if there is none.
    """
    folder, _, file = name.rpartition("/") if is_address(name) else split(name)
    beside = place(folder) if is_address(name) else Folder(folder)
    content = beside.read(file)
    if content is None:
        raise ProblemsError([no_such_file(name)])
    return Sample(name, content, beside.read(PACKAGE) if file.lower().endswith(".csv") else None)


def split(name: str) -> tuple[str, str, str]:
    """Folder and file of a path, as `rpartition` gives them of an address."""
    path = Path(name)
    return str(path.parent), "/", path.name


def no_such_file(name: str) -> Problem:
    message, repair = "there is no such file or folder", "check the path or the address"
    return Problem(
        file=name,
        rule="missing-file",
        message=message,
        repair=repair,
    )
