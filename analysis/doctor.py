"""What this machine has: engine, versions, and what is missing with its remedy."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from analysis.core.problems import ProblemsError
from analysis.core.project import ADDRESS_VARIABLE, CONFIG, Project
from analysis.render import choose_engine
from analysis.render.config import read_site

LIBRARIES = (
    *("pandas", "pandera", "altair", "vl-convert-python", "great-tables"),
    *("jupyter-client", "ipykernel", "pypandoc-binary", "typst"),
)

# Programs that only the tests use.
TEST_PROGRAMS = {"chromium": "chromium", "pdftotext": "poppler-utils"}


def report() -> Iterator[str]:
    """The lines of `briefing doctor`."""
    choice = choose_engine("auto")
    yield f"engine    {choice.name} {choice.version}: {choice.reason}"
    yield f"python    {platform.python_version()}"
    yield f"address   {address()}"
    for library in LIBRARIES:
        yield f"{library}  {installed(library)}"
    for program, package in TEST_PROGRAMS.items():
        found = shutil.which(program)
        remedy = f"missing; the tests need it: install the Debian package {package}"
        yield f"{program}  {'found' if found else remedy}"


def address() -> str:
    """Where the site will be published, or what to set."""
    try:
        found = read_site(Project.find().root).address
    except (FileNotFoundError, ProblemsError):
        return "no project here"
    return found or (
        f"none: citations name file and content hash; set website.site-url in {CONFIG}, "
        f"{ADDRESS_VARIABLE}, or build with --site-url"
    )


def installed(library: str) -> str:
    """The version of a library, or what to do about its absence."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing; run make briefing, or python -m pip install ."
