"""Writes a document's tree as an HTML page, through the project's own Pandoc template."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from analysis.core.problems import Problem
from analysis.render import crossref, pandoc
from analysis.render.config import STRUCTURE_KEYS, as_list
from analysis.render.tree import Blocks, Element, elements, rewritten, string
from analysis.render.vocabulary import linked_document, picture_alt

DEFAULT_TOC_DEPTH = 3

_DOCUMENT_LINK = re.compile(r'href="(?P<target>[^"#?:]+\.qmd)(?P<fragment>#[^"]*)?"')


def page(
    blocks: Blocks, settings: dict[str, Any], document: str, root: Path, scratch: Path
) -> tuple[str, list[Problem]]:
    """The HTML page of a document, and pandoc's warnings.

    `scratch` is an empty folder for files that pandoc reads.
    """
    shown = crossref.visible(blocks, "html")
    numbers = crossref.labels(shown)
    if settings.get("number-sections"):
        shown = crossref.with_numbers(shown)
    shown = crossref.resolved(shown, numbers, "html")
    shown = crossref.with_floats(shown, numbers, "html")
    shown = rewritten(shown, _as_quarto_writes)
    if not any(element["t"] == "Header" for element in elements(shown)):
        # Contents of nothing are none, also for a template that asks whether there are any.
        settings = {**settings, "toc": False}
    metadata = scratch / "metadata.json"
    metadata.write_text(metadata_json(settings), encoding="utf-8")
    arguments = ["--from", "json", "--to", "html5", "--standalone", "--wrap", "none"]
    arguments += ["--metadata-file", str(metadata), *_options(settings)]
    folder = (root / document).parent
    output, warnings = pandoc.run(arguments, pandoc.tree_json(shown), document, folder)
    return _with_document_links(output, document), warnings


def metadata_json(settings: dict[str, Any]) -> str:
    """All settings that a template may show, as pandoc's metadata."""
    shown = {key: value for key, value in settings.items() if key not in STRUCTURE_KEYS}
    shown.setdefault("lang", "en")
    return json.dumps(shown, ensure_ascii=False, default=str)


def _options(settings: dict[str, Any]) -> list[str]:
    options = []
    if "template" in settings:
        options += ["--template", str(settings["template"])]
    if settings.get("toc"):
        options += ["--toc", "--toc-depth", str(settings.get("toc-depth", DEFAULT_TOC_DEPTH))]
    if settings.get("section-divs"):
        options.append("--section-divs")
    if settings.get("citeproc", True) and as_list(settings.get("bibliography")):
        options.append("--citeproc")
    return options


def _as_quarto_writes(element: Element) -> Element:
    """Pictures with their alternative text; tables with the classes that Quarto gives them."""
    if element["t"] == "Image":
        (identifier, classes, pairs), _, target = element["c"]
        kept = [pair for pair in pairs if pair[0] != "fig-alt"]
        words = [string(picture_alt(element))]
        return {"t": "Image", "c": [[identifier, classes, kept], words, target]}
    if element["t"] != "Table":
        return element
    (identifier, classes, pairs), caption, columns, (head_attr, head), bodies, foot = element["c"]
    head = [_row(row, "header") for row in head]
    bodies = [
        [attr, heads, first, [_row(row, ("odd", "even")[at % 2]) for at, row in enumerate(rows)]]
        for attr, heads, first, rows in bodies
    ]
    attr = [identifier, [*classes, "caption-top"], pairs]
    return {"t": "Table", "c": [attr, caption, columns, [head_attr, head], bodies, foot]}


def _row(row: list[Any], name: str) -> list[Any]:
    (identifier, classes, pairs), cells = row
    return [[identifier, [*classes, name], pairs], cells]


def _with_document_links(html: str, document: str) -> str:
    """Links to documents as links to their pages, also in the template and in raw HTML."""
    to_root = "../" * document.count("/")

    def change(found: re.Match[str]) -> str:
        name = linked_document(found["target"], document) or found["target"]
        return f'href="{to_root}{name.removesuffix(".qmd")}.html{found["fragment"] or ""}"'

    return _DOCUMENT_LINK.sub(change, html)
