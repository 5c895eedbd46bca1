"""The pages that an engine rendered, made alike: front page, site map, head, policy, search.

Quarto runs `briefing publish` after each rendering, also of one page alone and at each save of a
preview. So everything here may be done any number of times, and to a site that lacks pages; and it
reads nothing but the pages, what was written beside them being kept from the last time.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePath

import psutil

from analysis.core.files import write_text
from analysis.core.project import FINGERPRINT, Project
from analysis.render.config import read_site
from analysis.render.site import write_site_files
from analysis.site.search import Entry, write_index

BRIEFING = "report/index.html"
MAPPED = ("exhibits", "minerals", "actors", "records")  # folders beside the documents, in the map

# What Quarto writes although it is not asked for: the text of all pages, for a search of its own.
UNASKED = ("search.json",)

_HEAD = ("<!-- citation -->", "<!-- end of citation -->\n")
_POLICY = re.compile(r'(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*')
# Quarto's preview puts a script of its own into each page, which hears of changes by a socket.
_RELAXED = {"script-src 'self'": " 'unsafe-inline'", "connect-src 'self'": " ws: wss:"}


def rendered_files(site: Path) -> list[Path]:
    """What builds, engines and `finish` write: all that may change from render to render."""
    own = ("index.html", "sitemap.xml", "robots.txt", "search", "site_libs", FINGERPRINT, *UNASKED)
    pages = [path for path in (site / "report").glob("*") if path.name != "theme"]
    return [*(site / name for name in own), *pages]


@dataclass(frozen=True)
class Beside:
    """What rendered pages say of what stands beside them: the briefing's head, exhibits to find."""

    head: str
    entries: tuple[Entry, ...]


def finish(project: Project, site: Path, beside: Beside) -> None:
    """Bring all rendered pages of a site in line with what stands beside them."""
    write_frame(project, site)
    set_head(site / BRIEFING, beside.head)
    set_policies(site, relaxed=called_by_preview())
    write_index(beside.entries, site)


def write_frame(project: Project, site: Path) -> None:
    """Write the front page, the site map and `robots.txt`, whatever the engine wrote there.

    They lead to the pages that are there, in the order of the documents; the map also to what
    readers look for by name.
    """
    settings = read_site(project.root)
    names = [str(PurePath(name).with_suffix(".html")) for name in settings.documents()]
    pages = [name for name in names if (site / name).is_file()]
    found = [path for folder in MAPPED for path in sorted((site / folder).rglob("index.html"))]
    beside = [path.relative_to(site).as_posix() for path in found]
    write_site_files(settings, site, [*pages, *beside])
    for name in UNASKED:
        (site / name).unlink(missing_ok=True)


def set_head(page: Path, markup: str) -> None:
    """Describe a rendered page in its head, in place of what described it before."""
    if not page.is_file():
        return
    text = page.read_text(encoding="utf-8")
    before, begins, rest = text.partition(_HEAD[0])
    if begins:
        text = before + rest.partition(_HEAD[1])[2]
    described = f"{_HEAD[0]}\n{markup}{_HEAD[1]}"
    write_text(page, text.replace("</head>", f"{described}</head>", 1))


def set_policies(site: Path, relaxed: bool) -> None:
    """Let rendered pages run the scripts that a preview puts into them, or own scripts alone."""
    for page in sorted((site / "report").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        policy = _POLICY.search(text)
        if policy is None:
            continue
        allowed = policy[0]
        for own, more in _RELAXED.items():
            allowed = allowed.replace(own + more, own)
            allowed = allowed.replace(own, own + more) if relaxed else allowed
        if allowed != policy[0]:
            write_text(page, _POLICY.sub(lambda _: allowed, text, count=1))  # noqa: B023


def called_by_preview() -> bool:
    """Whether this command runs for `quarto preview`, of which its environment says nothing."""
    with contextlib.suppress(psutil.Error):
        return any(is_preview(process.cmdline()) for process in psutil.Process().parents())
    return False


def is_preview(command: list[str]) -> bool:
    """Whether the words of a command start a preview of Quarto."""
    words = [PurePath(word).name for word in command]
    return "preview" in words and any(word.startswith("quarto") for word in words)
