"""The preview shows the last good site and what keeps it from being built anew."""

from __future__ import annotations

import errno
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

import psutil
import pytest
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from analysis.cli import app
from analysis.core.files import replacing, write_text
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import FINGERPRINT, Project
from analysis.preview import Build, preview, watch
from analysis.preview.child import outcome, problem_of
from analysis.preview.rebuild import Early, Outcome, outcome_of, rebuild
from analysis.preview.server import Board, located, place_of, serving, with_client

ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'"
)
HOSTILE = "</li><script>document.title = 'run'</script><img src=x onerror=alert(1)>"
WRONG = Problem(
    file="table.csv",
    row=2,
    column="a",
    value=HOSTILE,
    rule="number",
    message="this is no number",
    repair="write a number",
)


def until(happened: Callable[[], object], patience_s: int = 60) -> None:
    """Wait for something to happen, but not for ever."""
    end = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < end, "nothing happens"
        time.sleep(0.05)


def page_of(words: str) -> str:
    """A page with a policy like the report's, longer than any window."""
    lines = "".join(f'<p id="p{n}">{words} {n}</p>' for n in range(200))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{words}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"></head>'
        f"<body><main>{lines}</main></body></html>"
    )


def write_site(site: Path, words: str) -> None:
    """Stands in for a build: a site with one page, and the mark of what it was made from."""
    with replacing(site) as fresh:
        write_text(fresh / "index.html", page_of(words))
        write_text(fresh / "report" / "index.html", page_of(words))
        write_text(fresh / FINGERPRINT, f"{words}\n")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a site that was built before, and a secret beside it."""
    made = Project(tmp_path / "project")
    for name in ("_quarto.yml", "data/raw/table.csv", "report/index.qmd"):
        write_text(made.root / name, "first")
    write_text(made.root / "secret.txt", "secret")
    write_site(made.site, "first")
    return made


@pytest.fixture
def board(project: Project) -> Board:
    return Board(project.site)


@pytest.fixture
def port(board: Board) -> Iterator[int]:
    """The port at which the site is served."""
    with serving(board, 0) as address:
        yield int(re.findall(r"\d+", address)[-1])


def ask(port: int, path: str, host: str | None = None, method: str = "GET") -> tuple[int, str]:
    """The status and the text of an answer; the path is sent as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {} if host is None else {"Host": host}
    connection.putrequest(method, path, skip_host=host is not None)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    told = answer.status, answer.read().decode("utf-8", "replace")
    connection.close()
    return told


# What is served, and to whom.


def test_a_page_is_served_with_the_script_and_its_file_is_not_touched(
    port: int, project: Project
) -> None:
    before = (project.site / "index.html").read_text(encoding="utf-8")
    status, text = ask(port, "/")
    script = '<script src="/.preview/client.js" data-version="first" defer></script></head>'
    assert status == 200
    assert text == before.replace("</head>", script)
    assert (project.site / "index.html").read_text(encoding="utf-8") == before


def test_what_is_no_page_is_served_as_it_is(port: int, project: Project) -> None:
    write_text(project.site / "data" / "a.csv", "a</head>\n1\n")
    assert ask(port, "/data/a.csv") == (200, "a</head>\n1\n")
    assert ask(port, "/data/a.csv?download=1#top", method="HEAD") == (200, "")


def test_a_page_that_may_not_connect_is_left_alone() -> None:
    frame = (
        b"<head><meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\"></head>"
    )
    assert with_client(frame, "1") == frame


def test_the_mark_of_a_build_cannot_end_its_attribute() -> None:
    assert b'data-version="&quot;&gt;&lt;b&gt;"' in with_client(b"<head></head>", '"><b>')


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/report/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//..//secret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/C:/secret.txt",
        "/.hidden/index.html",
        "/index.html%00.txt",
        "/link.txt",
        "/nothing.html",
        "/index.html/",
        "/report/index.html/more",
    ],
)
def test_nothing_outside_the_site_is_served(port: int, project: Project, path: str) -> None:
    write_text(project.site / ".hidden" / "index.html", "secret")
    (project.site / "link.txt").symlink_to(project.root / "secret.txt")
    status, text = ask(port, path)
    assert status == 404 or (path == "/index.html/" and status == 200)
    assert "secret" not in text


def test_a_link_inside_the_site_is_followed(project: Project) -> None:
    (project.site / "link.html").symlink_to(project.site / "index.html")
    found = located(project.site, "/link.html")
    assert found is not None
    assert found.name == "index.html"


