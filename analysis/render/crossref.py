"""Numbers sections, figures and tables, and resolves the references to them, in HTML and Typst.

Works on pandoc's tree. A float is a division, a picture or a table with an identifier `fig-...` or
`tbl-...`; the last paragraph of the division is its caption. The markup is Quarto's
(https://quarto.org/docs/authoring/cross-references.html), so that one stylesheet and one Typst
template serve both engines.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from analysis.render.tree import (
    Blocks,
    Element,
    attribute,
    attributes,
    div,
    elements,
    link,
    plain,
    raw_block,
    raw_inline,
    rewritten,
    span,
    string,
)

NAMES = {"fig": "Figure", "tbl": "Table", "sec": "Section"}
VISIBILITY = ("content-visible", "content-hidden")
CONDITIONS = ("when-format", "unless-format")
CAPTION_LOCATIONS = {"fig": "bottom", "tbl": "top"}
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Float:
    """A figure or table: what it shows, and its caption."""

    identifier: str
    classes: list[str]
    content: Blocks
    caption: list[Element] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """`fig` or `tbl`."""
        return kind_of(self.identifier)


def kind_of(identifier: str) -> str:
    """`fig`, `tbl` or `sec` where the identifier is a cross-reference's label, else ``."""
    prefix, dash, _ = identifier.partition("-")
    return prefix if dash and prefix in NAMES else ""


def visible(blocks: Blocks, format_name: str) -> Blocks:
    """What one format (`html` or `typst`) shows: its conditional parts and its own raw blocks."""

    def change(element: Element) -> Element | list[Element]:
        if element["t"] in ("RawBlock", "RawInline"):
            return element if element["c"][0] == format_name else []
        if element["t"] not in ("Div", "Span", "CodeBlock"):
            return element
        shown = _condition(element, format_name)
        if shown is None:
            return element
        if not shown:
            return []
        return element["c"][1] if element["t"] == "Div" else _unconditional(element)

    shown: Blocks = rewritten(blocks, change)
    return shown


def _condition(element: Element, format_name: str) -> bool | None:
    """Whether a conditional element shows; None if it is not conditional."""
    _, classes, _ = attributes(element)
    if not any(name in classes for name in VISIBILITY):
        return None
    when, unless = attribute(element, "when-format"), attribute(element, "unless-format")
    holds = when in (None, format_name) and unless != format_name
    return holds if "content-visible" in classes else not holds


def _unconditional(element: Element) -> Element:
    """A span or code block without its condition."""
    identifier, classes, pairs = attributes(element)
    classes = [name for name in classes if name not in VISIBILITY]
    pairs = [pair for pair in pairs if pair[0] not in CONDITIONS]
    return {"t": element["t"], "c": [[identifier, classes, pairs], element["c"][1]]}


def as_float(element: Element) -> Float | None:
    """The figure or table that an element stands for, if it is one."""
    identifier, classes, _ = attributes(element)
    if kind_of(identifier) not in CAPTION_LOCATIONS:
        return None
    if element["t"] == "Div":
        *content, last = element["c"][1] or [plain([])]
        if not content or last["t"] != "Para":
            return Float(identifier, classes, element["c"][1])
        return Float(identifier, classes, content, last["c"])
    if element["t"] == "Figure":
        caption = [inline for block in element["c"][1][1] for inline in block["c"]]
        return Float(identifier, classes, element["c"][2], caption)
    if element["t"] == "Table":
        _, caption, *rest = element["c"]
        bare = {"t": "Table", "c": [["", [], []], [None, []], *rest]}
        inlines = [inline for block in caption[1] for inline in block["c"]]
        return Float(identifier, classes, [bare], inlines)
    return None


def labels(blocks: Blocks) -> dict[str, str]:
    """The number of each label, in the order of the document: `{"fig-shares": "1", ...}`."""
    numbers = {identifier: number for identifier, number in section_numbers(blocks) if identifier}
    counts: Counter[str] = Counter()
    found = {key: number for key, number in numbers.items() if kind_of(key) == "sec"}
    for element in elements(blocks):
        float_ = as_float(element)
        if float_ is not None and float_.identifier not in found:
            counts[float_.kind] += 1
            found[float_.identifier] = str(counts[float_.kind])
    return found


def section_numbers(blocks: Blocks) -> Iterator[tuple[str, str]]:
    """Identifier and number of each numbered heading; the highest level in use counts as first."""
    counts: list[int] = []
    for element in elements(blocks):
        if element["t"] != "Header":
            continue
        level, (identifier, classes, _), _ = element["c"]
        if "unnumbered" in classes:
            continue
        counts = [*counts, *[0] * level][:level]
        counts[-1] += 1
        yield identifier, ".".join(str(count) for count in counts).lstrip("0.")


