"""Serves the built site to this machine alone, with a script that shows what builds find.

No file of the site is touched: pages get the script as they are sent. Nothing outside the site's
folder is served, and nothing to whoever came by another name than this machine's own, as a page of
another host does that had its name lead here.
"""

from __future__ import annotations

import errno
import html
import json
import mimetypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from analysis.core.project import FINGERPRINT
from analysis.preview.rebuild import Early

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
OWN = "/.preview/"
CLIENT = Path(__file__).with_name("client.js")
# Types that a machine's own settings must not change.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
# A page whose policy allows no connection to its own host cannot be told of changes.
POLICY, CONNECTS = b"Content-Security-Policy", b"connect-src 'self'"
PLACEHOLDER = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>{title}</title></head><body><main><h1>{title}</h1></main></body></html>
"""


@dataclass
class Board:
    """What open pages are told: the state of the site in a folder, and of the work on it.

    Attributes:
        looked_at: the page that was last asked about, as its place in the site.
        early: a page of the site to come, which the build has written before the rest.
    """

    site: Path
    is_building: bool = False
    problems: list[str] = field(default_factory=list)
    looked_at: str = ""
    early: Early | None = None

    def show(self, early: Early) -> None:
        """Show a page before the rest of its site is there."""
        self.early = early

    def version(self, page: str = "") -> str:
        """The mark of the build that made the site, or a page of it; empty if there is none."""
        early = self.early
        if early and early.page == page:
            return early.mark
        try:
            return (self.site / FINGERPRINT).read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def as_json(self, page: str = "") -> str:
        """Everything that an open page asks for."""
        told = {
            "version": self.version(page),
            "building": self.is_building,
            "problems": self.problems,
        }
        return json.dumps(told, ensure_ascii=False)


def located(site: Path, path: str) -> Path | None:
    """The file or folder of the site at an address; None if it has none there.

    Hidden files are no part of a site, and links do not lead out of it.
    """
    names = [name for name in unquote(path).split("/") if name]
    if any(name.startswith(".") or set(name) & set("\\:\0") for name in names):
        return None
    try:
        found = site.joinpath(*names).resolve(strict=True)
    except OSError:
        return None
    return found if found.is_relative_to(site.resolve()) else None


def place_of(path: str) -> str:
    """The place in the site of the page at an address; of a folder that of its first page."""
    name = unquote(path).lstrip("/")
    return name if name and not name.endswith("/") else f"{name}index.html"


def with_client(page: bytes, version: str) -> bytes:
    """A page with the preview's script, unless its policy forbids what that does."""
    if POLICY in page and CONNECTS not in page:
        return page
    source, mark = f"{OWN}client.js", html.escape(version)
    script = f'<script src="{source}" data-version="{mark}" defer></script>'.encode()
    head, end, rest = page.partition(b"</head>")
    return head + script + end + rest


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of a browser on this machine."""

    def __init__(self, board: Board, *arguments: Any) -> None:
        self.board = board
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Send a file of the site, or the state of the preview."""
        if not self.is_asked_by_name():
            return self.refuse(HTTPStatus.MISDIRECTED_REQUEST)
        path = urlsplit(self.path).path
        if path == f"{OWN}state":
            return self.tell_state(parse_qs(urlsplit(self.path).query))
        if path == f"{OWN}client.js":
            return self.answer(CLIENT.read_bytes(), TYPES[".js"])
        early = self.board.early
        if early and early.page == place_of(path):
            return self.answer(with_client(early.text.encode(), early.mark), TYPES[".html"])
        # Before the file: a page that is newer than it says loads once too often, not too seldom.
        version = self.board.version()
        found = located(self.board.site, path)
        if found is not None and found.is_dir():
            if not path.endswith("/"):
                return self.redirect(found)
            found = located(self.board.site, f"{path}index.html")
        try:
            content = found.read_bytes() if found and found.is_file() else None
        except OSError:
            content = None
        if found is None or content is None:
            return self.tell_of_nothing(version)
        kind = TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0]
        if found.suffix == ".html":
            content = with_client(content, version)
        self.answer(content, kind or "application/octet-stream")

    def tell_state(self, query: dict[str, list[str]]) -> None:
        """The state as it is for a page, which may say that it is the one that is looked at."""
        page = place_of(query["page"][0]) if "page" in query else ""
        if "seen" in query:
            self.board.looked_at = page
        self.answer(self.board.as_json(page).encode(), TYPES[".json"])

    do_HEAD = do_GET  # noqa: N815 - as the library calls it

    def is_asked_by_name(self) -> bool:
        """Whether the browser means this machine by the name it came by."""
        assert isinstance(self.server, Server)
        port = self.server.server_port
        return self.headers.get("Host", "") in {f"{name}:{port}" for name in NAMES}

    def redirect(self, folder: Path) -> None:
        """Lead to the address of a folder, from which its pages' links start."""
        place = folder.relative_to(self.board.site.resolve()).as_posix()
        self.answer(b"", TYPES[".txt"], HTTPStatus.MOVED_PERMANENTLY, f"/{quote(place)}/")

    def tell_of_nothing(self, version: str) -> None:
        """A page that says that there is none yet, or not at this address, and waits for it."""
        title = "There is no such page" if version else "The site is being built"
        page = with_client(PLACEHOLDER.format(title=title).encode(), version)
        self.answer(page, TYPES[".html"], HTTPStatus.NOT_FOUND)

    def refuse(self, status: HTTPStatus) -> None:
        """Answer with nothing but the reason."""
        self.answer(status.phrase.encode(), TYPES[".txt"], status)

    def answer(
        self,
        content: bytes,
        kind: str,
        status: HTTPStatus = HTTPStatus.OK,
        location: str | None = None,
    ) -> None:
        """Send content of a kind, which a browser neither keeps nor takes for another kind."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if location is not None:
            self.send_header("Location", location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def version_string(self) -> str:
        """Nothing of the versions installed here."""
        return "briefing preview"

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        """Nothing: the terminal is for problems."""


class Server(ThreadingHTTPServer):
    """Serves this machine alone; open connections do not keep it from ending."""

    daemon_threads = True
    # On Windows this would let two servers have one port.
    allow_reuse_address = sys.platform != "win32"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers leave in the middle of an answer; anything else is a fault of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(board: Board, port: int) -> Iterator[str]:
    """Serve the site of the board inside the block; yields the address. Port 0: a free one.

    Raises OSError with `errno.EADDRINUSE` if somebody else has the port.
    """
    with Server((HOST, port), partial(Handler, board)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def is_taken(error: OSError) -> bool:
    """Whether an error says that somebody else has the port."""
    return error.errno in (errno.EADDRINUSE, errno.EACCES)