def test_a_folder_is_served_under_the_address_from_which_its_links_start(port: int) -> None:
    status, _ = ask(port, "/report")
    assert status == 301
    assert ask(port, "/report/")[0] == 200


@pytest.mark.parametrize("path", ["//example.org/report", "//report", "/%2f%2fexample.org/report"])
def test_no_address_leads_to_another_host(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    location = connection.getresponse().getheader("Location")
    connection.close()
    assert location in (None, "/report/")


@pytest.mark.parametrize("path", ["/", "/.preview/state", "/.preview/client.js"])
@pytest.mark.parametrize(
    "host", ["example.org", "example.org:{port}", "127.0.0.1", "", "127.0.0.1.example.org:{port}"]
)
def test_whoever_came_by_another_name_gets_nothing(port: int, path: str, host: str) -> None:
    assert ask(port, path, host.format(port=port)) == (421, "Misdirected Request")


def test_this_machine_is_served_by_both_its_names(port: int) -> None:
    for name in ("127.0.0.1", "localhost"):
        assert ask(port, "/", f"{name}:{port}")[0] == 200


def test_nothing_can_be_sent_to_it(port: int) -> None:
    assert ask(port, "/.preview/state", method="POST")[0] == 501


def test_only_this_machine_can_reach_it(port: int) -> None:
    addresses = {
        connection.laddr.ip
        for connection in psutil.Process().net_connections()
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
    }
    assert addresses == {"127.0.0.1"}


def test_without_a_site_a_page_says_so_and_waits(tmp_path: Path) -> None:
    with serving(Board(tmp_path / "none"), 0) as address:
        status, text = ask(int(re.findall(r"\d+", address)[-1]), "/report/index.html")
    assert status == 404
    assert "The site is being built" in text
    assert 'data-version=""' in text


def test_a_port_that_is_taken_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])
        result = CliRunner().invoke(app, ["preview", "--no-browser", "--port", taken])
    assert result.exit_code == 2
    said = " ".join(re.sub(r"[│╭╮╰╯─]", " ", result.output).split())
    assert f"port {taken} is taken, perhaps by another preview; name another one: --port 0" in said


# Building in another process.


def test_an_outcome_comes_through_as_it_was() -> None:
    told = Outcome(True, (WRONG,))
    assert outcome_of(f"noise\n{told.as_text()}\n", 0) == told


@pytest.mark.parametrize("said", ["", "noise", '{"is_fresh": true}', "[]", "1"])
def test_a_build_that_says_nothing_is_a_problem(said: str) -> None:
    [problem] = outcome_of(said, -9).problems
    assert problem.message == "the build ended with exit code -9 before it could say why"


def test_problems_of_tables_and_documents_are_the_outcome(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: object, ahead: object) -> None:
        raise ProblemsError([WRONG])

    monkeypatch.setattr("analysis.build.build", refuse)
    assert outcome(project.root, "embedded") == Outcome(False, (WRONG,))


def test_a_full_disk_is_the_outcome(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(request: object, ahead: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "page.html")

    monkeypatch.setattr("analysis.build.build", full)
    [problem] = outcome(project.root, "embedded").problems
    assert problem.message == "the disk is full"


def test_broken_code_is_told_with_its_last_place_in_the_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import json\n\n\ndef half(text):\n    return json.loads(text)\n\n\nhalf('{')\n"
    write_text(tmp_path / "analysis" / "halves.py", code)
    with pytest.raises(ValueError, match="Expecting") as caught:
        exec(compile(code, str(tmp_path / "analysis" / "halves.py"), "exec"), {})
    problem = problem_of(caught.value, tmp_path)
    assert problem.where() == "analysis/halves.py:5"
    assert problem.message.startswith("the code raises JSONDecodeError: Expecting property name")
    assert "Traceback" in capsys.readouterr().err


def test_code_that_is_no_python_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError) as caught:
        compile("def half(:\n", str(tmp_path / "analysis" / "halves.py"), "exec")
    assert problem_of(caught.value, tmp_path).where() == "analysis/halves.py:1"


def test_a_build_runs_in_a_process_that_tells_its_problems(tmp_path: Path) -> None:
    write_text(tmp_path / "_quarto.yml", "project: {type: website}\n")
    [problem] = rebuild(tmp_path, "embedded", "", print).problems
    assert problem.rule == "code"  # there is no folder `report` at all
    assert "FileNotFoundError" in problem.message


# Noticing changes.


