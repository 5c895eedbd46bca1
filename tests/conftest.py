"""What the tests of the whole report share: tables, a copy of the project, its site, a browser."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import settings

from analysis.core.locks import held
from analysis.core.project import Project
from analysis.diff.states import State, of_tables
from analysis.facts.processed import Processed, read_processed
from analysis.process import process

ROOT = Path(__file__).parents[1]
NOT_INPUT = shutil.ignore_patterns(
    *(".venv", ".git", ".hypothesis", ".*_cache", "__pycache__", "_site", "look")
)

# The project has no address of its own; the tests publish it where nothing is.
ADDRESS = os.environ.setdefault(
    "BRIEFING_SITE_URL", "https://example.org/coordination-versus-capacity"
)

# A property is tried on so many examples, always the same; a search for more of them asks for it.
settings.register_profile(
    "suite",
    max_examples=int(os.environ.get("BRIEFING_EXAMPLES", "30")),
    deadline=None,
    derandomize="BRIEFING_EXAMPLES" not in os.environ,
)
settings.load_profile("suite")

# What takes a build, a browser, a copy of the project or minutes: left to the whole suite.
WHOLE_FIXTURES = {
    *("built_project", "built", "checkout", "committed", "next_processed", "page", "other_builds"),
    *("project_copy", "raw_dir", "remembered", "sample_site", "scraps", "small_project"),
    "two_releases",
}
WHOLE_MODULES = {
    *("test_checks", "test_corrections", "test_corruption", "test_execute", "test_fonts"),
    *("test_load", "test_preview", "test_process", "test_quarto", "test_states", "test_theme"),
}

Checkout = Callable[[Path], Project]
MadeOnce = Callable[[str, Callable[[Path], None]], Path]
Serve = Callable[[Path], AbstractContextManager[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that `make test-fast` leaves out."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & WHOLE_FIXTURES or item.path.stem in WHOLE_MODULES:
            item.add_marker("whole")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """A function that gives the folder of a name, made by whichever process of the run needs it
    first; the others wait.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def given(name: str, make: Callable[[Path], None]) -> Path:
        folder, made = root / name, root / f"{name}.made"
        with held(root / f"{name}.lock"):
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                made.touch()
        return folder

    return given


@pytest.fixture(scope="session")
def fresh_processed(made_once: MadeOnce) -> Path:
    """The folder that the transforms write from `data/raw` now.

    In a hurry it is the committed one, which a test of the whole suite holds to this.
    """
    if os.environ.get("BRIEFING_COMMITTED"):
        return ROOT / "data" / "processed"

    def make(folder: Path) -> None:
        process(ROOT / "data" / "raw", folder / "processed")

    return made_once("fresh", make) / "processed"


@pytest.fixture(scope="session")
def processed(fresh_processed: Path) -> Processed:
    """The processed tables, read back as exhibits read them."""
    return read_processed(fresh_processed)


@pytest.fixture(scope="session")
def facts(fresh_processed: Path) -> dict[str, dict[str, Any]]:
    """The records of `facts.json` by id."""
    document = json.loads((fresh_processed / "facts.json").read_text(encoding="utf-8"))
    return {record["id"]: record for record in document["facts"]}


def copied(folder: Path) -> Project:
    """A copy of the project's own files in `folder`, as a fresh checkout has them."""
    shutil.copytree(ROOT, folder, ignore=NOT_INPUT)
    return Project(folder)


@pytest.fixture(scope="session")
def checkout() -> Checkout:
    """A function that copies the project's own files into a folder."""
    return copied


@pytest.fixture
def project_copy(tmp_path: Path) -> Project:
    """A copy of the project that a test may spoil."""
    return copied(tmp_path / "project")


@pytest.fixture(scope="session")
def committed() -> State:
    """The state of the project's own tables."""
    return of_tables("before", ROOT / "data" / "raw", ROOT / "data" / "processed")


@pytest.fixture
def small_project(tmp_path: Path) -> Project:
    """A project of tables and sentences, without documents and releases."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copytree(ROOT / "report" / "sentences", root / "report" / "sentences")
    shutil.copyfile(ROOT / "_quarto.yml", root / "_quarto.yml")
    return Project(root)


@pytest.fixture
def scraps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for temporary files, also of runs; its name is short, as sockets want it."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture(scope="session")
def build_epoch() -> str:
    """The day that builds write wherever they need one, in seconds: 1 January 2026."""
    return "1767225600"


@pytest.fixture(scope="session")
def built_project(made_once: MadeOnce, build_epoch: str) -> Project:
    """A copy of the project, its data released and built once. Only for looking at.

    BRIEFING_SITE names the `_site` of a project that was built before, by real Quarto perhaps.
    """
    built = os.environ.get("BRIEFING_SITE")
    if built:
        return Project(Path(built).resolve(strict=True).parent)
    return Project(made_once("built", partial(build_project, build_epoch)) / "project")


def build_project(build_epoch: str, folder: Path) -> None:
    """Release and build a copy of the project in a folder."""
    from analysis.build import Request, build
    from analysis.raw.load import data_version
    from analysis.release import release

    project = copied(folder / "project")
    # Of what the tests look at, the released pages show the same data as the newest.
    shutil.rmtree(project.releases, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", build_epoch)
        patch.delenv("BRIEFING_AS_OF", raising=False)
        release(project, data_version(project.raw), rendered=empty_report)
        build(Request(project, project.raw, project.site, "embedded"))


def empty_report(project: Project, raw: Path, out: Path) -> Path:
    """A stand-in for the PDF that a release keeps: other tests look at the report."""
    out.mkdir()
    with pikepdf.new() as report:
        report.add_blank_page()
        report.save(out / "report.pdf", deterministic_id=True)
    return out / "report.pdf"


@pytest.fixture(scope="session")
def site(built_project: Project) -> Path:
    """The built site. Only for looking at."""
    return built_project.site


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that writes no log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: pytest shows what matters."""


@pytest.fixture(scope="session")
def serve() -> Serve:
    """A function that serves a folder on this machine alone while its block runs."""

    @contextmanager
    def serving(folder: Path) -> Iterator[str]:
        handler = partial(Quiet, directory=str(folder))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()
            thread.join()

    return serving


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own Chromium, which talks to nobody unasked."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is missing: install the Debian package chromium", pytrace=False)
    return {
        "executable_path": chromium,
        "args": ["--no-sandbox", "--disable-background-networking"],
    }
