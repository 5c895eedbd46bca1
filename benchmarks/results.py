"""Where measurements are kept: one section of `benchmarks/README.md` for each script."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

README = Path(__file__).parent / "README.md"


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others are numbers."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *rows))


def machine() -> str:
    """The machine in general words, with the load that it had."""
    load = os.getloadavg()[0]
    return (
        f"Measured on {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load average {load:.1f} at the end."
    )


def write_section(title: str, text: str) -> None:
    """Put a section into the page of results in place of the last one of that title."""
    page = README.read_text(encoding="utf-8") if README.is_file() else "# Benchmarks\n"
    section = f"## {title}\n\n{text.strip()}\n"
    old = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if old.search(page):
        page = old.sub(lambda _: section + "\n", page)
    else:
        page = f"{page.rstrip()}\n\n{section}"
    README.write_text(page.rstrip() + "\n", encoding="utf-8")
