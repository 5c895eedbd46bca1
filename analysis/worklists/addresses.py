"""Whether web addresses still lead somewhere; asked politely, and of public hosts alone.

An address comes from a table that anybody may have written. So a host is looked up first, every
address that it has must be public, and the connection goes to that very address: a name cannot
point elsewhere in between. Each redirect is checked anew. Proxies are not used, because behind one
nobody could check. Nothing is read of a page but its head.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from urllib.parse import SplitResult, quote, urljoin, urlsplit

FINDINGS = {
    "opened": "leads to a page",
    "moved": "leads elsewhere for good",
    "gone": "the host says that there is no such page",
    "barred": "the host answers, but not to a program",
    "unreachable": "no answer that could be used",
    "unsafe": "not asked: no web address of a public host",
}
AMISS = ("gone", "unreachable", "unsafe", "moved")
"""What an analyst has to mend, the worst first."""

PORTS = {"http": 80, "https": 443}
PERMANENT = (301, 308)
TEMPORARY = (302, 303, 307)
GONE = (404, 410)
BARRED = (401, 403, 405, 406, 429, 451)

MOST_REDIRECTS = 5
AT_ONCE = 8
"""Hosts that are asked at the same time, each for one page at a time."""
TIMEOUT_S = 15.0
"""Seconds for each step of one request."""
LONGEST_S = 45.0
"""Seconds for one request in all, for hosts that send a byte now and then."""
PAUSE_S = 1.0
"""Seconds between two requests to one host."""

AGENT = "briefing-sources/1.0 (checks whether the cited sources of a report are still there)"
NAT64 = ipaddress.ip_network("64:ff9b::/96")
UNQUOTED = "/%:=&?~+!$,;'@()*[]"

Allowed = Callable[[str], bool]


@dataclass(frozen=True)
class Answer:
    """What became of one address.

    Attributes:
        finding: a key of `FINDINGS`.
        status: status of the last response; None if there was none.
        target: where the address leads for good, if it moved.
        note: what happened, in a few words.
    """

    finding: str
    status: int | None = None
    target: str | None = None
    note: str = ""


class UnsafeError(Exception):
    """An address that must not be asked; says why."""


class NoNetworkError(Exception):
    """None of the first addresses could be reached."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also inside IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def look_at_all(
    urls: Iterable[str], look: Callable[[str], Answer] | None = None, pause_s: float = PAUSE_S
) -> dict[str, Answer]:
    """What became of each address; one host is asked for one page at a time.

    Parameters: the addresses; `look`, which asks for one (default: `look_at`); the pause between
    two pages of one host.
    Returns an answer for each. Raises NoNetworkError if none of the first hosts can be reached.
    """
    ask = look or look_at
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(_host(url), []).append(url)
    first = [pages[0] for pages in by_host.values()][:AT_ONCE]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = dict(zip(first, pool.map(ask, first), strict=True))
        if answers and all(answer.finding == "unreachable" for answer in answers.values()):
            raise NoNetworkError(f"none of the first {len(answers)} hosts could be reached")
        left = [[url for url in pages if url not in answers] for pages in by_host.values()]
        for found in pool.map(partial(_in_turn, ask=ask, pause_s=pause_s), left):
            answers |= found
    return answers


def _in_turn(urls: list[str], ask: Callable[[str], Answer], pause_s: float) -> dict[str, Answer]:
    """The pages of one host, one after the other."""
    answers = {}
    for url in urls:
        time.sleep(pause_s)
        answers[url] = ask(url)
    return answers


def _host(url: str) -> str:
    """The host of an address; empty if it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def look_at(url: str, allowed: Allowed = is_public) -> Answer:
    """Ask for one address and follow its redirects.

    Parameters: the address; which IP addresses may be asked.
    """
    here, target, is_for_good = url, None, True
    for _ in range(MOST_REDIRECTS + 1):
        try:
            status, location = ask(here, allowed)
        except UnsafeError as error:
            return Answer("unsafe", note=str(error))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer("unreachable", note=_reason(error))
        if location is None or status not in PERMANENT + TEMPORARY:
            return _answer(status, target)
        here = urljoin(here, location)
        is_for_good &= status in PERMANENT
        target = here if is_for_good else target
    return Answer("unreachable", status, note=f"more than {MOST_REDIRECTS} redirects")


def _answer(status: int, target: str | None) -> Answer:
    """What a final response says."""
    if status in GONE:
        return Answer("gone", status)
    if status in BARRED:
        return Answer("barred", status)
    if not 200 <= status < 400:
        return Answer("unreachable", status, note="the host reports an error")
    return Answer("moved", status, target) if target else Answer("opened", status)


def _reason(error: Exception) -> str:
    """Why there was no answer, in a few words."""
    if isinstance(error, socket.gaierror | UnicodeError):
        return "the host has no address"
    if isinstance(error, ssl.SSLError):
        return "no secure connection"
    return "no answer in time" if isinstance(error, TimeoutError) else "no connection"


def ask(url: str, allowed: Allowed) -> tuple[int, str | None]:
    """Status and target of the redirect of one request: HEAD, and GET where HEAD does not succeed.

    Raises UnsafeError for an address that must not be asked; OSError, HTTPException or ValueError
    if there is no answer.
    """
    parts = urlsplit(url)
    address = public_address(parts, allowed)
    try:
        status, location = _request("HEAD", parts, address)
    except http.client.HTTPException:
        status = 0
    if 200 <= status < 400:
        return status, location
    return _request("GET", parts, address)


def public_address(parts: SplitResult, allowed: Allowed) -> str:
    """An IP address of the host, if all that it has are allowed.

    Raises UnsafeError if one is not, or if this is no plain web address.
    """
    if parts.scheme not in PORTS or not parts.hostname:
        raise UnsafeError("no http or https address")
    if parts.username or parts.password:
        raise UnsafeError("holds a user name or a password")
    port = parts.port or PORTS[parts.scheme]
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(place[0]) for *_, place in found]
    if not all(allowed(address) for address in addresses):
        raise UnsafeError("its host is not on the public internet")
    return addresses[0]


class Connection(http.client.HTTPConnection):
    """A connection to an IP address that was checked, under the name of its host."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        host, scheme = parts.hostname or "", parts.scheme
        super().__init__(host, parts.port or PORTS[scheme], timeout=TIMEOUT_S)
        self.address, self.is_secure = address, scheme == "https"

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def stop(self) -> None:
        """End a request that takes too long, from another thread."""
        if self.sock:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _request(method: str, parts: SplitResult, address: str) -> tuple[int, str | None]:
    """Status and target of one request; the body is not read."""
    connection = Connection(parts, address)
    timer = threading.Timer(LONGEST_S, connection.stop)
    timer.daemon = True
    timer.start()
    query = f"?{parts.query}" if parts.query else ""
    name = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    headers = {"Host": name, "User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
    try:
        connection.request(method, quote((parts.path or "/") + query, UNQUOTED), headers=headers)
        response = connection.getresponse()
        location = response.getheader("Location")
        # Headers are read as Latin-1; what is no ASCII in them goes on as the bytes that came.
        target = quote(location.encode("latin-1"), UNQUOTED + "#") if location else None
        return response.status, target
    finally:
        timer.cancel()
        connection.close()
