"""Checks a built site, whichever engine built it: what every page and PDF must hold.

Needs `pdftotext` of poppler-utils.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html5lib
import pikepdf

from analysis.core.problems import Problem
from analysis.render.place import Place
from analysis.render.site import CSS_URL

REPORT = "report"
REPAIR = "mend the document, its template or the engine"

_UNRESOLVED = re.compile(r"\?@|\[-?@|\?(?:fig|tbl|sec)-|(?<![\w.])@(?:fig|tbl|sec)-[\w-]+")
_CAPTION = re.compile(r"\s*(?P<name>Figure|Table)\s(?P<number>\d+)\b")
_NUMBER = re.compile(r"[\d.]*\d")
_FOREIGN = re.compile(r"^(?!data:)(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_RESOURCES = {
    "audio": "src", "embed": "src", "iframe": "src", "image": "href", "img": "src", "link": "href",
    "object": "data", "script": "src", "source": "src", "track": "src", "use": "href",
    "video": "src",
}  # fmt: skip
_LOADED_LINKS = {"stylesheet", "preload", "modulepreload", "icon", "manifest", "prefetch"}
# Where a site may have pages: the report, and what stands beside it.
FOLDERS = {
    *("report", "exhibits", "facts", "records", "minerals", "actors", "sources", "v"),
    *("cite", "corrections", "verify", "data"),
}
FRONT = "index.html"
# What a head may say more than once.
_REPEATED = {"author", "citation_author", "DC.creator", "DC.subject", "og:image"}
SEARCH_INDEX, SEARCH_PAGE = "search/sections.js", "report/search.html"
_NOT_PROSE = {"code", "pre", "script", "style", "svg", "textarea"}


@dataclass(frozen=True)
class Page:
    """A page of the site, parsed as a browser does."""

    site: Path
    name: str

    @cached_property
    def tree(self) -> Any:
        """The page's root element."""
        text = (self.site / self.name).read_text(encoding="utf-8")
        return html5lib.parse(text, treebuilder="lxml", namespaceHTMLElements=False).getroot()

    @cached_property
    def elements(self) -> list[Any]:
        """All elements in the order of the page."""
        return [element for element in self.tree.iter() if isinstance(element.tag, str)]

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """The element of each id."""
        return {element.get("id"): element for element in self.elements if element.get("id")}

    def named(self, *names: str) -> list[Any]:
        """The elements of these names, in HTML or SVG."""
        return [element for element in self.elements if _name(element) in names]

    @property
    def title(self) -> str:
        """The page's title."""
        return next((_text(element).strip() for element in self.named("title")), "")

    @property
    def heading(self) -> str:
        """The words of the page's first heading."""
        return next((_words(_text(element)) for element in self.named("h1")), "")

    @property
    def redirects(self) -> bool:
        """Whether the page only leads to another one."""
        return any(
            (meta.get("http-equiv") or "").lower() == "refresh" for meta in self.named("meta")
        )

    def problem(self, rule: str, message: str, value: str | None = None) -> Problem:
        """A problem of this page."""
        return Place(self.name).problem(rule, message, REPAIR, value)


def check_site(
    site: Path,
    facts: dict[str, str] | None = None,
    stamp: str | None = None,
    address: str | None = None,
) -> list[Problem]:
    """Everything in which a built site breaks the contract; empty if it holds.

    `facts` maps the id of each fact to its text; None leaves the facts' texts unchecked. `stamp` is
    what every caption must contain, such as `data version 1.2.0`; None asks for nothing. `address`
    is where the site is published, to which its PDF leads ("" for nowhere yet); None leaves the
    links of the PDF unchecked.
    """
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    pages = {name: Page(site, name) for name in names}
    problems: list[Problem] = []
    problems += _front(site, pages)
    problems += _search(site, pages)
    for page in pages.values():
        problems += _place(page)
        problems += _head(page)
        problems += _frame(page)
        problems += _links(page, pages)
        problems += _resources(page)
        problems += _alternatives(page)
        problems += _unresolved(page)
        problems += _floats(page, stamp)
        problems += _references(page)
        problems += _facts(page, facts)
    problems += _stylesheets(site)
    for path in sorted((site / REPORT).glob("*.pdf")):
        name = path.relative_to(site).as_posix()
        problems += _pdf(path, name, [page for page in pages.values() if not page.redirects])
        if address is not None:
            problems += _pdf_links(path, name, site, address)
    return problems


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _front(site: Path, pages: dict[str, Page]) -> Iterator[Problem]:
    """The site's first page leads to the briefing."""
    front = pages.get(FRONT)
    if front is None:
        yield Place(FRONT).problem("front-page", "the site has no first page", REPAIR)
        return
    leads = [meta.get("content") or "" for meta in front.named("meta") if meta.get("http-equiv")]
    targets = [words.partition("url=")[2].strip("'\" ") for words in leads]
    targets += [words.partition("URL=")[2].strip("'\" ") for words in leads]
    if front.redirects and f"{REPORT}/index.html" not in targets:
        message = "the site's first page does not lead to the briefing"
        yield front.problem("front-page", message, "".join(targets))


