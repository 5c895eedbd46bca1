"""Pictures of every page, in light and dark, and of every page of the PDF: `make look`.

Needs Chromium and pdftoppm. Takes the built site `_site`; writes the folder `look`.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from analysis.core.project import Project

WIDTHS = (390, 768, 1280)  # px: phone, tablet, laptop
MODES = ("light", "dark")
PAGES = ("report/*.html", "exhibits/*/index.html", "facts/index.html", "verify/index.html")
PACKED = {".html", ".css", ".js", ".json", ".svg"}
PDF_DPI = 70


class Compressing(http.server.SimpleHTTPRequestHandler):
    """A file server that compresses text, as servers of sites do, and writes no log."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.suffix not in PACKED or not path.is_file():
            super().do_GET()
            return
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the pictures are the result."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine while the block runs."""
    handler = functools.partial(Compressing, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def launched(playwright: object) -> Browser:
    """The machine's own Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing: install the Debian package chromium")
    return playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])  # type: ignore[attr-defined]


def picture_pages(site: Path, target: Path) -> int:
    """Write one picture per page, width and colour mode; returns how many."""
    names = sorted(
        path.relative_to(site).as_posix() for pattern in PAGES for path in site.glob(pattern)
    )
    made = 0
    with served(site) as address, sync_playwright() as playwright:
        browser = launched(playwright)
        for mode in MODES:
            context = browser.new_context(color_scheme=mode, reduced_motion="reduce")  # type: ignore[arg-type]
            page = context.new_page()
            for name in names:
                page.goto(f"{address}/{name}", wait_until="networkidle")
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    stem = name.removesuffix(".html").replace("/", "-")
                    file = target / f"{stem}-{width}-{mode}.png"
                    page.screenshot(path=file, full_page=True)
                    made += 1
            context.close()
        browser.close()
    return made


def picture_pdf(pdf: Path, target: Path) -> int:
    """Write one picture per page of a PDF; returns how many."""
    command = ["pdftoppm", "-r", str(PDF_DPI), "-png", str(pdf), str(target / pdf.stem)]
    subprocess.run(command, check=True)
    return len(list(target.glob(f"{pdf.stem}-*.png")))


def main() -> None:
    project = Project.find()
    if not project.site.is_dir():
        sys.exit("There is no site yet: run `briefing build` first")
    target = project.root / "look"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    pages = picture_pages(project.site, target)
    sheets = sum(picture_pdf(pdf, target) for pdf in sorted(project.site.glob("report/*.pdf")))
    print(f"{pages} pictures of pages and {sheets} of the PDF are in {target.name}/")


if __name__ == "__main__":
    main()