class Changes:
    """The changes of a project, asked for by a thread."""

    def __init__(self, project: Project) -> None:
        self.noticed: Queue[None] = Queue()
        threading.Thread(target=self.collect, args=(project,), daemon=True).start()

    def collect(self, project: Project) -> None:
        for _ in watch.changes(project):
            self.noticed.put(None)

    def one(self) -> None:
        """Wait until at least one is noticed, and for more that belong to it."""
        self.noticed.get(timeout=30)
        while True:
            try:
                self.noticed.get(timeout=1)
            except Empty:
                return


def import_whole(project: Project) -> None:
    with replacing(project.raw) as fresh:
        write_text(fresh / "table.csv", "imported")


CHANGED: dict[str, Callable[[Project], object]] = {
    "a table": lambda project: write_text(project.raw / "table.csv", "second"),
    "a document": lambda project: write_text(project.report / "index.qmd", "second"),
    "a new document": lambda project: write_text(project.report / "more.qmd", "first"),
    "a document that an editor replaces": lambda project: (
        write_text(project.report / "index.tmp", "second"),
        (project.report / "index.tmp").replace(project.report / "index.qmd"),
    ),
    "the settings": lambda project: write_text(project.root / "_quarto.yml", "second"),
    "a folder that is replaced whole": import_whole,
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_change_is_noticed(project: Project, what: str) -> None:
    changes = Changes(project)
    changes.one()  # the first build
    CHANGED[what](project)
    changes.one()
    write_text(project.raw / "table.csv", "after that")
    changes.one()


def test_what_a_build_writes_is_no_change(project: Project) -> None:
    (project.report / "theme").mkdir()
    changes = Changes(project)
    changes.one()
    for name in ("theme/fonts/a.ttf", "theme/vega/a.js", "__pycache__/a.pyc", ".index.qmd.swp"):
        write_text(project.report / name, "made")
    write_site(project.site, "second")
    write_text(project.processed / "table.csv", "made")
    with pytest.raises(Empty):
        changes.noticed.get(timeout=2)


# The whole, with a builder that takes no time.


@contextmanager
def previewing(project: Project, build: Build) -> Iterator[tuple[str, Queue[None]]]:
    """A preview in a thread: its address, and where to put a change."""
    changes: Queue[bool] = Queue()
    told: Queue[str | Outcome] = Queue()
    saved: Queue[None] = Queue()

    def run() -> None:
        preview(project, 0, iter(changes.get, False), build, told.put, with_browser=False)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    said = str(told.get(timeout=30))
    saved.put = lambda item=None: changes.put(True)  # type: ignore[method-assign]
    try:
        yield said.split()[2].rstrip(","), saved
    finally:
        changes.put(False)
        thread.join(timeout=30)
        assert not thread.is_alive()


def of_tables(project: Project) -> Build:
    """A builder: the site says what the table says, unless that is wrong."""

    def build(page: str, show: Callable[[Early], None]) -> Outcome:
        words = (project.raw / "table.csv").read_text(encoding="utf-8")
        if words == "wrong":
            return Outcome(False, (WRONG,))
        write_site(project.site, words)
        return Outcome(True, ())

    return build


def test_the_state_tells_problems_until_they_are_mended(project: Project) -> None:
    with previewing(project, of_tables(project)) as (address, saved):
        port = int(re.findall(r"\d+", address)[-1])

        def state() -> dict[str, object]:
            return json.loads(ask(port, "/.preview/state")[1])

        for words, problems in (("wrong", [WRONG.sentence()]), ("second", [])):
            write_text(project.raw / "table.csv", words)
            saved.put(None)
            wanted = {"problems": problems, "building": False}
            until(lambda wanted=wanted: wanted.items() <= state().items())
        assert state() == {"version": "second", "building": False, "problems": []}


@pytest.mark.browser
def test_an_open_page_follows_at_its_place_and_shows_problems_until_they_are_mended(
    page: Page, project: Project
) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    with previewing(project, of_tables(project)) as (address, saved):
        page.goto(f"{address}report/index.html")
        page.locator("#p100").scroll_into_view_if_needed()
        before = page.locator("#p100").bounding_box()
        assert page.evaluate("scrollY") > 1000

        write_text(project.raw / "table.csv", "wrong")
        saved.put(None)
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("One problem to mend; below is the last good version.")
        expect(alert.get_by_role("listitem")).to_have_text(WRONG.sentence())
        expect(alert).to_be_in_viewport()
        expect(page.locator("#p100")).to_have_text("first 100")
        assert page.title() == "first"

        write_text(project.raw / "table.csv", "second")
        saved.put(None)
        expect(page.locator("#p100")).to_have_text("second 100")
        expect(page.get_by_role("alert")).to_have_count(0)
        after = page.locator("#p100").bounding_box()
        assert before is not None
        assert after is not None
        assert abs(after["y"] - before["y"]) <= 1
    assert complaints == []


class Slow:
    """A builder that writes the page that is looked at, and then waits to be let go on."""

    def __init__(self, site: Path) -> None:
        self.site, self.go_on, self.asked = site, threading.Event(), list[str]()
        self.outcome = Outcome(True, ())

    def __call__(self, page: str, show: Callable[[Early], None]) -> Outcome:
        self.asked.append(page)
        if page:
            show(Early(page, page_of("early")))
        assert self.go_on.wait(60)
        if self.outcome.is_fresh:
            write_site(self.site, "second")
        return self.outcome


@pytest.mark.browser
def test_the_page_that_is_looked_at_is_shown_before_the_rest_of_its_site(
    page: Page, project: Project
) -> None:
    build = Slow(project.site)
    with previewing(project, build) as (address, saved):
        with page.expect_response("**/.preview/state?*"):
            page.goto(f"{address}report/")
        expect(page.locator("#p3")).to_have_text("first 3")
        saved.put(None)
        expect(page.locator("#p3")).to_have_text("early 3")
        expect(page.get_by_text("Building …")).to_be_visible()
        assert build.asked == ["report/index.html"]
        # Other pages, and all files, are those of the last good site until all is there.
        assert "first 3" in ask(int(re.findall(r"\d+", address)[-1]), "/index.html")[1]
        assert "first 3" in (project.site / "report" / "index.html").read_text(encoding="utf-8")
        build.go_on.set()
        expect(page.locator("#p3")).to_have_text("second 3")


@pytest.mark.browser
def test_a_page_that_was_shown_early_gives_way_when_its_build_fails(
    page: Page, project: Project
) -> None:
    build = Slow(project.site)
    build.outcome = Outcome(False, (WRONG,))
    with previewing(project, build) as (address, saved):
        with page.expect_response("**/.preview/state?*"):
            page.goto(f"{address}report/index.html")
        saved.put(None)
        expect(page.locator("#p3")).to_have_text("early 3")
        build.go_on.set()
        expect(page.locator("#p3")).to_have_text("first 3")
        expect(page.get_by_role("alert")).to_contain_text("below is the last good version")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "index.html"),
        ("/report/", "report/index.html"),
        ("/report/method.html", "report/method.html"),
        ("/a%20b/", "a b/index.html"),
    ],
)
def test_the_place_of_a_page_is_that_of_its_file(path: str, place: str) -> None:
    assert place_of(path) == place


