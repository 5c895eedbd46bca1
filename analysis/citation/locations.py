"""Where files and sites lie: in a folder of this machine, or at an address.

Nothing is fetched unless its address was given on the command line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from analysis.core.problems import Problem, ProblemsError

TIMEOUT = 20  # seconds that a server may take to answer
LARGEST = 64 * 2**20  # bytes of one answer; the whole site is smaller
ABSENT = (404, 410)  # answers of a server that has no such file
FILES = (".svg", ".png", ".pdf", ".csv")  # endings of what may carry a stamp


class Location(Protocol):
    """A folder or an address under which files have names."""

    @property
    def name(self) -> str:
        """The folder or address, as the user knows it."""

    def read(self, name: str) -> bytes | None:
        """The file of this name; None if there is none.

        Raises ProblemsError if the place cannot be asked.
        """


@dataclass(frozen=True)
class Folder:
    """A folder of this machine."""

    name: str

    def read(self, name: str) -> bytes | None:
        path = Path(self.name, name)
        return path.read_bytes() if path.is_file() else None


@dataclass(frozen=True)
class Address:
    """The address of a site, or of a folder in one, without a slash at its end."""

    name: str

    def read(self, name: str) -> bytes | None:
        return fetched(f"{self.name}/{name}")


def place(name: str) -> Location:
    """The place that a user names."""
    return Address(site_address(name)) if is_address(name) else Folder(name)


def is_address(name: str) -> bool:
    """Whether a name is an address of the web."""
    return name.lower().startswith(("https://", "http://"))


def is_site_address(name: str) -> bool:
    """Whether a name is the address of a site, not of one file."""
    return is_address(name) and not urlsplit(name).path.lower().endswith(FILES)


def site_address(name: str) -> str:
    """The address that a site's files begin with, from that of its first page."""
    parts = urlsplit(name)
    path = parts.path.removesuffix("index.html").rstrip("/")
    return parts._replace(path=path, query="", fragment="").geturl()


def fetched(address: str) -> bytes | None:
    """What a server answers; None if it has no such file.

    Raises ProblemsError if the server cannot be reached or refuses.
    """
    try:
        request = Request(address, headers={"User-Agent": "briefing verify"})
        with urlopen(request, timeout=TIMEOUT) as answer:
            content: bytes = answer.read(LARGEST + 1)
    except HTTPError as error:
        if error.code in ABSENT:
            return None
        raise unreachable(address, f"the server answered {error.code} {error.reason}") from None
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise unreachable(address, f"this could not be reached ({reason})") from None
    if len(content) > LARGEST:
        raise unreachable(address, f"this is larger than {LARGEST // 2**20} MB")
    return content


def unreachable(address: str, message: str) -> ProblemsError:
    """The problem of an address that gave nothing."""
    repair = "check address and connection, or compare with a folder or the project"
    return ProblemsError(
        [
            Problem(
                file=address,
                rule="unreachable",
                message=message,
                repair=repair,
            )
        ]
    )


def read_json(where: Location, name: str) -> dict[str, Any]:
    """A JSON document of a site.

    Raises ProblemsError if there is none, or if the file is something else.
    """
    content = where.read(name)
    try:
        document = json.loads(content) if content is not None else None
    except ValueError:
        document = None
    if not isinstance(document, dict):
        message = f"there is no {name} that can be read"
        repair = "name the folder or the address that all pages of the site begin with"
        raise ProblemsError(
            [
                Problem(
                    file=where.name,
                    rule="no-site",
                    message=message,
                    repair=repair,
                )
            ]
        )
    return document
