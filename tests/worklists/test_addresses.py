"""What is said of web addresses; asked of a small server on this machine alone."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from analysis.worklists import addresses
from analysis.worklists.addresses import Answer, NoNetworkError, is_public, look_at, look_at_all

HERE = "127.0.0.1"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the path says: `/301/404` leads for good to `/404`."""

    asked: list[tuple[str, str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        first, _, rest = self.path[1:].partition("/")
        if first == "drip":
            self.drip()
            return
        status = 405 if first == "no-head" and self.command == "HEAD" else 200
        self.send_response(int(first) if first.isdigit() else status)
        if first == "302" and rest == "bytes":
            self.send_header("Location", "/200/é".encode().decode("latin-1"))
        elif first.startswith("30"):
            self.send_header("Location", rest if ":" in rest else f"/{rest}")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 - as the library calls it

    def drip(self) -> None:
        """A byte now and then, and never a whole line."""
        with suppress(OSError):
            while True:
                self.wfile.write(b"H")
                time.sleep(0.01)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def asked() -> list[tuple[str, str, str]]:
    """Method, path and agent of each request that the server had."""
    return []


@pytest.fixture
def site(asked: list[tuple[str, str, str]]) -> Iterator[str]:
    """The address of a server on this machine."""
    handler = type("Recording", (Handler,), {"asked": asked})
    with http.server.ThreadingHTTPServer((HERE, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://{HERE}:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def here_only(address: str) -> bool:
    return address == HERE


# What an answer says.


@pytest.mark.parametrize(
    ("path", "finding", "status", "target"),
    [
        ("/200", "opened", 200, None),
        ("/no-head", "opened", 200, None),
        ("/301/200", "moved", 200, "/200"),
        ("/308/301/200", "moved", 200, "/200"),
        ("/302/200", "opened", 200, None),
        ("/307/301/200", "opened", 200, None),
        ("/301/302/200", "moved", 200, "/302/200"),
        ("/404", "gone", 404, None),
        ("/410", "gone", 410, None),
        ("/301/404", "gone", 404, None),
        ("/403", "barred", 403, None),
        ("/429", "barred", 429, None),
        ("/500", "unreachable", 500, None),
        ("/302/302/302/302/302/200", "opened", 200, None),
        ("/302/302/302/302/302/302/200", "unreachable", 302, None),
    ],
)
def test_an_answer_says_what_became_of_the_address(
    site: str, path: str, finding: str, status: int, target: str | None
) -> None:
    found = look_at(site + path, here_only)
    wanted = (finding, status, target and site + target)
    assert (found.finding, found.status, found.target) == wanted


def test_the_head_is_asked_first_and_the_page_only_where_that_does_not_do(
    site: str, asked: list[tuple[str, str, str]]
) -> None:
    look_at(f"{site}/200", here_only)
    look_at(f"{site}/no-head", here_only)
    methods = [(method, path) for method, path, _ in asked]
    assert methods == [("HEAD", "/200"), ("HEAD", "/no-head"), ("GET", "/no-head")]
    assert {agent for *_, agent in asked} == {addresses.AGENT}


def test_a_path_with_letters_of_other_scripts_and_a_query_arrives_encoded(
    site: str, asked: list[tuple[str, str, str]]
) -> None:
    assert look_at(f"{site}/200/é ü?q=稀土&p=%20#part", here_only).finding == "opened"
    assert asked[0][1] == "/200/%C3%A9%20%C3%BC?q=%E7%A8%80%E5%9C%9F&p=%20"


def test_a_redirect_in_bare_letters_is_followed(
    site: str, asked: list[tuple[str, str, str]]
) -> None:
    assert look_at(f"{site}/302/bytes", here_only).finding == "opened"
    assert asked[1][1] == "/200/%C3%A9"


def test_a_host_that_never_finishes_a_line_is_left(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "LONGEST_S", 0.1)
    assert look_at(f"{site}/drip", here_only).finding == "unreachable"


def test_a_host_that_does_not_answer_is_unreachable() -> None:
    with socket.create_server((HERE, 0)) as unused:
        port = unused.getsockname()[1]
    found = look_at(f"http://{HERE}:{port}/", here_only)
    assert (found.finding, found.note) == ("unreachable", "no connection")


def test_a_secure_address_needs_a_secure_host(site: str) -> None:
    found = look_at(site.replace("http:", "https:"), here_only)
    assert (found.finding, found.note) == ("unreachable", "no secure connection")


# What is not asked.


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "ftp://192.0.2.1/",
        "file:///etc/hostname",
        "javascript:alert(1)",
        "http:///nothing",
        "",
    ],
)
def test_what_is_no_web_address_of_a_public_host_is_not_asked(url: str) -> None:
    assert look_at(url).finding == "unsafe"


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_addresses_of_the_public_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_an_address_with_a_password_is_not_asked(site: str) -> None:
    assert look_at(site.replace("//", "//me:secret@"), here_only).finding == "unsafe"


@pytest.mark.parametrize("to", ["http://127.0.0.2/", "file:///etc/hostname", "ftp://127.0.0.1/"])
def test_a_redirect_is_checked_like_an_address(
    site: str, asked: list[tuple[str, str, str]], to: str
) -> None:
    assert look_at(f"{site}/301/{to}", here_only).finding == "unsafe"
    assert len(asked) == 1


def test_a_host_with_one_private_address_among_public_ones_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = [(0, 0, 0, "", ("1.1.1.1", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    assert look_at("http://example.test/").finding == "unsafe"


def test_the_connection_goes_to_the_address_that_was_checked(
    site: str, asked: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.rpartition(":")[2])
    answers = iter([[(0, 0, 0, "", (HERE, port))]])
    real = socket.getaddrinfo

    def names(host: str, *rest: object, **more: object) -> object:
        return next(answers) if host == "example.test" else real(host, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(socket, "getaddrinfo", names)
    assert look_at(f"http://example.test:{port}/200", here_only).finding == "opened"
    assert [path for _, path, _ in asked] == ["/200"]


@pytest.mark.parametrize("url", ["http://[::1/", "http://127.0.0.1:99999/"])
def test_an_address_that_cannot_be_read_has_no_answer(url: str) -> None:
    assert look_at(url, here_only).finding == "unreachable"


# Many addresses.


def test_each_address_is_asked_once_and_one_host_for_one_page_at_a_time() -> None:
    busy: set[str] = set()
    asked: list[str] = []

    def look(url: str) -> Answer:
        host = url.split("/")[2]
        assert host not in busy
        busy.add(host)
        asked.append(url)
        busy.remove(host)
        return Answer("opened", 200)

    urls = [f"http://host-{number % 20}.test/{number}" for number in range(100)]
    found = look_at_all([*urls, *urls], look, pause_s=0)
    assert sorted(asked) == sorted(urls) and set(found) == set(urls)


def test_without_a_network_only_the_first_hosts_are_tried() -> None:
    asked: list[str] = []

    def look(url: str) -> Answer:
        asked.append(url)
        return Answer("unreachable")

    urls = [f"http://host-{number}.test/" for number in range(30)]
    with pytest.raises(NoNetworkError, match="none of the first 8 hosts could be reached"):
        look_at_all(urls, look, pause_s=0)
    assert sorted(asked) == sorted(urls[:8])


def test_no_address_needs_no_network() -> None:
    assert look_at_all([]) == {}