def _place(page: Page) -> Iterator[Problem]:
    """Every page is one of the project's, and not a test's or a neighbour's."""
    folder, slash, _ = page.name.partition("/")
    if slash and folder not in FOLDERS:
        yield page.problem("foreign-page", "no page of the site stands in this folder", folder)


def _head(page: Page) -> Iterator[Problem]:
    """What describes a page stands in its head once."""
    named = [
        meta.get("name") or meta.get("property") or (meta.get("http-equiv") or "").lower()
        for meta in page.named("meta")
    ]
    said = [name for name in named if name and name not in _REPEATED]
    said += [f"link {link.get('rel')}" for link in page.named("link") if _is_one(link)]
    linked_data = [s for s in page.named("script") if s.get("type") == "application/ld+json"]
    said += ["linked data"] * len(linked_data)
    for name, count in Counter(said).items():
        if count > 1:
            yield page.problem("head-once", f"its head says this {count} times", name)


def _is_one(link: Any) -> bool:
    return link.get("rel") in ("canonical", "license")


def _search(site: Path, pages: dict[str, Page]) -> Iterator[Problem]:
    """The search knows every section of the report, and leads nowhere in vain."""
    index = site / SEARCH_INDEX
    if not index.is_file():
        return
    text = index.read_text(encoding="utf-8")
    rows = json.loads(text[text.index("[") : text.rindex("]") + 1])
    known = {address for _, _, _, address, _ in rows}
    place = Place(SEARCH_INDEX)
    for page in (page for name, page in pages.items() if name.startswith(f"{REPORT}/")):
        if page.name == SEARCH_PAGE:
            continue
        for section in page.named("section"):
            address = f"{page.name.removeprefix(f'{REPORT}/')}#{section.get('id')}"
            if section.get("id") and address not in known:
                yield place.problem("search", "the search lacks this section", REPAIR, address)
    for address in sorted(known):
        path, _, fragment = address.partition("#")
        file = _target(site, f"{REPORT}/search.html", path)
        if file is None or (fragment and unquote(fragment) not in pages[file].by_id):
            yield place.problem("search", "the search leads nowhere", REPAIR, address)


def _frame(page: Page) -> Iterator[Problem]:
    """Title, language, one h1, headings in order, ids unique."""
    if not page.title:
        yield page.problem("title", "the page has no title")
    if not page.tree.get("lang"):
        yield page.problem("lang", "the page does not say its language")
    identifiers = Counter(element.get("id") for element in page.elements if element.get("id"))
    for identifier, count in identifiers.items():
        if count > 1:
            yield page.problem("unique-id", f"the id stands {count} times", identifier)
    if page.redirects:
        return
    headings = page.named("h1", "h2", "h3", "h4", "h5", "h6")
    levels = [int(_name(heading)[1]) for heading in headings]
    if levels.count(1) != 1:
        yield page.problem("one-h1", f"the page has {levels.count(1)} headings of the first level")
    for heading, before, level in zip(headings, [0, *levels], levels, strict=False):
        if level > before + 1:
            message = f"a heading of level {level} follows one of level {before}"
            yield page.problem("heading-order", message, _text(heading).strip())


