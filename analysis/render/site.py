"""What a site needs besides its pages: the files they use, an entry page, a map for robots."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from analysis.core.files import write_text
from analysis.render.config import Site, as_list

CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+(?!url))["']?([^"')\s;]+)""")
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)
_REFERENCES = ("src", "href", "data", "poster", "srcset")


class _References(HTMLParser):
    """Collects the addresses that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _REFERENCES and value:
                parts = value.split(",") if name == "srcset" else [value]
                self.found += [part.split()[0] for part in parts if part.split()]


def copy_used_files(site: Site, output: Path, pages: Iterable[str]) -> None:
    """Copy the project's files that the pages and their stylesheets use, and its resources.

    `pages` are names relative to `output`. What lies outside the project is left alone.
    """
    waiting = [name for page in pages for name in _used_by_page(output / page, page)]
    waiting += _resources(site)
    copied: set[str] = set()
    while waiting:
        name = waiting.pop()
        file = site.root / name
        if name in copied or not _inside(file, site.root) or not file.is_file():
            continue
        copied.add(name)
        target = output / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        if file.suffix == ".css":
            urls = CSS_URL.findall(file.read_text(encoding="utf-8"))
            waiting += _local(urls, name)


def _used_by_page(file: Path, name: str) -> Iterator[str]:
    parser = _References()
    parser.feed(file.read_text(encoding="utf-8"))
    return (used for used in _local(parser.found, name) if not used.endswith((".qmd", ".html")))


def _local(addresses: Iterable[str], page: str) -> Iterator[str]:
    """The files of the project among the addresses, named from its folder."""
    for address in addresses:
        path = unquote(re.split("[?#]", address)[0])
        if not path or _SCHEME.match(address):
            continue
        parts = [] if path.startswith("/") else page.split("/")[:-1]
        for part in path.strip("/").split("/"):
            parts = parts[:-1] if part == ".." else [*parts, part] if part != "." else parts
        yield "/".join(parts)


def _resources(site: Site) -> Iterator[str]:
    for pattern in as_list(site.yaml.section("project").get("resources")):
        for path in sorted(site.root.glob(str(pattern).lstrip("/"))):
            files = path.rglob("*") if path.is_dir() else [path]
            yield from (file.relative_to(site.root).as_posix() for file in sorted(files))


def _inside(file: Path, root: Path) -> bool:
    return file.resolve().is_relative_to(root.resolve())


def write_site_files(site: Site, output: Path, pages: list[str]) -> None:
    """Write `index.html` (to the first page), `robots.txt` and `sitemap.xml`.

    The map carries no dates: they would change with every build.
    """
    if pages:
        title = str(site.yaml.section("website").get("title") or "Contents")
        entry = _redirect(pages[0], title, str(site.settings.get("lang", "en")))
        write_text(output / "index.html", entry)
    if site.address:
        addresses = [escape(f"{site.address}/{page}") for page in pages]
        urls = "".join(f"<url><loc>{address}</loc></url>\n" for address in addresses)
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        sitemap = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="{namespace}">\n{urls}</urlset>\n'
        )
        write_text(output / "sitemap.xml", sitemap)
        write_text(output / "robots.txt", f"Sitemap: {site.address}/sitemap.xml\n")


def _redirect(target: str, title: str, language: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta http-equiv="refresh" content="0; url={escape(target)}">\n</head>\n'
        f'<body><p><a href="{escape(target)}">{escape(title)}</a></p></body>\n</html>\n'
    )
