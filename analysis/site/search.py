"""The site's search: an index of its sections, made from the pages, and of what has a page.

Made after rendering, so that both engines share it. The index is a script that holds data alone:
unlike a file that a page would have to fetch, it also works where the site is opened from disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from analysis.core.files import script_json, write_text

if TYPE_CHECKING:
    from analysis.exhibits.exhibit import Exhibit
    from analysis.site.profiles.profile import Profile
    from analysis.site.records.record import Record

SEARCH_PAGE = "search.html"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Tags that do not part words.
INLINE = {"a", "abbr", "b", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup"}
# What a reader does not look for in the running text; exhibits have entries of their own.
LEFT_OUT = {"figure", "footer", "nav", "noscript", "script", "style", "svg", "table", "template"}
# What a record is also looked for by.
FOUND_BY = {"Parties", "Led or signed by", "Minerals", "Company", "Place", "Makes", "Run by"}
SYNONYMS = "synonyms.yml"


@dataclass(frozen=True)
class Entry:
    """One result of a search: its kind, its page's title, its own heading, its address, its words.

    Kinds are passage, figure, number, record, mineral and actor.
    """

    kind: str
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
            address = f"{name}{anchor}"
            yield Entry("passage", title, joined(heading) or title, address, joined(words))


def joined(parts: Iterable[str]) -> str:
    """Pieces of text as one line."""
    return " ".join("".join(parts).split())


def exhibit_entry(exhibit: Exhibit) -> Entry:
    """An exhibit by what it says."""
    kind = "Figure" if exhibit.is_figure else "Table"
    words = f"{exhibit.id} {exhibit.subtitle} {exhibit.note}"
    return Entry("figure", kind, exhibit.title, f"../exhibits/{exhibit.id}/index.html", words)


def number_entry(record: Mapping[str, Any]) -> Entry:
    """A number of the prose by what it is. Parameters: its record in the catalogue."""
    name = record["id"]
    return Entry("number", record["text"], record["label"], f"../facts/{name}/index.html", name)


def record_entry(record: Record) -> Entry:
    """A row of a table by its name and by who and what it concerns."""
    words = " ".join(line.words for term, line in record.details if term in FOUND_BY)
    return Entry("record", record.subtitle, record.title, f"../{record.path}", words)


def profile_entry(profile: Profile) -> Entry:
    """A mineral or government by its name and what its profile finds."""
    kind = profile.kind.removesuffix("s")
    page = f"{kind.capitalize()} profile" if kind == "mineral" else "Profile of a government"
    return Entry(kind, page, profile.name, f"../{profile.path}", profile.line)


def write_synonyms(report: Path, site: Path) -> None:
    """Write the words that `report/theme/search.js` takes for one another."""
    groups = yaml.safe_load((report / SYNONYMS).read_text(encoding="utf-8"))
    content = f"window.briefingSynonyms = {script_json(groups)};\n"
    write_text(site / "report" / "theme" / "synonyms.js", content)


def write_index(others: Iterable[Entry], site: Path) -> None:
    """Write `search/sections.js`: all sections of the report's pages, then the others."""
    pages = sorted(path for path in (site / "report").glob("*.html") if path.name != SEARCH_PAGE)
    entries = [
        entry for path in pages for entry in sections(path.read_text(encoding="utf-8"), path.name)
    ]
    rows = [astuple(entry) for entry in [*entries, *others]]
    write_text(site / "search" / "sections.js", f"window.briefingSections = {script_json(rows)};\n")