def _links(page: Page, pages: dict[str, Page]) -> Iterator[Problem]:
    """Links inside the site lead to a file, and to an id in it."""
    for element in page.named("a", "area"):
        target = element.get("href")
        if not target or _FOREIGN.match(target) or target.startswith("data:"):
            continue
        path, _, fragment = target.partition("#")
        file = _target(page.site, page.name, path)
        if file is None:
            yield page.problem("dead-link", "the link leads to no file of the site", target)
        elif fragment and file in pages and unquote(fragment) not in pages[file].by_id:
            yield page.problem("dead-link", "the link leads to no id of its page", target)


def _target(site: Path, name: str, address: str) -> str | None:
    """The name of the file that an address in the file `name` leads to; None if there is none."""
    path = unquote(re.split("[?#]", address)[0])
    if not path:
        return name
    root = site.resolve()
    start = root if path.startswith("/") else (root / name).parent
    file = (start / path.lstrip("/")).resolve()
    if file.is_dir():
        file /= "index.html"
    if not file.is_file() or not file.is_relative_to(root):
        return None
    return file.relative_to(root).as_posix()


def _resources(page: Page) -> Iterator[Problem]:
    """Nothing that the browser loads comes from another host, and all of it is there."""
    addresses: list[str] = []
    for element in page.elements:
        name = _name(element)
        addresses += CSS_URL.findall(element.get("style") or "")
        if name == "style":
            addresses += CSS_URL.findall(_text(element))
        if name in _RESOURCES and (name != "link" or _is_loaded(element)):
            addresses += [element.get(_RESOURCES[name]) or ""]
            addresses += [element.get("{http://www.w3.org/1999/xlink}href") or ""]
        sources = (element.get("srcset") or "").split(",")
        addresses += [source.split()[0] for source in sources if source.strip()]
    yield from _loaded(page.site, page.name, addresses)


def _loaded(site: Path, name: str, addresses: Iterable[str]) -> Iterator[Problem]:
    """Problems with what the file `name` makes a browser load."""
    for address in filter(None, addresses):
        if _FOREIGN.match(address):
            message = "this is loaded from another host"
            yield Place(name).problem("foreign-host", message, REPAIR, address)
        elif not _is_inline(address) and _target(site, name, address) is None:
            message = "this is loaded in vain"
            yield Place(name).problem("missing-resource", message, REPAIR, address)


def _is_inline(address: str) -> bool:
    return address.startswith(("#", "data:"))


def _is_loaded(link: Any) -> bool:
    return bool(_LOADED_LINKS & set((link.get("rel") or "").lower().split()))


def _stylesheets(site: Path) -> Iterator[Problem]:
    for path in sorted(site.rglob("*.css")):
        name = path.relative_to(site).as_posix()
        yield from _loaded(site, name, CSS_URL.findall(path.read_text(encoding="utf-8")))


def _alternatives(page: Page) -> Iterator[Problem]:
    """Every picture says in words what it shows."""
    for image in page.named("img"):
        decorative = image.get("role") == "presentation" or image.get("aria-hidden") == "true"
        if image.get("alt") is None or not (image.get("alt").strip() or decorative):
            message = "the picture has no alternative text"
            yield page.problem("alt-text", message, image.get("src"))
    for drawing in page.named("svg"):
        if drawing.get("role") == "img" and not _accessible_name(page, drawing):
            message = "the drawing has no accessible name"
            yield page.problem("alt-text", message, drawing.get("id"))


def _accessible_name(page: Page, drawing: Any) -> str:
    label = drawing.get("aria-label") or ""
    for identifier in (drawing.get("aria-labelledby") or "").split():
        if identifier in page.by_id:
            label += _text(page.by_id[identifier])
    titles = [_text(child) for child in drawing if _name(child) == "title"]
    return (label or "".join(titles)).strip()


def _unresolved(page: Page) -> Iterator[Problem]:
    for found in _UNRESOLVED.finditer(_prose(page.tree)):
        yield page.problem("unresolved", "a reference or citation is unresolved", found[0])


def _prose(element: Any) -> str:
    """The words of an element that are neither code nor picture."""
    if not isinstance(element.tag, str) or _name(element) in _NOT_PROSE:
        return ""
    inside = [element.text or ""]
    for child in element:
        inside += [_prose(child), child.tail or ""]
    return "".join(inside)


