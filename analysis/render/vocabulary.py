"""Checks a document's tree: words that are Quarto's own, and what leads nowhere.

The tree has no lines, so each problem is placed by looking for its text in the document's lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from analysis.core.problems import Problem
from analysis.render import crossref, quarto_words
from analysis.render.place import Line, Place, locate
from analysis.render.tree import Blocks, Element, attribute, attributes, elements, text


def problems_of(
    blocks: Blocks,
    lines: Sequence[Line],
    document: str,
    formats: dict[str, dict[str, Any]],
    sources: Collection[str],
    documents: Collection[str],
) -> list[Problem]:
    """Everything wrong with a document's tree.

    `sources` are the keys of its bibliography, `documents` the names of all documents.
    """
    found: list[Problem] = list(_label_problems(blocks, lines, document))
    for name, settings in formats.items():
        shown = crossref.visible(blocks, name)
        known = crossref.labels(shown)
        for element in elements(shown):
            found += _element_problems(element, lines, document)
            found += _reference_problems(element, known, sources, lines, document)
            found += _link_problems(element, lines, document, documents)
            if name == "typst" and element["t"] == "Math":
                found.append(_math_problem(element, lines, document))
        if name == "typst" and not settings.get("citeproc") and _cites(shown):
            message = "citations need pandoc's citeproc, in HTML and PDF alike"
            repair = "write `citeproc: true` under format.typst"
            found.append(Place(document, 1).problem("citeproc", message, repair))
    found += quarto_words.text_problems(lines)
    for element in elements(blocks):
        found += quarto_words.element_problems(element, lines, document)
        found += quarto_words.raw_problems(element, lines, document)
        found += _raw_problems(element, lines, document)
        found += _condition_problems(element, lines, document)
    return list(dict.fromkeys(found))


def _cites(blocks: Blocks) -> bool:
    return any(item["t"] == "Cite" and not crossref.references(item) for item in elements(blocks))


def _label_problems(blocks: Blocks, lines: Sequence[Line], document: str) -> Iterator[Problem]:
    identifiers = Counter(attributes(element)[0] for element in elements(blocks))
    for identifier, count in identifiers.items():
        if identifier and count > 1:
            place = locate(lines, document, _label_pattern(identifier), 1)
            message, repair = "the label is already used above", "give each label once"
            yield place.problem("duplicate-label", message, repair, identifier)


def _label_pattern(identifier: str) -> str:
    return rf"#{re.escape(identifier)}(?![\w-])"


def _element_problems(element: Element, lines: Sequence[Line], document: str) -> Iterator[Problem]:
    identifier = attributes(element)[0]
    if element["t"] == "Str" and element["c"].startswith(":::"):
        place = _swallowed_fence(lines, document)
        message = "the division's fence is read as text"
        yield place.problem("div-fence", message, "put an empty line before it", element["c"])
    if element["t"] == "Image" and not picture_alt(element):
        target = element["c"][2][0]
        place = locate(lines, document, re.escape(target))
        message, repair = "the picture has no alternative text", 'write {fig-alt="..."} behind it'
        yield place.problem("alt-text", message, repair, target)
    if element["t"] in ("Figure", "Table") and not identifier and _has_caption(element):
        words = text(element["c"][1])
        place = locate(lines, document, re.escape(words.split(" ")[0]))
        message, repair = "a caption needs a label", "write {#fig-...} or {#tbl-...} behind it"
        yield place.problem("unlabelled-float", message, repair, words)
    float_ = crossref.as_float(element)
    if float_ is not None and not float_.caption:
        place = locate(lines, document, _label_pattern(identifier))
        message = "the figure or table has no caption"
        yield place.problem("caption", message, "make its last paragraph the caption", identifier)


def _swallowed_fence(lines: Sequence[Line], document: str) -> Place:
    """The first fence of a division that follows a line of text."""
    for before, line in pairwise(lines):
        if line.text.startswith(":::") and before.text.strip(" :"):
            return line.place
    return Place(document)


def picture_alt(image: Element) -> str:
    """The alternative text of a picture: `fig-alt`, or the words in its brackets."""
    return attribute(image, "fig-alt") or text(image["c"][1])


def _has_caption(element: Element) -> bool:
    return bool(element["c"][1][1])


def _reference_problems(
    element: Element,
    known: dict[str, str],
    sources: Collection[str],
    lines: Sequence[Line],
    document: str,
) -> Iterator[Problem]:
    if element["t"] != "Cite":
        return
    keys = [cited["citationId"] for cited in element["c"][0]]
    for key in keys:
        if quarto_words.reference().match(key):
            if key not in known:
                rule = "unknown-reference"
                message, repair = "there is nothing with this label", _nearest(known)
            elif not all(crossref.kind_of(other) for other in keys):
                rule = "mixed-reference"
                message = "a cross-reference and a citation share their brackets"
                repair = "write two brackets"
            else:
                continue
        elif key not in sources:
            rule, message = "unknown-citation", "the bibliography has no such source"
            repair = "correct the key, or write the address as a link"
        else:
            continue
        place = locate(lines, document, rf"@\{{?{re.escape(key)}(?![\w-])")
        yield place.problem(rule, message, repair, f"@{key}")


def _nearest(known: Iterable[str]) -> str:
    labels = ", ".join(known)
    return f"use one of {labels}" if labels else "label a numbered heading, a figure or a table"


def _link_problems(
    element: Element, lines: Sequence[Line], document: str, documents: Collection[str]
) -> Iterator[Problem]:
    if element["t"] != "Link":
        return
    target: str = element["c"][2][0]
    name = linked_document(target, document)
    if name is not None and name not in documents:
        place = locate(lines, document, re.escape(target))
        message, repair = "no such document is rendered", "correct the link"
        yield place.problem("unknown-document", message, repair, target)


def linked_document(target: str, document: str) -> str | None:
    """The document that a link from `document` leads to, from the project's folder; else None."""
    path = target.partition("#")[0]
    if not path.endswith(".qmd") or re.match(r"^[a-z][a-z0-9+.-]*:|^//", path):
        return None
    parts = [] if path.startswith("/") else document.split("/")[:-1]
    for part in path.strip("/").split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part] if part != "." else parts
    return "/".join(parts)


def _math_problem(element: Element, lines: Sequence[Line], document: str) -> Problem:
    formula = element["c"][1]
    place = locate(lines, document, rf"\$\s*{re.escape(formula.split(chr(10))[0].strip())}")
    message = "a formula has no alternative text in the PDF"
    repair = "write it in words and symbols, or show it in HTML alone; a dollar sign is `\\$`"
    return place.problem("math", message, repair, formula)


def _raw_problems(element: Element, lines: Sequence[Line], document: str) -> Iterator[Problem]:
    if element["t"] in ("RawBlock", "RawInline") and element["c"][0] not in ("html", "typst"):
        kind = element["c"][0]
        place = locate(lines, document, re.escape(element["c"][1].split("\n")[0]))
        message = "raw text of this kind is not shown; known are html and typst"
        yield place.problem("raw-format", message, "write it in Markdown", kind)


def _condition_problems(
    element: Element, lines: Sequence[Line], document: str
) -> Iterator[Problem]:
    _, classes, pairs = attributes(element)
    if not any(name in classes for name in crossref.VISIBILITY):
        return
    for key, value in pairs:
        if key not in crossref.CONDITIONS or value not in ("html", "typst"):
            place = locate(lines, document, rf"{re.escape(key)}=.?{re.escape(value)}")
            message = "the condition is unknown; known are when-format and unless-format"
            repair = "give it the value html or typst"
            yield place.problem("condition", message, repair, f"{key}={value}")
