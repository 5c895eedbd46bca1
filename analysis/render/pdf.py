"""Writes a document's tree as Typst, and compiles it to a tagged PDF.

The fonts are those named by the document and those inside Typst, never the machine's own; the date
is SOURCE_DATE_EPOCH or none. So the same document gives the same bytes everywhere.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import typst

from analysis.core.problems import Problem, ProblemsError
from analysis.render import crossref, pandoc
from analysis.render.config import as_list
from analysis.render.html import DEFAULT_TOC_DEPTH, metadata_json
from analysis.render.place import Place
from analysis.render.tree import Blocks, Element, attribute, elements, raw_inline, rewritten
from analysis.render.vocabulary import picture_alt

# What a document's own template consists of; both may use all settings of the document.
# Environment variables that bear on a PDF: the day that is written into it, further fonts.
VARIABLES = DATED, FONT_PATHS = ("SOURCE_DATE_EPOCH", "TYPST_FONT_PATHS")
PARTIALS = {"typst-template.typ", "typst-show.typ"}

_PACKAGE = re.compile(r'#import\s+"(@[^"]+)"')


def typst_source(
    blocks: Blocks, settings: dict[str, Any], document: str, root: Path, scratch: Path
) -> tuple[str, list[Problem]]:
    """The document in Typst, with its templates, and pandoc's warnings.

    `scratch` is an empty folder for files that pandoc reads.
    """
    shown = crossref.visible(blocks, "typst")
    shown = crossref.resolved(shown, crossref.labels(shown), "typst")
    shown = crossref.with_floats(shown, {}, "typst")
    shown = rewritten(shown, _for_typst)
    folder = (root / document).parent
    template = _template(settings, folder, scratch)
    metadata = scratch / "metadata.json"
    metadata.write_text(metadata_json(_with_defaults(settings)), encoding="utf-8")
    arguments = ["--from", "json", "--to", "typst", "--standalone", "--wrap", "none"]
    arguments += ["--template", str(template), "--metadata-file", str(metadata)]
    arguments += ["--syntax-highlighting", "idiomatic", *_options(settings, shown)]
    return pandoc.run(arguments, pandoc.tree_json(shown), document, folder)


def compile_pdf(
    source: str, settings: dict[str, Any], document: str, root: Path
) -> tuple[bytes, list[Problem]]:
    """The PDF of a document's Typst, and Typst's warnings.

    Raises ProblemsError if Typst refuses the document, or if it asks for a package of another host.
    """
    package = _PACKAGE.search(source)
    if package:
        message, repair = "Typst would fetch this from another host", "write it in the template"
        raise ProblemsError([Place(document).problem("typst", message, repair, package[1])])
    folder = (root / document).parent
    main = folder / f".{Path(document).stem}.typ"
    main.write_text(source, encoding="utf-8")
    try:
        content, warnings = typst.compile_with_warnings(
            str(main),
            root=str(root),
            font_paths=_font_paths(settings, folder),
            ignore_system_fonts=True,
            pdf_standards=as_list(settings.get("pdf-standard")),
            timestamp=int(os.environ.get(DATED, "0")),
        )
    except typst.TypstError as error:
        raise ProblemsError([_problem(error, document)]) from None
    finally:
        main.unlink()
    assert isinstance(content, bytes)
    return content, [_problem(warning, document, warning=True) for warning in warnings]


def _problem(
    error: typst.TypstError | typst.TypstWarning, document: str, warning: bool = False
) -> Problem:
    hints = "; ".join(error.hints) or "mend what it names in the raw Typst or the template"
    message = f"Typst says: {error.message}"
    return Place(document).problem("typst", message, hints, warning=warning)


def _font_paths(settings: dict[str, Any], folder: Path) -> list[str]:
    own = [str((folder / str(path)).resolve()) for path in as_list(settings.get("font-paths"))]
    return own + [path for path in os.environ.get(FONT_PATHS, "").split(os.pathsep) if path]


def _template(settings: dict[str, Any], folder: Path, scratch: Path) -> Path:
    """The template in `scratch`, with the document's partials beside it."""
    partials = [folder / str(path) for path in as_list(settings.get("template-partials"))]
    for file in [*sorted(pandoc.RESOURCES.glob("*.typ")), *partials]:
        shutil.copyfile(file, scratch / file.name)
    return scratch / "template.typ"


def _with_defaults(settings: dict[str, Any]) -> dict[str, Any]:
    numbering = {"section-numbering": "1.1.a"} if settings.get("number-sections") else {}
    depth = {"toc-depth": settings.get("toc-depth", DEFAULT_TOC_DEPTH)}
    return {**numbering, **settings, **depth}


def _options(settings: dict[str, Any], blocks: Blocks) -> list[str]:
    options = []
    if not any(element["t"] == "Header" and element["c"][0] == 1 for element in elements(blocks)):
        # A page's title is its first level; in the PDF the title stands outside the headings.
        options += ["--shift-heading-level-by", "-1"]
    if settings.get("citeproc") and as_list(settings.get("bibliography")):
        options.append("--citeproc")
    if DATED in os.environ:
        options += ["--variable", "dated=true"]
    return options


def _for_typst(element: Element) -> Element:
    if element["t"] == "Image":
        return raw_inline("typst", _picture(element))
    if element["t"] == "Table":
        (identifier, classes, pairs), *rest = element["c"]
        # The table stands in a numbered figure already; pandoc would make it another.
        return {"t": "Table", "c": [[identifier, [*classes, "typst:no-figure"], pairs], *rest]}
    return element


def _picture(image: Element) -> str:
    sizes = [f", {key}: {value}" for key in ("width", "height") if (value := attribute(image, key))]
    source, alt = json.dumps(image["c"][2][0]), _quoted(picture_alt(image))
    return f"#box(image({source}, alt: {alt}{''.join(sizes)}))"


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