def with_numbers(blocks: Blocks) -> Blocks:
    """The blocks with each heading's number in front of it, for HTML."""
    numbers = iter(list(section_numbers(blocks)))

    def change(element: Element) -> Element:
        if element["t"] != "Header" or "unnumbered" in element["c"][1][1]:
            return element
        level, (identifier, classes, pairs), inlines = element["c"]
        number = next(numbers)[1]
        pairs = [*pairs, ["number", number]]
        prefix = [span([string(number)], ["header-section-number"]), {"t": "Space"}]
        return {"t": "Header", "c": [level, [identifier, classes, pairs], prefix + inlines]}

    numbered: Blocks = rewritten(blocks, change)
    return numbered


def references(element: Element) -> list[dict[str, Any]]:
    """The cross-references in a citation element; empty if it cites sources alone."""
    if element["t"] != "Cite":
        return []
    return [cited for cited in element["c"][0] if kind_of(cited["citationId"])]


def resolved(blocks: Blocks, numbers: dict[str, str], format_name: str) -> Blocks:
    """The blocks with each reference to a label in `numbers` turned into a link to it."""

    def change(element: Element) -> Element | list[Element]:
        cited = references(element)
        if not cited or any(reference["citationId"] not in numbers for reference in cited):
            return element
        parts: list[Element] = []
        for reference in cited:
            separator = [string(","), {"t": "Space"}] if parts else []
            parts += [*separator, *_reference(reference, numbers, format_name)]
        return parts

    result: Blocks = rewritten(blocks, change)
    return result


def _reference(cited: dict[str, Any], numbers: dict[str, str], format_name: str) -> list[Element]:
    label = cited["citationId"]
    words: list[Element] = cited["citationPrefix"]
    if not words and cited["citationMode"]["t"] != "SuppressAuthor":
        words = [string(NAMES[kind_of(label)])]
    if format_name == "typst":
        opening, closing = f"#ref(<{label}>, supplement: [", "])"
        return [raw_inline("typst", opening), *words, raw_inline("typst", closing)]
    space = [string(NO_BREAK_SPACE)] if words else []
    return [link([*words, *space, string(numbers[label])], f"#{label}", ["quarto-xref"])]


def with_floats(blocks: Blocks, numbers: dict[str, str], format_name: str) -> Blocks:
    """The blocks with each figure and table in the markup of the format."""

    def change(element: Element) -> Element | list[Element]:
        found = as_float(element)
        if found is None:
            return element
        if format_name == "typst":
            return _typst_float(found)
        return _html_float(found, numbers[found.identifier])

    result: Blocks = rewritten(blocks, change)
    return result


def _html_float(found: Float, number: str) -> Element:
    kind, location = found.kind, CAPTION_LOCATIONS[found.kind]
    # Fixed by the label, so that the same document gives the same bytes.
    suffix = hashlib.sha256(found.identifier.encode()).hexdigest()[:8]
    caption_id = f"{found.identifier}-caption-{suffix}"
    content = div(found.content, pairs=[["aria-describedby", caption_id]])
    prefix = string(f"{NAMES[kind]}{NO_BREAK_SPACE}{number}{':' if found.caption else ''}")
    words = [prefix, {"t": "Space"}, *found.caption] if found.caption else [prefix]
    classes = f"quarto-float-caption-{location} quarto-float-caption quarto-float-{kind}"
    caption = [
        raw_block("html", f'<figcaption class="{classes}" id="{escape(caption_id)}">'),
        plain(words),
        raw_block("html", "</figcaption>"),
    ]
    inside = [*caption, content] if location == "top" else [content, *caption]
    opening = raw_block("html", f'<figure class="quarto-float quarto-float-{kind}">')
    own = [*found.classes, "quarto-float", "quarto-figure", "quarto-figure-center"]
    return div([opening, *inside, raw_block("html", "</figure>")], found.identifier, own)


def _typst_float(found: Float) -> list[Element]:
    kind = found.kind
    middle = f"], caption: figure.caption(\nposition: {CAPTION_LOCATIONS[kind]}, \n[\n"
    closing = (
        f'\n]), \nkind: "quarto-float-{kind}", \nsupplement: "{NAMES[kind]}", \n)\n'
        f"<{found.identifier}>\n\n"
    )
    caption = plain([raw_inline("typst", middle), *found.caption, raw_inline("typst", closing)])
    return [raw_block("typst", "#figure(["), *found.content, caption]