def _floats(page: Page, stamp: str | None) -> Iterator[Problem]:
    """Figures and tables are numbered 1..n in the order of the page, and carry the stamp."""
    counts: Counter[str] = Counter()
    for identifier, element in page.by_id.items():
        if "quarto-float" not in _classes(element):
            continue
        caption = next((_text(part) for part in element.iter() if _name(part) == "figcaption"), "")
        kind = identifier.partition("-")[0]
        counts[kind] += 1
        found = _CAPTION.match(caption)
        if found is None or int(found["number"]) != counts[kind]:
            message = f"its caption should begin with the number {counts[kind]}"
            yield page.problem("numbering", message, identifier)
        if stamp is not None and stamp not in caption:
            yield page.problem("stamp", f"its caption does not say {stamp}", identifier)


def _references(page: Page) -> Iterator[Problem]:
    """References name the number that their target has."""
    for link in page.named("a"):
        if "quarto-xref" not in _classes(link):
            continue
        target = page.by_id.get((link.get("href") or "").removeprefix("#"))
        said = _NUMBER.findall(_text(link))
        if target is None or not said or said[-1] != _number(target):
            message = "the reference does not name the number of its target"
            yield page.problem("reference", message, _text(link))


def _number(target: Any) -> str:
    """The number of a figure, a table or a section."""
    if target.get("data-number"):
        return str(target.get("data-number"))
    captions = [_text(part) for part in target.iter() if _name(part) == "figcaption"]
    found = _CAPTION.match(captions[0]) if captions else None
    return found["number"] if found else ""


def _facts(page: Page, facts: dict[str, str] | None) -> Iterator[Problem]:
    for element in page.elements if facts is not None else []:
        name = element.get("data-fact")
        if name is None:
            continue
        if name not in (facts or {}):
            yield page.problem("fact", "there is no such fact", name)
        elif _words(_text(element)) != _words((facts or {})[name]):
            message = f"the page says {_text(element)}, the fact is {(facts or {})[name]}"
            yield page.problem("fact", message, name)


def _words(text: str) -> str:
    """Text with every run of white space as one space."""
    return " ".join(text.split())


def _pdf(path: Path, name: str, pages: list[Page]) -> Iterator[Problem]:
    """A PDF is tagged, says title and language, has bookmarks, and holds its page's facts.

    Its page is the one whose first heading is the title of the PDF.
    """
    place = Place(name)
    with pikepdf.open(path) as document:
        root: Any = document.Root
        title = str(document.docinfo.get("/Title", ""))
        held = {
            "tagged": "/StructTreeRoot" in root and bool(root.get("/MarkInfo", {}).get("/Marked")),
            "title": bool(title),
            "language": bool(str(root.get("/Lang", ""))),
            "bookmarks": "/First" in root.get("/Outlines", {}),
        }
    for rule, holds in held.items():
        if not holds:
            yield place.problem(f"pdf-{rule}", f"the PDF lacks: {rule}", REPAIR)
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    for found in _UNRESOLVED.finditer(text):
        message = "a reference or citation is unresolved"
        yield place.problem("unresolved", message, REPAIR, found[0])
    twins = [page for page in pages if page.heading == _words(title)]
    if not twins:
        yield place.problem("pdf-title", "no page is headed like the PDF", REPAIR, title)
    words = _words(text)
    for page in twins:
        facts = {e.get("data-fact"): _words(_text(e)) for e in page.elements if e.get("data-fact")}
        for fact, value in facts.items():
            if value not in words:
                yield place.problem("pdf-fact", f"the PDF does not say {value}", REPAIR, fact)


def _pdf_links(path: Path, name: str, site: Path, address: str) -> Iterator[Problem]:
    """Each link of a PDF leads to another host, or to a file of the site."""
    with pikepdf.open(path) as document:
        notes = [note for page in document.pages for note in page.get("/Annots", [])]
        links = {str(note.A.URI) for note in notes if "/URI" in note.get("/A", {})}
    for link in sorted(links):
        is_own = bool(address) and link.startswith(f"{address}/")
        if _FOREIGN.match(link) and not is_own:
            continue
        inside = link.removeprefix(address) if is_own else link
        if _target(site, name, inside) is None:
            message = "the link of the PDF leads to no file of the site"
            yield Place(name).problem("pdf-link", message, REPAIR, link)
