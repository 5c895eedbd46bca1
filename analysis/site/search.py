"""The site's search: an index of its sections, made from the pages themselves.

Made after rendering, so that both engines share it. The index is a script that holds data alone:
unlike a file that a page would have to fetch, it also works where the site is opened from disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from analysis.core.files import script_json, write_text

if TYPE_CHECKING:
    from analysis.exhibits.exhibit import Exhibit

SEARCH_PAGE = "search.html"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Tags that do not part words.
INLINE = {"a", "abbr", "b", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup"}
# What a reader does not look for in the running text; exhibits have entries of their own.
LEFT_OUT = {"figure", "footer", "nav", "noscript", "script", "style", "svg", "table", "template"}
# Tables whose rows are worth finding, and the cell that names a row.
ROW_NAMES = {"tbl-announcements": "title", "tbl-projects": "name", "tbl-stockpiles": "programme"}


@dataclass(frozen=True)
class Entry:
    """One result of a search: the page's title, its own heading, its address, its words."""

    page: str
    heading: str
    address: str
    words: str


class _Sections(HTMLParser):
    """Collects the sections of one page: (anchor, heading, words), the page's top first."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str], list[str]]] = [("", [], [])]
        self._open: list[tuple[str, bool]] = []  # tags, and whether each began a section
        self._inside: list[int] = [0]
        self._left_out = 0
        self._heading = False
        self._main = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        if tag in VOID:
            return
        begins = tag == "section" and bool(dict(attrs).get("id"))
        if begins:
            self.found.append((f"#{dict(attrs)['id']}", [], []))
            self._inside.append(len(self.found) - 1)
        self._open.append((tag, begins))
        self._left_out += tag in LEFT_OUT
        self._main += tag == "main"
        self._heading = self._heading or tag in {"h1", "h2", "h3", "h4"}

    def _part(self, tag: str) -> None:
        """Words of two blocks do not touch."""
        if tag not in INLINE:
            self.found[self._inside[-1]][2].append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in VOID:  # pandoc writes `<col />`, which ends nothing
            return
        while self._open:
            name, begins = self._open.pop()
            self._left_out -= name in LEFT_OUT
            self._main -= name == "main"
            self._heading = self._heading and name not in {"h1", "h2", "h3", "h4"}
            if begins:
                self._inside.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._main and not self._left_out and data.strip():
            _, heading, words = self.found[self._inside[-1]]
            (heading if self._heading else words).append(data)


def sections(page: str, name: str) -> Iterator[Entry]:
    """The sections of one page of the report; those without a word are left out."""
    parser = _Sections()
    parser.feed(page)
    title = joined(parser.found[0][1])
    for anchor, heading, words in parser.found:
        if joined(words) or joined(heading):
            yield Entry(title, joined(heading) or title, f"{name}{anchor}", joined(words))


def joined(parts: Iterable[str]) -> str:
    """Pieces of text as one line."""
    return " ".join("".join(parts).split())


def exhibit_entries(exhibit: Exhibit) -> Iterator[Entry]:
    """An exhibit by what it says, and the named rows of a long table, each as a view of it."""
    kind = "Figure" if exhibit.is_figure else "Table"
    words = f"{exhibit.id} {exhibit.subtitle} {exhibit.note}"
    yield Entry(kind, exhibit.title, f"../exhibits/{exhibit.id}/index.html", words)
    column = ROW_NAMES.get(exhibit.id)
    if column is None or exhibit.data.empty:
        return
    page = f"{exhibit.id.removeprefix('tbl-')}.html"
    for name in exhibit.data[column].drop_duplicates():
        yield Entry(page.removesuffix(".html").capitalize(), name, f"{page}?q={quote(name)}", "")


def write_index(exhibits: Iterable[Entry], site: Path) -> None:
    """Write `search/sections.js`: all sections of the report's pages, then `exhibits`."""
    pages = sorted(path for path in (site / "report").glob("*.html") if path.name != SEARCH_PAGE)
    entries = [
        entry for path in pages for entry in sections(path.read_text(encoding="utf-8"), path.name)
    ]
    rows = [[e.page, e.heading, e.address, e.words] for e in [*entries, *exhibits]]
    write_text(site / "search" / "sections.js", f"window.briefingSections = {script_json(rows)};\n")