def test_a_line_tells_of_a_page_or_of_nothing() -> None:
    early = Early("report/index.html", page_of("a\nb\u2028c"))
    assert "\n" not in early.as_text()
    assert Early.from_text(early.as_text() + "\n") == early
    for other in ("", "page ahead: ", "page ahead: {", "page ahead: 1", '{"is_fresh": true}'):
        assert Early.from_text(other) is None


# Ending.

COMMAND = (sys.executable, "-c", "from analysis.cli import main; main()")


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder of temporary files whose path is short enough for the sockets in it."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def heed_ctrl_c() -> None:
    """As a program in the foreground does; shells start those in the background deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of a terminal")
def test_ctrl_c_ends_it_without_a_word_too_many_and_without_leftovers(
    project: Project, temporary: Path
) -> None:
    """Ended in the middle of a real build, which waits for a command of the project."""
    write_text(project.root / "_quarto.yml", "project:\n  pre-render: [sleep 600]\n")
    before = sorted(path.name for path in project.root.iterdir())
    process = subprocess.Popen(
        [*COMMAND, "preview", "--no-browser", "--port", "0", "--engine", "embedded"],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c,
    )
    try:
        until(lambda: "sleep" in [child.name() for child in children(process.pid)])
        living = children(process.pid)
        process.send_signal(signal.SIGINT)
        said, complaints = process.communicate(timeout=60)
    finally:
        process.kill()
    assert complaints == ""
    assert said.splitlines()[1:] == ["preview ended"]
    assert psutil.wait_procs(living, timeout=30)[1] == []
    assert list(temporary.iterdir()) == []
    after = sorted(path.name for path in project.root.iterdir())
    assert [name for name in after if name != ".kept"] == before


def children(number: int) -> list[psutil.Process]:
    """The processes that a process started, and those that they did."""
    try:
        return psutil.Process(number).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
